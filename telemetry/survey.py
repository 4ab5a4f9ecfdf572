"""All visits of many vehicles to many fences, from whole columns: the engine without the arrivals.

What it finds is what the judge has recorded when the last position is in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from telemetry.fence import OUT, Fences, Nearby, Shape
from telemetry.instants import Instants, gather, instant_classes, jumps
from telemetry.profile import Profile
from telemetry.visits import Memory, Visit, run

_AT_ONCE = 200_000  # positions: some tens of MB

_Watched = tuple[str, Instants]

Int64s = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Usable positions of many vehicles, in any order.

    Attributes:
        names: Of the vehicles.
        vehicle: Index into `names`, shape (n,).
        t: Microseconds since 1970 (UTC), shape (n,).
        lon: Degrees east, shape (n,).
        lat: Degrees north, shape (n,).
    """

    names: tuple[str, ...]
    vehicle: Int64s
    t: Int64s
    lon: Floats
    lat: Floats

    def parts(self, count: int) -> list["Track"]:
        """So many tracks of whole vehicles, of about the same length."""
        sizes = np.bincount(self.vehicle, minlength=len(self.names))
        part = (np.cumsum(sizes) - 1).clip(0) * count // max(len(self.t), 1)
        return [self._where(part[self.vehicle] == index) for index in range(count)]

    def _where(self, kept: slice | NDArray[np.bool_] | Int64s) -> "Track":
        return Track(self.names, self.vehicle[kept], self.t[kept], self.lon[kept], self.lat[kept])

    def by_vehicle(self) -> Iterator[tuple[str, Instants]]:
        """Each vehicle that has positions, with its instants."""
        order = np.argsort(self.vehicle, kind="stable")
        track = self._where(order)
        edges = np.searchsorted(track.vehicle, np.arange(len(self.names) + 1)).tolist()
        for name, (low, high) in zip(self.names, pairwise(edges), strict=True):
            if low < high:
                one = track._where(slice(low, high))  # noqa: SLF001 - another track
                yield name, gather(one.t, one.lon, one.lat, np.zeros(high - low, np.bool_))


@dataclass(frozen=True, slots=True)
class Stays:
    """What was found of one vehicle at one fence.

    Attributes:
        vehicle: Its name.
        fence: Index of the fence.
        visits: In the order of time; the last may be open.
    """

    vehicle: str
    fence: int
    visits: tuple[Visit, ...]


def survey(track: Track, shapes: Sequence[Shape], profile: Profile) -> list[Stays]:
    """All visits; a vehicle that was never at a fence is not named.

    Args:
        track: The positions.
        shapes: The fences, in force all the time.
        profile: Band, dwell, gap, jump.
    """
    fences = Fences(shapes, profile.band_m)
    return [stays for some in _portions(track) for stays in _portion(some, fences, profile)]


def _portions(track: Track) -> Iterator[list[_Watched]]:
    """Vehicles, so many that their positions fill the arrays without filling the memory."""
    some: list[_Watched] = []
    size = 0
    for name, instants in track.by_vehicle():
        some.append((name, instants))
        size += len(instants.lon)
        if size >= _AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _portion(some: Sequence[_Watched], fences: Fences, profile: Profile) -> Iterator[Stays]:
    edges = np.cumsum([0, *(len(instants.lon) for _, instants in some)])
    nearby = fences.classes(
        np.concatenate([instants.lon for _, instants in some]),
        np.concatenate([instants.lat for _, instants in some]),
    )
    kept = [~jumps(instants, profile.max_speed_kmh) for _, instants in some]
    owner = np.searchsorted(edges, nearby.point, side="right") - 1
    for pair in _pairs(nearby, owner):
        index = int(owner[pair.start])
        name, instants = some[index]
        classes = np.full(len(instants.lon), OUT, np.int8)
        classes[nearby.point[pair] - edges[index]] = nearby.kind[pair]
        found = _visits(instants, kept[index], instant_classes(classes, instants), profile)
        if found:
            yield Stays(name, int(nearby.fence[pair.start]), found)


def _pairs(nearby: Nearby, owner: Int64s) -> list[slice]:
    """Where each pair of a vehicle and a fence stands."""
    if len(owner) == 0:
        return []
    other = (np.diff(nearby.fence) != 0) | (np.diff(owner) != 0)
    breaks = [0, *(np.flatnonzero(other) + 1).tolist(), len(owner)]
    return [slice(low, high) for low, high in pairwise(breaks)]


def _visits(
    instants: Instants, kept: NDArray[np.bool_], classes: NDArray[np.int8], profile: Profile
) -> tuple[Visit, ...]:
    memory, visits = run(
        Memory.start(), instants.t[kept], classes[kept], instants.doubtful[kept], profile
    )
    return (*visits, memory.open) if memory.open else tuple(visits)
