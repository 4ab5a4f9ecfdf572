"""The disposal cases (处置): the four steps, the year, and the proof of the end."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from fleet.decider import Entry, Event
from fleet.disposal import disposal_events as told
from projections.projection import Projection

_STAGES: dict[type[Event], str] = {
    told.DisposalDrafted: "draft",
    told.DisposalRequested: "requested",
    told.DisposalApproved: "approved",
    told.DisposalRejected: "rejected",
    told.DisposalWithdrawn: "withdrawn",
    told.AssetDisposalApproved: "asset_approved",
    told.AssetWrittenOff: "written_off",
    told.RetiredVehicleSealed: "sealed",
    told.PhysicalDisposalStarted: "in_disposal",
    told.DisposalResultRecorded: "completed",
    told.DisposalClosed: "closed",
}

UNFINISHED = frozenset({"approved", "asset_approved", "written_off", "sealed", "in_disposal"})
"""Stages between the approval and the physical end."""


@dataclass(frozen=True, slots=True)
class Disposal:
    """One row a case.

    Attributes:
        due_on: The last local day for the physical end.
        overdue: The year has passed; never forgotten.
        approved_at: First of the four steps (UTC).
        asset_approved_at: Second of them.
        written_off_at: Third of them; the fourth is the purchase application.
        purchase: The purchase that rests on it; empty: none.
        ended_at: When the car was gone.
        certificate: The paper that says so.
        receipt: The treasury's receipt of the income; empty: none.
        signs: How often the car was noticed after the write-off.
        seen: When each source noticed it last (UTC).
    """

    case: str
    vehicle: str
    unit: str
    slot: str | None
    category: str
    ground: str
    stage: str = "draft"
    indicator: str = ""
    due_on: date | None = None
    overdue: bool = False
    approved_at: datetime | None = None
    asset_approved_at: datetime | None = None
    written_off_at: datetime | None = None
    purchase: str = ""
    mode: str = ""
    ended_at: datetime | None = None
    certificate: str = ""
    proceeds_fen: int = 0
    receipt: str = ""
    signs: int = 0
    seen: dict[str, datetime] = field(default_factory=dict)


def _key(entry: Entry) -> str | None:
    return entry.event.case if isinstance(entry.event, told.DisposalEvent) else None


def _evolve(row: Disposal | None, entry: Entry) -> Disposal | None:
    match entry.event:
        case told.DisposalDrafted() as it:
            return Disposal(it.case, it.vehicle, it.unit, it.slot, it.category, it.ground)
        case event:
            staged = replace(row, stage=_STAGES.get(type(event), row.stage)) if row else None
            return _told(staged, event) if staged else None


def _told(row: Disposal, event: Event) -> Disposal:
    match event:
        case told.DisposalRequested(indicator=number) | told.IndicatorCited(indicator=number):
            row = replace(row, indicator=number or "")
        case told.DisposalApproved(at=at, due_on=due_on):
            row = replace(row, approved_at=at, due_on=due_on)
        case told.AssetDisposalApproved(at=at):
            row = replace(row, asset_approved_at=at)
        case told.AssetWrittenOff(at=at):
            row = replace(row, written_off_at=at)
        case told.DisposalOverdue():
            row = replace(row, overdue=True)
        case told.PurchasePaired(purchase=purchase):
            row = replace(row, purchase=purchase)
        case _:
            row = _ended(row, event)
    return row


def _ended(row: Disposal, event: Event) -> Disposal:
    match event:
        case told.PurchaseUnpaired():
            return replace(row, purchase="")
        case told.PhysicalDisposalStarted(mode=mode):
            return replace(row, mode=mode)
        case told.DisposalResultRecorded(at=at, certificate=paper, proceeds_fen=proceeds):
            late = row.overdue or event.overdue
            return replace(row, ended_at=at, certificate=paper, proceeds_fen=proceeds, overdue=late)
        case told.ProceedsReceived(receipt=receipt):
            return replace(row, receipt=receipt)
        case told.SignOfLifeReported(source=source, seen_at=at):
            seen = row.seen | {source: max(at, row.seen.get(source, at))}
            return replace(row, signs=row.signs + 1, seen=seen)
        case _:
            return row


view = Projection("disposals", version=2, row=Disposal, key=_key, evolve=_evolve)
