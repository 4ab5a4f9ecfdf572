"""What orders cover: the grace, and being late; but once at home it is back."""

from dataclasses import replace

import pytest

from telemetry.car import Car
from telemetry.found import unsettled
from telemetry.movement import moves
from telemetry.rules.cover import at_home, covered, covers, named
from telemetry.rules.unordered import unordered
from telemetry.spans import holds
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Papers,
    Told,
    at,
    car,
    disc,
    driving,
    fact,
    seconds,
    standing,
)

HOUR = 3600
ORDER = fact("ordered", 0, HOUR, "O1")
DRIVEN = fact("driven", 0, 30 * HOUR, "O1")
AWAY = [*standing(-600, 0, every=60), *driving(0, 600), *standing(660, 2 * HOUR, 6000, every=60)]
"""From home to a place 6 km away, and standing there until eleven."""
BACK = [*AWAY, *driving(2 * HOUR, 2 * HOUR + 600, 6000, mps=-10)]
LATE = [*BACK, *standing(2 * HOUR + 660, 4 * HOUR, 0, every=60)]
"""At home again ten minutes later."""
OUT_AGAIN = [*LATE, *driving(4 * HOUR, 4 * HOUR + 600), *standing(4 * HOUR + 660, 6 * HOUR, 6000)]
PAPERS = Papers(areas=(disc("base@1", "home", 100),))


def one(told: list[Told], *facts: Fact, papers: Papers = PAPERS) -> Car:
    return car(told, (IN_SERVICE, *facts), papers)


def whole(it: Car) -> list[tuple[float | None, ...]]:
    return [tuple(map(seconds, cover.whole)) for cover in covers(it)]


def test_an_order_covers_ten_minutes_more_on_both_sides() -> None:
    it = one(AWAY, ORDER)
    assert whole(it) == [(-600, HOUR + 600)]
    assert named(it, at(HOUR + 599), at(9 * HOUR)) == "O1"
    assert named(it, at(HOUR + 600), at(9 * HOUR)) == ""
    assert [named(it, at(-900), at(end)) for end in (-600, -599)] == ["", "O1"]
    assert covers(it) is covers(it)


def test_a_car_that_left_on_an_order_is_covered_until_its_papers_say_it_is_back() -> None:
    assert whole(one(AWAY, ORDER, fact("driven", 0, 3 * HOUR, "O1"))) == [(-600, 3 * HOUR)]
    assert whole(one(AWAY, ORDER, fact("driven", 0, 3 * HOUR, "O2"))) == [(-600, HOUR + 600)]
    assert whole(one(AWAY, ORDER, fact("driven", 0, HOUR, "O1"))) == [(-600, HOUR + 600)]


def test_a_return_that_nobody_recorded_for_a_day_was_forgotten() -> None:
    assert whole(one(AWAY, ORDER, DRIVEN)) == [(-600, 25 * HOUR + 600)]


def test_a_departure_without_an_order_covers_nothing() -> None:
    assert covered(one(AWAY, DRIVEN)) == ()


@pytest.mark.proves("USE-01")
def test_the_late_way_home_is_covered_and_what_comes_after_is_not() -> None:
    assert unordered(one(LATE, ORDER, DRIVEN)).found == ()
    (it,) = unordered(one(OUT_AGAIN, ORDER, DRIVEN)).found
    assert seconds(it.stay.enter_lo) == 4 * HOUR


def test_a_car_that_stood_at_home_when_its_order_ended_was_back() -> None:
    early = fact("ordered", 0, 3 * HOUR, "O1")
    assert whole(one(OUT_AGAIN, early, DRIVEN)) == [(-600, 3 * HOUR + 600)]


def test_a_car_without_a_home_is_back_by_its_papers_alone() -> None:
    assert unordered(one(OUT_AGAIN, ORDER, DRIVEN, papers=Papers())).found == ()


def test_a_place_50_metres_from_home_is_home_and_one_farther_is_not() -> None:
    near, far = one(standing(0, 600, 149.5)), one(standing(0, 600, 150.5))
    assert [at_home(it, moves(it).stops[0]) for it in (near, far)] == [True, False]


def test_home_is_what_the_plan_calls_so_at_that_time() -> None:
    base = PAPERS.areas[0]
    for area in (
        replace(base, role="operating"),
        replace(base, end=at(0)),
        replace(base, begin=at(1)),
    ):
        it = one(standing(0, 600), papers=Papers(areas=(area,)))
        assert not at_home(it, moves(it).stops[0])
    since = one(standing(0, 600), papers=Papers(areas=(replace(base, begin=at(0)),)))
    assert at_home(since, moves(since).stops[0])


def test_no_window_begins_elsewhere_after_the_car_was_back_with_its_papers_open() -> None:
    it = one(OUT_AGAIN, ORDER, DRIVEN)
    busy = unsettled([unordered(it)])
    begins = [stop.stay.enter_hi for stop in moves(it).stops]
    assert [holds(busy, begin) for begin in begins] == [False, False, False, True]
    closed = unsettled([unordered(one(OUT_AGAIN, ORDER, fact("driven", 0, 3 * HOUR, "O1")))])
    assert not holds(closed, begins[-1])
