"""A session (培训活动): lecture, practice, course or contest, and who took part."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Decider, Event, Refused
from fleet.people.rules import ACTIVITY
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.terms import Code, Jurisdiction, Moment, Name, Text

CONTEST = "SKILL_CONTEST"
"""技能大比武: the kind that is a contest by itself."""


class HoldTraining(Briefed):
    """A session was held.

    Attributes:
        session: Its number.
        jurisdiction: Whose session.
        kind: Which activity: a key of the policy, or its Chinese name.
        title: What about; may be empty.
        trainer_body: Who taught: `TRAFFIC_POLICE`, `CENTRE` ...
        held_on: On which local day.
        hours: How long.
        attendees: Which drivers took part.
        contest: It was a 技能比武 too.
    """

    session: Code
    jurisdiction: Jurisdiction
    kind: Name
    title: Text = ""
    trainer_body: Code
    held_on: date
    hours: Annotated[int, Field(ge=1, le=999)]
    attendees: Annotated[tuple[Code, ...], Field(min_length=1)]
    contest: bool = False
    at: Moment


class TrainingHeld(Event):
    """A session was held.

    Attributes:
        kind: A key of the policy.
        year: Of the day it was held on: activities are counted by year (R107).
        attendees: Which drivers took part, each once, in order.
        contest: It was a 技能比武.
    """

    TOPIC: ClassVar = "training.held"
    session: str
    jurisdiction: str
    kind: str
    title: str
    trainer_body: str
    held_on: date
    year: int
    hours: int
    attendees: tuple[str, ...]
    contest: bool
    grounds: Grounds
    by: str
    at: Moment


TrainingCommand = HoldTraining
TrainingEvent = TrainingHeld


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Nobody has held it."""


Session = NotHeld | TrainingHeld


def decide(command: TrainingCommand, session: Session) -> list[TrainingEvent]:
    """Answer a command to a session.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R097, R099, R100, R107.
    """
    authority.check(command.brief)
    authority.require(command.brief, "CENTRE", "BUREAU", "UNIT_LEADER")
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    if command.held_on > policy.jurisdiction.day(command.at):
        raise _not_held_yet(command)
    held = _held(command, policy)
    if isinstance(session, NotHeld):
        return [held]
    if _about(session) == _about(held):
        return []
    raise _differs(command.session)


def evolve(_: Session, event: TrainingEvent) -> Session:
    """Take one event into account."""
    return event


def _held(command: HoldTraining, policy: PolicySet) -> TrainingHeld:
    kind = _kind(command.kind, policy)
    return TrainingHeld(
        session=command.session,
        jurisdiction=command.jurisdiction,
        kind=kind,
        title=command.title,
        trainer_body=command.trainer_body,
        held_on=command.held_on,
        year=command.held_on.year,
        hours=command.hours,
        attendees=tuple(sorted(set(command.attendees))),
        contest=command.contest or kind == CONTEST,
        grounds=Grounds.of(policy, ACTIVITY, kind=kind),
        by=command.brief.actor.person,
        at=command.at,
    )


def _kind(name: str, policy: PolicySet) -> str:
    """The key of an activity.

    Raises:
        Refused: If the policy knows no such activity.
    """
    kinds = policy.drivers.activity_kinds
    for key, chinese in kinds.items():
        if name in (key, chinese):
            return key
    raise _unknown(name, policy)


def _about(held: TrainingHeld) -> dict[str, object]:
    """What was said, whoever said it and when."""
    return held.model_dump(exclude={"by", "at", "grounds"})


def _unknown(name: str, policy: PolicySet) -> Refused:
    return Refused(
        "安全活动类型",
        "UnknownActivity",
        "R107",
        zh="{policy} 没有“{kind}”这一活动类型：请从 {known} 中选择。",
        en="{policy} has no activity {kind}: choose one of {known}.",
        policy=policy.reference,
        kind=name,
        known=", ".join(policy.drivers.activity_kinds),
    ).raising("", policy.reference)


def _not_held_yet(command: HoldTraining) -> Refused:
    return Refused(
        "培训登记",
        "NotHeldYet",
        "R097",
        zh="培训 {session} 定于 {held_on}，尚未举行：请在举行之后登记。",
        en="session {session} is on {held_on}, which is yet to come: record it when it is over.",
        session=command.session,
        held_on=command.held_on.isoformat(),
    )


def _differs(session: str) -> Refused:
    return Refused(
        "培训登记",
        "TrainingDiffers",
        "R097",
        zh="培训 {session} 已登记且内容不同：请另编编号，或核对原件。",
        en="session {session} is recorded and says something else: "
        "choose another number, or check it.",
        session=session,
    )


training: Decider[TrainingCommand, TrainingEvent, Session] = Decider(
    initial=NotHeld(), decide=decide, evolve=evolve
)
"""What is said to a session, and what becomes of it."""
