"""Visits in the form of `gongche visits` and of the truth files: times in seconds since 1970."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

TIMES = ("enter_lo", "enter_hi", "enter_confirmed", "exit_lo", "exit_hi", "exit_confirmed")
COLUMNS = ("vehicle_id", "fence_id", "visit", *TIMES, "flags")

_SECOND = 1_000_000

Seconds = int | float


def visit_rows(visits: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Number and order visits.

    Args:
        visits: `vehicle`, `fence`, the six times in microseconds or None, `flags`.

    Returns:
        Rows sorted by vehicle as text, fence and visit, which counts per vehicle and fence.
    """
    ordered = sorted(visits, key=lambda it: (it["vehicle"], it["fence"], it["enter_hi"]))
    count: Counter[tuple[str, str]] = Counter()
    return [_row(visit, count) for visit in ordered]


def _row(visit: Mapping[str, Any], count: Counter[tuple[str, str]]) -> dict[str, Any]:
    of = (visit["vehicle"], visit["fence"])
    count[of] += 1
    return {
        "vehicle_id": visit["vehicle"],
        "fence_id": visit["fence"],
        "visit": count[of],
        **{name: _seconds(visit[name]) for name in TIMES},
        "flags": "|".join(sorted(visit["flags"])),
    }


def _seconds(at: int | None) -> Seconds | None:
    if at is None:
        return None
    return at / _SECOND if at % _SECOND else at // _SECOND
