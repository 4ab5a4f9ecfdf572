"""Tells the story's year to a ledger, and looks at the boards at the end of each quarter."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import asyncpg

from fleet.desk.commands import say_all
from fleet.ledger import follow
from fleet.ledger.applications import Lifecycle
from projections import reading
from projections.moment import Position
from projections.seen import Seen, Show
from projections.view_rows import SHOWN
from simulators.story import Quarter
from simulators.story_known import Known
from simulators.year_use import BOARDS, FOLDED, in_use

A_PIECE = 2_000
"""Commands after which somebody is told how far it is."""


@dataclass(frozen=True, slots=True)
class Told:
    """A quarter that was told.

    Attributes:
        name: `2025Q3`.
        position: Where the ledger stood at its end.
        entries: How many entries it wrote.
        seconds: How long that took.
    """

    name: str
    position: int
    entries: int
    seconds: float


def tell(ledger: Lifecycle, quarter: Quarter) -> Iterator[int]:
    """Say everything of a quarter; yields the entries written so far.

    Raises:
        Refused: If a rule says no: the story breaks none.
    """
    written = 0
    for begin in range(0, len(quarter.wires), A_PIECE):
        written += say_all(ledger, quarter.wires[begin : begin + A_PIECE], "simulator")
        yield written


async def told(connection: asyncpg.Connection, name: str, entries: int, since: float) -> Told:
    """What has been told of a quarter by now."""
    position = await follow.head(connection, "lifecycle")
    return Told(name, position, entries, perf_counter() - since)


async def seen(connection: asyncpg.Connection, quarter: Quarter, position: int | None) -> Known:
    """What the boards show of a quarter at a position of the ledger; None: the live tables."""
    at = Position("lifecycle", position) if position is not None else None
    show = Show(_NEEDS, lambda looked: [_known(looked, quarter.last)])
    [row] = await reading.shown(connection, show, at=at)
    known: Known = row["known"]
    return known


_BOARDS = (
    *("quota_board", "one_out_one_in", "indicator_pipeline", "indicator_budget"),
    *("purchases", "disposal_board", *BOARDS),
)
_NEEDS = tuple(dict.fromkeys(need for name in _BOARDS for need in SHOWN[name].needs)) + FOLDED


def _known(looked: Seen, day: date) -> dict[str, Any]:
    def rows(name: str) -> Sequence[dict[str, Any]]:
        return SHOWN[name].rows(looked)

    totals = [row for row in rows("quota_board") if row["ceiling"] is not None]
    names = ("authorised", "held", "reserved", "vacant")
    pairs = rows("one_out_one_in")
    kinds = Counter(row["kind"] for row in pairs)
    known = Known(
        quota={name: sum(row[name] for row in totals) for name in names},
        indicators=_counted(rows("indicator_pipeline")),
        unmatched=len(rows("indicator_budget")),
        pairs={
            "renewals": kinds["RENEWAL"],
            "additions": kinds["ADDITION"],
            "gaps": sum(bool(row["gap"]) for row in pairs),
        },
        purchases=dict(Counter(row["stage"] for row in rows("purchases"))),
        disposals=dict(Counter(row["stage"] for row in rows("disposal_board"))),
        in_use=in_use(looked, day),
    )
    return {"known": known}


def _counted(pipeline: Sequence[dict[str, Any]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in pipeline:
        counts[row["stage"]] += row["count"]
    return dict(counts)
