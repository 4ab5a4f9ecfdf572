"""The schedule of a driver: one order at a time, qualified for it, and rested."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.people.driver_schedule import DriverSchedule, Terms, driver_schedule
from fleet.people.driver_schedule_words import (
    DriverQualified,
    DriverReleased,
    DriverReservationExtended,
    DriverReserved,
    DriverScheduleCommand,
    DriverScheduleEvent,
    DriverSetOff,
    ExtendDriver,
    QualifyDriver,
    ReleaseDriver,
    ReserveDriver,
    SetOff,
    Uncovered,
)
from fleet.people.qualification import Qualification
from tests.given import Given

SAID = json.loads((Path(__file__).parent / "refusals_schedule.json").read_text("utf-8"))
POLICY = "cn-zj-hangzhou@2025-01-01"
TERMS: dict[str, Any] = {
    "vehicle": "V1",
    "unit": "A1",
    "classes": ("A1", "C1"),
    "pledge_grace_days": 0,
    "rest_chain_hours": 4,
    "rest_break_minutes": 20,
    "tz": "Asia/Shanghai",
    "policy": POLICY,
}
GOOD = Qualification(classes=("C1",), valid_until=date(2026, 10, 31), pledged=(2026,))


def at(hour: float) -> datetime:
    """So many hours after midnight UTC of 30 September: 16 is midnight in Hangzhou."""
    return datetime(2026, 9, 30, tzinfo=UTC) + timedelta(hours=hour)


def said(order: str, begin: float, end: float) -> dict[str, Any]:
    return {"driver": "D1", "order": order, "begins_at": at(begin), "ends_at": at(end)}


def reserve(order: str, begin: float, end: float, **more: Any) -> ReserveDriver:  # noqa: ANN401
    return ReserveDriver(**said(order, begin, end), at=at(0), **(TERMS | more))


def reserved(order: str, begin: float, end: float, **more: Any) -> DriverReserved:  # noqa: ANN401
    return DriverReserved(**said(order, begin, end), at=at(0), **(TERMS | more))


def release(order: str, now: float) -> ReleaseDriver:
    return ReleaseDriver(driver="D1", order=order, at=at(now))


def released(order: str, begin: float, end: float, now: float, **more: Any) -> DriverReleased:  # noqa: ANN401
    whose = {"vehicle": "V1", "unit": "A1", "freed_from": at(max(begin, now))}
    return DriverReleased(**said(order, begin, end), at=at(now), **(whose | more))


def extend(order: str, end: float) -> ExtendDriver:
    return ExtendDriver(driver="D1", order=order, ends_at=at(end), at=at(0))


def extended(order: str, begin: float, end: float, before: float) -> DriverReservationExtended:
    whose = {"vehicle": "V1", "unit": "A1", "ended_at": at(before), "at": at(0)}
    return DriverReservationExtended(**said(order, begin, end), **whose)


def may(now: float = 0, **change: Any) -> QualifyDriver:  # noqa: ANN401 - any field of it
    return QualifyDriver(driver="D1", qualification=GOOD.model_copy(update=change), at=at(now))


def known(now: float = 0, /, **change: Any) -> DriverQualified:  # noqa: ANN401 - likewise
    who = GOOD.model_copy(update=change)
    return DriverQualified(driver="D1", qualification=who, at=at(now))


given = Given(driver_schedule)
OK = known()
MORNING, NOON = reserved("O1", 1, 3), reserved("O2", 5, 7)
LEFT = DriverSetOff(driver="D1", order="O1", at=at(1))


def refusal(command: DriverScheduleCommand, *past: DriverScheduleEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        driver_schedule.decide(command, driver_schedule.fold(past))
    return no.value


@pytest.mark.proves("R065")
def test_a_driver_is_promised_to_one_order_at_a_time() -> None:
    given(OK).when(reserve("O1", 1, 3)).then(MORNING)
    given(OK, MORNING).when(reserve("O1", 1, 3)).then()
    no = refusal(reserve("O2", 2, 5), OK, MORNING)
    assert (no.rule, no.code, no.values["other"], no.alert) == ("一人一单", "DriverBusy", "O1", "")
    given(OK, MORNING).when(reserve("O2", 5, 7)).then(NOON)
    assert refusal(reserve("O1", 5, 7), OK, MORNING).code == "OrderHasDriver"


def test_a_time_ends_after_it_begins() -> None:
    assert refusal(reserve("O1", 3, 3), OK).code == "EndsBeforeItBegins"
    no = refusal(extend("O1", 1), OK, MORNING)
    assert (no.code, no.values["driver"], no.values["order"]) == ("EndsBeforeItBegins", "D1", "O1")
    half = released("O1", 1, 3, now=2)
    assert refusal(reserve("O1", 1, 2), OK, MORNING, half).code == "EndsBeforeItBegins"
    given(OK, MORNING, half).when(reserve("O1", 1, 3)).then(reserved("O1", 2, 3))


@pytest.mark.proves("R095")
@pytest.mark.proves("SAFE-05")
def test_nobody_drives_whom_nobody_has_registered() -> None:
    no = refusal(reserve("O1", 1, 3))
    assert (no.rule, no.code) == ("驾驶资格", "DriverUnknown")
    assert (no.alert, no.policy) == ("SAFE-05", POLICY)


@pytest.mark.proves("R095")
@pytest.mark.proves("SAFE-05")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"suspended": True}, "DriverSuspended"),
        ({"classes": ("B2",)}, "LicenceClassWrong"),
        ({"classes": (), "valid_until": None}, "LicenceClassWrong"),
        ({"valid_until": date(2026, 9, 29)}, "LicenceExpired"),
        ({"valid_until": None}, "LicenceExpired"),
        ({"pledged": (2025,)}, "PledgeMissing"),
    ],
)
def test_who_may_not_drive_is_not_assigned(change: dict[str, Any], code: str) -> None:
    no = refusal(reserve("O1", 1, 3), known(**change))
    assert (no.rule, no.code) == ("驾驶资格", code)
    assert (no.alert, no.policy) == ("SAFE-05", POLICY)


@pytest.mark.proves("R095")
def test_a_licence_holds_to_the_end_of_its_last_local_day() -> None:
    last = known(valid_until=date(2026, 9, 30))
    given(last).when(reserve("O1", 1, 3)).then(MORNING)
    given(last).when(reserve("O1", 14, 16)).then(reserved("O1", 14, 16))
    assert refusal(reserve("O1", 14, 16.01), last).code == "LicenceExpired"
    utc = reserved("O1", 14, 24, tz="UTC")
    given(last).when(reserve("O1", 14, 24, tz="UTC")).then(utc)


def test_any_licence_does_where_no_class_is_asked_for() -> None:
    given(OK).when(reserve("O1", 1, 3, classes=())).then(reserved("O1", 1, 3, classes=()))
    none = known(classes=())
    assert refusal(reserve("O1", 1, 3, classes=()), none).code == "LicenceClassWrong"


NEW_YEAR = (datetime(2026, 12, 31, 16, tzinfo=UTC) - at(0)) / timedelta(hours=1)
LASTING = known(valid_until=date(2030, 1, 1))


@pytest.mark.proves("R096")
def test_without_the_pledge_of_the_year_nobody_drives_from_its_first_day_on() -> None:
    before = (NEW_YEAR - 2, NEW_YEAR)
    given(LASTING).when(reserve("O1", *before)).then(reserved("O1", *before))
    assert refusal(reserve("O1", NEW_YEAR, NEW_YEAR + 1), LASTING).code == "PledgeMissing"
    assert refusal(reserve("O1", NEW_YEAR - 1, NEW_YEAR + 1), LASTING).code == "PledgeMissing"
    both = known(valid_until=date(2030, 1, 1), pledged=(2026, 2027))
    over = (NEW_YEAR - 1, NEW_YEAR + 1)
    given(both).when(reserve("O1", *over)).then(reserved("O1", *over))
    late = known(valid_until=date(2030, 1, 1), pledged=(2027,))
    assert refusal(reserve("O1", *over), late).code == "PledgeMissing"
    first = (NEW_YEAR, NEW_YEAR + 1)
    given(late).when(reserve("O1", *first)).then(reserved("O1", *first))


@pytest.mark.proves("R096")
def test_the_pledge_of_the_year_before_counts_in_the_days_of_grace() -> None:
    grace: dict[str, Any] = {"pledge_grace_days": 5}
    last = (NEW_YEAR + 4 * 24 + 22, NEW_YEAR + 5 * 24)
    given(LASTING).when(reserve("O1", *last, **grace)).then(reserved("O1", *last, **grace))
    after = reserve("O1", NEW_YEAR + 5 * 24, NEW_YEAR + 5 * 24 + 1, **grace)
    assert refusal(after, LASTING).code == "PledgeMissing"
    never = known(valid_until=date(2030, 1, 1), pledged=())
    assert refusal(reserve("O1", *last, **grace), never).code == "PledgeMissing"


@pytest.mark.proves("R095")
def test_a_long_event_needs_the_pledge_of_every_year_it_touches() -> None:
    event = (NEW_YEAR - 2, NEW_YEAR + 2 * 366 * 24)
    three = known(valid_until=date(2030, 1, 1), pledged=(2026, 2027, 2028, 2029))
    given(three).when(reserve("E1", *event)).then(reserved("E1", *event))
    gap = known(valid_until=date(2030, 1, 1), pledged=(2026, 2028, 2029))
    assert refusal(reserve("E1", *event), gap).code == "PledgeMissing"


def test_orders_in_a_row_leave_a_break_every_four_hours() -> None:
    no = refusal(reserve("O2", 3, 5.1), OK, MORNING)
    assert (no.rule, no.code, no.alert, no.policy) == ("防止疲劳驾驶", "RestMissing", "", POLICY)
    assert (no.values["orders"], no.values["ends"]) == ("O1, O2", "2026-09-30 13:06")
    given(OK, MORNING).when(reserve("O2", 3, 5)).then(reserved("O2", 3, 5))
    given(OK, MORNING).when(reserve("O2", 3 + 1 / 3, 9)).then(reserved("O2", 3 + 1 / 3, 9))
    assert refusal(reserve("O2", 3 + 19 / 60, 9), OK, MORNING).code == "RestMissing"
    assert refusal(reserve("O3", 3, 4.7), OK, MORNING, NOON).values["orders"] == "O1, O3, O2"
    given(OK).when(reserve("O1", 1, 13)).then(reserved("O1", 1, 13))
    before = (2.5, 5 - 1 / 3)
    given(OK, NOON).when(reserve("O1", *before)).then(reserved("O1", *before))


def test_a_row_ends_at_the_first_break() -> None:
    past = (OK, reserved("O1", 0, 1), reserved("O2", 2, 3), reserved("O4", 5, 6))
    given(*past).when(reserve("O3", 3, 4.5)).then(reserved("O3", 3, 4.5))
    no = refusal(reserve("O3", 3, 4.8), OK, MORNING, NOON)
    assert (no.values["begins"], no.values["ends"]) == ("2026-09-30 09:00", "2026-09-30 15:00")
    many = (OK, reserved("O1", 1, 2), reserved("O2", 2, 3), reserved("O4", 4, 5))
    given(*many).when(reserve("O3", 3, 4)).then(reserved("O3", 3, 4))
    assert refusal(reserve("O3", 3, 4), *many, reserved("O5", 5, 5.5)).values["orders"] == (
        "O1, O2, O3, O4, O5"
    )


def test_a_driver_who_comes_back_to_an_order_was_not_on_two() -> None:
    half = released("O1", 1, 9, now=3)
    past = (OK, reserved("O1", 1, 9), half)
    given(*past).when(reserve("O1", 1, 9)).then(reserved("O1", 3, 9))


def test_an_order_given_up_frees_its_driver() -> None:
    given(OK, MORNING).when(release("O1", 0)).then(released("O1", 1, 3, now=0))
    given(OK, MORNING).when(release("O1", 2)).then(released("O1", 1, 3, now=2))
    given(OK, MORNING).when(release("O1", 3)).then()
    given(OK, MORNING).when(release("O9", 0)).then()
    given(OK, MORNING, released("O1", 1, 3, now=0)).when(reserve("O2", 1, 3)).then(
        reserved("O2", 1, 3)
    )


def test_an_order_keeps_its_driver_longer_where_nothing_speaks_against_it() -> None:
    given(OK, MORNING).when(extend("O1", 4)).then(extended("O1", 1, 4, before=3))
    given(OK, MORNING).when(extend("O1", 3)).then()
    assert refusal(extend("O9", 3), OK, MORNING).code == "OrderHasNoDriver"
    no = refusal(extend("O1", 6), OK, MORNING, NOON)
    assert (no.code, no.values["driver"]) == ("DriverBusy", "D1")
    assert refusal(extend("O1", 4.9), OK, MORNING, NOON).code == "RestMissing"
    longer = extended("O1", 1, 5, before=3)
    assert refusal(reserve("O2", 4, 6), OK, MORNING, longer).values["ends"] == "2026-09-30 13:00"


@pytest.mark.proves("R095")
def test_an_order_is_not_extended_beyond_the_licence_but_may_be_shortened() -> None:
    late = known(valid_until=date(2026, 9, 30))
    past = (late, reserved("O1", 14, 16))
    assert refusal(extend("O1", 17), *past).code == "LicenceExpired"
    lost = known(suspended=True)
    given(MORNING, lost).when(extend("O1", 2)).then(extended("O1", 1, 2, before=3))


def uncovered(order: str, code: str) -> Uncovered:
    return Uncovered(order=order, vehicle="V1", unit="A1", code=code, policy=POLICY)


@pytest.mark.proves("SAFE-05")
def test_who_loses_his_licence_leaves_his_orders_uncovered() -> None:
    lost = known(2, suspended=True)
    told = lost.model_copy(
        update={
            "uncovered": (uncovered("O1", "DriverSuspended"), uncovered("O2", "DriverSuspended"))
        }
    )
    given(OK, MORNING, NOON).when(may(2, suspended=True)).then(told)
    later = known(3, suspended=True)
    only = later.model_copy(update={"uncovered": (uncovered("O2", "DriverSuspended"),)})
    given(OK, MORNING, NOON).when(may(3, suspended=True)).then(only)
    gone = (OK, MORNING, NOON, released("O2", 5, 7, now=0))
    given(*gone).when(may(3, suspended=True)).then(later)


@pytest.mark.proves("SAFE-05")
def test_an_order_is_covered_again_when_he_may_drive_again_or_needs_him_no_more() -> None:
    lost = known(2, suspended=True).model_copy(
        update={"uncovered": (uncovered("O2", "DriverSuspended"),)}
    )
    past = (OK, MORNING, NOON, lost)
    given(*past).when(may(3)).then(known(3).model_copy(update={"covered": ("O2",)}))
    still = known(3, suspended=True, points=12).model_copy(update={"uncovered": lost.uncovered})
    given(*past).when(may(3, suspended=True, points=12)).then(still)
    freed = released("O2", 5, 7, now=3, was_uncovered=True)
    given(*past).when(release("O2", 3)).then(freed)
    given(*past, freed).when(may(3)).then(known(3))
    back = (*past, freed, known(3), NOON)
    given(*back).when(release("O2", 3)).then(released("O2", 5, 7, now=3))
    again = known(3).model_copy(update={"covered": ("O2",)})
    given(*past, again).when(release("O2", 3)).then(released("O2", 5, 7, now=3))


def test_the_same_qualification_again_is_nothing_new() -> None:
    given().when(may()).then(OK)
    given(OK).when(may(1)).then()
    given(OK).when(may(points=3)).then(known(points=3))


def test_a_schedule_remembers_the_terms_of_a_promise() -> None:
    state = driver_schedule.fold([OK, MORNING])
    promise = state.bookings.of("O1")
    assert promise is not None
    assert promise.terms == Terms(**TERMS)
    assert driver_schedule.initial == DriverSchedule()


HOURS = st.integers(0, 12)
ORDERS = st.sampled_from(["O1", "O2", "O3"])
COMMANDS = st.one_of(
    st.builds(reserve, ORDERS, HOURS, HOURS),
    st.builds(release, ORDERS, HOURS),
    st.builds(extend, ORDERS, HOURS),
)


@pytest.mark.proves("R065")
@each(st.lists(COMMANDS, max_size=25))
def test_whatever_is_said_no_two_promises_overlap(told: list[DriverScheduleCommand]) -> None:
    state = driver_schedule.fold([OK])
    for command in told:
        try:
            events = driver_schedule.decide(command, state)
        except Refused:
            continue
        for event in events:
            state = driver_schedule.evolve(state, event)
        found = state.bookings.rows
        assert all(it.begins_at < it.ends_at for it in found)
        assert all(one.ends_at <= two.begins_at for one, two in pairwise(found))


WORDED: dict[str, tuple[DriverScheduleCommand, tuple[DriverScheduleEvent, ...]]] = {
    "DriverBusy": (reserve("O2", 2, 5), (OK, MORNING)),
    "OrderHasDriver": (reserve("O1", 5, 7), (OK, MORNING)),
    "OrderHasNoDriver": (extend("O1", 5), ()),
    "DriverOut": (SetOff(driver="D1", order="O2", at=at(5)), (OK, MORNING, NOON, LEFT)),
    "EndsBeforeItBegins": (reserve("O1", 3, 2), ()),
    "DriverUnknown": (reserve("O1", 1, 3), ()),
    "DriverSuspended": (reserve("O1", 1, 3), (known(suspended=True),)),
    "LicenceClassWrong": (
        reserve("O1", 1, 3, classes=()),
        (known(classes=(), valid_until=None, pledged=()),),
    ),
    "LicenceExpired": (reserve("O1", 1, 3), (known(valid_until=date(2026, 9, 29)),)),
    "PledgeMissing": (reserve("O1", 1, 3), (known(classes=("C1", "C2"), pledged=(2024, 2025)),)),
    "RestMissing": (reserve("O2", 3, 6), (OK, MORNING)),
}


@pytest.mark.parametrize("code", WORDED)
def test_a_schedule_says_no_in_these_words(code: str) -> None:
    command, past = WORDED[code]
    no = refusal(command, *past)
    told = {"rule": no.rule, "code": no.code, "basis": no.basis, "alert": no.alert}
    told |= {"zh": no.say("zh"), "en": no.say("en")}
    assert told | {"values": no.values} == SAID[code]


def test_every_refusal_of_a_schedule_is_told() -> None:
    assert WORDED.keys() == SAID.keys()
