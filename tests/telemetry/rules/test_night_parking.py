"""GEO-01: away from home at night, by the clock, the orders, and the places."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from telemetry.car import Area, Car
from telemetry.found import Answer
from telemetry.moment import FOREVER
from telemetry.rulebook import Rulebook
from telemetry.rules.night_parking import night_parking
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Papers,
    Told,
    at,
    disc,
    driving,
    fact,
    standing,
)
from tests.telemetry.terminals import EVENING, MORNING, heard, times

BASE = disc("base@1", "home", 300)
DAY = 86_400
HALF = 1800
AWAY = 5000.0
MONDAY = date(2026, 9, 21)


def car(
    told: Sequence[Told],
    *facts: Fact,
    areas: Sequence[Area] = (BASE,),
    book: Rulebook | None = None,
    now: float | None = None,
) -> Car:
    """A car in service."""
    papers = Papers(areas=areas, rulebook=book or Rulebook())
    more = {} if now is None else {"now": at(now)}
    return heard(told, [IN_SERVICE, *facts], papers, **more)


def said(told: Sequence[Told], *facts: Fact, **more: object) -> Answer:
    """What is said of it."""
    return night_parking(car(told, *facts, **more))  # type: ignore[arg-type]


def out(until: float, since: float = 40_000, every: float = 60) -> list[Told]:
    """Eight minutes on the way there, and standing there, sixteen times as far as home reaches."""
    way = [*standing(since - 900, since - 500), *driving(since - 500, since)]
    return [*way, *standing(since + every, until, AWAY, every=every)]


@pytest.mark.proves("GEO-01", "R077")
@pytest.mark.parametrize("stood", [HALF, HALF + 60])
def test_half_an_hour_of_the_night_is_not_too_long_but_a_minute_more_is(stood: int) -> None:
    answer = said(out(EVENING + stood))
    found = [(EVENING - 20, EVENING, EVENING + HALF + 40, None, None, None)]
    assert times(answer) == (found if stood > HALF else [])


@pytest.mark.proves("GEO-01")
def test_it_lasts_until_six_in_the_morning_by_the_clock() -> None:
    answer = said(out(MORNING - 60))
    assert answer.found[0].stay.flags == {"open"}
    assert answer.due == at(MORNING)
    answer = said(out(MORNING + 600))
    assert [it[3:] for it in times(answer)] == [(MORNING, MORNING, MORNING)]
    assert answer.due > at(MORNING + 600)


@pytest.mark.proves("GEO-01")
def test_it_ends_when_the_car_goes() -> None:
    told = [*out(60_000), *driving(60_000, 60_600, AWAY), *standing(60_610, 61_000, 11_000)]
    (found, *_) = times(said(told))
    assert found[3:] == (59_980, 60_010, 60_030)


@pytest.mark.proves("GEO-01")
def test_who_comes_at_night_is_away_from_then_on() -> None:
    answer = said(out(EVENING + 6000, since=EVENING + 1000))
    begin = EVENING + 1000
    assert [it[:3] for it in times(answer)] == [(begin - 10, begin, begin + HALF + 60)]
    assert said(out(EVENING + 1000 + HALF, since=EVENING + 1000)).found == ()


@pytest.mark.proves("GEO-01")
def test_before_it_has_come_to_rest_nobody_can_tell() -> None:
    soon, begin = Rulebook(night_s=600), EVENING + 1000
    assert said(out(begin + 1700, since=begin), book=soon).found == ()
    assert said(out(begin + 1900, since=begin), book=soon).found


@pytest.mark.proves("GEO-01")
def test_a_car_that_was_never_seen_to_come_is_away_all_the_same() -> None:
    (found,) = said(standing(EVENING + 100, EVENING + 4000, AWAY)).found
    assert found.stay.enter_lo is None
    assert found.stay.flags == {"entry_unseen", "open"}


@pytest.mark.proves("GEO-01")
def test_at_home_or_too_near_to_tell_is_no_finding() -> None:
    for east in (0, 299, 320):
        assert said(standing(40_000, MORNING, east, every=300)).found == ()
    assert said(standing(40_000, MORNING, 330, every=300)).found


@pytest.mark.proves("GEO-01")
def test_the_place_is_where_it_came_to_rest_not_the_gate_it_was_let_in_by() -> None:
    gate = [*out(40_000, every=10), *standing(40_010, 40_190, 345, every=60)]
    assert said([*gate, *standing(40_250, MORNING, 325)]).found == ()


@pytest.mark.proves("GEO-01")
def test_without_a_home_in_force_nobody_can_tell() -> None:
    assert said(out(MORNING), areas=()).found == ()
    past = replace(BASE, end=at(EVENING + 600))
    assert said(out(MORNING), areas=(past,)).found == ()
    city = disc("city@1", "operating", 20)
    assert said(out(MORNING), areas=(city,)).found == ()


@pytest.mark.proves("GEO-01")
def test_a_home_that_is_drawn_anew_changes_it_from_then_on() -> None:
    wider = replace(disc("base@2", "home", 9000), begin=at(60_000))
    answer = said(out(MORNING), areas=(replace(BASE, end=at(60_000)), wider))
    assert [it[4] for it in times(answer)] == [60_000]
    assert answer.found[0].inputs["areas"] == "base@1"


@pytest.mark.proves("GEO-01")
@pytest.mark.parametrize("allows", [{"overnight": True}, {"emergency": True}])
def test_an_overnight_order_or_an_emergency_has_it_out(allows: dict[str, bool]) -> None:
    order = fact("ordered", 40_000, MORNING, "O1", **allows)
    assert said(out(MORNING + 1000), order).found == ()


@pytest.mark.proves("GEO-01")
def test_another_order_does_not() -> None:
    order = fact("ordered", 40_000, MORNING, "O1", off_hours=True)
    assert said(out(MORNING), order).found


@pytest.mark.proves("GEO-01")
def test_it_is_away_from_the_end_of_its_overnight_order_on() -> None:
    order = fact("ordered", 40_000, 60_000, "O1", overnight=True)
    (found,) = said(out(MORNING), order).found
    assert found.stay.enter_hi == at(60_600)  # the grace
    assert found.stay.enter_confirmed == at(62_440)


@pytest.mark.proves("GEO-01")
def test_each_night_is_one_finding_on_workdays() -> None:
    answer = said(out(MORNING + DAY + 600, every=300))
    assert [it[1:5:3] for it in times(answer)] == [
        (EVENING, MORNING), (EVENING + DAY, MORNING + DAY)
    ]  # fmt: skip


@pytest.mark.proves("GEO-01", "R077")
def test_over_days_off_it_goes_on() -> None:
    off = Rulebook(off_days={MONDAY.replace(day=22): True})
    answer = said(out(MORNING + DAY + 600, every=300), book=off)
    assert [it[1:5:3] for it in times(answer)] == [(EVENING, MORNING + DAY)]


@pytest.mark.proves("GEO-01")
def test_by_day_on_a_day_off_any_order_has_it_out_and_nothing_begins() -> None:
    off = Rulebook(off_days={MONDAY.replace(day=22): True})
    order = fact("ordered", 80_000, 90_000, "O1")
    answer = said(out(MORNING + DAY + 600, every=300), order, book=off)
    assert [it[1:5:3] for it in times(answer)] == [
        (EVENING, 79_400), (EVENING + DAY, MORNING + DAY)
    ]  # fmt: skip


@pytest.mark.proves("GEO-01")
def test_silence_at_one_place_is_presumed_and_says_so() -> None:
    silent = [*out(41_000), *standing(MORNING + 600, MORNING + 900, AWAY)]
    (found,) = said(silent).found
    assert times(Answer((found,)))[0][1:3] == (EVENING, MORNING + 600)
    assert found.stay.flags == {"gap_inside"}
    assert said(out(41_000), now=MORNING).found == ()


@pytest.mark.proves("GEO-01")
def test_a_silent_car_that_is_elsewhere_afterwards_may_have_left_before() -> None:
    assert said([*out(41_000), *standing(MORNING + 600, MORNING + 900, 9000)]).found == ()
    left = [*out(EVENING + 1860), *standing(MORNING + 600, MORNING + 900, 9000)]
    (found,) = times(said(left))
    assert found[3:] == (EVENING + 1840, MORNING, MORNING)


@pytest.mark.proves("GEO-01")
def test_late_records_show_that_it_was_at_home() -> None:
    trip = [*driving(42_000, 42_500, AWAY, mps=-10), *standing(42_520, 70_000, 0, every=300)]
    back = [*driving(70_000, 70_500, 0), *standing(70_510, MORNING, AWAY)]
    assert said([*out(42_000), *back]).found
    assert said([*out(42_000), *trip, *back[:-1]]).found


@pytest.mark.proves("GEO-01")
def test_a_deciding_record_in_doubt_makes_the_finding_doubtful() -> None:
    told = out(EVENING + 3000)
    doubt = [replace(row, quality=512 * (row.at == EVENING - 20)) for row in told]
    assert said(doubt).found[0].stay.flags == {"open", "doubtful"}


@pytest.mark.proves("GEO-01")
def test_a_car_out_of_service_may_stand_anywhere() -> None:
    papers = Papers(areas=(BASE,))
    assert night_parking(heard(out(MORNING), [], papers)).found == ()


@pytest.mark.proves("GEO-01")
def test_it_is_due_when_it_would_be_too_long() -> None:
    assert said(out(41_000)).due == at(EVENING + HALF) + 1
    assert said([*out(41_000), *driving(41_000, 41_300, AWAY)]).due == FOREVER
    assert said(out(MORNING + 120)).due > at(MORNING + 120)


@pytest.mark.proves("GEO-01")
def test_a_morning_that_only_the_clock_has_seen_is_told_and_looked_at_again() -> None:
    answer = said(out(MORNING - 600), now=MORNING)
    assert times(answer)[0][3:] == (MORNING - 600 - 20, MORNING, MORNING)
    assert answer.due == at(MORNING)


def test_its_inputs_say_where_and_by_which_areas() -> None:
    (found,) = said(out(MORNING - 60)).found
    assert found.inputs["areas"] == "base@1"
    assert (found.inputs["night"], found.inputs["night_s"]) == ("22:00-06:00", "1800")
    assert found.inputs["parked"].startswith("120.21")


def test_what_begins_behind_the_window_is_another_windows() -> None:
    assert night_parking(replace(car(out(MORNING)), end=at(39_000))).found == ()
