"""SAFE-02: hours on the road without a break."""

from dataclasses import replace

import pytest

from telemetry.found import Answer
from telemetry.moment import FOREVER
from telemetry.rules.fatigue import fatigue
from tests.telemetry.on_the_road import Told, at, car, driving, seconds, standing

HOUR = 3600
HOME = standing(-600, 0)


def drive(begin: float, end: float) -> list[Told]:
    """On the road, a record a minute; it is where it is after so many seconds."""
    return driving(begin, end, begin * 10, every=60)


def road(*edges: float) -> list[Told]:
    """Driving and standing by turns, from 0 on, each until the next of these seconds."""
    told, begin, east = [*HOME], 0.0, 0.0
    for index, end in enumerate(edges):
        if index % 2:
            told += standing(begin + 10, end, east, 10)
        else:
            told += driving(begin, end, east, every=60)
            east += (end - begin) * 10
        begin = end
    return told


def tired(told: list[Told]) -> Answer:
    return fatigue(car(told))


@pytest.mark.proves("SAFE-02")
@pytest.mark.proves("R094")
def test_more_than_four_hours_on_the_road_are_found_and_four_are_not() -> None:
    assert tired(road(4 * HOUR + 60, 6 * HOUR)).found == ()  # its first record away is at 60
    (it,) = tired(road(4 * HOUR + 180, 6 * HOUR)).found
    assert (it.code, it.inputs["limit_s"], it.inputs["rest_s"]) == ("SAFE-02", "14400", "1200")
    assert (seconds(it.stay.enter_lo), seconds(it.stay.enter_hi)) == (0, 60)
    assert seconds(it.stay.enter_confirmed) == 4 * HOUR + 180
    assert (seconds(it.stay.exit_lo), seconds(it.stay.exit_hi)) == (4 * HOUR + 120, 4 * HOUR + 180)


def test_on_the_road_counts_what_lies_before_the_last_turn() -> None:
    assert tired(road(4 * HOUR + 120)).found == ()
    (it,) = tired(road(4 * HOUR + 180)).found
    assert it.stay.enter_confirmed == at(4 * HOUR + 180)
    assert it.stay.flags == {"open"}


@pytest.mark.proves("SAFE-02")
def test_a_break_of_twenty_minutes_is_one_and_a_shorter_one_is_not() -> None:
    long = road(3 * HOUR, 3 * HOUR + 1080, 6 * HOUR, 8 * HOUR)
    assert tired(long).found == ()
    (it,) = tired(road(3 * HOUR, 3 * HOUR + 1020, 6 * HOUR, 8 * HOUR)).found
    assert (seconds(it.stay.enter_hi), seconds(it.stay.exit_hi)) == (60, 6 * HOUR)


def test_what_nobody_knows_may_have_been_a_break() -> None:
    first, second = road(3 * HOUR), drive(3 * HOUR, 6 * HOUR)
    shifted = [replace(it, at=it.at + 1139) for it in second]
    assert len(tired([*first, *shifted]).found) == 1
    assert tired([*first, *(replace(it, at=it.at + 1140) for it in second)]).found == ()


def test_each_side_of_a_silence_is_judged_alone() -> None:
    later = [replace(it, at=it.at + 2 * HOUR) for it in drive(5 * HOUR, 10 * HOUR)]
    first, second = tired([*road(5 * HOUR), *later]).found
    assert (seconds(first.stay.enter_lo), seconds(first.stay.enter_hi)) == (0, 60)
    assert seconds(second.stay.enter_hi) == 7 * HOUR + 60
    assert (seconds(first.stay.exit_lo), seconds(first.stay.exit_hi)) == (5 * HOUR, 7 * HOUR + 60)
    assert (seconds(second.stay.enter_lo), second.stay.exit_hi) == (5 * HOUR, None)


def test_after_a_break_it_begins_anew() -> None:
    found = tired(road(5 * HOUR, 6 * HOUR, 11 * HOUR, 12 * HOUR)).found
    assert [seconds(it.stay.exit_hi) for it in found] == [5 * HOUR, 11 * HOUR]


def test_it_is_over_when_the_break_was_long_enough() -> None:
    resting = tired(road(5 * HOUR, 5 * HOUR + 1000))
    assert (resting.found[0].stay.exit_hi, resting.due) == (None, at(5 * HOUR - 60 + 1200))
    rested = tired(road(5 * HOUR, 5 * HOUR + 1140))
    assert seconds(rested.found[0].stay.exit_hi) == 5 * HOUR
    assert seconds(rested.found[0].stay.exit_confirmed) == 5 * HOUR + 1140
    assert rested.due == FOREVER


def test_a_departure_that_may_come_is_no_break() -> None:
    there = [*road(5 * HOUR, 5 * HOUR + 1000), Told(5 * HOUR + 1300, 180_100)]
    assert tired(there).found[0].stay.exit_hi is None


def test_it_is_asked_again_after_four_hours() -> None:
    assert tired(road(HOUR)).due == at(60 + 4 * HOUR) + 1
    assert tired(road(5 * HOUR)).due == FOREVER
    assert tired(road(HOUR, HOUR + 300)).due == FOREVER
    assert tired([]) == tired(HOME) == Answer()


def test_the_limit_may_pass_while_it_stands() -> None:
    (it,) = tired(road(4 * HOUR, 4 * HOUR + 900, 4 * HOUR + 1800, 8 * HOUR)).found
    assert seconds(it.stay.enter_confirmed) == 4 * HOUR + 900 + 120


def test_a_trip_that_nobody_saw_on_the_way_counts_where_it_is_seen() -> None:
    there = [*road(4 * HOUR, 4 * HOUR + 900), *standing(4 * HOUR + 1000, 8 * HOUR, 150_000)]
    (it,) = tired(there).found
    assert seconds(it.stay.exit_hi) == 4 * HOUR + 1000


def test_a_window_tells_the_drives_that_begin_in_it() -> None:
    whole = car(road(5 * HOUR, 6 * HOUR))
    assert fatigue(replace(whole, end=at(0))).found == ()
    assert fatigue(replace(whole, begin=at(5 * HOUR))).found == ()
