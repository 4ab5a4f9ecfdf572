"""Made-up roads: of one piece, inside their district, the same every time."""

from time import process_time

import numpy as np
import pytest
import shapely

from simulators import roads
from simulators.districts import DISTRICTS, District, outlines
from simulators.roads import Roads, to_degrees

OUTLINES = outlines()


def built(district: District, seed: int = 1) -> Roads:
    return roads.build(OUTLINES[district.division], district.seat, seed)


def test_there_are_thirteen_districts() -> None:
    assert set(OUTLINES) == {district.division for district in DISTRICTS}
    assert len(OUTLINES) == 13


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda district: district.code)
def test_every_crossing_lies_in_the_district(district: District) -> None:
    network = built(district)
    outline = OUTLINES[district.division]
    assert shapely.contains_xy(outline, *to_degrees(network.x, network.y)).all()


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda district: district.code)
def test_every_crossing_can_be_reached(district: District) -> None:
    network = built(district)
    reached, front = {0}, [0]
    while front:
        node = front.pop()
        nearby = network.to[network.first[node] : network.first[node + 1]].tolist()
        front += [there for there in nearby if there not in reached]
        reached.update(nearby)
    assert len(reached) == len(network.x) > 400


def test_every_road_can_be_driven_both_ways() -> None:
    network = built(DISTRICTS[0])
    begin = np.repeat(np.arange(len(network.x)), np.diff(network.first))
    ways = set(zip(begin.tolist(), network.to.tolist(), strict=True))
    assert ways == {(b, a) for a, b in ways}


def test_roads_stand_closer_in_town() -> None:
    network = built(DISTRICTS[7])
    begin = np.repeat(np.arange(len(network.x)), np.diff(network.first))
    x, y = roads.to_metres(*np.array(DISTRICTS[7].seat))
    far = np.hypot(network.x[begin] - x, network.y[begin] - y)
    town, country = network.length[far < 3000], network.length[far > 15_000]
    assert np.median(town) < 400
    assert np.median(country) > 1000


def test_the_same_seed_builds_the_same_roads() -> None:
    once, again, other = built(DISTRICTS[3]), built(DISTRICTS[3]), built(DISTRICTS[3], seed=2)
    assert np.array_equal(once.x, again.x)
    assert np.array_equal(once.to, again.to)
    assert not np.array_equal(once.x, other.x)


def test_the_whole_city_takes_less_than_two_seconds() -> None:
    begun = process_time()
    for district in DISTRICTS:
        built(district)
    assert process_time() - begun < 2
