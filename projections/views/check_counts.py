"""How many checks were due, done and missed: counted as it happens, by unit, kind and period."""

from dataclasses import dataclass, field, replace

from fleet.decider import Entry
from fleet.inspection import check_events as told
from projections.projection import Projection

_MONTH = len("2026-10")


@dataclass(frozen=True, slots=True)
class CheckCount:
    """One row a unit, kind and period.

    Attributes:
        period: `2026-10`, `2026Q4`, or the campaign; the daily ones of a month are one period.
        scheduled: How many were to be done.
        items: Item -> how often it failed.
        faulty: Checks with a failed safety item.
    """

    unit: str
    kind: str
    period: str
    scheduled: int = 0
    done: int = 0
    missed: int = 0
    waived: int = 0
    faulty: int = 0
    items: dict[str, int] = field(default_factory=dict)

    @property
    def due(self) -> int:
        """How many are still to be done."""
        return self.scheduled - self.done - self.missed - self.waived


def _period(event: told.OfCheck) -> str:
    return event.period[:_MONTH] if event.kind == "DAILY" else event.period


def _key(entry: Entry) -> str | None:
    event = entry.event
    if isinstance(event, told.CheckEvent):
        return f"{event.unit}:{event.kind}:{_period(event)}"
    return None


def _evolve(row: CheckCount | None, entry: Entry) -> CheckCount | None:
    event = entry.event
    if isinstance(event, told.CheckEvent):
        return _counted(row or CheckCount(event.unit, event.kind, _period(event)), event)
    return row


def _counted(row: CheckCount, event: told.CheckEvent) -> CheckCount:
    match event:
        case told.CheckScheduled():
            return replace(row, scheduled=row.scheduled + 1)
        case told.CheckMissed():
            return replace(row, missed=row.missed + 1)
        case told.CheckWaived(late=late):
            return replace(row, waived=row.waived + 1, missed=row.missed - late)
        case told.CheckCompleted(missed=missed, failed=failed, results=results):
            items = dict(row.items)
            for item in sorted(name for name, result in results.items() if result == "FAIL"):
                items[item] = items.get(item, 0) + 1
            done = replace(row, done=row.done + 1, missed=row.missed - missed, items=items)
            return replace(done, faulty=row.faulty + bool(failed))


view = Projection("check_counts", version=1, row=CheckCount, key=_key, evolve=_evolve)
