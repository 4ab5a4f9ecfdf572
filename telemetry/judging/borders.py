"""Where a car's past can be judged anew: the first instants of its long stops.

There the state of everything that rules remember is known from a few records before, unless a
finding spans the border: then the next one before it is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fleet.supervision.finding import Finding
from telemetry.judging.hearing import LONG_S, Hearing
from telemetry.moment import micros
from telemetry.movement import Movement, Stop
from telemetry.records import Records
from telemetry.spans import holds

Int64s = NDArray[np.int64]

SETTLED_S = 3 * 3600
"""So long behind a border nothing may have changed, seconds: what had begun before it, and was
not found, is over by then, or was found."""


@dataclass(frozen=True, slots=True)
class Border:
    """The first instant of a long stop.

    Attributes:
        begin: When it was, microseconds.
        reads_from: From when on records are needed to judge from here on, microseconds.
        sure: The instant that made the stop long, microseconds: what is as it was up to then, and
            a while behind `begin`, leaves the border where it is.
    """

    begin: int
    reads_from: int
    sure: int


def borders(hearing: Hearing, records: Records, window: Border) -> list[Border]:
    """The borders in a window, its own included if it still is one.

    Args:
        hearing: From the window's beginning on.
        records: The window's.
        window: Where it begins.
    """
    movement = hearing.movement
    usable = records.t[records.usable]
    found = []
    for stop in movement.stops:
        begin, sure = int(movement.path.t[stop.first]), movement.lasted(stop, LONG_S)
        if sure is not None and not holds(hearing.busy, begin):
            reads_from = _reads_from(stop, movement, usable, window)
            found.append(Border(begin, reads_from, int(movement.path.t[sure])))
    return found


def _reads_from(stop: Stop, movement: Movement, usable: Int64s, window: Border) -> int:
    """From two good fixes before it on: the first one tells whether the second is a jump."""
    begin = int(movement.path.t[stop.first])
    if begin == window.begin or stop.first == 0:
        return min(window.reads_from, begin)
    before = int(movement.path.t[stop.first - 1])
    earlier = int(np.searchsorted(usable, before)) - 1
    return int(usable[max(earlier, 0)])


def begin_of(found: Finding) -> int:
    """Which window a finding belongs to, microseconds: as `Found.begin`."""
    unseen = found.since_lo is not None and found.until == found.since
    return micros(found.since_lo if unseen and found.since_lo is not None else found.since)


def spanning(findings: Iterable[Finding], begin: int, changed: int) -> int | None:
    """Since when something was found that is not over, or not settled, where a window begins.

    Args:
        findings: Of the car.
        begin: Where the window would begin, microseconds.
        changed: From when on something has changed, microseconds.

    Returns:
        The earliest beginning; None if nothing spans the border.
    """
    return min(
        (
            begin_of(found)
            for found in findings
            if begin_of(found) < begin and not _settled(found, begin, changed)
        ),
        default=None,
    )


def _settled(found: Finding, begin: int, changed: int) -> bool:
    """Whether it ended before the border, and that became certain before anything changed."""
    if found.until is None or found.until_confirmed is None:
        return False
    return micros(found.until) <= begin and micros(found.until_confirmed) < changed
