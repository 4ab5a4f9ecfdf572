"""V05 disposal board: how far each retired car is, days to its last day, signs of life."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from projections.alert_form import shown
from projections.views.disposals import UNFINISHED, Disposal
from projections.views.units import Unit

Shown = dict[str, Any]
COLUMNS = (
    "case", "vehicle", "unit_name", "ground", "stage", "due_on", "days_left", "overdue", "signs",
    "purchase", "certificate", "last_sign",
)  # fmt: skip
_WAITING = frozenset({"draft", "requested"})


def rows(disposals: Iterable[Disposal], units: Mapping[str, Unit], today: date) -> list[Shown]:
    """One line a case: the running ones first, the most urgent at the top; the ended ones last.

    Source:
        R109, R116-R120; handbook 11 (V05).
    """
    ordered = sorted(disposals, key=_urgency)
    return [_line(case, units.get(case.unit, Unit(case.unit)), today) for case in ordered]


def _urgency(case: Disposal) -> tuple[int, date, str]:
    turn = 0 if case.stage in UNFINISHED else 1 if case.stage in _WAITING else 2
    return turn, case.due_on or date.max, case.case


def _line(case: Disposal, unit: Unit, today: date) -> Shown:
    running = case.stage in UNFINISHED and case.due_on is not None
    return {
        "case": case.case,
        "vehicle": case.vehicle,
        "unit": case.unit,
        "unit_name": unit.name or unit.unit,
        "slot": case.slot,
        "ground": case.ground,
        "stage": case.stage,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "days_left": (case.due_on - today).days if running and case.due_on else None,
        "overdue": case.overdue,
        "signs": case.signs,
        "last_sign": shown(max(case.seen.values(), default=None)),
        "seen": {source: shown(at) for source, at in sorted(case.seen.items())},
        "approved_at": shown(case.approved_at),
        "asset_approved_at": shown(case.asset_approved_at),
        "written_off_at": shown(case.written_off_at),
        "purchase": case.purchase,
        "mode": case.mode,
        "ended_at": shown(case.ended_at),
        "certificate": case.certificate,
        "proceeds_fen": case.proceeds_fen,
        "receipt": case.receipt,
    }
