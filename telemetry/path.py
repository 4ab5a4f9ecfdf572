"""The way of a car: one place an instant, distances that are the same whoever asks.

Places are points on the unit sphere, so that a distance is a few products and no sine: many are
compared at once, and one alone gives the very same answer. Lengths are whole millimetres, so that
a sum does not depend on where it began.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from telemetry.instants import EARTH_M, gather, jumps
from telemetry.records import Records
from telemetry.visits import Visit

MAX_SPEED_KMH = 200.0
"""Faster than this there and back is an isolated jump (late-data.md section 5)."""

_MM = 1000  # millimetres per metre
_CHUNK, _LARGEST = 64, 8192  # instants looked at in one go

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]


class Ends(NamedTuple):
    """A change, told as the indices of three instants.

    Attributes:
        last: The last one before it.
        first: The first one after it.
        certain: The one that made it certain.
    """

    last: int
    first: int
    certain: int

    @property
    def fixes(self) -> int:
        """So many instants made it certain."""
        return self.certain - self.first + 1


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Instants with one place each; isolated jumps and disputed instants are left out.

    Attributes:
        t: Microseconds since 1970 (UTC), rising, shape (n,).
        lon: Degrees east, shape (n,).
        lat: Degrees north, shape (n,).
        doubtful: Whether a doubt is known, shape (n,).
        points: On the unit sphere, shape (3, n).
        along: Millimetres on the way from the first instant, shape (n,).
        silences: Instants after which nothing was heard for too long, microseconds, shape (k,).
    """

    t: Int64s
    lon: Floats
    lat: Floats
    doubtful: Bools
    points: Floats
    along: Int64s
    silences: Int64s

    def away(self, centre: int, low: int, high: int, metres: float) -> Bools:
        """Which of the instants [low, high) are farther than this from that of `centre`."""
        return _longer(self.points[:, low:high] - self.points[:, centre : centre + 1], metres)

    def steps_away(self, metres: float) -> Bools:
        """After which instants the next one is farther away than this, shape (n - 1,)."""
        return _longer(np.diff(self.points, axis=1), metres)

    def first(self, centre: int, low: int, high: int, metres: float, *, away: bool) -> int:
        """The first of the instants [low, high) that is away from `centre`, or that is not.

        Returns:
            Its index; `high` if there is none.
        """
        size = _CHUNK
        while low < high:
            until = min(low + size, high)
            found = self.away(centre, low, until, metres) == away
            index = int(found.argmax())
            if found[index]:
                return low + index
            low, size = until, min(2 * size, _LARGEST)
        return high

    def since(self, index: int, seconds: float) -> int:
        """The first instant so long after another one; the number of instants if there is none."""
        return int(np.searchsorted(self.t, self.t[index] + round(seconds * 1e6)))

    def far(self, index: int, metres: float) -> int:
        """The first instant so far on the way from another one; likewise."""
        return int(np.searchsorted(self.along, self.along[index] + round(metres * _MM)))

    def silent(self, low: int, high: int) -> bool:
        """Whether too long a silence lies between two instants (indices)."""
        begin, end = np.searchsorted(self.silences, self.t[[low, high]])
        return bool(begin < end)

    def stay(self, entry: Ends, leaving: Ends | None) -> Visit:
        """A stay between two changes.

        Args:
            entry: How it began; its last instant before may be -1: there is none.
            leaving: How it ended; None while it lasts.
        """
        last = len(self.t) - 1 if leaving is None else leaving.last
        flags = {
            "entry_unseen": entry.last < 0,
            "gap_at_entry": entry.last >= 0 and self.silent(entry.last, entry.first),
            "gap_inside": self.silent(entry.first, last),
            "gap_at_exit": leaving is not None and self.silent(leaving.last, leaving.first),
            "open": leaving is None,
            "doubtful": self._doubt(entry) or (leaving is not None and self._doubt(leaving)),
        }
        told = frozenset(flag for flag, holds in flags.items() if holds)
        lower = int(self.t[entry.last]) if entry.last >= 0 else None
        since, certain = self.t[[entry.first, entry.certain]].tolist()
        if leaving is None:
            return Visit(lower, since, certain, flags=told, enter_fixes=entry.fixes)
        ends: tuple[int, int, int] = tuple(self.t[[*leaving]].tolist())
        return Visit(lower, since, certain, *ends, told, entry.fixes, leaving.fixes)

    def _doubt(self, ends: Ends) -> bool:
        return any(self.doubtful[index] for index in ends if index >= 0)

    def metres(self, low: int, high: int) -> float:
        """Of the way from one instant to another (indices)."""
        return (int(self.along[high]) - int(self.along[low])) / _MM


def square(metres: float) -> float:
    """Of the straight way, on the unit sphere, of so many metres over the ground.

    A difference of points whose squares sum to more, in the order of the axes, is farther.
    """
    return float((2 * math.sin(metres / (2 * EARTH_M))) ** 2)


def _longer(apart: Floats, metres: float) -> Bools:
    """Which of these differences of points, shape (3, n), are more than so many metres."""
    east, north, up = apart
    longer: Bools = east * east + north * north + up * up > square(metres)
    return longer


def path(records: Records, gap_s: float) -> Path:
    """The way that a car's records tell.

    Args:
        records: Usable ones and others.
        gap_s: Seconds; a longer silence than this is remembered.

    Source:
        late-data.md section 3.
    """
    usable = records.usable
    seen = gather(
        records.t[usable], records.lon[usable], records.lat[usable], records.doubtful[usable]
    )
    kept = np.flatnonzero(seen.alone & ~jumps(seen, MAX_SPEED_KMH))
    places = seen.first[kept]
    lon, lat = seen.lon[places], seen.lat[places]
    points = _points(lon, lat)
    return Path(
        t=seen.t[kept],
        lon=lon,
        lat=lat,
        doubtful=seen.doubtful[kept],
        points=points,
        along=_along(points),
        silences=seen.t[:-1][np.diff(seen.t) > round(gap_s * 1e6)],
    )


def _points(lon: Floats, lat: Floats) -> Floats:
    east, north = np.radians(lon), np.radians(lat)
    flat = np.cos(north)
    return np.stack((flat * np.cos(east), flat * np.sin(east), np.sin(north)))


def _along(points: Floats) -> Int64s:
    chords = np.sqrt((np.diff(points, axis=1) ** 2).sum(axis=0))
    steps = np.rint(2 * EARTH_M * _MM * np.arcsin(np.minimum(chords / 2, 1))).astype(np.int64)
    along: Int64s = np.concatenate((np.zeros(min(1, points.shape[1]), np.int64), np.cumsum(steps)))
    return along
