"""Trips and stops: when a car was on the road, from where it was parked to where it came to rest.

A fold over its instants, and the state at the first instant of a stop is that instant alone: a
fold that begins there goes on like the one over everything.

    PARKED  at the place of the stop's first instant. Instants farther than `move_m` from it are a
            departure once they are enough (`move_fixes` over `move_s`, or two and a way of
            `trip_m`); one instant back within the circle, and they were drift.
    MOVING  from turn to turn: an instant farther than `stop_m` from the last turn is the next
            one. Still within that circle after `stop_s`, it has stopped, at the last turn.
"""

from bisect import bisect_left
from dataclasses import dataclass
from typing import cast

import numpy as np

from telemetry.car import Car
from telemetry.path import Ends, Path, path, square
from telemetry.records import Records
from telemetry.rulebook import Rulebook
from telemetry.visits import Visit


@dataclass(frozen=True, slots=True)
class Trip:
    """A car was on the road. Indices are those of the path.

    Attributes:
        stay: On the road: `enter_lo` is the last instant where it was parked, `exit_hi` the first
            where it stopped. A trip that nobody saw on the way has `enter_hi` = `exit_lo` =
            `exit_hi`: the first instant at the other place.
        entry: The departure: the last instant parked, the first away, the one that made it certain.
        leaving: Its end: the last instant on the road, the first where it stopped, the one that
            made that certain; None while it lasts.
        turns: Rising, from the first instant away on, each more than `stop_m` from the one
            before. What lies before the last one was surely on the road; at the last one it
            stopped, or may yet.
    """

    stay: Visit
    entry: Ends
    leaving: Ends | None
    turns: tuple[int, ...]

    @property
    def first(self) -> int:
        """The first instant away."""
        return self.turns[0]

    @property
    def last(self) -> int:
        """The last turn."""
        return self.turns[-1]


@dataclass(frozen=True, slots=True)
class Stop:
    """A car was parked. Indices are those of the path.

    Attributes:
        stay: At this place: `enter_lo` is the last instant on the road, `exit_hi` the first away.
        entry: Its beginning: the last instant before, -1 for none; its first; the certain one.
        leaving: The departure: its last instant; the first away; the certain one; None while it
            lasts.
        lon: Degrees east of its first instant.
        lat: Degrees north of its first instant.
        last: Its last instant so far within the circle, or before a departure that may come.
    """

    stay: Visit
    entry: Ends
    leaving: Ends | None
    lon: float
    lat: float
    last: int

    @property
    def first(self) -> int:
        """Its first instant."""
        return self.entry.first


@dataclass(frozen=True, slots=True)
class Movement:
    """What a car did: stop, trip, stop, ... in the order of time.

    Attributes:
        path: Its instants.
        trips: `trips[i]` leads from `stops[i]` to `stops[i + 1]`, which is missing while it lasts.
        stops: The first one begins with the first instant, if there is any.
        begun: The first instant of a departure that is not certain yet (an index).
    """

    path: Path
    trips: tuple[Trip, ...]
    stops: tuple[Stop, ...]
    begun: int | None = None

    @property
    def driving(self) -> Trip | None:
        """The trip that lasts, if one does."""
        return self.trips[-1] if self.trips and len(self.trips) == len(self.stops) else None

    def lasted(self, stop: Stop, seconds: float) -> int | None:
        """The first instant of a stop so long after its first one; None: it is shorter so far."""
        index = self.path.since(stop.first, seconds)
        return index if index <= stop.last else None


def moves(car: Car) -> Movement:
    """What a car did from the beginning of its window on; worked out once for all rules.

    It goes on behind the window's end, as far as the records do.
    """
    if "movement" not in car.memo:
        car.memo["movement"] = movement(car.records, car.begin, car.rulebook)
    return cast("Movement", car.memo["movement"])


def movement(records: Records, begin: int, rulebook: Rulebook) -> Movement:
    """Trips and stops from a moment on: the first instant then is a stop's first.

    Args:
        records: Of one car; earlier ones than `begin` are neighbours.
        begin: Microseconds.
        rulebook: Of movement: `move_*`, `trip_m`, `stop_*`, `gap_s`.
    """
    fold = _Fold(path(records, rulebook.gap_s), rulebook)
    trips: list[Trip] = []
    stops: list[Stop] = []
    anchor = int(np.searchsorted(fold.path.t, begin))
    begun = fold.size
    while anchor < fold.size:
        begun, certain = fold.departure(anchor)
        stops.append(fold.stop(anchor, begun, certain))
        if certain == fold.size:
            break
        turns, stopped = fold.arrival(begun)
        trips.append(fold.trip(certain, turns, stopped))
        anchor, begun = (fold.size if stopped == fold.size else turns[-1]), fold.size
    return Movement(fold.path, tuple(trips), tuple(stops), None if begun == fold.size else begun)


def moved(path: Path, first: int, since: int, book: Rulebook) -> int:
    """Which instant makes movement certain, if it goes on from `first` to there.

    Args:
        path: The instants; what follows are indices.
        first: The first instant that counts.
        since: Where the way begins to count: at `first`, or at the instant before it.
        book: `move_fixes` over `move_s`, or two instants and a way of `trip_m`.

    Returns:
        The number of instants if there is none.
    """
    lasted = max(first + book.move_fixes - 1, path.since(first, book.move_s))
    return min(lasted, max(first + 1, path.far(since, book.trip_m)), len(path.t))


class _Fold:
    """The path with the numbers of the rulebook in its units."""

    def __init__(self, path: Path, rulebook: Rulebook) -> None:
        self.path, self._book = path, rulebook
        self.size = len(path.t)
        near = np.flatnonzero(~path.steps_away(rulebook.stop_m))
        self._lingers = [*near.tolist(), self.size - 1]
        self._limit = square(rulebook.stop_m)
        self._t: list[int] = path.t.tolist()
        self._x, self._y, self._z = path.points.tolist()

    def departure(self, anchor: int) -> tuple[int, int]:
        """How it leaves the place of an instant where it is parked.

        Returns:
            The first instant away and the one that makes it certain; the size for what is not.
        """
        metres, within = self._book.move_m, anchor
        while True:
            first = self.path.first(anchor, within + 1, self.size, metres, away=True)
            certain = moved(self.path, first, first - 1, self._book) if first < self.size else first
            until = min(certain + 1, self.size)
            within = self.path.first(anchor, first, until, metres, away=False)
            if within == until:
                return first, certain

    def arrival(self, first: int) -> tuple[list[int], int]:
        """How it goes on from its first instant away.

        Returns:
            Its turns, and the instant that makes it certain that it stopped at the last one; the
            size while nothing does.
        """
        turns, turn = [first], first
        while True:
            lingers = self._lingers[bisect_left(self._lingers, turn)]
            turns.extend(range(turn + 1, lingers + 1))
            turn, stopped = self._linger(lingers)
            if stopped:
                return turns, turn
            turns.append(turn)

    def _linger(self, turn: int) -> tuple[int, bool]:
        """The next turn, or the instant that makes a stop of this one: and which it is.

        One by one: most go on after a few instants.
        """
        x, y, z = self._x[turn], self._y[turn], self._z[turn]
        stops = self._t[turn] + round(self._book.stop_s * 1e6)
        for other in range(turn + 1, self.size):
            east, north, up = self._x[other] - x, self._y[other] - y, self._z[other] - z
            if east * east + north * north + up * up > self._limit:
                return other, False
            if self._t[other] >= stops:
                return other, True
        return self.size, True

    def trip(self, certain: int, turns: list[int], stopped: int) -> Trip:
        """From the departure to where it stopped, if it has."""
        first, stop = turns[0], turns[-1]
        entry = Ends(first - 1, first, certain)
        leaving = None
        if stopped < self.size:
            leaving = Ends(max(stop - 1, first), stop, max(stopped, certain))
        return Trip(self.path.stay(entry, leaving), entry, leaving, tuple(turns))

    def stop(self, anchor: int, begun: int, certain: int) -> Stop:
        """From the instant it stopped at to the departure, if there is one."""
        told = self.path.since(anchor, self._book.stop_s) if anchor else anchor
        entry = Ends(anchor - 1, anchor, min(told, self.size - 1))
        leaving = None if certain == self.size else Ends(begun - 1, begun, certain)
        lon, lat = float(self.path.lon[anchor]), float(self.path.lat[anchor])
        return Stop(self.path.stay(entry, leaving), entry, leaving, lon, lat, begun - 1)
