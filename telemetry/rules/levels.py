"""Conditions that hold or do not hold at each instant, judged with the care of visits.

The visits machine runs on classes in which IN is what a rule forbids, OUT what it allows, and BAND
what does not tell. What no rule is about is allowed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from telemetry.car import Area
from telemetry.fence import OUT
from telemetry.moment import FOREVER
from telemetry.path import Path
from telemetry.profile import Profile
from telemetry.spans import Span, Spans
from telemetry.visits import Bools, Int8s, Int64s, Memory, Visit, run

_NOWHERE = np.int8(-2)  # below every class: no area is in force


@dataclass(frozen=True, slots=True)
class Signal:
    """A condition over time.

    Attributes:
        t: Microseconds, rising, shape (n,).
        classes: IN where it holds, OUT where not, BAND where nobody knows, shape (n,).
        doubtful: Whether an instant carries a doubt, shape (n,).
    """

    t: Int64s
    classes: Int8s
    doubtful: Bools


@dataclass(frozen=True, slots=True)
class Level:
    """What was found of one condition.

    Attributes:
        stays: In which it held, in the order of time.
        due: When the next instant may change that, whatever it is like; microseconds.
        busy: When it held, or may have, though perhaps not for long enough.
        begun: It holds, or has begun or ceased to hold and nothing is certain yet.
        crossing: Nothing is certain yet.
    """

    stays: list[Visit]
    due: int
    busy: list[Span]
    begun: bool
    crossing: bool


def level(signal: Signal, profile: Profile) -> Level:
    """The stays in a condition.

    Args:
        signal: The condition.
        profile: For how long it must hold, and not hold, before that counts.

    Source:
        late-data.md section 5.
    """
    memory, stays = run(Memory.start(), signal.t, signal.classes, signal.doubtful, profile)
    if memory.open is not None:
        stays.append(memory.open)
    crossing = memory.crossing is not None
    last = len(signal.t) > 0 and bool(signal.classes[-1] != OUT)
    begun = crossing or last or memory.visit is not None
    return Level(stays, _due(memory, profile), _busy(signal), begun, crossing)


def outside(path: Path, begin: int, spans: Spans, areas: Sequence[Area], band_m: float) -> Signal:
    """Whether a car is outside all areas that are in force.

    Args:
        path: Its instants.
        begin: Those before it (microseconds) do not count.
        spans: When that matters.
        areas: Where it may be; while none is in force it is outside of nothing.
        band_m: So near to an area it is neither inside nor outside.
    """
    low = int(np.searchsorted(path.t, begin))
    t, lon, lat = path.t[low:], path.lon[low:], path.lat[low:]
    best = np.full(len(t), _NOWHERE)
    for area in areas:
        here = slice(*np.searchsorted(t, (area.begin, area.end)).tolist())
        best[here] = np.maximum(best[here], area.shape.classes(lon[here], lat[here], band_m))
    classes = np.full(len(t), OUT, np.int8)
    for span in spans:
        here = slice(*np.searchsorted(t, span).tolist())
        classes[here] = np.where(best[here] == _NOWHERE, OUT, -best[here])
    return Signal(t, classes, path.doubtful[low:])


def _due(memory: Memory, profile: Profile) -> int:
    """When a crossing can be certain: one that has begun, or begins with the next instant."""
    if memory.previous is None:
        return FOREVER
    dwell = profile.enter_dwell if memory.visit is None else profile.exit_dwell
    begun = memory.previous + 1 if memory.crossing is None else memory.crossing.first
    return max(begun + dwell, memory.previous + 1)


def _busy(signal: Signal) -> list[Span]:
    """From each instant that is not allowed to the next one that is."""
    odd = np.concatenate(([False], signal.classes != OUT, [False]))
    edges = np.flatnonzero(odd[1:] != odd[:-1]).tolist()
    times = [*signal.t.tolist(), FOREVER]
    return [(times[low], times[high]) for low, high in zip(edges[::2], edges[1::2], strict=True)]
