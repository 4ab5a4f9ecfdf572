"""The renewal indicators (更新指标): what each asks for, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import datetime

from fleet.decider import Entry, Event
from fleet.planning import indicator_events as told
from projections.projection import Projection

_STAGES: dict[type[Event], str] = {
    told.IndicatorDrafted: "draft",
    told.IndicatorSubmitted: "submitted",
    told.IndicatorReviewStarted: "under_review",
    told.IndicatorReturned: "draft",
    told.IndicatorApproved: "approved",
    told.IndicatorBudgeted: "budgeted",
    told.ExecutionDocumentIssued: "executable",
    told.IndicatorConsumed: "consumed",
    told.IndicatorRejected: "rejected",
    told.IndicatorWithdrawn: "withdrawn",
    told.IndicatorExpired: "expired",
}

GRANTED = frozenset({"approved", "budgeted", "executable", "consumed"})
"""Stages behind an approval that still holds."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row an indicator.

    Attributes:
        nev: It asks for a new-energy vehicle.
        unfinished: The unit's disposals that closed the gate when it was last read.
        submitted_at: When it was last sent (UTC).
        approved_at: When it was approved (UTC).
        line: The budget line that cites it.
        plan: The year plan it is in.
        purchase: The purchase on its strength.
        reason: Why it was rejected, returned or withdrawn.
    """

    indicator: str
    unit: str
    jurisdiction: str
    kind: str
    slot: str
    vehicle: str | None
    category: str
    plan_year: int
    track: str
    price_fen: int
    nev: bool
    policy: str
    stage: str = "draft"
    unfinished: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    line: str = ""
    plan: str = ""
    purchase: str = ""
    reason: str = ""


def _key(entry: Entry) -> str | None:
    return entry.event.indicator if isinstance(entry.event, told.IndicatorEvent) else None


def _evolve(row: Indicator | None, entry: Entry) -> Indicator | None:
    match entry.event:
        case told.IndicatorDrafted() as event:
            return _drafted(event)
        case event:
            staged = replace(row, stage=_STAGES.get(type(event), row.stage)) if row else None
            return _told(staged, event) if staged else None


def _drafted(event: told.IndicatorDrafted) -> Indicator:
    return Indicator(
        event.indicator,
        event.unit,
        event.jurisdiction,
        event.kind,
        event.slot,
        event.vehicle,
        event.category,
        event.plan_year,
        event.track,
        event.price_fen,
        event.specification.is_nev,
        event.policy,
    )


def _told(row: Indicator, event: Event) -> Indicator:
    match event:
        case told.IndicatorCorrected(specification=car, price_fen=price):
            return replace(row, nev=car.is_nev, price_fen=price)
        case told.IndicatorSubmitted(at=at):
            return replace(row, submitted_at=at)
        case told.IndicatorReviewStarted(unfinished=cases):
            return replace(row, unfinished=cases)
        case told.IndicatorApproved(at=at):
            return replace(row, approved_at=at, unfinished=())
        case (
            told.IndicatorReturned(reason=reason)
            | told.IndicatorRejected(reason=reason)
            | told.IndicatorWithdrawn(reason=reason)
        ):
            return replace(row, reason=reason)
        case _:
            return _backing(row, event)


def _backing(row: Indicator, event: Event) -> Indicator:
    match event:
        case told.BudgetCited(line=line):
            return replace(row, line=line)
        case told.PlanEntered(plan=plan):
            return replace(row, plan=plan)
        case told.PurchaseEntered(purchase=purchase):
            return replace(row, purchase=purchase)
        case told.PurchaseLeft():
            return replace(row, purchase="")
        case _:
            return row


view = Projection("indicators", version=1, row=Indicator, key=_key, evolve=_evolve)
