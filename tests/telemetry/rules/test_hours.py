"""USE-06: movement outside working hours on an order that is not for them."""

from dataclasses import replace
from datetime import date

import pytest

from telemetry.found import Found
from telemetry.moment import moment
from telemetry.rulebook import Rulebook
from telemetry.rules.hours import leisure, off_hours
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

HOUR = 3600
EVENING = 9 * HOUR
"""Six o'clock, in seconds after nine in the morning."""
ORDER = fact("ordered", -10 * HOUR, 40 * HOUR, "O1")
MONDAY = date(2026, 9, 21)


def drive(begin: float) -> list[Told]:
    """Ten minutes on the road, to be seen every ten seconds."""
    there = [*standing(begin - 120, begin), *driving(begin, begin + 600)]
    return [*there, *standing(begin + 610, begin + 900, 6000)]


def found(told: list[Told], *facts: Fact, off: bool | None = None) -> tuple[Found, ...]:
    days = {} if off is None else {MONDAY: off}
    book = replace(Rulebook(), off_days=days)
    return off_hours(car(told, (IN_SERVICE, *facts), Papers(rulebook=book))).found


@pytest.mark.proves("USE-06")
def test_a_drive_at_night_needs_an_order_for_it() -> None:
    (it,) = found(drive(EVENING + HOUR), ORDER)
    assert (it.code, it.inputs["day"], it.inputs["orders"]) == ("USE-06", "working day", "O1")
    allowed = fact("ordered", -10 * HOUR, 40 * HOUR, off_hours=True)
    assert found(drive(EVENING + HOUR), allowed) == ()
    assert found(drive(EVENING + HOUR), ORDER, allowed) == ()


@pytest.mark.proves("USE-06")
def test_a_drive_in_working_hours_needs_none() -> None:
    assert found(drive(0), ORDER) == ()
    assert found(drive(-HOUR), ORDER) == ()
    assert found(drive(EVENING - 601), ORDER) == ()


def test_the_working_day_ends_at_six() -> None:
    (it,) = found(drive(EVENING - 300), ORDER)
    assert (it.stay.enter_lo, it.stay.enter_hi) == (at(EVENING - 10), at(EVENING))


def test_the_working_day_begins_at_eight() -> None:
    (it,) = found(drive(-HOUR - 300), ORDER)
    assert (seconds(it.stay.enter_hi), seconds(it.stay.exit_hi)) == (-HOUR - 290, -HOUR)


@pytest.mark.proves("USE-06")
@pytest.mark.proves("R076")
def test_a_day_off_is_off_for_all_its_hours_and_a_made_up_day_is_not() -> None:
    (it,) = found(drive(0), ORDER, off=True)
    assert it.inputs["day"] == "off day"
    assert found(drive(0), ORDER, off=False) == ()


def test_an_emergency_knows_no_hours() -> None:
    assert found(drive(EVENING + HOUR), fact("ordered", 0, 40 * HOUR, emergency=True)) == ()


def test_without_an_order_sealed_retired_or_out_of_service_it_is_another_rule() -> None:
    late = drive(EVENING + HOUR)
    assert found(late) == ()
    assert found(late, ORDER, fact("sealed", 0, 40 * HOUR)) == ()
    assert found(late, ORDER, fact("retired", 0)) == ()
    assert off_hours(car(late, (ORDER,))).found == ()


def test_a_car_that_is_late_is_still_on_its_order() -> None:
    order = fact("ordered", 0, 8 * HOUR, "O1")
    driven = fact("driven", 0, 11 * HOUR, "O1")
    assert len(found(drive(EVENING + HOUR), order, driven)) == 1


def test_it_is_asked_again_at_six() -> None:
    there = [*standing(-60, 0), *driving(0, 300)]
    answer = off_hours(car(there, (IN_SERVICE, ORDER)))
    assert answer.due == at(EVENING)


def test_a_car_that_nobody_heard_of_does_nothing() -> None:
    assert off_hours(car([], (IN_SERVICE, ORDER))).found == ()


def test_leisure_is_told_from_the_first_day_to_the_day_after_the_last() -> None:
    book = replace(Rulebook(), off_days={date(2026, 9, 22): True})
    spans = leisure(book, at(0), at(0))
    told = [tuple(f"{moment(edge):%d %H:%M}" for edge in span) for span in spans]
    assert told == [("20 16:00", "21 00:00"), ("21 10:00", "22 16:00")]
