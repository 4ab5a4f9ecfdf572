"""Where a car is at home."""

from dataclasses import replace

import numpy as np

from telemetry.car import Car
from telemetry.fence import BAND, IN, OUT
from telemetry.home import away, home_at, homes, rest
from telemetry.moment import FOREVER
from telemetry.movement import moves
from tests.telemetry.on_the_road import LAT, LON, M_EAST, Papers, at, car, disc, standing

BASE, YARD = disc("base@1", "home", 300), disc("yard@1", "home", 300, east=2000)
FIRST = replace(BASE, end=at(100))
SECOND = replace(YARD, begin=at(50), end=at(200))


def plan(*areas: object) -> Car:
    """A car with these areas."""
    return car(standing(0, 300), [], Papers(areas=areas))  # type: ignore[arg-type]


def test_each_stretch_of_time_has_the_areas_in_force() -> None:
    city, never = disc("city@1", "operating", 9000), replace(BASE, begin=5, end=5)
    found = homes(plan(FIRST, SECOND, city, never, replace(YARD, begin=at(300))))
    assert [(it.end, it.names) for it in found] == [
        (at(50), "base@1"), (at(100), "base@1 yard@1"), (at(200), "yard@1"), (FOREVER, "yard@1")
    ]  # fmt: skip


def test_a_place_is_home_if_it_is_in_any_of_them() -> None:
    home = home_at(plan(BASE, YARD), at(0))
    assert home is not None
    places = [(LON + east / M_EAST, LAT) for east in (0, 2000, 1000, 310)]
    assert [home.is_out(place) for place in places] == [False, False, True, False]
    lon, lat = np.array(places).T
    assert home.classes(lon, lat).tolist() == [IN, IN, OUT, BAND]


def test_where_nothing_is_home_nobody_is_away() -> None:
    far = (LON + 9000 / M_EAST, LAT)
    assert away(plan(), far) == ()
    assert away(plan(FIRST), far) == ((0, at(100)),)
    assert home_at(plan(FIRST), at(100)) is None


def test_it_rests_in_the_middle_of_its_first_places() -> None:
    early, later = standing(0, 1800, 20, every=60), standing(1860, 9000, 0, every=60)
    one = car([*standing(-60, 0, 0), *early[1:], *later])
    (stop,) = moves(one).stops
    lon, lat = rest(moves(one).path, stop)
    assert (round((lon - LON) * M_EAST), lat) == (20, LAT)
