"""Instants: the same whatever order and how often the positions came; jumps judged once."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry.fence import BAND, IN, OUT
from telemetry.instants import Instants, gather, instant_classes, jumps

MINUTE = 60_000_000
KM = 1 / 111.195  # degrees of latitude

Position = tuple[int, float, float, bool]  # minutes, degrees east and north, doubtful


def gathered(positions: list[Position]) -> Instants:
    t, lon, lat, doubtful = ([each[k] for each in positions] for k in range(4))
    return gather(
        np.array(t, np.int64) * MINUTE,
        np.array(lon, np.float64),
        np.array(lat, np.float64),
        np.array(doubtful, np.bool_),
    )


def told(instants: Instants) -> list[tuple[int, bool, list[tuple[float, float]]]]:
    edges = [*instants.first.tolist(), len(instants.lon)]
    places = list(zip(instants.lon.tolist(), instants.lat.tolist(), strict=True))
    return [
        (t // MINUTE, doubt, places[edges[k] : edges[k + 1]])
        for k, (t, doubt) in enumerate(
            zip(instants.t.tolist(), instants.doubtful.tolist(), strict=True)
        )
    ]


def north(*kilometres: float, every_min: int = 1) -> Instants:
    """A drive north of Hangzhou, one position a minute."""
    return gathered(
        [(k * every_min, 120.0, 30 + km * KM, False) for k, km in enumerate(kilometres)]
    )


places = st.sampled_from([(120.0, 30.0), (120.0, 30.1), (120.1, 30.0)])
positions = st.lists(
    st.tuples(st.integers(0, 6), places, st.booleans()).map(lambda p: (p[0], *p[1], p[2])),
    max_size=20,
)


@given(positions, st.data())
@example([], None)
def test_order_and_repeats_do_not_matter(facts: list[Position], data: st.DataObject | None) -> None:
    arrivals = data.draw(st.permutations(facts + facts[:4])) if data else facts
    assert told(gathered(arrivals)) == told(gathered(sorted(facts)))


@given(positions)
def test_an_instant_is_a_time_with_the_set_of_its_positions(facts: list[Position]) -> None:
    expected = [
        (
            time,
            any(p[3] for p in facts if p[0] == time),
            sorted({(p[1], p[2]) for p in facts if p[0] == time}),
        )
        for time in sorted({p[0] for p in facts})
    ]
    assert told(gathered(facts)) == expected


@given(positions, st.integers(0, 8), st.integers(0, 8))
def test_a_part_of_the_instants_is_the_part(facts: list[Position], begin: int, end: int) -> None:
    instants = gathered(facts)
    n = len(instants.t)
    begin, end = min(begin, n), min(end, n)
    part = instants.between(begin, end)
    assert told(part) == told(instants)[begin:end]
    assert len(part.alone) == len(part.t)


def test_positions_that_disagree_leave_the_instant_undecided_in_either_order() -> None:
    one, other = (0, 120.0, 30.0, False), (0, 120.1, 30.0, False)
    for facts in ([one, other], [other, one]):
        instants = gathered([*facts, (1, 120.0, 30.0, False)])
        inside = np.where(instants.lon < 120.05, IN, OUT).astype(np.int8)
        assert instant_classes(inside, instants).tolist() == [BAND, IN]
        assert instant_classes(np.full(3, OUT, np.int8), instants).tolist() == [OUT, OUT]


def test_one_position_each_needs_no_vote() -> None:
    classes = np.array([IN, OUT], np.int8)
    assert instant_classes(classes, north(0, 1)).tolist() == [IN, OUT]


def test_there_and_back_too_fast_is_a_jump() -> None:
    assert jumps(north(0, 1, 60, 3, 4), 200).tolist() == [False, False, True, False, False]


def test_too_fast_and_staying_there_is_none() -> None:
    assert not jumps(north(0, 1, 60, 61, 62), 200).any()


def test_neighbours_that_are_far_apart_themselves_prove_nothing() -> None:
    assert not jumps(north(0, 30, 60), 200).any()


def test_the_first_and_the_last_are_never_judged() -> None:
    assert not jumps(north(60, 0, 1, 60), 200).any()
    assert not jumps(north(0, 60), 200).any()
    assert not jumps(north(), 200).any()


def test_nothing_is_a_jump_without_a_limit() -> None:
    assert not jumps(north(0, 60, 0), None).any()


def test_one_pass_over_the_neighbours_as_they_are() -> None:
    assert not jumps(north(0, 60, -60, 1), 200).any()


@pytest.mark.parametrize("twofold", [0, 1, 2])
def test_an_instant_of_two_positions_judges_none_and_is_not_judged(twofold: int) -> None:
    drive = [(0, 120.0, 30.0, False), (1, 120.0, 30.6, False), (2, 120.0, 30.01, False)]
    assert jumps(gathered(drive), 200).tolist() == [False, True, False]
    assert not jumps(gathered([*drive, (twofold, 120.5, 30.5, False)]), 200).any()


def test_a_late_position_reveals_a_jump() -> None:
    live = [(0, 120.0, 30.0, False), (1, 120.0, 30.6, False)]
    assert not jumps(gathered(live), 200).any()
    assert jumps(gathered([*live, (2, 120.0, 30.01, False)]), 200).tolist()[1]


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.1), (0.1, 0.0), (0.1, 0.1)])
def test_speed_is_measured_on_the_sphere(lon: float, lat: float) -> None:
    east, up = math.radians(lon), math.radians(lat)
    angle = math.acos(
        math.sin(0.5) * math.sin(0.5 + up) + math.cos(0.5) * math.cos(0.5 + up) * math.cos(east)
    )
    kmh = angle * 6_371.0088 * 60
    start = math.degrees(0.5)
    there = gathered([(0, 0, start, False), (1, lon, start + lat, False), (2, 0, start, False)])
    assert jumps(there, kmh - 0.01).tolist() == [False, True, False]
    assert not jumps(there, kmh + 0.01).any()
