"""Instants: a vehicle's positions in time order, repeats gone, whatever order they came in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

EARTH_M = 6_371_008.8
"""Radius of the sphere on which speeds are measured, metres."""

BAND = 0
"""The class of an instant whose positions disagree (`telemetry/fence.py`)."""

KMH = 3.6e6
"""A metre in a microsecond, km/h."""

_SURE = 0.999  # of a limit: leaves room for rounding

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Instants:
    """Times with the distinct positions told for them.

    Attributes:
        t: Microseconds since 1970 (UTC), rising, shape (n,).
        first: Where each instant's positions begin, shape (n,).
        doubtful: Whether one of its positions carries a doubt, shape (n,).
        lon: Degrees east of the positions, shape (m,), m >= n.
        lat: Degrees north of the positions, shape (m,).
    """

    t: Int64s
    first: Int64s
    doubtful: Bools
    lon: Floats
    lat: Floats

    def between(self, begin: int, end: int) -> "Instants":
        """The instants with index [begin, end)."""
        edges = np.append(self.first, len(self.lon))
        low, high = int(edges[begin]), int(edges[max(begin, end)])
        return Instants(
            self.t[begin:end],
            self.first[begin:end] - low,
            self.doubtful[begin:end],
            self.lon[low:high],
            self.lat[low:high],
        )

    @property
    def alone(self) -> Bools:
        """Which instants have one position only, shape (n,)."""
        counts: Bools = np.diff(self.first, append=len(self.lon)) == 1
        return counts


def gather(t_us: Int64s, lon: Floats, lat: Floats, doubtful: Bools) -> Instants:
    """Group positions by time; exact repeats vanish, the order does not matter.

    Args:
        t_us: Microseconds since 1970 (UTC), shape (k,).
        lon: Degrees east, finite, shape (k,).
        lat: Degrees north, finite, shape (k,).
        doubtful: Whether a position carries a doubt, shape (k,).

    Source:
        late-data.md section 3.
    """
    if not np.all(t_us[1:] > t_us[:-1]):
        order = np.lexsort((lat, lon, t_us))
        t_us, lon, lat, doubtful = t_us[order], lon[order], lat[order], doubtful[order]
    later = np.append(True, t_us[1:] != t_us[:-1])[: len(t_us)]
    moved = np.append(True, (lon[1:] != lon[:-1]) | (lat[1:] != lat[:-1]))[: len(t_us)]
    begins = np.flatnonzero(later)
    kept = later | moved
    return Instants(
        t_us[begins],
        (np.cumsum(kept) - 1)[begins],
        np.logical_or.reduceat(doubtful, begins) if len(begins) else doubtful,
        lon[kept],
        lat[kept],
    )


def jumps(instants: Instants, max_speed_kmh: float | None) -> Bools:
    """Which instants are isolated jumps: too fast there, too fast back, and not without them.

    Judged once, by the neighbours as they are; the first and the last instant never are.

    Args:
        instants: Of one vehicle.
        max_speed_kmh: km/h; None: nothing is a jump.

    Returns:
        Shape (n,).

    Source:
        late-data.md section 3.3.
    """
    found = np.zeros(len(instants.t), np.bool_)
    if max_speed_kmh is None or len(found) <= 2:  # noqa: PLR2004 - a first, a last and one between
        return found
    alone, every = instants.alone, np.arange(len(found))
    fast = _speed_kmh(instants, every[:-1], every[1:]) > max_speed_kmh
    sole = alone[:-2] & alone[1:-1] & alone[2:]
    suspects = np.flatnonzero(sole & fast[:-1] & fast[1:]) + 1
    without = _speed_kmh(instants, suspects - 1, suspects + 1)
    found[suspects[without <= max_speed_kmh]] = True
    return found


def surely_slow(
    t: Sequence[int], lon: Sequence[float], lat: Sequence[float], limit_kmh: float
) -> bool:
    """Whether no two neighbours are apart so far that there can be a jump: cheap, not exact.

    Args:
        t: Microseconds, rising.
        lon: Degrees east of the one position at each time.
        lat: Degrees north.
        limit_kmh: km/h.
    """
    for one, other in pairwise(range(len(t))):
        along = math.radians(abs(lat[other] - lat[one]))
        across = math.radians(abs(lon[other] - lon[one])) * math.cos(math.radians(lat[one]))
        metres = EARTH_M * (along + across)  # round the corner: never less than straight on
        if metres * KMH >= limit_kmh * _SURE * (t[other] - t[one]):
            return False
    return True


class Grouped(Protocol):
    """Positions that are grouped by instant, the groups one behind the other."""

    @property
    def first(self) -> Int64s:
        """Where each instant's positions begin."""


def instant_classes(point_classes: Int8s, instants: Grouped) -> Int8s:
    """The class of each instant: that of its positions if they agree, else undecided.

    Args:
        point_classes: Of the positions, shape (m,).
        instants: Whose positions these are.

    Returns:
        Shape (n,).
    """
    if len(point_classes) == len(instants.first):
        return point_classes
    lowest: Int8s = np.minimum.reduceat(point_classes, instants.first)
    highest = np.maximum.reduceat(point_classes, instants.first)
    return np.where(lowest == highest, lowest, np.int8(BAND))


def speed_kmh(here: tuple[Floats, Floats], there: tuple[Floats, Floats], micros: Int64s) -> Floats:
    """Of the great circles between places, each of shape (n,).

    Args:
        here: Degrees east, degrees north.
        there: The same.
        micros: Microseconds from here to there.

    Returns:
        km/h.
    """
    (lon, lat), (to_lon, to_lat) = np.radians(here), np.radians(there)
    across = np.sin((to_lon - lon) / 2) ** 2
    along = np.sin((to_lat - lat) / 2) ** 2
    half = along + np.cos(lat) * np.cos(to_lat) * across
    speed: Floats = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1))) * KMH / micros
    return speed


def _speed_kmh(instants: Instants, begin: Int64s, end: Int64s) -> Floats:
    """Between the first positions of two instants, km/h."""
    here, there = instants.first[begin], instants.first[end]
    return speed_kmh(
        (instants.lon[here], instants.lat[here]),
        (instants.lon[there], instants.lat[there]),
        instants.t[end] - instants.t[begin],
    )
