"""What the boards of the cars in use show, counted as the story knows it. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from projections.boards.trip_counters import OWN
from projections.boards.trip_counters import PLATFORMS as TOGETHER
from projections.seen import Seen
from projections.view_rows import SHOWN
from projections.views.check_counts import CheckCount
from projections.views.vehicles import IN_SERVICE
from simulators.story_steps import moment
from simulators.story_use import InUse

BOARDS = (
    *("order_board", "trip_counters", "check_board", "driver_board"),
    *("seals", "seal_board", "exemptions", "platforms"),
)
"""Which boards are looked at."""

FOLDED = ("orders", "check_counts", "trip_counts", "vehicles")
"""What is counted besides, where no board shows the whole year."""

_STATES = ("scheduled", "done", "missed", "waived", "faulty")
_A_YEAR = len("2026")
_FIFTH = 5


def in_use(seen: Seen, day: date) -> InUse:
    """What the boards show; the board of checks as it is on a day of the story."""
    then = replace(seen, at=moment(day, 12))

    def rows(name: str) -> list[dict[str, Any]]:
        return SHOWN[name].rows(then)

    counters = [row for row in rows("trip_counters") if len(row["period"]) == _A_YEAR]
    closed: Counter[str] = Counter()
    for row in counters:
        if row["platform"] != TOGETHER and row["orders"]:
            closed["OWN" if row["platform"] == OWN else row["platform"]] += row["orders"]
    shown = [row for row in counters if row["platform"] in (TOGETHER, OWN)]
    granted = Counter("late" if row["late"] else "in_time" for row in rows("exemptions"))
    return InUse(
        orders=dict(Counter(row.stage for row in seen.values("orders"))),
        running=len(rows("order_board")),
        trips=dict(closed),
        matched=sum(row["trips"] for row in shown),
        emergencies=sum(row["emergencies"] for row in shown),
        checks=_checks(map(_row, seen.values("check_counts"))),
        on_board=_checks(rows("check_board")),
        seals=dict(Counter(row["stage"] for row in rows("seals"))),
        exemptions=dict(granted),
        crowded=_crowded(seen, rows("seal_board")),
        drivers=len(rows("driver_board")),
        pooled=sum(row["cars"] for row in rows("platforms")),
    )


def _row(count: CheckCount) -> dict[str, Any]:
    told = {state: getattr(count, state) for state in _STATES}
    return {"check_kind": count.kind, **told}


def _checks(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        for state in _STATES:
            counts[f"{row['check_kind']} {state}"] += row[state]
    return {name: count for name, count in counts.items() if count}


def _crowded(seen: Seen, board: Iterable[dict[str, Any]]) -> int:
    """Units of which more than 20 % of the cars are exempt in a period (SEAL-04)."""
    cars = Counter(row.unit for row in seen.values("vehicles") if row.stage in IN_SERVICE)
    own = [row for row in board if row["unit"]]
    return sum(_FIFTH * row["exempt"] > cars[row["unit"]] for row in own)
