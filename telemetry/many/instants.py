"""Instants of many vehicles at once: what `telemetry/instants.py` tells of one, in long columns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.instants import EARTH_M, KMH, speed_kmh

_SURE = 0.999  # of a limit: leaves room for rounding
_BITS = 63

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FleetInstants:
    """Times with the distinct positions told for them, one vehicle after the other.

    Attributes:
        vehicle: Its number, never falling, shape (n,).
        t: Microseconds since 1970 (UTC), rising for each vehicle, shape (n,).
        first: Where each instant's positions begin, shape (n,).
        doubtful: Whether one of its positions carries a doubt, shape (n,).
        lon: Degrees east of the positions, shape (m,), m >= n.
        lat: Degrees north of the positions, shape (m,).
    """

    vehicle: Int64s
    t: Int64s
    first: Int64s
    doubtful: Bools
    lon: Floats
    lat: Floats

    @property
    def sizes(self) -> Int64s:
        """How many positions each instant has, shape (n,)."""
        sizes: Int64s = np.diff(self.first, append=len(self.lon))
        return sizes

    def only(self, kept: Bools) -> "FleetInstants":
        """Some of the instants."""
        if kept.all():
            return self
        sizes = self.sizes
        places = np.repeat(kept, sizes)
        left = sizes[kept]
        return FleetInstants(
            self.vehicle[kept],
            self.t[kept],
            np.cumsum(left) - left,
            self.doubtful[kept],
            self.lon[places],
            self.lat[places],
        )

    def portions(self, size: int) -> Iterator["FleetInstants"]:
        """Whole vehicles, so many that a portion has at least `size` instants or is the last."""
        edges = np.append(np.flatnonzero(np.diff(self.vehicle, prepend=-1)), len(self.t))
        begin = 0
        for edge in edges[1:].tolist():
            if edge - begin >= size or edge == len(self.t):
                yield self._between(begin, edge)
                begin = edge

    def _between(self, begin: int, end: int) -> "FleetInstants":
        low = int(self.first[begin])
        high = len(self.lon) if end == len(self.t) else int(self.first[end])
        return FleetInstants(
            self.vehicle[begin:end],
            self.t[begin:end],
            self.first[begin:end] - low,
            self.doubtful[begin:end],
            self.lon[low:high],
            self.lat[low:high],
        )


def gathered(
    vehicle: Int64s, t_us: Int64s, lon: Floats, lat: Floats, doubtful: Bools
) -> FleetInstants:
    """Group positions by vehicle and time; exact repeats vanish, the order does not matter.

    Args:
        vehicle: Number of the vehicle, from 0, shape (k,).
        t_us: Microseconds since 1970 (UTC), shape (k,).
        lon: Degrees east, finite, shape (k,).
        lat: Degrees north, finite, shape (k,).
        doubtful: Whether a position carries a doubt, shape (k,).

    Source:
        late-data.md section 3.
    """
    if not _rises(vehicle, t_us):
        order = _order(vehicle, t_us, lon, lat)
        vehicle, t_us, doubtful = vehicle[order], t_us[order], doubtful[order]
        lon, lat = lon[order], lat[order]
    later = np.ones(len(t_us), np.bool_)
    later[1:] = (vehicle[1:] != vehicle[:-1]) | (t_us[1:] != t_us[:-1])
    kept = later.copy()
    kept[1:] |= (lon[1:] != lon[:-1]) | (lat[1:] != lat[:-1])
    begins = np.flatnonzero(later)
    return FleetInstants(
        vehicle[begins],
        t_us[begins],
        (np.cumsum(kept) - 1)[begins],
        np.logical_or.reduceat(doubtful, begins) if len(begins) else doubtful,
        lon[kept],
        lat[kept],
    )


def _rises(vehicle: Int64s, t_us: Int64s) -> bool:
    same = vehicle[1:] == vehicle[:-1]
    return bool(np.all((vehicle[1:] > vehicle[:-1]) | (same & (t_us[1:] > t_us[:-1]))))


def _order(vehicle: Int64s, t_us: Int64s, lon: Floats, lat: Floats) -> Int64s:
    """By vehicle and time, and by place where these are the same."""
    since = t_us - t_us.min()
    bits = int(since.max()).bit_length()
    if int(vehicle.max()).bit_length() + bits > _BITS:
        return np.lexsort((lat, lon, t_us, vehicle))
    key = (vehicle << bits) | since
    order = np.argsort(key)
    key = key[order]
    same = key[1:] == key[:-1]
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    rows = order[tied]
    order[tied] = rows[np.lexsort((lat[rows], lon[rows], key[tied]))]
    return order


def fleet_jumps(instants: FleetInstants, max_speed_kmh: float | None) -> Bools:
    """Which instants are isolated jumps, as `telemetry.instants.jumps` says of one vehicle.

    Args:
        instants: Of the vehicles.
        max_speed_kmh: km/h; None: nothing is a jump.

    Returns:
        Shape (n,).
    """
    found = np.zeros(len(instants.t), np.bool_)
    if max_speed_kmh is None or len(found) <= 2:  # noqa: PLR2004 - a first, a last and one between
        return found
    maybe = _maybe_fast(instants, max_speed_kmh)
    middles = np.flatnonzero(maybe[1:] & maybe[:-1]) + 1
    alone = instants.sizes == 1
    middles = middles[alone[middles - 1] & alone[middles] & alone[middles + 1]]
    there, back, without = (
        _kmh(instants, middles + low, middles + high) for low, high in ((-1, 0), (0, 1), (-1, 1))
    )
    jumped = (there > max_speed_kmh) & (back > max_speed_kmh) & (without <= max_speed_kmh)
    found[middles[jumped]] = True
    return found


def _maybe_fast(instants: FleetInstants, limit_kmh: float) -> Bools:
    """Which steps to the next instant of the same vehicle cannot be called slow at a glance."""
    lon, lat = instants.lon[instants.first], instants.lat[instants.first]
    along, across = np.abs(np.diff(lat)), np.abs(np.diff(lon)) * np.cos(np.radians(lat[:-1]))
    # Round the corner: never shorter than straight on.
    longest = np.radians(along + across) * EARTH_M
    slow = longest * KMH < limit_kmh * _SURE * np.diff(instants.t)
    maybe: Bools = ~slow & (np.diff(instants.vehicle) == 0)
    return maybe


def _kmh(instants: FleetInstants, begin: Int64s, end: Int64s) -> Floats:
    here, there = instants.first[begin], instants.first[end]
    return speed_kmh(
        (instants.lon[here], instants.lat[here]),
        (instants.lon[there], instants.lat[there]),
        instants.t[end] - instants.t[begin],
    )
