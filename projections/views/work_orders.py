"""The repairs (维修单): what for, by whom, approved, invoiced, done."""

from dataclasses import dataclass, replace
from datetime import datetime

from fleet.decider import Entry
from fleet.inspection import work_order_words as told
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """One row a repair; times in UTC.

    Attributes:
        designated: The workshop is on the list.
        items: What is to be repaired.
        check: The check that found it; empty: none did.
        covers: The covers in force (质保).
        stage: `opened`, `approved`, `rejected` or `completed`.
        passed: What was found in order afterwards.
    """

    work_order: str
    vehicle: str
    unit: str
    jurisdiction: str
    vendor: str
    designated: bool
    items: tuple[str, ...]
    estimate_fen: int
    check: str
    covers: tuple[str, ...]
    warranty_asked: bool
    opened_at: datetime
    stage: str = "opened"
    approved_at: datetime | None = None
    invoice: str = ""
    amount_fen: int | None = None
    completed_at: datetime | None = None
    passed: tuple[str, ...] = ()


def _key(entry: Entry) -> str | None:
    return entry.event.work_order if isinstance(entry.event, told.OfOrder) else None


def _evolve(row: WorkOrder | None, entry: Entry) -> WorkOrder | None:
    match entry.event:
        case told.WorkOrderOpened() as it:
            return _opened(it)
        case told.WorkOrderApproved(at=at) if row:
            return replace(row, stage="approved", approved_at=at)
        case told.WorkOrderRejected() if row:
            return replace(row, stage="rejected")
        case told.WorkOrderInvoiced(invoice=invoice, amount_fen=amount) if row:
            return replace(row, invoice=invoice, amount_fen=amount)
        case told.WorkOrderCompleted(at=at, items_passed=passed) if row:
            return replace(row, stage="completed", completed_at=at, passed=passed)
        case _:
            return row


def _opened(it: told.WorkOrderOpened) -> WorkOrder:
    return WorkOrder(
        work_order=it.work_order,
        vehicle=it.vehicle,
        unit=it.unit,
        jurisdiction=it.jurisdiction,
        vendor=it.vendor,
        designated=it.designated,
        items=it.items,
        estimate_fen=it.estimate_fen,
        check=it.check or "",
        covers=it.covers,
        warranty_asked=it.warranty_asked,
        opened_at=it.at,
    )


view = Projection("work_orders", version=1, row=WorkOrder, key=_key, evolve=_evolve)
