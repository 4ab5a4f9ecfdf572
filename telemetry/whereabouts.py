"""Where was it at a given moment: inside, outside, presumably either, or unknown.

For level rules ("at the beginning of the holiday the car must be at home"), which ask about
moments at which nothing was reported. What is not known is said to be so.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from telemetry.fence import IN, Shape
from telemetry.instants import instant_classes
from telemetry.many.instants import fleet_jumps, gathered
from telemetry.profile import Profile
from telemetry.survey import Track
from telemetry.visits import Memory, Visit, run

Where = Literal["inside", "outside", "presumed_inside", "presumed_outside", "unknown"]

Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]


def whereabouts(t: Int64s, classes: Int8s, profile: Profile, moments: Sequence[int]) -> list[Where]:
    """What is known about one vehicle and one fence at each of these moments.

    Args:
        t: Instants without jumps, microseconds, rising, shape (n,).
        classes: IN, BAND or OUT of each instant, shape (n,).
        profile: Dwell, fixes and gap.
        moments: Microseconds.

    Source:
        late-data.md section 5. Where a visit goes on, a car that was seen outside since its last
        instant inside, but not long enough to have left, is neither: unknown.
    """
    memory, visits = run(Memory.start(), t, classes, np.zeros(len(t), np.bool_), profile)
    inside = t[classes == IN]
    stays = [(*_bounds(visit), visit.exit_lo, visit.exit_hi) for visit in visits]
    if memory.open is not None:
        stays.append((*_bounds(memory.open), int(inside[-1]), None))
    return [_where(t, stays, profile.gap, moment) for moment in moments]


def everywhere(
    track: Track, shapes: Sequence[Shape], profile: Profile, moments: Sequence[int]
) -> Iterator[tuple[str, int, list[Where]]]:
    """What is known about every vehicle and every fence at these moments.

    Args:
        track: The positions.
        shapes: The fences, in force all the time.
        profile: Band, dwell, gap, jump.
        moments: Microseconds.

    Yields:
        The vehicle, the index of the fence, the answers.
    """
    doubtful = np.zeros(len(track.t), np.bool_)
    for one in gathered(track.vehicle, track.t, track.lon, track.lat, doubtful).portions(1):
        kept = one.only(~fleet_jumps(one, profile.max_speed_kmh))
        for index, shape in enumerate(shapes):
            classes = shape.classes(kept.lon, kept.lat, profile.band_m)
            told = whereabouts(kept.t, instant_classes(classes, kept), profile, moments)
            yield track.names[int(kept.vehicle[0])], index, told


_Stay = tuple[int | None, int, int | None, int | None]  # enter_lo, enter_hi, last inside, exit_hi


def _bounds(visit: Visit) -> tuple[int | None, int]:
    return visit.enter_lo, visit.enter_hi


def _where(t: Int64s, stays: Sequence[_Stay], gap: int | None, moment: int) -> Where:
    if len(t) == 0 or not t[0] <= moment <= t[-1]:
        return "unknown"
    state = _state(stays, moment)
    if state is None:
        return "unknown"
    if not _silent(t, gap, moment):
        return "inside" if state else "outside"
    return "presumed_inside" if state else "presumed_outside"


def _state(stays: Sequence[_Stay], moment: int) -> bool | None:
    """Whether a visit covers the moment; None while it comes or goes."""
    for enter_lo, enter_hi, last, exit_hi in stays:
        if last is not None and enter_hi <= moment <= last:
            return True
        came = enter_lo is None or enter_lo < moment
        if came and (exit_hi is None or moment < exit_hi):
            return None
    return False


def _silent(t: Int64s, gap: int | None, moment: int) -> bool:
    """Whether the moment lies between two instants that are too far apart."""
    after = int(np.searchsorted(t, moment))
    return gap is not None and t[after] != moment and bool(t[after] - t[after - 1] > gap)
