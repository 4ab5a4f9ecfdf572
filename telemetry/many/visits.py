"""Visits of many vehicles to many fences at once: what the machine of `telemetry/visits.py` finds.

The machine turns at the first run of instants inside that lasts long enough, then at the first such
run outside, and so on. Which runs last long enough does not depend on what came before: so they are
all found first, and those that turn nothing are passed over.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.fences.index import Nearby
from telemetry.many.instants import FleetInstants
from telemetry.many.runs import NOWHERE, Clock, Dwell, Runs, Sightings, entries, exits
from telemetry.profile import Profile
from telemetry.visits import Visit

NONE = int(np.iinfo(np.int64).min)
"""Of times: there is none."""

FLAGS = ("doubtful", "entry_unseen", "gap_at_entry", "gap_at_exit", "gap_inside", "open")
"""The bits of `FleetVisits.flags`, the first one is 1; sorted."""

_SETS = [
    frozenset(flag for bit, flag in enumerate(FLAGS) if bits >> bit & 1)
    for bits in range(1 << len(FLAGS))
]

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FleetVisits:
    """Visits, fence by fence, vehicle by vehicle, in the order of time; each of shape (n,).

    Attributes:
        vehicle: Number of the vehicle.
        fence: Index of the fence.
        enter_lo: As in `Visit`, microseconds, `NONE` for none; so are the other times.
        enter_hi: The first instant inside.
        enter_confirmed: The instant that made it certain.
        exit_lo: The last instant inside.
        exit_hi: The first instant outside.
        exit_confirmed: The instant that made it certain.
        flags: Bits, `FLAGS`.
        enter_fixes: So many instants confirmed the entry.
        exit_fixes: So many instants confirmed the exit.
    """

    vehicle: Int64s
    fence: Int64s
    enter_lo: Int64s
    enter_hi: Int64s
    enter_confirmed: Int64s
    exit_lo: Int64s
    exit_hi: Int64s
    exit_confirmed: Int64s
    flags: Int64s
    enter_fixes: Int64s
    exit_fixes: Int64s

    def visits(self) -> list[Visit]:
        """As values."""
        times = (
            self.enter_lo, self.enter_hi, self.enter_confirmed,
            self.exit_lo, self.exit_hi, self.exit_confirmed,
        )  # fmt: skip
        columns = [
            [None if moment == NONE else moment for moment in column.tolist()] for column in times
        ]
        flags = [_SETS[bits] for bits in self.flags.tolist()]
        return list(
            map(Visit, *columns, flags, self.enter_fixes.tolist(), self.exit_fixes.tolist())
        )


def fleet_visits(instants: FleetInstants, nearby: Nearby, profile: Profile) -> FleetVisits:
    """All visits.

    Args:
        instants: Without jumps.
        nearby: Their positions and the fences.
        profile: Dwell, fixes and gap; the band and the jumps are in the classes already.

    Source:
        late-data.md section 5.
    """
    clock, sightings = Clock.of(instants, profile.gap), Sightings.of(instants, nearby)
    came, went = _turns(
        entries(sightings, clock, Dwell(profile.enter_dwell, profile.enter_fixes)),
        exits(sightings, clock, Dwell(profile.exit_dwell, profile.exit_fixes)),
    )
    fence = sightings.fence[np.flatnonzero(np.diff(sightings.pair, prepend=-1))][came.pair]
    return FleetVisits(
        instants.vehicle[came.first],
        fence,
        _moments(clock, came.lower),
        _moments(clock, came.first),
        _moments(clock, came.confirmed),
        _moments(clock, went.lower),
        _moments(clock, went.first),
        _moments(clock, went.confirmed),
        _flags(clock, instants.doubtful, came, went),
        came.fixes,
        went.fixes,
    )


def _turns(came: Runs, went: Runs) -> tuple[Runs, Runs]:
    """The entries that open a visit, and the exit that closes each, `NOWHERE` while it lasts."""
    pair = np.concatenate([came.pair, went.pair])
    inside = np.arange(len(pair)) < len(came.pair)
    order = np.lexsort((np.concatenate([came.confirmed, went.confirmed]), pair))
    pair, inside = pair[order], inside[order]
    before = np.append(False, inside[:-1])[: len(pair)]
    before[1:] &= pair[1:] == pair[:-1]
    turned = inside != before
    order, pair, inside = order[turned], pair[turned], inside[turned]
    opened = np.flatnonzero(inside)
    closed = np.append(~inside[1:] & (pair[1:] == pair[:-1]), False)[opened]
    following = np.minimum(opened + 1, len(order) - 1)
    return _picked(came, order[opened]), _picked(
        went, np.where(closed, order[following] - len(came.pair), NOWHERE)
    )


def _picked(runs: Runs, index: Int64s) -> Runs:
    """These runs; where there is none, `NOWHERE` and 0 fixes."""
    none = index == NOWHERE
    columns = [
        np.where(none, fill, np.append(column, fill)[index])
        for column, fill in (
            (runs.pair, NOWHERE),
            (runs.lower, NOWHERE),
            (runs.first, NOWHERE),
            (runs.confirmed, NOWHERE),
            (runs.fixes, 0),
        )
    ]
    return Runs(*columns)


def _moments(clock: Clock, instant: Int64s) -> Int64s:
    return np.where(instant == NOWHERE, NONE, np.append(clock.t, NONE)[instant])


def _flags(clock: Clock, doubtful: Bools, came: Runs, went: Runs) -> Int64s:
    unseen, lasts = came.lower == NOWHERE, went.first == NOWHERE
    last = np.where(lasts, clock.until[came.first] - 1, went.lower)
    doubts = np.append(doubtful, False)
    deciding = (came.lower, came.first, came.confirmed, went.lower, went.first, went.confirmed)
    told = {
        "doubtful": np.logical_or.reduce([doubts[instant] for instant in deciding]),
        "entry_unseen": unseen,
        "gap_at_entry": ~unseen & _silent(clock, came.lower, came.first),
        "gap_at_exit": ~lasts & _silent(clock, went.lower, went.first),
        "gap_inside": _silent(clock, came.first, last),
        "open": lasts,
    }
    bits = np.zeros(len(unseen), np.int64)
    for bit, flag in enumerate(FLAGS):
        bits |= told[flag].astype(np.int64) << bit
    return bits


def _silent(clock: Clock, begin: Int64s, end: Int64s) -> Bools:
    """Whether a silence too long lies between two instants of a vehicle."""
    silent: Bools = clock.session[begin] != clock.session[end]
    return silent
