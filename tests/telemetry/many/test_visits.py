"""Many vehicles at many fences at once have the visits that the machine finds one by one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from telemetry.fence import BAND, IN, OUT
from telemetry.fences.index import Nearby
from telemetry.many.instants import FleetInstants
from telemetry.many.visits import fleet_visits
from telemetry.profile import PLAIN, STANDARD, Profile
from telemetry.visits import Memory, Visit, run

SECOND = 1_000_000
PROFILES = [
    PLAIN,
    STANDARD,
    Profile("no dwell", 25, 0, 0, 900),
    Profile("no gap", 25, 30, 60),
    Profile("long", 25, 120, 300, 900),
    Profile("three of them", 25, 30, 60, 900, enter_fixes=3, exit_fixes=4),
    Profile("three at once", 25, 0, 0, 900, enter_fixes=3, exit_fixes=3),
]

Table = NDArray[np.int8]  # the class of each position at each fence
Found = dict[tuple[int, int], list[Visit]]


def scene(seed: int, *, torn: float = 0.0) -> tuple[FleetInstants, Table]:
    """Four vehicles, three fences; `torn`: how many of the instants have two positions."""
    rng = np.random.default_rng(seed)
    count = 400
    vehicle = np.sort(rng.integers(0, 4, count))
    t = np.cumsum(
        rng.choice([5, 20, 30, 31, 61, 900, 901], count, p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.02, 0.08])
    )
    sizes = 1 + (rng.random(count) < torn)
    lon = np.arange(sizes.sum(), dtype=np.float64)
    instants = FleetInstants(
        vehicle, t * SECOND, np.cumsum(sizes) - sizes, rng.random(count) < 0.1, lon, lon
    )
    stays = np.repeat(rng.choice([IN, BAND, OUT, OUT], (3, 200)), 4, axis=1)[:, : len(lon)]
    noise = rng.choice([IN, BAND, OUT], stays.shape)
    return instants, np.where(rng.random(stays.shape) < 0.25, noise, stays).astype(np.int8)


def nearby(table: Table) -> Nearby:
    """The pairs that are not OUT."""
    fence, point = np.nonzero(table != OUT)
    return Nearby(point, fence, table[fence, point])


def many(instants: FleetInstants, table: Table, profile: Profile) -> Found:
    """(fence, vehicle) -> visits."""
    found = fleet_visits(instants, nearby(table), profile)
    told: Found = {}
    keys = zip(found.fence.tolist(), found.vehicle.tolist(), strict=True)
    for key, visit in zip(keys, found.visits(), strict=True):
        told.setdefault(key, []).append(visit)
    return told


def one_by_one(instants: FleetInstants, table: Table, profile: Profile) -> Found:
    """The same by the machine."""
    told: Found = {}
    edges = np.append(instants.first, table.shape[1])[:-1]
    for fence, row in enumerate(table):
        lowest, highest = np.minimum.reduceat(row, edges), np.maximum.reduceat(row, edges)
        classes = np.where(lowest == highest, lowest, BAND).astype(np.int8)
        for vehicle in range(4):
            here = instants.vehicle == vehicle
            arguments = instants.t[here], classes[here], instants.doubtful[here], profile
            memory, visits = run(Memory.start(), *arguments)
            visits += [memory.open] if memory.open else []
            told |= {(fence, vehicle): visits} if visits else {}
    return told


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize("torn", [0.0, 0.2])
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.proves("R075")
def test_the_visits_of_many_are_those_of_the_machine(
    seed: int, torn: float, profile: Profile
) -> None:
    instants, table = scene(seed, torn=torn)
    assert many(instants, table, profile) == one_by_one(instants, table, profile)


def test_the_scenes_have_every_flag() -> None:
    flags = {
        flag
        for seed in range(12)
        for visits in many(*scene(seed), STANDARD).values()
        for visit in visits
        for flag in visit.flags
    }
    expected = {"doubtful", "entry_unseen", "gap_at_entry", "gap_at_exit", "gap_inside", "open"}
    assert flags == expected


def test_where_nothing_is_near_there_is_no_visit() -> None:
    instants, table = scene(1)
    assert many(instants, np.full_like(table, OUT), STANDARD) == {}
    torn, table = scene(1, torn=0.5)
    assert many(torn, np.full_like(table, OUT), STANDARD) == {}
