"""Sessions: what kind, who taught, who was there."""

from datetime import date
from typing import Any

import pytest

from fleet.people.driver import driver
from fleet.people.driver_events import TrainingRecorded
from fleet.people.driver_stages import Attendance
from fleet.people.training import HoldTraining, TrainingEvent, TrainingHeld, training
from fleet.policy.grounds import Grounds
from tests.fleet.people.crew import (
    CENTRE,
    CITY,
    NOW,
    REFERENCE,
    attend,
    brief,
    file,
    given,
    local,
    no,
    other,
    told,
)
from tests.fleet.policy.sample import version
from tests.given import Given

hold = HoldTraining(
    session="T1",
    at=NOW,
    brief=CENTRE,
    jurisdiction=CITY,
    kind="交通安全知识大讲堂",
    title="冬季行车",
    trainer_body="TRAFFIC_POLICE",
    held_on=date(2026, 3, 9),
    hours=2,
    attendees=("D2", "D1", "D2"),
)
GROUNDS = Grounds(policy=REFERENCE, rules=("R107",), inputs={"kind": "SAFETY_LECTURE"})
HELD = TrainingHeld(
    session="T1",
    at=NOW,
    by="wang",
    jurisdiction=CITY,
    kind="SAFETY_LECTURE",
    title="冬季行车",
    trainer_body="TRAFFIC_POLICE",
    held_on=date(2026, 3, 9),
    year=2026,
    hours=2,
    attendees=("D1", "D2"),
    contest=False,
    grounds=GROUNDS,
)
session = Given(training)


def refused(command: HoldTraining, *past: TrainingEvent) -> str:
    """The code of the no."""
    return no(lambda: training.decide(command, training.fold(past))).code


@pytest.mark.proves("R100")
@pytest.mark.proves("R107")
def test_the_traffic_police_gives_a_lecture() -> None:
    session().when(hold).then(HELD)
    session(HELD).when(other(hold, attendees=("D1", "D2"), at=local("2026-03-11 10:00"))).then()


def test_who_said_it_first_and_under_which_policy_does_not_matter() -> None:
    session(HELD).when(other(hold, brief=brief("sun", "BUREAU"))).then()
    later = brief("wang", "CENTRE", policy=version("2022-01-01"))
    session(HELD).when(other(hold, brief=later)).then()


@pytest.mark.proves("R107")
@pytest.mark.parametrize(
    ("name", "key", "contest"),
    [
        ("交通安全知识大讲堂", "SAFETY_LECTURE", False),
        ("文明交通实践活动", "CIVILISED_TRAFFIC", False),
        ("专业技能培训", "SKILL_TRAINING", False),
        ("技能大比武", "SKILL_CONTEST", True),
    ],
)
def test_four_activities_are_counted(name: str, key: str, contest: bool) -> None:  # noqa: FBT001 - a column of the table
    for said in (name, key):
        [held] = training.decide(other(hold, kind=said), training.initial)
        assert (held.kind, held.contest, held.grounds.inputs) == (key, contest, {"kind": key})


@pytest.mark.proves("R107")
def test_other_activities_are_not() -> None:
    refusal = no(lambda: training.decide(other(hold, kind="聚餐"), training.initial))
    assert (refusal.code, refusal.policy) == ("UnknownActivity", REFERENCE)


@pytest.mark.proves("R099")
def test_a_course_may_be_a_contest_too() -> None:
    contest = other(hold, contest=True)
    session().when(contest).then(HELD.model_copy(update={"contest": True}))


@pytest.mark.parametrize(
    "change",
    [
        {"jurisdiction": "330106"},
        {"kind": "SKILL_TRAINING"},
        {"title": ""},
        {"trainer_body": "CENTRE"},
        {"held_on": date(2026, 3, 8)},
        {"hours": 3},
        {"attendees": ("D1",)},
        {"contest": True},
    ],
)
def test_a_number_stands_for_one_session(change: dict[str, Any]) -> None:
    assert refused(other(hold, **change), HELD) == "TrainingDiffers"


def test_a_session_is_recorded_when_it_is_over() -> None:
    tomorrow = other(hold, held_on=date(2026, 3, 11), at=local("2026-03-10 23:59"))
    assert refused(tomorrow) == "NotHeldYet"
    today = other(tomorrow, at=local("2026-03-11 00:00"))
    assert len(training.decide(today, training.initial)) == 1


@pytest.mark.parametrize("role", ["CENTRE", "BUREAU", "UNIT_LEADER"])
def test_who_holds_sessions(role: str) -> None:
    session().when(other(hold, brief=brief("wang", role, region=CITY))).then(HELD)


def test_who_does_not() -> None:
    assert refused(other(hold, brief=brief("wang", "TRAFFIC_POLICE"))) == "RoleMayNot"
    assert refused(other(hold, brief=brief("wang", "BUREAU", region="330200"))) == (
        "OutsideJurisdiction"
    )


def attended(**change: object) -> TrainingRecorded:
    """He was there."""
    said = attend.model_dump(exclude={"brief"})
    known = {"unit": "A1", "by": "wang", "year": 2026, "attended": 1, "contests": 0}
    return TrainingRecorded.model_validate(said | known | change)


@pytest.mark.proves("R097")
@pytest.mark.proves("R099")
def test_attendance_counts_in_the_dossier() -> None:
    contest = other(attend, session="T2", kind="SKILL_CONTEST", contest=True)
    third = other(attend, session="T3", held_on=date(2026, 1, 1))
    before = other(attend, session="T0", held_on=date(2025, 12, 31), contest=True)
    given(*told()).when(attend).then(attended())
    won = {"session": "T2", "kind": "SKILL_CONTEST", "contest": True, "contests": 1}
    given(*told(before, attend)).when(contest).then(attended(attended=2, **won))
    last = attended(session="T3", held_on=date(2026, 1, 1), attended=3, contests=1)
    given(*told(before, attend, contest)).when(third).then(last)


def test_who_was_there_was_there_once() -> None:
    given(*told(attend)).when(attend).then()
    assert file(told(attend)).sessions == {"T1": Attendance(2026, contest=False)}


def test_a_session_of_the_city_reaches_drivers_of_its_districts() -> None:
    district = other(attend, brief=brief("wang", "CENTRE", region="330200"))
    given(*told()).when(district).then(attended())
    assert driver.decide(district, driver.fold(told(attend))) == []
