"""Whether a driver may drive at all: suspended by a decision or for points, reinstated."""

from datetime import date

import pytest

from fleet.people.driver_events import DriverReinstated, DriverSuspended
from fleet.people.qualification import Qualification
from fleet.policy.grounds import Grounds
from tests.fleet.people.crew import (
    CENTRE,
    LEADER,
    NOW,
    REFERENCE,
    brief,
    file,
    given,
    licence,
    other,
    refusal,
    reinstate,
    suspend,
    told,
)

OF = {"driver": "D1", "unit": "A1", "at": NOW}
LICENSED = Qualification(classes=("B1", "C1"), valid_until=date(2027, 5, 31), points=3)
FULL = LICENSED.model_copy(update={"points": 12})
HELD = Qualification(suspended=True)
SUSPENDED = DriverSuspended(
    **OF, by="zhao", cause="DECISION", reason="酒后驾驶", document="停1号", qualification=HELD
)
full = other(licence, points=12)


def lifted(points: int, after: Qualification) -> DriverReinstated:
    """He may drive again."""
    inputs = {"points": points, "suspended": False}
    grounds = Grounds(policy=REFERENCE, rules=("R095",), inputs=inputs)
    said = {"evidence": "学习证明1号", "qualification": after, "grounds": grounds}
    return DriverReinstated(**OF, by="wang", **said)


@pytest.mark.proves("R095")
def test_a_suspended_driver_is_not_qualified() -> None:
    given(*told()).when(suspend).then(SUSPENDED)
    assert file(told(suspend)).qualification == HELD


def test_the_same_decision_again_is_no_news() -> None:
    given(*told(suspend)).when(suspend).then()
    second = other(suspend, document="停2号")
    given(*told(suspend)).when(second).then(SUSPENDED.model_copy(update={"document": "停2号"}))


@pytest.mark.proves("R095")
def test_he_drives_again_when_somebody_says_why() -> None:
    given(*told(suspend)).when(reinstate).then(lifted(0, Qualification()))
    given(*told(licence, suspend)).when(reinstate).then(lifted(3, LICENSED))
    assert file(told(licence, suspend, reinstate)).qualification == LICENSED


def test_who_is_not_suspended_needs_no_reinstatement() -> None:
    given(*told()).when(reinstate).then()
    given(*told(suspend, reinstate)).when(reinstate).then()


@pytest.mark.proves("R095")
def test_twelve_points_suspend_by_themselves() -> None:
    recorded, suspended = told(full)[1:]
    assert recorded.model_dump()["qualification"] == FULL.model_dump()
    assert recorded.model_dump()["grounds"] == {
        "policy": REFERENCE,
        "rules": ("R095",),
        "inputs": {"points": 12, "suspended": True},
    }
    held = FULL.model_copy(update={"suspended": True})
    said = {"cause": "POINTS", "reason": "记分 12 分", "document": "3301"}
    assert suspended == DriverSuspended(**OF, by="chen", **said, qualification=held)


def test_eleven_points_do_not() -> None:
    assert len(told(other(licence, points=11))) == 2


def test_who_is_suspended_already_is_not_suspended_again() -> None:
    events = told(suspend, full)
    assert [event.TOPIC for event in events[2:]] == ["driver.licence-recorded"]
    assert file(events).qualification == FULL.model_copy(update={"suspended": True})
    assert file(events).suspended == "停1号"


@pytest.mark.proves("R095")
def test_nobody_is_reinstated_with_twelve_points() -> None:
    no = refusal(reinstate, told(full))
    assert (no.code, no.policy) == ("TooManyPoints", REFERENCE)
    cleared = told(full, other(licence, points=0))
    assert file(cleared).qualification.suspended
    now = LICENSED.model_copy(update={"points": 0})
    given(*cleared).when(reinstate).then(lifted(0, now))


def test_a_unit_suspends_its_own_drivers_and_reinstates_none() -> None:
    assert refusal(other(suspend, brief=brief("qian", "UNIT_LEADER", "B2")), told()).code == (
        "OtherUnit"
    )
    assert refusal(other(suspend, brief=brief("qian", "UNIT_CLERK")), told()).code == "RoleMayNot"
    assert refusal(other(reinstate, brief=LEADER), told(suspend)).code == "RoleMayNot"
    bureau = other(reinstate, brief=brief("wang", "BUREAU"))
    given(*told(suspend)).when(bureau).then(lifted(0, Qualification()))
    assert len(told(other(suspend, brief=CENTRE))) == 2
