"""One day of the story as it happens: what is said and written down, minute by minute. Pure.

Some orders are written down hours after they were driven.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from fleet.decider import Event
from simulators.town import Town
from simulators.truth import trail
from simulators.truth.book import written
from simulators.truth.judged import heard
from simulators.truth.script import Script
from simulators.truth.span import Span
from simulators.truth.stage import Stage, crowd
from telemetry.fix import Fix, Quality
from telemetry.moment import moment
from telemetry.records import Records

TICK_S = 60.0
"""A car says at once what it has to say in so long a time of the story."""

AFTER_S = 3 * 3600.0
"""When the day is over: backlogs and late papers still come."""

_LATE_PAPERS, _LATE_S = 0.15, (3600.0, 3 * 3600.0)

Said = tuple[int, list[Fix]]
"""Number of a car, and its fixes."""


@dataclass(slots=True)
class Day:
    """What is going to happen.

    Attributes:
        span: The day.
        scripts: Of each car.
        said: Tick -> what is said in it.
        papers: Tick -> what is written down in it; -1: before the day.
    """

    span: Span
    scripts: list[Script] = field(default_factory=list)
    said: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))

    def ticks(self) -> Iterator[tuple[float, Sequence[Said], Sequence[Event]]]:
        """The end of each tick, seconds since 1970, with what happens in it."""
        for tick in range(int((self.span.end + AFTER_S - self.span.begin) / TICK_S)):
            end = self.span.begin + (tick + 1) * TICK_S
            yield end, self.said.pop(tick, ()), self.papers.pop(tick, ())

    def add(self, script: Script) -> None:
        """One more car."""
        number = len(self.scripts)
        self.scripts.append(script)
        for fact in script.facts:
            events = trail.events(script, fact)
            late = fact.kind == "ordered" and script.either(_LATE_PAPERS)
            at = fact.end / 1e6 + script.between(*_LATE_S) if late else -np.inf
            self.papers[self._tick(min(at, self.span.end + AFTER_S - TICK_S))] += events
        for tick, fixes in self._ticked(heard(script)):
            self.said[tick].append((number, fixes))

    def _tick(self, at: float) -> int:
        return int(max(-1.0, (at - self.span.begin) // TICK_S))

    def _ticked(self, said: Records) -> Iterator[tuple[int, list[Fix]]]:
        """In the order in which they come."""
        order = np.argsort(said.received, kind="stable")
        tick = (said.received[order] / 1e6 - self.span.begin) // TICK_S
        edges = [0, *(np.flatnonzero(np.diff(tick)) + 1).tolist(), len(order)]
        for low, high in pairwise(edges):
            yield int(tick[low]), [_fix(said, int(k)) for k in order[low:high]]


def prepared(built: Town, seed: int) -> Iterator[Day]:
    """The day, one car longer each time."""
    day, places = Day(Span(1)), crowd(built)
    for car in built.cars:
        day.add(written(Stage(built, car, places), day.span, seed))
        yield day


def _fix(said: Records, index: int) -> Fix:
    lost = np.isnan(said.lon[index])
    return Fix(
        device="",
        at=moment(int(said.t[index])),
        digest=b"",
        lon=None if lost else float(said.lon[index]),
        lat=None if lost else float(said.lat[index]),
        speed_kmh=float(said.speed_kmh[index]),
        odometer_m=int(said.odometer_m[index]),
        alarm=int(said.alarm[index]),
        status=int(said.status[index]),
        quality=Quality(int(said.quality[index])),
        source="",
        raw=b"",
    )
