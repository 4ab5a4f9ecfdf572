"""What follows from a driver's dossier: in the same save, and later."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.people.driver_commands import RecordTraining
from fleet.people.driver_events import (
    DimensionScored,
    DriverRegistered,
    DriverReinstated,
    DriverSuspended,
    DriverUpdated,
    LicenceRecorded,
    PledgeSigned,
    StarsAwarded,
)
from fleet.people.driver_schedule_words import QualifyDriver
from fleet.people.qualification import Qualification
from fleet.people.training import TrainingHeld
from fleet.policy.grounds import Grounds
from fleet.reactions.deadlines_people import deadlines
from fleet.reactions.due import Due, Forget
from fleet.reactions.together_people import PEOPLE

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
OF: dict[str, Any] = {"driver": "D1", "unit": "A1", "by": "chen", "at": NOW}
GROUNDS = Grounds(policy="cn-zj-hangzhou@2021-11-01")
KNOWN = Qualification(
    classes=("B1", "C1"),
    valid_until=date(2027, 5, 31),
    pledged=(2025, 2026),
    suspended=True,
    points=3,
)
QUALIFYING: list[Event] = [
    LicenceRecorded(
        **OF,
        number="3301",
        classes=("B1", "C1"),
        valid_until=date(2027, 5, 31),
        points=3,
        sha256="ab",
        grounds=GROUNDS,
        qualification=KNOWN,
    ),
    PledgeSigned(**OF, year=2026, sha256="ab", qualification=KNOWN),
    DriverSuspended(**OF, cause="DECISION", reason="酒驾", document="停1号", qualification=KNOWN),
    DriverReinstated(**OF, evidence="证1号", grounds=GROUNDS, qualification=KNOWN),
]
REGISTERED = DriverRegistered(
    **OF,
    name="张三",
    phone="",
    employed_on=date(2019, 7, 1),
    jurisdiction="330100",
    qualification=Qualification(),
)
UPDATED = DriverUpdated(**OF, name="张三", phone="", jurisdiction="330100", from_unit="B2")
HELD = TrainingHeld(
    session="T1",
    jurisdiction="330100",
    kind="SAFETY_LECTURE",
    title="",
    trainer_body="TRAFFIC_POLICE",
    held_on=date(2026, 3, 9),
    year=2026,
    hours=2,
    attendees=("D1", "D2"),
    contest=True,
    grounds=GROUNDS,
    by="wang",
    at=NOW,
)
DUE = datetime(2026, 3, 12, 16, tzinfo=UTC)
SCORED = DimensionScored(
    **OF,
    period="2025",
    dimension="safety",
    score=90,
    evidence=(),
    missing=(),
    ends_at=NOW,
    due_at=DUE,
    grounds=GROUNDS,
)
AWARDED = StarsAwarded(
    **OF, period="2025", scores={}, weights={}, hundredths=9000, stars=5, grounds=GROUNDS
)


def told(event: Event) -> list[tuple[str, Any]]:
    """Whom something is said to, and what."""
    return [(said.stream, said.command) for said in PEOPLE[type(event)](event)]


def entry(event: Event) -> Entry:
    """The event in its envelope."""
    return Entry("lifecycle", 1, "driver:D1", 1, UUID(int=0), NOW, {}, event)


@pytest.mark.proves("R095")
@pytest.mark.parametrize("event", QUALIFYING)
def test_the_schedule_hears_what_the_driver_may_drive(event: Event) -> None:
    qualify = QualifyDriver(driver="D1", at=NOW, qualification=KNOWN)
    assert told(event) == [("driver-schedule:D1", qualify)]


@pytest.mark.proves("R095")
def test_a_new_driver_is_known_to_his_unit_and_his_schedule() -> None:
    (unit, cited), (schedule, qualify) = told(REGISTERED)
    assert (unit, cited.unit, schedule) == ("unit:A1", "A1", "driver-schedule:D1")
    assert qualify.qualification == Qualification()


def test_a_new_unit_has_to_be_known() -> None:
    [(unit, cited)] = told(UPDATED)
    assert (unit, cited.unit) == ("unit:A1", "A1")
    assert told(UPDATED.model_copy(update={"from_unit": "A1"})) == []


@pytest.mark.proves("R099")
def test_a_session_is_written_into_every_dossier() -> None:
    said: dict[str, Any] = {"session": "T1", "kind": "SAFETY_LECTURE"}
    said["trainer_body"] = "TRAFFIC_POLICE"
    said |= {"held_on": date(2026, 3, 9), "hours": 2, "contest": True, "at": NOW}
    one, two = (RecordTraining(driver=name, **said) for name in ("D1", "D2"))
    assert told(HELD) == [("driver:D1", one), ("driver:D2", two)]


@pytest.mark.proves("R097")
def test_the_last_score_sets_the_date_of_the_stars() -> None:
    key, wire = "driver:D1:stars:2025:", {"command": "AwardStars", "driver": "D1"}
    due = Due(key, DUE, wire | {"period": "2025", "at": DUE})
    assert [*deadlines(entry(SCORED))] == [due]
    late = SCORED.model_copy(update={"due_at": OF["at"].replace(day=1)})
    assert [*deadlines(entry(late))] == [Due(key, NOW, wire | {"period": "2025", "at": NOW})]
    assert [*deadlines(entry(SCORED.model_copy(update={"missing": ("ability",)})))] == []
    assert [*deadlines(entry(AWARDED))] == [Forget(key)]
    assert [*deadlines(entry(REGISTERED))] == []
