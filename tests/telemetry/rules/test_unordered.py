"""USE-01: movement without an order."""

import pytest

from telemetry.found import Found
from telemetry.rules.unordered import unordered
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Papers,
    Told,
    at,
    car,
    driving,
    fact,
    seconds,
    standing,
)

SHORT = [*standing(-120, 0), *standing(30, 600, 80)]
"""80 m away between 0 and 30 s."""
LONG = [*standing(-120, 0), *driving(0, 600), *standing(610, 900, 6000)]


def found(told: list[Told], *facts: Fact) -> tuple[Found, ...]:
    return unordered(car(told, (IN_SERVICE, *facts))).found


def when(it: Found) -> tuple[float | None, ...]:
    return tuple(
        map(seconds, (it.stay.enter_lo, it.stay.enter_hi, it.stay.exit_lo, it.stay.exit_hi))
    )


@pytest.mark.proves("USE-01")
@pytest.mark.proves("R086")
def test_a_car_that_moves_without_an_order_is_found() -> None:
    (it,) = found(LONG)
    assert (it.code, it.about, when(it)) == ("USE-01", "", (0, 10, 590, 600))
    assert it.inputs["metres"] == "6000"
    assert it.inputs["orders"] == ""


@pytest.mark.proves("USE-01")
def test_80_metres_are_enough_and_drift_is_not() -> None:
    assert [when(it) for it in found(SHORT)] == [(0, 30, 30, 30)]
    assert found([*standing(-120, 0), Told(30, 120), *standing(60, 600)]) == ()


def test_an_order_covers_and_so_does_an_emergency() -> None:
    assert found(LONG, fact("ordered", 0, 900)) == ()
    assert found(LONG, fact("ordered", 0, 900, emergency=True)) == ()


def test_a_car_that_left_on_an_order_is_covered_by_the_order_alone() -> None:
    assert found(LONG, fact("driven", -60, 900)) != ()


@pytest.mark.proves("USE-01")
def test_the_grace_is_ten_minutes_after_the_order() -> None:
    assert found(SHORT, fact("ordered", -3600, -599)) == ()
    (it,) = found(SHORT, fact("ordered", -3600, -600))
    assert when(it) == (0, 30, 30, 30)


@pytest.mark.proves("USE-01")
def test_the_grace_is_ten_minutes_before_the_order() -> None:
    assert found(SHORT, fact("ordered", 690, 3600)) == ()
    (it,) = found(SHORT, fact("ordered", 691, 3600))
    assert it.stay.enter_confirmed == at(90)


def test_what_goes_on_after_the_grace_begins_there() -> None:
    (it,) = found(LONG, fact("ordered", -3600, -300, "O1"))
    assert (when(it), it.inputs["orders"]) == ((290, 300, 590, 600), "O1")
    assert it.stay.enter_confirmed == at(340)  # 300 m, and once more farther than 50 m


def test_what_went_on_before_the_grace_ends_there() -> None:
    (it,) = found(LONG, fact("ordered", 1000, 3600))
    assert when(it) == (0, 10, 390, 400)
    assert it.inputs["metres"] == "4000"


def test_an_order_that_begins_where_the_car_stops_ends_it_there() -> None:
    (it,) = found(LONG, fact("ordered", 1200, 3600))
    assert (when(it)[2:], it.stay.exit_confirmed) == ((590, 600), at(600))


def test_a_part_is_found_if_it_was_enough_before_the_next_order() -> None:
    before = fact("ordered", -3600, -300)
    assert found(LONG, before, fact("ordered", 930, 3600)) == ()
    (it,) = found(LONG, before, fact("ordered", 931, 3600))
    assert when(it) == (290, 300, 330, 340)


def test_a_part_that_was_certain_later_than_it_ended_ended_then() -> None:
    slow = [*standing(-60, 0), *driving(0, 330), *driving(330, 400, 3300, mps=0.2)]
    told = [*slow, *driving(400, 600, 3320)]
    (it,) = found(told, fact("ordered", -3600, -300), fact("ordered", 931, 3600))
    assert (it.stay.enter_confirmed, it.stay.exit_confirmed) == (at(410), at(410))
    assert when(it)[2:] == (330, 340)


def test_the_first_instant_of_the_stop_is_not_on_the_road_any_more() -> None:
    quick = [*standing(-60, 0), *driving(0, 310, mps=30), *standing(340, 900, 9300)]
    covered = fact("ordered", -3600, -300)
    assert found(quick, covered) == ()
    further = [*standing(-60, 0), *driving(0, 320, mps=30), *standing(350, 900, 9600)]
    assert len(found(further, covered)) == 1


def test_coming_home_in_time_and_standing_there_is_no_movement() -> None:
    home = [*standing(-120, 0), *driving(0, 295, every=5), *standing(325, 3600, 2950)]
    assert found(home, fact("ordered", -3600, -300)) == ()


def test_two_instants_after_the_grace_need_a_way_of_300_metres() -> None:
    near = [*driving(0, 310, every=5), *standing(340, 900, 3100)]
    assert found([*standing(-60, 0), *near], fact("ordered", -3600, -300)) == ()


def test_movement_too_short_before_an_order_is_none() -> None:
    late = [*standing(-120, 0), *driving(0, 600, mps=3), *standing(630, 900, 1800)]
    assert found(late, fact("ordered", 650, 3600)) == ()


def test_each_trip_is_a_finding_and_each_part_of_one() -> None:
    there = [*standing(-60, 0), *driving(0, 600), *standing(610, 900, 6000)]
    assert len(found([*there, *driving(900, 1000, 6000)])) == 2
    assert len(found([*standing(-60, 0), *driving(0, 6000)], fact("ordered", 2000, 3000))) == 2


def test_a_seal_and_a_retirement_are_other_rules() -> None:
    assert found(LONG, fact("sealed", 0, 900)) == ()
    assert found(LONG, fact("retired", 0)) == ()
    assert found(LONG, fact("sealed", 0, 900), fact("exempt", 0, 900)) != ()
    assert (
        found(LONG, fact("sealed", 0, 900), fact("exempt", 0, 900), fact("ordered", 0, 900)) == ()
    )


def test_a_car_out_of_service_needs_no_order() -> None:
    assert unordered(car(LONG, (fact("in_service", 700),))).found == ()


def test_a_trip_that_leaves_the_last_stop_of_a_window_belongs_to_it() -> None:
    whole = car(LONG, (IN_SERVICE,), Papers(end=at(600)))
    after = car(LONG, (IN_SERVICE,), Papers(begin=at(600)))
    assert (len(unordered(whole).found), len(unordered(after).found)) == (1, 0)
    assert unordered(car(LONG, (IN_SERVICE,), Papers(end=at(0)))).found == ()
    late = car([*LONG, *driving(900, 1000, 6000)], (IN_SERVICE,), Papers(end=at(600)))
    assert len(unordered(late).found) == 1


def test_it_is_asked_again_when_the_order_is_over() -> None:
    there = [*standing(-60, 0), *driving(0, 300)]
    it = unordered(car(there, (IN_SERVICE, fact("ordered", -60, 1200))))
    assert (it.found, it.due) == ((), at(1800))


def test_it_is_asked_again_with_every_record_while_something_may_grow() -> None:
    there = [*standing(-60, 0), *driving(0, 320)]
    it = unordered(car(there, (IN_SERVICE, fact("ordered", -3600, -300))))
    assert (it.found, it.due) == ((), at(320))


def test_a_finding_that_lasts_is_asked_again_when_an_order_begins() -> None:
    there = [*standing(-60, 0), *driving(0, 320)]
    it = unordered(car(there, (IN_SERVICE, fact("ordered", 1200, 1800))))
    assert (len(it.found), it.due) == (1, at(600))
    assert "metres" not in it.found[0].inputs
    assert it.found[0].stay.flags == {"open"}


def test_what_has_ended_is_not_asked_again() -> None:
    there = [*standing(-60, 0), *driving(0, 320)]
    it = unordered(car(there, (IN_SERVICE, fact("ordered", 920, 9e5))))
    assert (len(it.found), it.due) == (1, at(9e5 + 600))


def test_a_parked_car_is_not_asked_again() -> None:
    assert unordered(car(LONG, (IN_SERVICE,))).due > at(1e9)
    covered = car(LONG[:60], (IN_SERVICE, fact("ordered", -600)))
    assert unordered(covered).due > at(1e9)
