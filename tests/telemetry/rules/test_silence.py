"""TERM-01 and SEAL-03: silent on the road, in the yard, and under seal."""

import pytest

from telemetry.fix import Quality
from telemetry.moment import FOREVER
from telemetry.rules.silence import offline, silent_under_seal
from tests.telemetry.on_the_road import IN_SERVICE, Told, at, car, driving, fact, standing
from tests.telemetry.terminals import STANDS, heard, times

ROAD = [*standing(0, 300), *driving(300, 900)]
"""Fifteen minutes, the last ten on the road."""
YARD = standing(0, 900)
DAY = 86_400
SEALED = fact("sealed", -3600, 40_000, "P1")


@pytest.mark.proves("TERM-01", "R061", "R075")
@pytest.mark.parametrize("silent", [600, 601])
def test_ten_minutes_of_silence_on_the_road_are_not_too_long_but_a_second_more_is(
    silent: int,
) -> None:
    later = 900 + silent
    told = heard([*ROAD, Told(later, 9000)], [IN_SERVICE])
    found = [(900, 1500, 1500, later, later, later)]
    assert times(offline(told)) == (found if silent > 600 else [])


@pytest.mark.proves("TERM-01")
@pytest.mark.parametrize("silent", [DAY, DAY + 1])
def test_a_day_of_silence_in_the_yard_is_not_too_long_but_a_second_more_is(silent: int) -> None:
    told = heard([*YARD, Told(900 + silent, 0)], [IN_SERVICE])
    found = [(900, 900 + DAY, 900 + DAY, *[900 + silent] * 3)]
    assert times(offline(told)) == (found if silent > DAY else [])


@pytest.mark.proves("TERM-01")
def test_the_clock_alone_makes_it_too_long() -> None:
    told = heard(ROAD, [IN_SERVICE], now=at(1500))
    assert offline(told).found == ()
    assert offline(told).due == at(1500) + 1
    (found,) = offline(heard(ROAD, [IN_SERVICE], now=at(1500) + 1)).found
    assert found.stay.flags == {"open"}
    assert found.inputs == {"limit_s": "600", "state": "moving"}


@pytest.mark.proves("TERM-01")
def test_whatever_comes_next_ends_a_silence_that_is_too_long() -> None:
    told = heard(ROAD, [IN_SERVICE], now=at(2000))
    assert offline(told).due == at(900)


@pytest.mark.proves("TERM-01")
def test_a_silence_that_is_filled_later_never_was() -> None:
    late = driving(900, 1600, 6000, every=30)
    assert offline(heard([*ROAD, Told(1601, 13_000)], [IN_SERVICE])).found
    assert offline(heard([*ROAD, *late, Told(1601, 13_000)], [IN_SERVICE])).found == ()


@pytest.mark.proves("TERM-01")
def test_a_silence_that_is_filled_in_part_may_be_two() -> None:
    told = heard([*ROAD, *driving(1700, 1720, 14_000), Told(2400, 20_000)], [IN_SERVICE])
    assert [(begin, end) for begin, *_, end in times(offline(told))] == [(900, 1710), (1720, 2400)]


@pytest.mark.proves("TERM-01")
def test_who_switches_off_at_standstill_is_parked() -> None:
    off = Told(910, 6000, speed=0, status=STANDS)
    told = heard([*ROAD, off], [IN_SERVICE], now=at(2000))
    assert offline(told).found == ()
    assert offline(told).due == at(910)  # the next record may say that it drives
    told = heard([*ROAD, off], [IN_SERVICE], now=at(1000))
    assert offline(told).due == at(1510) + 1


@pytest.mark.proves("TERM-01")
@pytest.mark.parametrize(("speed", "states"), [(29, ["moving"]), (0, []), (float("nan"), [])])
def test_the_last_word_counts_more_than_where_it_is_heard_of_again(
    speed: float, states: list[str]
) -> None:
    again = standing(2100, 2400, 6100)
    told = heard([*ROAD, Told(905, 6100, speed=speed), *again], [IN_SERVICE])
    assert [found.inputs["state"] for found in offline(told).found] == states


@pytest.mark.proves("TERM-01")
def test_who_has_just_left_is_on_the_road() -> None:
    told = [*standing(0, 300), Told(310, 100), Told(1000, 9000), Told(1030, 9300)]
    assert times(offline(heard(told, [IN_SERVICE]))) == [(310, 910, 910, 1000, 1000, 1000)]


@pytest.mark.proves("TERM-01")
def test_a_record_without_a_place_is_heard_and_one_from_the_future_is_not() -> None:
    nowhere = Told(1500, 0, place=False, quality=int(Quality.NO_FIX))
    future = Told(1500, 9000, quality=int(Quality.FUTURE))
    end = Told(1600, 9000)
    assert offline(heard([*ROAD, nowhere, end], [IN_SERVICE])).found == ()
    assert len(offline(heard([*ROAD, future, end], [IN_SERVICE])).found) == 1


@pytest.mark.proves("TERM-01")
@pytest.mark.parametrize("kind", ["in_service", "bound"])
def test_nobody_waits_for_a_car_out_of_service_or_without_a_terminal(kind: str) -> None:
    facts = [IN_SERVICE] if kind == "bound" else []
    told = [*YARD, Told(900 + 3 * DAY, 0)]
    gone = fact(kind, -10, 1000 + DAY)  # type: ignore[arg-type] # one of two kinds
    assert times(offline(heard(told, [*facts, gone]))) == [
        (900, 900 + DAY, 900 + DAY, *[1000 + DAY] * 3)
    ]
    gone = fact(kind, -10, 800 + DAY)  # type: ignore[arg-type] # one of two kinds
    assert offline(heard(told, [*facts, gone])).found == ()


@pytest.mark.proves("TERM-01")
def test_the_end_of_service_ends_a_silence_by_the_clock() -> None:
    facts = [fact("in_service", -10, 1000 + DAY)]
    told = heard(YARD, facts, now=at(950 + DAY))
    assert (offline(told).due, offline(told).wake) == (at(900), at(1000 + DAY))
    assert offline(heard(YARD, facts, now=at(1000 + DAY))).due == FOREVER


def test_nothing_is_said_of_a_car_that_was_never_heard_of() -> None:
    assert offline(car([], [IN_SERVICE])).found == ()


@pytest.mark.proves("SEAL-03", "R078", "R075")
@pytest.mark.parametrize("silent", [5400, 5401])
def test_three_heartbeats_of_silence_under_seal_are_not_too_long_but_a_second_more_is(
    silent: int,
) -> None:
    told = heard([*YARD, Told(900 + silent, 0)], [IN_SERVICE, SEALED])
    found = [(900, 6300, 6300, *[900 + silent] * 3)]
    assert times(silent_under_seal(told)) == (found if silent > 5400 else [])


@pytest.mark.proves("SEAL-03")
@pytest.mark.parametrize(("metres", "severity"), [(49, None), (51, "RED")])
def test_a_car_that_was_moved_meanwhile_is_red(metres: float, severity: str | None) -> None:
    told = heard([*YARD, Told(9000, metres)], [IN_SERVICE, SEALED])
    (found,) = silent_under_seal(told).found
    assert found.inputs.get("severity") == severity
    assert found.inputs["moved_m"] == str(metres)
    assert (found.about, found.inputs["period"]) == ("P1", "P1")


@pytest.mark.proves("SEAL-03")
def test_a_car_that_is_elsewhere_after_the_seal_may_have_moved_then() -> None:
    told = heard([*YARD, Told(50_000, 500)], [IN_SERVICE, SEALED])
    (found,) = silent_under_seal(told).found
    assert found.stay.exit_hi == at(40_000)
    assert found.inputs == {"period": "P1", "limit_s": "5400", "moved_m": "500"}


@pytest.mark.proves("SEAL-03")
def test_how_far_it_moved_is_told_once_its_place_is_known() -> None:
    blind = Told(9000, 0, place=False, quality=int(Quality.NO_FIX))
    facts = [IN_SERVICE, SEALED]
    (found,) = silent_under_seal(heard([*YARD, blind], facts, now=at(9000))).found
    assert "moved_m" not in found.inputs
    (found,) = silent_under_seal(heard([*YARD, blind, Told(9060, 800)], facts)).found
    assert found.inputs["severity"] == "RED"


@pytest.mark.proves("SEAL-03")
def test_the_silence_before_the_seal_and_that_of_an_exemption_do_not_count() -> None:
    seal, later = fact("sealed", 4000, 40_000, "P1"), Told(9000, 0)
    assert silent_under_seal(heard([*YARD, later], [IN_SERVICE, seal])).found == ()
    exempt = fact("exempt", 4000, 9000, "P1")
    assert silent_under_seal(heard([*YARD, later], [IN_SERVICE, SEALED, exempt])).found == ()
    seal = fact("sealed", 3000, 40_000, "P1")
    told = heard([*YARD, later], [IN_SERVICE, seal])
    assert times(silent_under_seal(told)) == [(900, 8400, 8400, 9000, 9000, 9000)]


@pytest.mark.proves("SEAL-03")
def test_a_seal_that_is_still_to_come_has_its_time() -> None:
    told = heard(YARD, [IN_SERVICE, fact("sealed", 4000, 40_000, "P1")], now=at(900))
    assert silent_under_seal(told).due == at(9400) + 1
    told = heard(YARD, [IN_SERVICE, fact("sealed", 4000, 9000, "P1")], now=at(900))
    assert silent_under_seal(told).due == FOREVER
