"""What the records beside it say about a record: flags that a late record may give or take.

They follow from the set of the records, so they are derived when somebody looks, never kept: what
is kept could be wrong with the next arrival.
"""

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from telemetry.instants import Instants, gather, jumps, speed_kmh
from telemetry.moment import FOREVER
from telemetry.profile import STANDARD, Profile
from telemetry.records import Records

DRIFT_M = 25.0
"""A parked car whose place moves farther than this from record to record drifts, or is towed."""

_KMH_S = 3.6e6  # metres per microsecond -> km/h
_ACC_ON = 1  # status bit

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]


class Neighbour(IntFlag):
    """What is known against a record beside its own content. Names in lower case are public."""

    TIME_CONFLICT = 1
    ISOLATED_JUMP = 2
    TELEPORT = 4
    PARKED_DRIFT = 8
    UNBOUND = 16
    BINDING_CONFLICT = 32

    def names(self) -> list[str]:
        """The public names, sorted."""
        return sorted(flag.name.lower() for flag in self if flag.name)


def flags(records: Records, profile: Profile = STANDARD) -> Int64s:
    """`Neighbour` bits of each record, shape (n,).

    Args:
        records: Of one vehicle, with a usable record before and behind those that matter.
        profile: What a jump is.

    Returns:
        time_conflict: the same terminal told another place for the same time. isolated_jump: too
        fast there and back, and not without it. teleport: too fast there, and it stayed there.
        parked_drift: farther than DRIFT_M from the last place, the engine off at both and no
        silence between.

    Source:
        late-data.md sections 3 and 6.
    """
    found = np.zeros(len(records.t), np.int64)
    good = np.flatnonzero(records.usable & np.isfinite(records.lon))
    t, lon, lat = records.t[good], records.lon[good], records.lat[good]
    instants = gather(t, lon, lat, (records.status[good] & _ACC_ON) != 0)  # "doubtful": running
    at = np.searchsorted(instants.t, t)
    jumped = jumps(instants, profile.max_speed_kmh)
    teleported, drifted = _steps(instants, np.flatnonzero(~jumped), profile)
    found[good] |= jumped[at] * int(Neighbour.ISOLATED_JUMP)
    found[good] |= teleported[at] * int(Neighbour.TELEPORT)
    found[good] |= drifted[at] * int(Neighbour.PARKED_DRIFT)
    for device in range(len(records.devices)):
        mine = good[records.device[good] == device]
        found[mine] |= _conflicts(records, mine) * int(Neighbour.TIME_CONFLICT)
    return found


def _conflicts(records: Records, mine: Int64s) -> Bools:
    """Which of one terminal's records share their time with another place of it."""
    t = records.t[mine]
    instants = gather(t, records.lon[mine], records.lat[mine], np.zeros(len(t), np.bool_))
    together: Bools = ~instants.alone[np.searchsorted(instants.t, t)]
    return together


def _steps(instants: Instants, kept: Int64s, profile: Profile) -> tuple[Bools, Bools]:
    """Which instants are teleports and which are drift, by the step from the one before."""
    teleported, drifted = np.zeros((2, len(instants.t)), np.bool_)
    alone = instants.alone
    before, after = kept[:-1], kept[1:]
    single = alone[before] & alone[after]
    before, after = before[single], after[single]
    here, there = instants.first[before], instants.first[after]
    passed = instants.t[after] - instants.t[before]
    places = instants.lon, instants.lat
    speed = speed_kmh(
        (places[0][here], places[1][here]), (places[0][there], places[1][there]), passed
    )
    if profile.max_speed_kmh is not None:
        teleported[after] = speed > profile.max_speed_kmh
    parked = ~instants.doubtful[before] & ~instants.doubtful[after]
    parked &= passed <= (FOREVER if profile.gap is None else profile.gap)
    drifted[after] = parked & (speed * passed / _KMH_S > DRIFT_M) & ~teleported[after]
    return teleported, drifted
