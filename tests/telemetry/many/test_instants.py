"""Many vehicles at once have the instants and the jumps of each of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.instants import gather, jumps
from telemetry.many.instants import FleetInstants, fleet_jumps, gathered

SECOND = 1_000_000
LON, LAT, M = 120.0, 30.0, 1e-5

Row = tuple[int, int, float, float]  # vehicle, microseconds, degrees east and north
Told = dict[int, list[tuple[int, bool, list[tuple[float, float]]]]]


def columns(rows: list[Row]) -> FleetInstants:
    """The instants of these rows."""
    table = list(zip(*rows, strict=True)) or [(), (), (), ()]
    vehicle, t = (np.array(column, np.int64) for column in table[:2])
    lon, lat = (np.array(column, np.float64) for column in table[2:])
    return gathered(vehicle, t, lon, lat, lon > LON + 50 * M)


def told(many: FleetInstants) -> Told:
    """Vehicle -> its instants: time, doubt, positions."""
    found: Told = {}
    edges = np.append(many.first, len(many.lon)).tolist()
    for index, (vehicle, t) in enumerate(zip(many.vehicle.tolist(), many.t.tolist(), strict=True)):
        here = slice(edges[index], edges[index + 1])
        spots = list(zip(many.lon[here].tolist(), many.lat[here].tolist(), strict=True))
        found.setdefault(vehicle, []).append((t, bool(many.doubtful[index]), spots))
    return found


def one_by_one(rows: list[Row]) -> Told:
    """The same, through the instants of one vehicle."""
    found: Told = {}
    for vehicle in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == vehicle]
        t, lon, lat = (np.array([row[k] for row in mine]) for k in (1, 2, 3))
        one = gather(t, lon, lat, lon > LON + 50 * M)
        every = np.full(len(one.t), vehicle)
        same = FleetInstants(every, one.t, one.first, one.doubtful, one.lon, one.lat)
        found |= told(same)
    return found


def strayed(seed: int) -> list[Row]:
    """Three cars, sometimes in two places, sometimes told twice, sometimes far away."""
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.choice([0, 5, 30, 1000], 200)) * SECOND
    lon = LON + rng.integers(-80, 80, 200) * M + (rng.random(200) < 0.2) * 0.5
    rows = list(zip(rng.integers(0, 3, 200).tolist(), t.tolist(), lon.tolist(), [LAT] * 200))  # noqa: B905
    rows += rows[:20]
    return [rows[at] for at in rng.permutation(len(rows)).tolist()]


@pytest.mark.parametrize("seed", range(5))
def test_the_instants_of_many_are_those_of_each(seed: int) -> None:
    rows = strayed(seed)
    assert told(columns(rows)) == one_by_one(rows)
    assert told(columns(sorted(rows))) == one_by_one(rows)


def test_rows_that_stand_in_order_are_left_where_they_are() -> None:
    rows = [(0, 1, LON, LAT), (0, 2, LON, LAT), (2, 1, LON, LAT)]
    assert told(columns(rows)) == one_by_one(rows)


def test_times_that_are_too_far_apart_for_one_number_are_sorted_too() -> None:
    ends = -62_135_596_800 * SECOND, 253_402_300_799 * SECOND
    rows = [(vehicle, t, LON, LAT) for vehicle in (300, 7, 0) for t in (*ends[::-1], 5, 5)]
    assert told(columns(rows)) == one_by_one(rows)


@pytest.mark.parametrize("limit", [None, 50, 200])
@pytest.mark.parametrize("seed", range(5))
def test_the_jumps_of_many_are_those_of_each(seed: int, limit: float | None) -> None:
    rows = strayed(seed)
    many = columns(rows)
    found = fleet_jumps(many, limit)
    for vehicle in range(3):
        mine = [row for row in rows if row[0] == vehicle]
        t, lon, lat = (np.array([row[k] for row in mine]) for k in (1, 2, 3))
        one = gather(t, lon, lat, np.zeros(len(t), np.bool_))
        assert found[many.vehicle == vehicle].tolist() == jumps(one, limit).tolist()
    assert bool(found.any()) == (limit is not None)


def test_a_jump_needs_three_instants_of_one_vehicle() -> None:
    far = LON + 1
    assert not fleet_jumps(columns([(0, 0, LON, LAT), (0, SECOND, far, LAT)]), 200).any()
    two = [(0, 0, LON, LAT), (0, SECOND, far, LAT), (1, 2 * SECOND, LON, LAT)]
    assert not fleet_jumps(columns(two), 200).any()
    assert fleet_jumps(columns([(0, *row[1:]) for row in two]), 200).tolist() == [
        False,
        True,
        False,
    ]


def test_some_of_the_instants_keep_their_positions() -> None:
    many = columns([(0, 1, LON, LAT), (0, 2, LON, LAT), (0, 2, LON + 1, LAT), (1, 3, LON, LAT)])
    kept = many.only(np.array([False, True, True]))
    assert told(kept) == {0: told(many)[0][1:], 1: told(many)[1]}
    assert many.only(np.ones(3, np.bool_)) is many


@given(st.integers(1, 300))
def test_portions_hold_whole_vehicles(size: int) -> None:
    many = columns(strayed(1))
    parts = list(many.portions(size))
    merged: Told = {}
    for part in parts:
        assert not merged.keys() & told(part).keys()
        merged |= told(part)
    assert merged == told(many)
    assert all(len(part.t) >= size for part in parts[:-1])


def test_nothing_has_no_portions() -> None:
    assert list(columns([]).portions(10)) == []
    assert len(list(columns(strayed(1)).portions(1))) == 3
    assert len(list(columns(strayed(1)).portions(1000))) == 1
