"""The checks (日查, 月查, 季度进厂, 专项): which are due, done, missed, and what failed."""

from dataclasses import dataclass, replace
from datetime import datetime

from fleet.decider import Entry
from fleet.inspection import check_events as told
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Check:
    """One row a check; times in UTC.

    Attributes:
        due_until: Until when it has to be done.
        stage: `due`, `done`, `missed` or `waived`.
        failed: Every item that failed, safety or not.
        late: It was done, or waived, after it had been due.
    """

    check: str
    vehicle: str
    unit: str
    jurisdiction: str
    kind: str
    period: str
    due_until: datetime
    stage: str = "due"
    done_at: datetime | None = None
    inspector: str = ""
    workshop_record: str = ""
    failed: tuple[str, ...] = ()
    late: bool = False


def _key(entry: Entry) -> str | None:
    return entry.event.check if isinstance(entry.event, told.OfCheck) else None


def _evolve(row: Check | None, entry: Entry) -> Check | None:
    match entry.event:
        case told.CheckScheduled() as it:
            of = (it.check, it.vehicle, it.unit, it.jurisdiction, it.kind, it.period)
            return Check(*of, it.due_until)
        case told.CheckCompleted(results=results) as it if row:
            failed = tuple(sorted(item for item, result in results.items() if result == "FAIL"))
            done = replace(row, stage="done", done_at=it.at, inspector=it.inspector, failed=failed)
            return replace(done, workshop_record=it.workshop_record or "", late=it.late)
        case told.CheckWaived(late=late) if row:
            return replace(row, stage="waived", late=late)
        case told.CheckMissed() if row:
            return replace(row, stage="missed")
        case _:
            return row


view = Projection("checks", version=1, row=Check, key=_key, evolve=_evolve)
