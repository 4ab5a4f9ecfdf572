"""What is remembered of many cars between batches, in columns: their last two places.

A car is steady when nothing about it is going on: it is inside some areas and outside all others,
and was so at both places. Positions that say the same again change nothing but the columns. That
is worked out for all cars at once (`Herd.steady`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from telemetry.archive import Place
from telemetry.areas import Areas, Hits
from telemetry.belief import Belief
from telemetry.course import FAR, Task
from telemetry.fence import BAND, IN, OUT
from telemetry.fix import DOUBTFUL
from telemetry.instants import EARTH_M
from telemetry.lane import Lane
from telemetry.moment import micros, moment
from telemetry.visits import Memory
from telemetry.watch import Known

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]

Kinds = dict[int, tuple[int, int]]
"""Index of an area -> what the last two places are to it; areas that both are outside are left
out."""

_KMH = 3.6e6  # metres per microsecond -> km/h
_SURE = 0.999  # of a limit: leaves room for rounding
_PLACE = np.dtype(
    [("t", "i8"), ("lon", "f8"), ("lat", "f8"), ("quality", "i8"), ("received", "i8"),
     ("digest", "O")]
)  # fmt: skip


_NOTHING = Known(0, {})


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Where what was so far need not go on.

    Attributes:
        times: When papers of some car change, microseconds, rising.
        limit_kmh: A faster leg may be a jump.
        gap: A longer silence may matter, microseconds.
    """

    times: Int64s
    limit_kmh: float
    gap: float


def edges_of(tasks: Iterable[Task]) -> Edges:
    """The edges of everything that is derived for the cars."""
    some = [*tasks]
    profiles = {id(task.profile): task.profile for task in some}.values()
    limits = [p.max_speed_kmh for p in profiles if p.max_speed_kmh is not None]
    gaps = [profile.gap for profile in profiles if profile.gap is not None]
    times = [time for task in some for piece in task.pieces for time in (piece.begin, piece.end)]
    edges = np.unique(np.array(times, np.int64))
    return Edges(edges, min(limits, default=inf), min(gaps, default=inf))


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """The positions of a batch and the areas they are in.

    Attributes:
        lane: The positions.
        cars: Numbers of the lane's cars, shape (c,).
        hits: Sorted by car, area and position.
        steady: Which cars go on as they were, shape (c,).
        edges: Where each car's hits begin, shape (c + 1,).
    """

    lane: Lane
    cars: Int64s
    hits: Hits
    steady: Bools
    edges: Int64s

    def kinds(self, car: int, before: Kinds) -> dict[int, list[int]]:
        """What the car's last two places and its new ones are to each area that any is not out of.

        Args:
            car: Index in the lane.
            before: Of the last two places.
        """
        begin, end = self.lane.edges[car : car + 2].tolist()
        low, high = self.edges[car : car + 2].tolist()
        found = {area: [*kinds, *[OUT] * (end - begin)] for area, kinds in before.items()}
        columns = (self.hits.area, self.hits.point, self.hits.kind)
        for area, point, kind in zip(*(c[low:high].tolist() for c in columns), strict=True):
            if area not in found:
                found[area] = [OUT] * (end - begin + 2)
            found[area][point - begin + 2] = kind
        return found


class Herd:
    """The cars.

    Args:
        areas: What their places are compared with.
        edges: What to beware of.
        count: How many cars there are; each has a number.

    Attributes:
        known: Which cars are judged together so far, shape (count,).
        since: Instants since a memory of each car was stored, shape (count,).
        tail: The place before the last one of each car.
        last: The last place of each car.
        kinds: What both are to the areas.
    """

    def __init__(self, areas: Areas, edges: Edges, count: int) -> None:
        self.areas, self._edges = areas, edges
        self.known, self._calm = np.zeros((2, count), np.bool_)
        self.since = np.zeros(count, np.int64)
        self.tail, self.last = np.zeros((2, count), _PLACE)
        self.kinds: list[Kinds] = [{} for _ in range(count)]
        self._memories = [_NOTHING] * count
        self._inside: list[Int64s] = [np.zeros(0, np.int64)] * count

    def load(self, beliefs: Mapping[int, Belief]) -> None:
        """Take cars over that were judged one by one.

        Args:
            beliefs: Number of the car -> what is remembered of it.
        """
        if not beliefs:
            return
        numbers = np.fromiter(beliefs, np.int64)
        for number, belief in beliefs.items():
            self.tail[number], self.last[number] = map(_row, belief.places)
            self.since[number] = belief.since_checkpoint
        told: dict[int, Kinds] = {number: {} for number in beliefs}
        for index, rows in enumerate((self.tail[numbers], self.last[numbers])):
            hits = self.areas.hits(numbers, rows["lon"], rows["lat"])
            owners, areas, kinds = numbers[hits.point], hits.area, hits.kind
            for number, area, kind in zip(
                owners.tolist(), areas.tolist(), kinds.tolist(), strict=True
            ):
                before = told[number].get(area, (OUT, OUT))
                told[number][area] = (before[0], kind) if index else (kind, OUT)
        self.known[numbers] = True
        for number, belief in beliefs.items():
            self.remember(number, belief.known or _NOTHING, told[number])

    def remember(self, car: int, known: Known, kinds: Kinds) -> None:
        """Say what the last two places are to the areas, and whether nothing is going on."""
        self._memories[car] = known
        near = self.kinds[car] = {area: pair for area, pair in kinds.items() if pair != (OUT, OUT)}
        steady = {*near.values()} <= {(IN, IN)}
        self._calm[car] = steady and all(_settled(m, known.at) for m in known.memories.values())
        if self._calm[car]:
            self._inside[car] = np.fromiter(near, np.int64)

    def memory(self, car: int) -> Known:
        """What the car remembers at the place before its last one."""
        known, at = self._memories[car], self.tail["t"][car].item()
        if known.at == at:
            return known
        memories = {key: Memory(at, at, visit=m.visit) for key, m in known.memories.items()}
        return Known(at, memories)  # it is steady: still where it was

    def times(self, car: int) -> tuple[int, int]:
        """When its last two places were."""
        return self.tail["t"][car].item(), self.last["t"][car].item()

    def odd(self, lane: Lane, cars: Int64s) -> Bools:
        """Which cars have a leg that may be a jump, or papers that change on the way, shape (c,).

        They have to be judged one by one; so do cars whose records are not the newest.
        """
        before = self._before(lane, cars)
        t, lon, lat = (getattr(lane, name) for name in ("t", "lon", "lat"))
        fast = ~_slow(before, t, lon, lat, self._edges.limit_kmh)
        tail, last = self.tail[cars], self.last[cars]
        fast[lane.edges[:-1]] |= ~_slow(
            tail, last["t"], last["lon"], last["lat"], self._edges.limit_kmh
        )
        ends = lane.t[lane.edges[1:] - 1]
        low, high = (
            np.searchsorted(self._edges.times, at, side="right") for at in (tail["t"], ends)
        )
        odd: Bools = np.logical_or.reduceat(fast, lane.edges[:-1]) | (low != high)
        return odd

    def sweep(self, lane: Lane, cars: Int64s) -> Sweep:
        """Look where the positions are.

        Args:
            lane: Positions without oddities.
            cars: Number of each car of the lane.
        """
        owner = lane.car
        hits = self.areas.hits(cars[owner], lane.lon, lane.lat)
        width, count = self.areas.count + 1, len(lane.t)
        run = owner[hits.point] * width + hits.area
        order = np.argsort(run * count + hits.point)
        hits = Hits(hits.point[order], hits.area[order], hits.kind[order])
        edges = np.searchsorted(owner[hits.point], np.arange(len(cars) + 1))
        steady = self._calm[cars] & self._no_silence(lane, cars)
        whole, broken = _runs(run[order], hits.kind, width, lane.counts)
        steady[broken // width] = False
        inside = [self._inside[n] + i * width for i, n in enumerate(cars.tolist()) if steady[i]]
        expected = np.concatenate(inside) if inside else np.zeros(0, np.int64)
        steady[np.setxor1d(expected, whole) // width] = False
        return Sweep(lane, cars, hits, steady, edges)

    def pass_on(self, lane: Lane, cars: Int64s) -> None:
        """The cars' new last places are the last ones of the lane."""
        ends = lane.edges[1:] - 1
        several = lane.counts > 1
        self.tail[cars] = np.where(
            several, _rows(lane, np.where(several, ends - 1, ends)), self.last[cars]
        )
        self.last[cars] = _rows(lane, ends)
        self.since[cars] += lane.counts

    def places(self, car: int) -> tuple[Place, Place]:
        """The last two."""
        return _place(self.tail[car]), _place(self.last[car])

    def _no_silence(self, lane: Lane, cars: Int64s) -> Bools:
        since = lane.t - self._before(lane, cars)["t"]
        return np.maximum.reduceat(since, lane.edges[:-1]) <= self._edges.gap

    def _before(self, lane: Lane, cars: Int64s) -> NDArray[np.void]:
        """The place before each position: t, lon and lat, shape (n,)."""
        before = np.empty(len(lane.t), [("t", "i8"), ("lon", "f8"), ("lat", "f8")])
        for name in ("t", "lon", "lat"):
            before[name][1:] = getattr(lane, name)[:-1]
            before[name][lane.edges[:-1]] = self.last[name][cars]
        return before


def trusted(known: Known | None, places: Sequence[Place]) -> bool:
    """Whether a car that was judged one by one can be taken over."""
    return (
        known is not None
        and len(places) == 2  # noqa: PLR2004 - the memory's and the last one
        and micros(places[0].at) == known.at
        and not any(place.quality & int(DOUBTFUL) for place in places)
        and not any(key.startswith(FAR) for key in known.memories)
    )


def _settled(memory: Memory, at: int) -> bool:
    """Whether a memory says nothing but that a visit goes on."""
    return memory.visit is not None and memory == Memory(at, at, visit=memory.visit)


def _runs(run: Int64s, kind: NDArray[np.int8], width: int, counts: Int64s) -> tuple[Int64s, Int64s]:
    """Which cars are in which areas all the time, and in which only a part of it, or near it.

    Args:
        run: Car * width + area of each hit, rising.
        kind: IN or BAND.
        width: More than there are areas.
        counts: Positions of each car.

    Returns:
        Those of `run` that are whole, and those that are not.
    """
    if len(run) == 0:
        return run, run
    begins = np.flatnonzero(np.diff(run, prepend=-1))
    names, lengths = run[begins], np.diff(begins, append=len(run))
    whole = (lengths == counts[names // width]) & (np.minimum.reduceat(kind, begins) > BAND)
    return names[whole], names[~whole]


def _slow(before: NDArray[np.void], t: Int64s, lon: Floats, lat: Floats, limit_kmh: float) -> Bools:
    """Whether a leg is surely not too fast, as `instants.surely_slow` says of one, shape (n,)."""
    if limit_kmh == inf:
        return np.asarray(t > before["t"])
    along = np.radians(np.abs(lat - before["lat"]))
    across = np.radians(np.abs(lon - before["lon"])) * np.cos(np.radians(before["lat"]))
    metres = EARTH_M * (along + across)
    slow: Bools = metres * _KMH < limit_kmh * _SURE * (t - before["t"])
    return slow


def _row(place: Place) -> tuple[object, ...]:
    at, received = micros(place.at), micros(place.received_at)
    return at, place.lon, place.lat, place.quality, received, place.digest


def _rows(lane: Lane, rows: Int64s) -> NDArray[np.void]:
    made = np.empty(len(rows), _PLACE)
    for name in ("t", "lon", "lat", "quality", "received"):
        made[name] = getattr(lane, name)[rows]
    made["digest"] = lane.columns.digest[rows]
    return made


def _place(row: np.void) -> Place:
    told: Any = row.item()
    t, lon, lat, quality, received, digest = told
    return Place(moment(t), digest, lon, lat, quality, moment(received))
