"""A fifth of a track comes late, in the three ways in which terminals upload what they stored."""

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

LATEST_S = 8 * 3600
"""So late the last stored position may be."""

PATTERNS = ("backlog first", "interleaved", "newest first")

Row = dict[str, str]
Delivered = tuple[float, Row, bool]  # when it arrives (seconds), what, whether it was stored

_SHARE = 5  # one row of so many is late
_BLOCK = 5  # rows that are uploaded at once


def delivered(rows: Sequence[Row], pattern: str, seed: int) -> list[Delivered]:
    """The rows in the order in which they arrive.

    Args:
        rows: With `vehicle_id` and `t_unix`, in the order of time for each vehicle.
        pattern: One of PATTERNS.
        seed: Of the outages.
    """
    chance = random.Random(seed)  # noqa: S311 - seeded, no secret
    found: list[Delivered] = []
    for _, mine in groupby(rows, key=lambda row: row["vehicle_id"]):
        found += _of_one(list(mine), pattern, chance)
    return sorted(found, key=lambda each: each[0])


def _of_one(rows: list[Row], pattern: str, chance: random.Random) -> list[Delivered]:
    lost = _outages(len(rows), chance)
    live = [(_t(row), row, False) for at, row in enumerate(rows) if at not in lost]
    runs: dict[int, list[Row]] = defaultdict(list)
    for at in sorted(lost):  # consecutive numbers have the same distance from their rank
        runs[at - sum(1 for other in lost if other < at)].append(rows[at])
    return live + [each for run in runs.values() for each in _upload(run, pattern)]


def _outages(count: int, chance: random.Random) -> set[int]:
    """Which rows are stored: two or three stretches, a fifth of all."""
    lost: set[int] = set()
    while len(lost) * _SHARE < count:
        begin = chance.randrange(count)
        lost |= set(range(begin, min(count, begin + max(count // (3 * _SHARE), 1))))
    return lost


def _upload(stored: list[Row], pattern: str) -> list[Delivered]:
    """When the stored rows arrive: at once, or block by block for eight hours."""
    again = _t(stored[-1])
    if pattern == "backlog first":
        return [(again, row, True) for row in stored]
    ordered = stored if pattern == "interleaved" else stored[::-1]
    pace = LATEST_S / len(ordered) * _BLOCK
    return [(again + at // _BLOCK * pace + 1, row, True) for at, row in enumerate(ordered)]


def _t(row: Row) -> float:
    return float(row["t_unix"])
