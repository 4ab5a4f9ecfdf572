"""Violations planned in advance: the label says what an independent reading of the fixes says."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import shapely

from simulators import excursions, town
from simulators.districts import outlines
from simulators.excursions import Excursion, Label
from simulators.town import Town

NOW = 1_763_424_000.0


@pytest.fixture(scope="module")
def city() -> Town:
    return town.build(outlines(), 400, 1)


@pytest.fixture(scope="module")
def planned(city: Town) -> list[Excursion]:
    return [one for _, one in islice(excursions.plans(city, NOW + 15, 30), 12) if one]


def test_the_first_exit_is_certain_when_it_should_be(planned: list[Excursion]) -> None:
    assert len(planned) > 10
    for one in planned:
        assert abs(one.label.confirmed - one.planned) <= 4


def test_a_crossing_lies_between_two_fixes_of_the_car(planned: list[Excursion]) -> None:
    for one in planned:
        label = one.label
        assert excursions.FIX_EVERY_S <= label.since - label.since_lo <= 60
        assert label.confirmed - label.since >= excursions.DWELL_S
        assert label.since % 10 == one.car % 10
        assert one.begin < label.since < label.until_lo < label.until < one.end + 60


def test_an_excursion_begins_and_ends_at_the_base(city: Town, planned: list[Excursion]) -> None:
    for one in planned:
        cars, seconds = np.array([one.car] * 2), np.array([one.begin, one.end])
        there = excursions.seen(city, [one], cars, seconds)
        base_x, base_y = city.traffic.base(cars)
        assert np.hypot(there.x - base_x, there.y - base_y).max() < 15


def test_no_car_is_sent_out_twice_at_once(planned: list[Excursion]) -> None:
    assert len({one.car for one in planned}) == len(planned)


def test_plans_are_the_same_every_time(city: Town, planned: list[Excursion]) -> None:
    again = [one for _, one in islice(excursions.plans(city, NOW + 15, 30), 12) if one]
    assert [one.label for one in again] == [one.label for one in planned]


def test_everybody_else_is_where_he_would_be_anyway(city: Town, planned: list[Excursion]) -> None:
    out = {one.car for one in planned}
    cars = np.array([car for car in range(len(city.cars)) if car not in out])
    seconds = np.full(len(cars), NOW + 100)
    there = excursions.seen(city, planned, cars, seconds)
    assert np.array_equal(there.x, excursions.seen(city, [], cars, seconds).x)


def test_a_city_without_a_free_car_has_no_violations() -> None:
    assert excursions.plan(town.build(outlines(), 1, 1), NOW, [_excursion(0)]) is None


def test_a_car_whose_area_has_no_outside_stays_home(city: Town) -> None:
    everywhere = replace(city, areas=(shapely.box(100, 0, 140, 60),) * len(city.cars))
    assert excursions.excursion(everywhere, 0, NOW) is None


def test_a_drive_that_stays_inside_has_no_label(city: Town, planned: list[Excursion]) -> None:
    at_home = replace(planned[0], ways=city.traffic.ways)
    assert excursions.labelled(city, replace(at_home, car=0)) is None


def test_fix_times_are_ten_seconds_apart_at_the_cars_own_second() -> None:
    assert excursions.fix_times(13, 100.5, 135.0).tolist() == [103.0, 113.0, 123.0, 133.0]


def _excursion(car: int) -> Excursion:
    built = town.build(outlines(), 1, 1)
    return Excursion(car, NOW, NOW, NOW, built.traffic.ways, Label("HZ0000", "GEO-02", *[0] * 6))
