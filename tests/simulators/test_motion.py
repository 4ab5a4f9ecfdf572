"""Cars on the roads: a function of seed, car and moment, inside the area each has to keep to."""

from dataclasses import astuple

import numpy as np
import pytest
import shapely

from simulators import town
from simulators.districts import outlines
from simulators.motion import Places, as_seen
from simulators.roads import Floats, to_degrees
from simulators.town import Town

DAY = 1_763_395_200.0  # midnight in Hangzhou, 18 November 2025
BAND_M = 25.0
EVERYONE = 300


@pytest.fixture(scope="module")
def city() -> Town:
    return town.build(outlines(), EVERYONE, 1)


def seen(city: Town, hour: float, cars: int = EVERYONE) -> Places:
    numbers, seconds = np.arange(cars), np.full(cars, DAY + hour * 3600)
    return as_seen(city.traffic.at(numbers, seconds), numbers, seconds, city.seed)


def metres_to_edge(city: Town, places: Places) -> Floats:
    scale = 111_195.08 * np.array([np.cos(np.radians(30.0)), 1.0])
    lon, lat = to_degrees(places.x, places.y)
    edges = [shapely.transform(area.exterior, lambda p: p * scale) for area in city.areas]
    inside = shapely.contains_xy(np.array(city.areas), lon, lat)
    far = shapely.distance(np.array(edges), shapely.points(lon * scale[0], lat * scale[1]))
    return np.where(inside, far, -far)


@pytest.mark.parametrize("hour", [0.5, 3, 6.6, 8, 11.25, 14, 17.5, 20, 23.9])
def test_every_car_stays_inside_its_area_with_room_to_spare(city: Town, hour: float) -> None:
    assert metres_to_edge(city, seen(city, hour)).min() > 2 * BAND_M


def test_a_third_of_the_cars_move_by_day_and_few_by_night(city: Town) -> None:
    by_day = np.mean([seen(city, hour).moving.mean() for hour in (9, 10, 11, 14, 15, 16)])
    by_night = np.mean([seen(city, hour).moving.mean() for hour in (1, 2, 3, 4)])
    assert 0.28 < by_day < 0.42
    assert 0.03 < by_night < 0.2


def test_speeds_are_those_of_a_town(city: Town) -> None:
    places = seen(city, 10)
    assert 25 < places.speed[places.moving].mean() < 60
    assert places.speed.max() < 85
    assert ((places.course >= 0) & (places.course < 360)).all()


def test_a_car_goes_where_it_says_at_the_speed_it_says(city: Town) -> None:
    cars = np.arange(EVERYONE)
    before = city.traffic.at(cars, np.full(EVERYONE, DAY + 36_000))
    after = city.traffic.at(cars, np.full(EVERYONE, DAY + 36_001))
    metres = np.hypot(after.x - before.x, after.y - before.y)
    steady = (before.speed == after.speed) & (before.course == after.course)
    assert np.allclose(metres[steady], before.speed[steady] / 3.6, atol=0.01)
    assert metres.max() < 90 / 3.6


def test_nothing_jumps_at_midnight(city: Town) -> None:
    before, after = seen(city, 23.9999), seen(city, 24.0001)
    assert np.hypot(after.x - before.x, after.y - before.y).max() < 20


def test_the_same_moment_finds_everybody_in_the_same_place(city: Town) -> None:
    again = town.build(outlines(), EVERYONE, 1)
    for one, other in zip(astuple(seen(city, 9)), astuple(seen(again, 9)), strict=True):
        assert np.array_equal(one, other)


def test_one_car_alone_is_where_it_is_among_others(city: Town) -> None:
    moment = np.array([DAY + 33_333])
    alone = city.traffic.at(np.array([77]), moment)
    among = city.traffic.at(np.arange(EVERYONE), np.full(EVERYONE, moment[0]))
    assert (alone.x[0], alone.y[0]) == (among.x[77], among.y[77])


def test_noise_is_a_few_metres_and_never_many(city: Town) -> None:
    cars, seconds = np.arange(EVERYONE), np.full(EVERYONE, DAY + 36_000)
    true = city.traffic.at(cars, seconds)
    noisy = as_seen(true, cars, seconds, city.seed)
    metres = np.hypot(noisy.x - true.x, noisy.y - true.y)
    assert 1 < np.median(metres) < 4
    assert metres.max() < 13


def test_two_minutes_later_another_noise(city: Town) -> None:
    parked = ~seen(city, 3).moving
    once, later = seen(city, 3), seen(city, 3 + 2 / 60)
    assert (once.x != later.x)[parked].all()
