"""All visits of many vehicles to many fences, from whole columns: the engine without the arrivals.

What it finds is what the judge has recorded when the last position is in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from telemetry.fence import Shape
from telemetry.fences.index import Fences
from telemetry.many.instants import fleet_jumps, gathered
from telemetry.many.visits import FleetVisits, fleet_visits
from telemetry.profile import Profile
from telemetry.visits import Visit

_AT_ONCE = 200_000  # positions: some tens of MB

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
    return surveyed(track, Fences(shapes, profile.band_m), profile)


def surveyed(track: Track, fences: Fences, profile: Profile) -> list[Stays]:
    """The same with fences that are compiled already, with the band of the profile."""
    return [stays for some in visited(track, fences, profile) for stays in _stays(track, some)]


def visited(track: Track, fences: Fences, profile: Profile) -> Iterator[FleetVisits]:
    """All visits, vehicle after vehicle in portions that do not fill the memory.

    Args:
        track: The positions.
        fences: In force all the time, with the band of the profile.
        profile: Dwell, gap, jump.
    """
    doubtful = np.zeros(len(track.t), np.bool_)
    everything = gathered(track.vehicle, track.t, track.lon, track.lat, doubtful)
    for some in everything.portions(_AT_ONCE):
        kept = some.only(~fleet_jumps(some, profile.max_speed_kmh))
        yield fleet_visits(kept, fences.classes(kept.lon, kept.lat), profile)


def _stays(track: Track, found: FleetVisits) -> Iterator[Stays]:
    visits = found.visits()
    other = (np.diff(found.fence) != 0) | (np.diff(found.vehicle) != 0)
    edges = [0, *(np.flatnonzero(other) + 1).tolist(), len(visits)]
    for low, high in pairwise(edges):
        if low < high:
            name = track.names[int(found.vehicle[low])]
            yield Stays(name, int(found.fence[low]), tuple(visits[low:high]))
