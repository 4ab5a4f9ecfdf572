"""The schedule of a car: one order at a time, none while it is blocked."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.bookings import Booking
from fleet.decider import Refused
from fleet.vehicle.car_schedule import CarSchedule, car_schedule
from fleet.vehicle.car_schedule_words import (
    BlockCar,
    CarBlocked,
    CarReleased,
    CarReservationExtended,
    CarReserved,
    CarScheduleCommand,
    CarScheduleEvent,
    CarSetOff,
    CarSetsOff,
    CarUnblocked,
    ExtendCar,
    PaperEnd,
    ReleaseCar,
    ReserveCar,
    UnblockCar,
)
from tests.fleet.vehicle.test_refusals import told_in_full
from tests.given import Given

SAID = json.loads((Path(__file__).parent / "refusals_schedule.json").read_text("utf-8"))


def at(hour: float) -> datetime:
    """So many hours after midnight UTC: 16 is midnight in Hangzhou."""
    return datetime(2026, 9, 30, tzinfo=UTC) + timedelta(hours=hour)


def reserve(order: str, begin: float, end: float, **more: Any) -> ReserveCar:  # noqa: ANN401 - fields
    said = {"order": order, "unit": "A1", "begins_at": at(begin), "ends_at": at(end)}
    return ReserveCar(vehicle="V1", at=at(0), **said, **more)


def reserved(order: str, begin: float, end: float, **more: Any) -> CarReserved:  # noqa: ANN401
    said = {"order": order, "unit": "A1", "begins_at": at(begin), "ends_at": at(end)}
    return CarReserved(vehicle="V1", at=at(0), **said, **more)


def released(order: str, begin: float, end: float, freed: float, now: float) -> CarReleased:
    said = {"order": order, "unit": "A1", "begins_at": at(begin), "ends_at": at(end)}
    return CarReleased(vehicle="V1", at=at(now), **said, freed_from=at(freed))


def release(order: str, now: float) -> ReleaseCar:
    return ReleaseCar(vehicle="V1", order=order, at=at(now))


def extend(order: str, end: float, **more: Any) -> ExtendCar:  # noqa: ANN401 - fields
    return ExtendCar(vehicle="V1", order=order, ends_at=at(end), at=at(0), **more)


def leave(order: str, now: float, **more: Any) -> CarSetsOff:  # noqa: ANN401 - fields
    return CarSetsOff(vehicle="V1", order=order, at=at(now), **more)


def left(order: str, now: float) -> CarSetOff:
    return CarSetOff(vehicle="V1", order=order, at=at(now))


def papers(end: float, *kinds: str) -> dict[str, Any]:
    """Papers that end at this hour."""
    last = {"until": date(2026, 9, 30), "ends_at": at(end)}
    return {"papers": tuple(PaperEnd(kind=kind, **last) for kind in kinds or ("INSURANCE",))}


def extended(order: str, begin: float, end: float, before: float) -> CarReservationExtended:
    said = {"order": order, "unit": "A1", "begins_at": at(begin), "ends_at": at(end)}
    return CarReservationExtended(vehicle="V1", at=at(0), **said, ended_at=at(before))


def block(cause: str, since: float) -> BlockCar:
    return BlockCar(vehicle="V1", cause=cause, since=at(since), at=at(0))


def blocked(cause: str, since: float, *orders: str) -> CarBlocked:
    return CarBlocked(vehicle="V1", cause=cause, since=at(since), orders=orders, at=at(0))


unblock = UnblockCar(vehicle="V1", cause="safety", at=at(0))
unblocked = CarUnblocked(vehicle="V1", cause="safety", at=at(0))
given = Given(car_schedule)
MORNING, NOON = reserved("O1", 1, 3), reserved("O2", 3, 5)


def refusal(command: CarScheduleCommand, *past: CarScheduleEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        car_schedule.decide(command, car_schedule.fold(past))
    return no.value


def rows(*past: CarScheduleEvent) -> list[tuple[str, datetime, datetime]]:
    """Who has it when."""
    return [(it.order, it.begins_at, it.ends_at) for it in car_schedule.fold(past).bookings.rows]


@pytest.mark.proves("R065")
def test_a_car_is_promised_to_one_order_at_a_time() -> None:
    given().when(reserve("O1", 1, 3)).then(MORNING)
    given(MORNING).when(reserve("O2", 2, 4)).refused("一车一单")
    no = refusal(reserve("O2", 2, 4), MORNING)
    assert (no.code, no.values["other"], no.values["unit"]) == ("CarBusy", "O1", "A1")
    assert (no.values["begins"], no.values["ends"]) == ("2026-09-30 09:00", "2026-09-30 11:00")


@pytest.mark.proves("R065")
@pytest.mark.parametrize(("begin", "end"), [(0, 1.01), (2.99, 4), (0, 9), (1.5, 2), (1, 3)])
def test_any_common_moment_is_one_too_many(begin: float, end: float) -> None:
    assert refusal(reserve("O9", begin, end), MORNING).code == "CarBusy"
    assert refusal(reserve("O9", begin, end), NOON, MORNING).values["other"] == "O1"


def test_what_ends_when_the_next_one_begins_does_not_overlap() -> None:
    given(MORNING).when(reserve("O2", 3, 5)).then(NOON)
    given(NOON).when(reserve("O1", 1, 3)).then(MORNING)
    between = reserved("O3", 3, 7)
    given(MORNING, reserved("O2", 7, 9)).when(reserve("O3", 3, 7)).then(between)
    assert rows(NOON, MORNING) == [("O1", at(1), at(3)), ("O2", at(3), at(5))]


def test_the_same_promise_again_is_nothing_new() -> None:
    given(MORNING).when(reserve("O1", 1, 3)).then()
    no = refusal(reserve("O1", 5, 6), MORNING)
    assert (no.code, no.values["begins"], no.values["ends"]) == (
        "OrderHasCar",
        "2026-09-30 09:00",
        "2026-09-30 11:00",
    )


def test_a_time_ends_after_it_begins() -> None:
    assert refusal(reserve("O1", 3, 3)).code == "EndsBeforeItBegins"
    assert refusal(reserve("O1", 3, 2)).code == "EndsBeforeItBegins"
    no = refusal(extend("O1", 1), MORNING)
    assert (no.code, no.values["begins"]) == ("EndsBeforeItBegins", "2026-09-30 09:00")
    assert (no.values["vehicle"], no.values["order"]) == ("V1", "O1")


@pytest.mark.proves("R069")
def test_only_a_car_in_service_is_promised() -> None:
    assert refusal(reserve("O1", 1, 3, in_service=False)).code == "CarNotInService"


def test_an_order_given_up_before_its_begin_leaves_nothing_behind() -> None:
    given(MORNING).when(release("O1", 0)).then(released("O1", 1, 3, freed=1, now=0))
    given(MORNING).when(release("O1", 1)).then(released("O1", 1, 3, freed=1, now=1))
    gone = released("O1", 1, 3, freed=1, now=0)
    assert rows(MORNING, gone) == []
    assert rows(MORNING, NOON, gone) == [("O2", at(3), at(5))]


def test_what_was_used_before_a_release_stays_used() -> None:
    half = released("O1", 1, 3, freed=2, now=2)
    given(MORNING).when(release("O1", 2)).then(half)
    assert rows(MORNING, half) == [("O1", at(1), at(2))]
    given(MORNING, half).when(reserve("O2", 2, 4)).then(reserved("O2", 2, 4))
    assert refusal(reserve("O2", 1.5, 4), MORNING, half).code == "CarBusy"


@pytest.mark.parametrize("now", [3, 4])
def test_what_is_over_cannot_be_released(now: float) -> None:
    given(MORNING).when(release("O1", now)).then()
    given(MORNING).when(release("O2", now)).then()
    given(MORNING, released("O1", 1, 3, freed=1, now=0)).when(release("O1", 0)).then()


def test_an_order_that_comes_back_to_a_car_gets_what_is_left_of_its_time() -> None:
    half = released("O1", 1, 3, freed=2, now=2)
    given(MORNING, half).when(reserve("O1", 1, 3)).then(reserved("O1", 2, 3))
    again = (MORNING, half, reserved("O1", 2, 3))
    assert rows(*again) == [("O1", at(1), at(2)), ("O1", at(2), at(3))]
    given(*again).when(reserve("O1", 1, 3)).then()
    later = (reserved("O3", 0, 1), MORNING, half)
    given(*later).when(reserve("O1", 1, 3)).then(reserved("O1", 2, 3))
    given(MORNING, half).when(reserve("O1", 0, 3)).then(reserved("O1", 2, 3))
    assert refusal(reserve("O1", 1, 2), MORNING, half).code == "EndsBeforeItBegins"
    given(MORNING, half).when(reserve("O1", 2, 5)).then(reserved("O1", 2, 5))
    given(MORNING, half).when(reserve("O1", 0, 1)).then(reserved("O1", 0, 1))


def test_an_order_gets_a_car_for_longer_where_nobody_waits() -> None:
    given(MORNING).when(extend("O1", 4)).then(extended("O1", 1, 4, before=3))
    given(MORNING).when(extend("O1", 3)).then()
    given(MORNING).when(extend("O1", 2)).then(extended("O1", 1, 2, before=3))
    given(MORNING, NOON).when(extend("O1", 2)).then(extended("O1", 1, 2, before=3))
    longer = (MORNING, extended("O1", 1, 4, before=3))
    assert rows(*longer) == [("O1", at(1), at(4))]
    assert refusal(reserve("O2", 3, 5), *longer).code == "CarBusy"


def test_an_order_does_not_get_the_time_of_the_next_one() -> None:
    no = refusal(extend("O1", 3.5), MORNING, NOON)
    assert (no.code, no.values["other"], no.values["order"]) == ("CarBusy", "O2", "O1")
    assert refusal(extend("O2", 6), MORNING).code == "OrderHasNoCar"
    gone = released("O1", 1, 3, freed=1, now=0)
    assert refusal(extend("O1", 6), MORNING, gone).code == "OrderHasNoCar"
    given(MORNING, reserved("O2", 4, 5)).when(extend("O1", 4)).then(extended("O1", 1, 4, before=3))


@pytest.mark.proves("R094")
def test_a_failed_safety_item_keeps_a_car_from_everybody() -> None:
    given().when(block("safety", 2)).then(blocked("safety", 2))
    no = refusal(reserve("O1", 1, 3), blocked("safety", 2), blocked("maintenance", 1))
    assert (no.code, no.values["causes"]) == ("CarBlocked", "maintenance, safety")
    assert no.values["since"] == "2026-09-30 09:00"
    given(blocked("safety", 3)).when(reserve("O1", 1, 3)).then(MORNING)
    assert refusal(reserve("O1", 1, 3.01), blocked("safety", 3)).code == "CarBlocked"
    given(blocked("safety", 2), unblocked).when(reserve("O1", 1, 3)).then(MORNING)


@pytest.mark.proves("R094")
def test_what_kept_a_car_off_the_road_before_there_were_schedules_still_does() -> None:
    old = reserve("O1", 1, 3, hindrances=("suspended",))
    no = refusal(old, blocked("safety", 2))
    assert (no.code, no.values["causes"]) == ("CarBlocked", "safety, suspended")
    assert no.values["since"] == "2026-09-30 08:00"
    past = reserve("O1", -3, 0, hindrances=("suspended",))
    given().when(past).then(reserved("O1", -3, 0))
    both = refusal(reserve("O1", 1, 3, hindrances=("safety",)), blocked("safety", 2))
    assert both.values["since"] == "2026-09-30 10:00"


@pytest.mark.proves("R094")
def test_a_blocked_car_is_not_kept_longer_either() -> None:
    assert refusal(extend("O1", 4), MORNING, blocked("safety", 2)).code == "CarBlocked"
    given(MORNING, blocked("safety", 2)).when(extend("O1", 2)).then(extended("O1", 1, 2, before=3))


def test_a_block_names_the_orders_it_leaves_without_a_car() -> None:
    given(MORNING, NOON).when(block("safety", 2)).then(blocked("safety", 2, "O1", "O2"))
    given(MORNING, NOON).when(block("safety", 3)).then(blocked("safety", 3, "O2"))
    gone = released("O2", 3, 5, freed=4, now=4)
    given(MORNING, NOON, gone).when(block("safety", 3)).then(blocked("safety", 3))
    given(blocked("safety", 2)).when(block("safety", 3)).then()


def test_only_the_cause_that_is_gone_is_lifted() -> None:
    given(blocked("safety", 2)).when(unblock).then(unblocked)
    given().when(unblock).then()
    given(blocked("maintenance", 2)).when(unblock).then()
    past = (blocked("safety", 2), blocked("maintenance", 2), unblocked)
    assert refusal(reserve("O1", 1, 3), *past).values["causes"] == "maintenance"


def test_emergencies_of_a_car_are_counted_by_the_local_month() -> None:
    urgent = {"emergency": True, "emergency_limit": 3}
    past: list[CarReserved] = []
    for order, begin, count in (("O1", 1, 1), ("O2", 15.9, 2), ("O3", 16, 1), ("O4", 3, 3)):
        told = reserved(order, begin, begin + 0.1, **urgent, emergencies=count)
        given(*past).when(reserve(order, begin, begin + 0.1, **urgent)).then(told)
        past.append(told)
    plain = reserved("O5", 5, 6, emergencies=3)
    given(*past).when(reserve("O5", 5, 6)).then(plain)
    given(*past, plain).when(reserve("O6", 7, 8)).then(reserved("O6", 7, 8, emergencies=3))
    utc = reserve("O7", 17, 18, **urgent, tz="UTC")
    told = reserved("O7", 17, 18, **urgent, tz="UTC", emergencies=4)
    given(*past).when(utc).then(told)


def test_an_emergency_that_comes_back_counts_once() -> None:
    urgent: dict[str, Any] = {"emergency": True, "emergency_limit": 3, "emergencies": 1}
    past = (reserved("O1", 1, 3, **urgent), released("O1", 1, 3, freed=1, now=0))
    asked = reserve("O1", 1, 3, emergency=True, emergency_limit=3)
    given(*past).when(asked).then(reserved("O1", 1, 3, **urgent))


def test_a_schedule_knows_what_it_is_told() -> None:
    state = car_schedule.fold([MORNING, blocked("safety", 2)])
    assert state.bookings.of("O1") == Booking("O1", at(1), at(3), "A1")
    assert state.bookings.of("O2") is None
    assert (state.blocks, state.emergencies) == ({"safety": at(2)}, {})
    assert car_schedule.initial == CarSchedule()


HOURS = st.integers(0, 12)
ORDERS = st.sampled_from(["O1", "O2", "O3"])
COMMANDS = st.one_of(
    st.builds(reserve, ORDERS, HOURS, HOURS),
    st.builds(release, ORDERS, HOURS),
    st.builds(extend, ORDERS, HOURS),
)


@pytest.mark.proves("R065")
@each(st.lists(COMMANDS, max_size=25))
def test_whatever_is_said_no_two_promises_overlap(said: list[CarScheduleCommand]) -> None:
    state = car_schedule.initial
    for command in said:
        try:
            events = car_schedule.decide(command, state)
        except Refused:
            continue
        for event in events:
            state = car_schedule.evolve(state, event)
        assert car_schedule.decide(command, state) == []
        found = state.bookings.rows
        assert all(it.begins_at < it.ends_at for it in found)
        assert all(one.ends_at <= two.begins_at for one, two in pairwise(found))
        assert all(state.bookings.of(order) in found for order in state.bookings.held)


WORDED: dict[str, tuple[CarScheduleCommand, tuple[CarScheduleEvent, ...]]] = {
    "CarBusy": (reserve("O9", 2, 4), (MORNING,)),
    "OrderHasCar": (reserve("O1", 5, 6), (MORNING,)),
    "OrderHasNoCar": (extend("O1", 5), ()),
    "CarOut": (leave("O2", 3), (MORNING, NOON, left("O1", 1))),
    "PaperEnds": (reserve("O1", 1, 3, **papers(2, "REGISTRATION", "INSURANCE")), ()),
    "EndsBeforeItBegins": (reserve("O1", 3, 2), ()),
    "CarNotInService": (reserve("O1", 1, 3, in_service=False), ()),
    "CarBlocked": (
        reserve("O1", 1, 3),
        tuple(
            blocked(cause, 2)
            for cause in (
                "safety",
                "suspended",
                "maintenance",
                "withdrawn",
                "transferred",
                "recall:R1",
                "paper:REGISTRATION",
            )
        ),
    ),
}


@pytest.mark.parametrize("code", WORDED)
def test_a_schedule_says_no_in_these_words(code: str) -> None:
    command, past = WORDED[code]
    assert told_in_full(refusal(command, *past)) == SAID[code]


def test_every_refusal_of_a_schedule_is_told() -> None:
    assert WORDED.keys() == SAID.keys()
