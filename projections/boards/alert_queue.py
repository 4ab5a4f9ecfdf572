"""V10 alert queue: whose turn it is, until when, and what went up; and the precision of rules."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from projections.alert_form import shown
from projections.boards.energy import percent
from projections.catalogue import entry
from projections.views.alert_cases import ENDED, AlertCase
from projections.views.units import Unit
from projections.views.vehicles import Vehicle

Shown = dict[str, Any]
QUEUE = (
    "case", "code", "rule_name", "severity", "plate", "unit_name", "stage", "handler", "due_at",
    "overdue", "level", "times", "count",
)  # fmt: skip
PRECISION = (
    "code", "rule_name", "raised", "open", "confirmed", "dismissed_false", "dismissed_other",
    "settled", "precision_percent",
)  # fmt: skip
FALSE = frozenset({"DataError", "DeviceFault", "RuleFalsePositive"})
"""Reasons that say the finding was not so; `WorkNeed` says that it was, and was allowed."""
RESTRICTED = "RESTRICTED"


@dataclass(frozen=True, slots=True)
class About:
    """Who the cars and units are, and which cars are confidential."""

    vehicles: Mapping[str, Vehicle]
    units: Mapping[str, Unit]
    restricted: Collection[str]


def rows(cases: Iterable[AlertCase], about: About, now: datetime) -> list[Shown]:
    """One line an open case, the first to become due at the top; the confidential ones as one.

    Source:
        Handbook 10, rule 6 (a named officer alone hears of them; they count in totals), 11 (V10).
    """
    waiting = [case for case in cases if case.stage not in ENDED]
    told = [case for case in waiting if not hidden(case, about.restricted)]
    told.sort(key=lambda case: (case.due_at, case.case))
    lines = [_line(case, about, now) for case in told]
    rest = len(waiting) - len(told)
    return [*lines, _unnamed(rest)] if rest else lines


def hidden(case: AlertCase, restricted: Collection[str]) -> bool:
    """Whether only a named officer may read it."""
    return bool(case.officer) or case.vehicle in restricted


def _line(case: AlertCase, about: About, now: datetime) -> Shown:
    car = about.vehicles.get(case.vehicle, Vehicle(case.vehicle, plate=case.vehicle))
    unit = about.units.get(case.unit, Unit(case.unit))
    return {
        "case": case.case,
        "code": case.code,
        "rule_name": entry(case.code).zh,
        "severity": case.severity,
        "vehicle": case.vehicle,
        "plate": car.plate,
        "unit": case.unit,
        "unit_name": unit.name or unit.unit,
        "stage": case.stage,
        "handler": case.handler,
        "verifier": case.verifier,
        "due_at": shown(case.due_at),
        "overdue": now > case.due_at,
        "level": case.level,
        "times": case.times,
        "count": 1,
    }


def _unnamed(count: int) -> Shown:
    nothing = ("case", "code", "rule_name", "severity", "vehicle", "plate", "unit", "unit_name")
    more = ("handler", "verifier", "due_at", "overdue", "level", "times")
    return {
        **dict.fromkeys(nothing, ""),
        "stage": RESTRICTED,
        **dict.fromkeys(more),
        "count": count,
    }


def precision(cases: Iterable[AlertCase]) -> list[Shown]:
    """One line a rule: confirmed of those that were confirmed or dismissed as false.

    What later facts settled by themselves is neither; confidential cars count like others.

    Source:
        Handbook 12 (alert precision).
    """
    rules: dict[str, list[AlertCase]] = {}
    for case in cases:
        rules.setdefault(case.code, []).append(case)
    return [_precise(code, found) for code, found in sorted(rules.items())]


def _precise(code: str, cases: list[AlertCase]) -> Shown:
    dismissed = [case for case in cases if case.stage == "dismissed"]
    wrong = sum(case.reason in FALSE and not case.auto for case in dismissed)
    settled = sum(case.auto for case in dismissed)
    confirmed = sum(bool(case.finding_class) for case in cases)
    return {
        "code": code,
        "rule_name": entry(code).zh,
        "raised": len(cases),
        "open": sum(case.stage not in ENDED for case in cases),
        "confirmed": confirmed,
        "dismissed_false": wrong,
        "dismissed_other": len(dismissed) - wrong - settled,
        "settled": settled,
        "precision_percent": percent(confirmed, confirmed + wrong),
    }
