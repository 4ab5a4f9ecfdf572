"""Safety activities by year: all four kinds, also those of which there were none (R107)."""

from collections.abc import Iterable
from typing import Any

from fleet.policy.driving import Drivers
from projections.views.trainings import Training

Shown = dict[str, Any]
COLUMNS = (
    "jurisdiction", "year", "activity", "activity_name", "sessions", "hours", "attendances",
    "contests",
)  # fmt: skip
_NAMES = Drivers().activity_kinds


def rows(trainings: Iterable[Training]) -> list[Shown]:
    """One line a region, year and kind of activity.

    Source:
        R099, R107: four types are counted per year.
    """
    years: dict[tuple[str, int], list[Training]] = {}
    for each in trainings:
        years.setdefault((each.jurisdiction, each.held_on.year), []).append(each)
    return [
        _line(where, year, kind, [each for each in held if each.kind == kind])
        for (where, year), held in sorted(years.items())
        for kind in dict.fromkeys((*_NAMES, *sorted({each.kind for each in held})))
    ]


def _line(where: str, year: int, kind: str, held: list[Training]) -> Shown:
    return {
        "jurisdiction": where,
        "year": year,
        "activity": kind,
        "activity_name": _NAMES.get(kind, kind),
        "sessions": len(held),
        "hours": sum(each.hours for each in held),
        "attendances": sum(each.attendees for each in held),
        "contests": sum(each.contest for each in held),
    }
