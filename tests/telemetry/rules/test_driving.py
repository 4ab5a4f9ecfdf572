"""SAFE-01 and SAFE-03: what a terminal tells of how the car is driven."""

from dataclasses import replace

import pytest

from telemetry.fix import Quality
from telemetry.found import Answer, unsettled
from telemetry.moment import FOREVER
from telemetry.rules.driving import crash, speeding
from telemetry.spans import holds
from tests.telemetry.on_the_road import Papers, Told, at, car, driving, seconds, standing

NONE = float("nan")
COLLISION, ROLLOVER = 1 << 29, 1 << 30


def told(*speeds: float, every: float = 5) -> list[Told]:
    """Records with these speeds, from second 0 on."""
    return [Told(index * every, index * 150, speed=speed) for index, speed in enumerate(speeds)]


def fast(*speeds: float, every: float = 5) -> Answer:
    return speeding(car(told(*speeds, every=every)))


@pytest.mark.proves("SAFE-01")
@pytest.mark.proves("R079")
def test_ten_seconds_beyond_the_limit_and_a_fifth_are_found_and_less_is_not() -> None:
    assert fast(100, 145, 145, 100).found == ()
    (it,) = fast(100, 145, 145, 145, 100).found
    assert (it.code, it.inputs["limit_kmh"], it.inputs["over_percent"]) == ("SAFE-01", "120", "20")
    ends = it.stay.enter_lo, it.stay.enter_hi, it.stay.enter_confirmed, it.stay.exit_lo
    assert tuple(map(seconds, ends)) == (0, 5, 15, 15)
    assert (seconds(it.stay.exit_hi), seconds(it.stay.exit_confirmed)) == (20, 20)


@pytest.mark.proves("SAFE-01")
def test_144_km_h_are_not_too_fast() -> None:
    assert fast(*[144.0] * 9).found == ()
    assert len(fast(*[144.1] * 9).found) == 1


def test_a_record_without_a_speed_neither_confirms_nor_breaks() -> None:
    assert fast(100, 150, NONE, NONE, NONE, 100).found == ()
    (it,) = fast(NONE, 150, NONE, 150, NONE, 100).found
    assert (seconds(it.stay.enter_lo), seconds(it.stay.exit_lo)) == (0, 15)
    assert seconds(fast(150, NONE, 150).found[0].stay.enter_hi) == 0
    assert fast(NONE, NONE).found == ()


def test_a_silence_breaks_it() -> None:
    assert len(fast(100, 150, 150, every=900).found) == 1
    assert fast(100, 150, 150, every=901).found == ()


def test_of_two_records_at_one_time_the_faster_one_counts() -> None:
    twice = [*told(100, 150, 150, 150), Told(10, 9, speed=90)]
    assert len(speeding(car(twice)).found) == 1


def test_what_has_no_place_has_no_speed() -> None:
    lost = [replace(it, place=False) for it in told(150, 150, 150)]
    assert speeding(car(lost)).found == ()
    assert speeding(car([])) == Answer()


def test_a_doubtful_fix_makes_it_doubtful() -> None:
    doubt = [replace(it, quality=int(Quality.HIGH_HDOP)) for it in told(150, 150, 150)]
    assert "doubtful" in speeding(car(doubt)).found[0].stay.flags


def test_while_it_is_fast_every_record_is_asked() -> None:
    assert fast(100, 100).due == FOREVER
    assert fast(100, 150).due == at(15)
    assert fast(100, 150, 150, 150).due == at(15) + 1
    assert fast(100, 150, 150, 150, 100).due == FOREVER


def test_no_window_begins_while_it_is_fast() -> None:
    busy = unsettled([fast(100, 150, 100)])
    assert [holds(busy, at(each)) for each in (0, 5, 10)] == [False, True, False]


def test_a_window_tells_what_begins_in_it() -> None:
    whole = car(told(100, 150, 150, 150, 100))
    assert speeding(replace(whole, end=at(5))).found == ()
    assert speeding(replace(whole, begin=at(20))).found == ()
    assert seconds(speeding(replace(whole, begin=at(5))).found[0].stay.enter_hi) == 5


def felt(*alarms: int, every: float = 30, place: bool = True) -> Answer:
    rows = [Told(index * every, 0, alarm=alarm, place=place) for index, alarm in enumerate(alarms)]
    return crash(car(rows))


@pytest.mark.proves("SAFE-03")
@pytest.mark.proves("R094")
def test_a_collision_or_a_rollover_is_found_at_once() -> None:
    for bit in (COLLISION, ROLLOVER, COLLISION | 1):
        (it,) = felt(0, bit).found
        assert (it.code, seconds(it.stay.enter_lo), seconds(it.stay.enter_confirmed)) == (
            "SAFE-03", 0, 30,
        )  # fmt: skip
    assert felt(0, 1 << 28).found == ()


@pytest.mark.proves("SAFE-03")
def test_a_record_without_a_place_tells_it_too() -> None:
    assert len(felt(0, COLLISION, place=False).found) == 1


def test_a_minute_without_the_bit_ends_it_and_less_does_not() -> None:
    assert len(felt(COLLISION, 0, COLLISION, 0, 0, 0).found) == 1
    assert len(felt(COLLISION, 0, 0, 0, COLLISION).found) == 2
    (it,) = felt(COLLISION, 0, 0, 0).found
    assert (seconds(it.stay.exit_hi), seconds(it.stay.exit_confirmed)) == (30, 90)


def test_it_is_asked_again_when_the_minute_is_over() -> None:
    assert felt(0, COLLISION).due == FOREVER
    assert felt(0, COLLISION, 0).due == at(120)
    assert felt(0, 0).due == felt(0, COLLISION, 0, 0, 0).due == FOREVER


def test_a_trip_and_a_stop_are_no_crash() -> None:
    there = [*standing(-60, 0), *driving(0, 100, speed=80)]
    for rule in (speeding, crash):
        assert rule(car(there, (), Papers(begin=at(0)))) == Answer()
