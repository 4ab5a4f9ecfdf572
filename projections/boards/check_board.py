"""V14 check board: due, done, missed and failed, in the periods that run at a moment."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fleet.inspection.periods import MONTHLY, QUARTERLY, SPECIAL, period_of
from projections.views.check_counts import CheckCount
from projections.views.units import Unit

Shown = dict[str, Any]
COLUMNS = (
    "check_kind", "period", "unit_name", "scheduled", "due", "done", "missed", "waived", "faulty",
    "failed_items",
)  # fmt: skip


def rows(counts: Iterable[CheckCount], units: Mapping[str, Unit], today: date) -> list[Shown]:
    """One line a kind, period and unit: of this month and quarter, and of every special check.

    Source:
        R090-R094; INSP-01 to INSP-04; handbook 11 (V14).
    """
    running = {period_of(MONTHLY, today), period_of(QUARTERLY, today)}
    shown = [each for each in counts if each.kind == SPECIAL or each.period in running]
    shown.sort(key=lambda each: (each.kind, each.period, each.unit))
    return [_line(each, units.get(each.unit, Unit(each.unit))) for each in shown]


def _line(count: CheckCount, unit: Unit) -> Shown:
    return {
        "check_kind": count.kind,
        "period": count.period,
        "unit": count.unit,
        "unit_name": unit.name or unit.unit,
        "scheduled": count.scheduled,
        "due": count.due,
        "done": count.done,
        "missed": count.missed,
        "waived": count.waived,
        "faulty": count.faulty,
        "failed_items": [f"{item} {times}" for item, times in sorted(count.items.items())],
    }
