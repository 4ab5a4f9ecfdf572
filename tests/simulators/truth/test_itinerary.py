"""True motion: where a car is, second by second."""

import numpy as np
import pytest

from simulators.truth.itinerary import Itinerary
from simulators.truth.leg import Leg, spells

WAY = Leg(np.array([0.0, 100.0, 130.0, 200.0]), np.array([0.0, 1000, 1000, 1700]), np.zeros(4))


def driven() -> Itinerary:
    itinerary = Itinerary((0.0, 0.0), 1000.0)
    itinerary.drive(2000.0, WAY)
    itinerary.drive(5000.0, WAY.back())
    return itinerary


def test_a_car_is_where_its_drives_put_it() -> None:
    x, y = driven().motion().places(np.array([1500.0, 2050, 2120, 3000, 5070, 9000]))
    assert x.tolist() == [0, 500, 1000, 1700, 1000, 0]
    assert y.tolist() == [0] * 6


def test_speed_and_engine_are_those_of_the_drive() -> None:
    motion, t = driven().motion(), np.array([1500.0, 1990, 2050, 2120, 2210, 3000])
    assert motion.speed_kmh(t).tolist() == [0, 0, 36, 0, 0, 0]
    assert motion.engine(t).tolist() == [False, True, True, True, True, False]


def test_a_car_that_never_drives_has_its_engine_off() -> None:
    motion = Itinerary((3.0, 4.0), 0.0).motion()
    assert not motion.engine(np.array([10.0])).any()
    assert motion.metres_at(99.0) == 0


def test_wheels_roll_all_the_way() -> None:
    assert driven().motion().metres_at(9000.0) == 2 * 1700


def test_between_two_drives_close_together_the_engine_runs_on() -> None:
    itinerary = Itinerary((0.0, 0.0), 0.0)
    itinerary.drive(100.0, WAY)
    itinerary.drive(320.0, WAY.back())
    assert itinerary.motion().runs.tolist() == [[80.0, 535.0]]


@pytest.mark.parametrize(("at", "leg"), [(1900.0, WAY.back()), (2100.0, WAY)])
def test_a_car_cannot_depart_from_where_it_is_not(at: float, leg: Leg) -> None:
    itinerary = Itinerary((0.0, 0.0), 0.0)
    itinerary.drive(2000.0, WAY)
    with pytest.raises(ValueError, match="stands at"):
        itinerary.drive(at, leg)


def test_to_and_fro_ends_where_it_began_and_lasts_long_enough() -> None:
    patrol = WAY.to_and_fro(1000)
    assert patrol.begin == patrol.end == (0, 0)
    assert 1000 <= patrol.lasts_s + 25 < 1000 + 2 * 225
    assert np.diff(patrol.seconds).min() >= 0


def test_a_way_at_one_speed_has_no_stop() -> None:
    fast = WAY.at_speed(36)
    assert (fast.lasts_s, fast.metres) == (170, 1700)
    assert fast.cut(50, 100).metres == pytest.approx(500)
    assert fast.lasting(85).lasts_s == 85


@pytest.mark.parametrize(("after", "moment"), [(20, 20), (95, 95), (105, 142), (150, 150)])
def test_a_car_rolls_before_some_moment(after: float, moment: float) -> None:
    assert WAY.rolling(after) == moment


def test_spells_are_where_something_holds() -> None:
    assert spells(np.array([True, False, True, True])) == [(0, 1), (2, 4)]
