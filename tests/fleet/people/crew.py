"""The driver, the people around him, and what they say."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest

from fleet.decider import Command, Refused
from fleet.people.driver import driver
from fleet.people.driver_commands import (
    AcknowledgeRule,
    AwardStars,
    DriverCommand,
    Evidence,
    RecordLicence,
    RecordTraining,
    RegisterDriver,
    ReinstateDriver,
    ScoreDimension,
    SignPledge,
    SuspendDriver,
    UpdateDriver,
)
from fleet.people.driver_events import DriverEvent
from fleet.people.driver_stages import Dossier
from fleet.policy.brief import Actor, Brief
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from tests.fleet.policy.sample import HANGZHOU
from tests.given import Given

C = TypeVar("C", bound=Command)

CITY = "330100"
REFERENCE = "cn-zj-hangzhou@2021-11-01"


def local(said: str) -> datetime:
    """A moment as the clocks in Hangzhou show it."""
    return datetime.fromisoformat(f"{said}+08:00").astimezone(UTC)


def brief(
    person: str, role: str, unit: str = "", region: str = "", policy: PolicySet = HANGZHOU
) -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor(person, role, unit, region), CITY, Shelf({CITY: (policy,)}))


CLERK = brief("chen", "UNIT_CLERK", "A1")
LEADER = brief("zhao", "UNIT_LEADER", "A1")
CENTRE = brief("wang", "CENTRE")
HIMSELF = brief("D1", "DRIVER")

NOW = local("2026-03-10 10:00")
DIGEST = "ab" * 32
OTHER_DIGEST = "cd" * 32
SAID: dict[str, Any] = {"driver": "D1", "at": NOW}

register = RegisterDriver(
    **SAID,
    brief=CLERK,
    name="张三",
    unit="A1",
    phone="0571-1",
    employed_on=date(2019, 7, 1),
    unit_jurisdiction=CITY,
)
update = UpdateDriver(**SAID, brief=CLERK, phone="0571-2")
licence = RecordLicence(
    **SAID,
    brief=CLERK,
    number="3301",
    classes=("C1", "B1", "C1"),
    valid_until=date(2027, 5, 31),
    points=3,
    sha256=DIGEST,
)
pledge = SignPledge(**SAID, brief=HIMSELF, year=2026, sha256=DIGEST)
suspend = SuspendDriver(**SAID, brief=LEADER, reason="酒后驾驶", document="停1号")
reinstate = ReinstateDriver(**SAID, brief=CENTRE, evidence="学习证明1号")
acknowledge = AcknowledgeRule(
    **SAID, brief=HIMSELF, document=3, version="2026", published=("2026",)
)
attend = RecordTraining(
    **SAID,
    brief=CENTRE,
    session="T1",
    kind="SAFETY_LECTURE",
    trainer_body="TRAFFIC_POLICE",
    held_on=date(2026, 3, 9),
    hours=2,
    contest=False,
)
MEASURED = Evidence(kind="TELEMETRY", reference="2025", digest=DIGEST)
JUDGED = Evidence(kind="PERSON", reference="zhao")
score = ScoreDimension(
    **SAID, brief=LEADER, period="2025", dimension="ability", score=90, evidence=(JUDGED,)
)
award = AwardStars(**SAID, brief=CENTRE, period="2025")

given = Given(driver)


def told(*commands: DriverCommand) -> list[DriverEvent]:
    """What has happened when he is registered and these were said one after the other."""
    events: list[DriverEvent] = []
    for command in (register, *commands):
        events += driver.decide(command, driver.fold(events))
    return events


def other(command: C, **change: object) -> C:
    """The same command with other words, read as on the wire."""
    return type(command).model_validate(dict(command) | change)


def scores(**points: int) -> list[ScoreDimension]:
    """Scores of several dimensions, each with evidence that fits it."""
    return [
        other(score, dimension=name, score=worth, evidence=(fitting(name),))
        for name, worth in points.items()
    ]


def fitting(dimension: str) -> Evidence:
    """Evidence that a dimension asks for."""
    return MEASURED if dimension == "safety" else JUDGED


def file(past: Iterable[DriverEvent]) -> Dossier:
    """The dossier after this."""
    known = driver.fold(past)
    assert isinstance(known, Dossier)
    return known


def no(act: Callable[[], object]) -> Refused:
    """The no that an act is answered with."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def refusal(command: DriverCommand, past: Iterable[DriverEvent] = ()) -> Refused:
    """The no that the command is answered with."""
    return no(lambda: driver.decide(command, driver.fold(past)))
