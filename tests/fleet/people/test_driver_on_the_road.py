"""A driver on the road: on one order at a time, and still allowed to drive."""

import pytest

from fleet.people.driver_schedule import driver_schedule
from fleet.people.driver_schedule_words import DriverSetOff, SetOff
from tests.fleet.people.test_driver_schedule import (
    LEFT,
    MORNING,
    NOON,
    OK,
    POLICY,
    at,
    given,
    known,
    refusal,
    release,
    released,
    reserve,
)


@pytest.mark.proves("R095")
@pytest.mark.proves("SAFE-05")
def test_who_leaves_must_still_be_allowed_to() -> None:
    leaves = SetOff(driver="D1", order="O1", at=at(1))
    left = DriverSetOff(driver="D1", order="O1", at=at(1))
    given(OK, MORNING).when(leaves).then(left)
    no = refusal(leaves, OK, MORNING, known(suspended=True))
    assert (no.rule, no.code, no.alert) == ("驾驶资格", "DriverSuspended", "SAFE-05")
    assert (no.values["driver"], no.values["order"], no.policy) == ("D1", "O1", POLICY)
    given(OK, MORNING, left).when(reserve("O1", 1, 3)).then()


@pytest.mark.proves("R060")
def test_a_driver_is_out_on_one_order_at_a_time() -> None:
    leaves = SetOff(driver="D1", order="O2", at=at(5))
    no = refusal(leaves, OK, MORNING, NOON, LEFT)
    assert (no.rule, no.code) == ("一人一单", "DriverOut")
    assert no.values == {"driver": "D1", "order": "O2", "other": "O1"}
    given(OK, MORNING, NOON, LEFT).when(SetOff(driver="D1", order="O1", at=at(2))).then()
    back = released("O1", 1, 3, now=2)
    gone = DriverSetOff(driver="D1", order="O2", at=at(5))
    given(OK, MORNING, NOON, LEFT, back).when(leaves).then(gone)
    off = released("O2", 5, 7, now=0)
    given(OK, MORNING, NOON, LEFT).when(release("O2", 0)).then(off)
    assert driver_schedule.fold([OK, MORNING, NOON, LEFT, off]).out == "O1"


@pytest.mark.proves("R060")
@pytest.mark.parametrize("now", [3, 6])
def test_who_comes_back_late_is_back_all_the_same(now: float) -> None:
    back = released("O1", 1, 3, now=now, freed_from=at(3))
    given(OK, MORNING, LEFT).when(release("O1", now)).then(back)
    state = driver_schedule.fold([OK, MORNING, LEFT, back])
    assert (state.out, state.bookings.of("O1")) == ("", None)
    assert [(it.begins_at, it.ends_at) for it in state.bookings.rows] == [(at(1), at(3))]
    given(OK, MORNING, LEFT, back).when(release("O1", now + 1)).then()
    given(OK, MORNING).when(release("O1", now)).then()


def test_who_has_no_promise_does_not_leave() -> None:
    leaves = SetOff(driver="D1", order="O2", at=at(1))
    no = refusal(leaves, OK, MORNING)
    assert (no.code, no.values) == ("OrderHasNoDriver", {"driver": "D1", "order": "O2"})
    nobody = SetOff(driver="D1", order="O1", at=at(1))
    assert refusal(nobody, MORNING).code == "OrderHasNoDriver"
