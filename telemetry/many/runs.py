"""Runs of many vehicles at many fences: instants on one side that make a crossing certain."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from telemetry.fence import IN
from telemetry.fences.index import Nearby
from telemetry.many.instants import FleetInstants

NOWHERE = -1
"""Of instants: there is none."""

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Dwell:
    """What makes a crossing certain.

    Attributes:
        micros: It has to last so long, microseconds.
        fixes: And has to be told by so many instants.
    """

    micros: int
    fixes: int


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """When the instants are, and where silences too long lie between them.

    A session is what lies between two of these; sessions never hold two vehicles.

    Attributes:
        t: Microseconds, rising for each vehicle, shape (n,).
        session: Of each instant, shape (n,).
        begin: First instant of each session, shape (sessions,).
        end: Last instant of each session, shape (sessions,).
        since: First instant of each instant's vehicle, shape (n,).
        until: Behind the last instant of each instant's vehicle, shape (n,).
    """

    t: Int64s
    session: Int64s
    begin: Int64s
    end: Int64s
    since: Int64s
    until: Int64s

    @classmethod
    def of(cls, instants: FleetInstants, gap: int | None) -> Self:
        """Of these vehicles; `gap` in microseconds, None: no silence is too long."""
        count = len(instants.t)
        changes = np.diff(instants.vehicle, prepend=-1) != 0
        breaks = changes.copy()
        if gap is not None:
            breaks[1:] |= np.diff(instants.t) > gap
        begin, since = np.flatnonzero(breaks), np.flatnonzero(changes)
        number = np.cumsum(changes) - 1
        return cls(
            instants.t,
            np.cumsum(breaks) - 1,
            begin,
            np.append(begin[1:], count) - 1,
            since[number],
            np.append(since[1:], count)[number],
        )

    def reached(self, low: Int64s, high: Int64s, moment: Int64s) -> Int64s:
        """The first instant in [low, high] at or after a moment, or the one behind `high`."""
        low, high = low.copy(), np.maximum(high + 1, low)
        while len(going := np.flatnonzero(low < high)):
            middle = (low[going] + high[going]) // 2
            early = self.t[middle] < moment[going]
            low[going[early]] = middle[early] + 1
            high[going[~early]] = middle[~early]
        return low

    def confirmed(self, first: Int64s, low: Int64s, high: Int64s, dwell: Dwell) -> Int64s:
        """The first instant in [low, high] that lies a dwell behind `first`, or behind `high`."""
        if dwell.micros == 0:
            return low
        return self.reached(low, high, self.t[first] + dwell.micros)


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """Instants at which a vehicle was not OUT of a fence; each of shape (n,).

    Attributes:
        pair: Number of the pair of a fence and a vehicle, never falling.
        fence: Index of the fence.
        instant: Index of the instant, rising for each pair.
        inside: Whether it was IN; else undecided.
    """

    pair: Int64s
    fence: Int64s
    instant: Int64s
    inside: Bools

    @classmethod
    def of(cls, instants: FleetInstants, nearby: Nearby) -> Self:
        """Of these positions; instants whose positions disagree are undecided."""
        fence, instant, inside = nearby.fence, nearby.point, nearby.kind == IN
        if len(instants.lon) > len(instants.t):
            sizes = instants.sizes
            instant = np.repeat(np.arange(len(sizes)), sizes)[instant]
            begins = np.flatnonzero(_changes(fence, instant))
            before = np.append(np.cumsum(inside) - inside, np.count_nonzero(inside))
            told = np.diff(before[np.append(begins, len(inside))])
            fence, instant = fence[begins], instant[begins]
            inside = told == sizes[instant]
        pair = np.cumsum(_changes(fence, instants.vehicle[instant])) - 1
        return cls(pair, fence, instant, inside)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Crossings that became certain; each of shape (n,).

    Attributes:
        pair: Number of the pair of a fence and a vehicle.
        lower: The last instant on the side before, `NOWHERE` if there is none.
        first: The first instant on the new side.
        confirmed: The instant that made it certain.
        fixes: So many instants confirmed it.
    """

    pair: Int64s
    lower: Int64s
    first: Int64s
    confirmed: Int64s
    fixes: Int64s


def _changes(*columns: Int64s) -> Bools:
    """Where any of the columns differs from the row before; the first row does."""
    changed = np.ones(len(columns[0]), np.bool_)
    changed[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return changed


def entries(sightings: Sightings, clock: Clock, dwell: Dwell) -> Runs:
    """The first instant of every run inside that makes an entry certain, if the car was outside.

    A run goes on until the vehicle is seen outside, or is silent for too long.
    """
    seen = np.flatnonzero(sightings.inside)
    instant, pair = sightings.instant[seen], sightings.pair[seen]
    begins = _changes(pair, clock.session[instant])
    # Somewhere between two sightings inside there is an instant that is no sighting: outside.
    begins[1:] |= np.diff(instant) > np.diff(seen)
    start = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    position = np.arange(len(seen)) - start
    lasted = clock.t[instant] - clock.t[instant[start]] >= dwell.micros
    certain = np.flatnonzero(lasted & (position >= dwell.fixes - 1))
    certain = certain[_changes(start[certain])]
    begun = start[certain]
    return Runs(
        pair[certain],
        _last_outside(sightings, clock, seen[begun]),
        instant[begun],
        instant[certain],
        position[certain] + 1,
    )


def _last_outside(sightings: Sightings, clock: Clock, sighting: Int64s) -> Int64s:
    """The last instant outside before each of these sightings."""
    begins = _changes(sightings.pair)
    begins[1:] |= np.diff(sightings.instant) > 1
    streak = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    before = sightings.instant[streak[sighting]] - 1
    return np.where(before >= clock.since[sightings.instant[sighting]], before, NOWHERE)


def exits(sightings: Sightings, clock: Clock, dwell: Dwell) -> Runs:
    """The first certain exit behind every sighting inside, before the next one, if there is any."""
    seen = np.flatnonzero(sightings.inside)
    zone, low, high = _outside(sightings, clock, seen)
    one = _by_pieces(clock, dwell, zone, low, high)
    other = _by_sessions(clock, dwell, zone, low, high)
    zone, first, confirmed, fixes = (np.concatenate(pair) for pair in zip(one, other, strict=True))
    order = np.lexsort((confirmed, zone))
    order = order[_changes(zone[order])]
    at = seen[zone[order]]
    return Runs(
        sightings.pair[at], sightings.instant[at], first[order], confirmed[order], fixes[order]
    )


def _outside(sightings: Sightings, clock: Clock, seen: Int64s) -> tuple[Int64s, Int64s, Int64s]:
    """Blocks of instants outside: after which sighting inside, the first and the last of them."""
    zone = np.cumsum(sightings.inside) - 1
    pair, instant = sightings.pair, sightings.instant
    following = np.append(instant[1:], 0)
    last = np.append(pair[1:] != pair[:-1], True)[: len(pair)]
    low, high = instant + 1, np.where(last, clock.until[instant], following[: len(pair)]) - 1
    after = (zone >= 0) & (low <= high)
    after[after] = pair[seen[zone[after]]] == pair[after]
    return zone[after], low[after], high[after]


_Found = tuple[Int64s, Int64s, Int64s, Int64s]  # zone, first, confirmed, fixes


def _by_pieces(clock: Clock, dwell: Dwell, zone: Int64s, low: Int64s, high: Int64s) -> _Found:
    """By runs that hold the first or the last session of a block; several blocks may be one run."""
    first_session, last_session = clock.session[low], clock.session[high]
    counts = 1 + (first_session != last_session)
    block = np.repeat(np.arange(len(zone)), counts)
    again = np.append(False, block[1:] == block[:-1])[: len(block)]
    session = np.where(again, last_session[block], first_session[block])
    low = np.where(again, clock.begin[session], low[block])
    high = np.minimum(high[block], clock.end[session])
    zone = zone[block]
    begins = _changes(zone, session)
    start = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    sizes = high - low + 1
    behind = np.cumsum(sizes) - sizes
    before = behind - behind[start]
    first = low[start]
    enough = low + np.maximum(dwell.fixes - 1 - before, 0)
    confirmed = clock.confirmed(first, enough, high, dwell)
    certain = np.flatnonzero(confirmed <= high)
    fixes = before + confirmed - low + 1
    return zone[certain], first[certain], confirmed[certain], fixes[certain]


def _by_sessions(clock: Clock, dwell: Dwell, zone: Int64s, low: Int64s, high: Int64s) -> _Found:
    """By the next session that is long enough and begins in the block."""
    confirmed = clock.confirmed(clock.begin, clock.begin + dwell.fixes - 1, clock.end, dwell)
    long = np.flatnonzero(confirmed <= clock.end)
    following = np.searchsorted(long, clock.session[low], side="right")
    there = np.flatnonzero(following < len(long))
    session = long[following[there]]
    within = confirmed[session] <= high[there]
    session, there = session[within], there[within]
    first = clock.begin[session]
    return zone[there], first, confirmed[session], confirmed[session] - first + 1
