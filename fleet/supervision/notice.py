"""A notice: an alert that papers alone decide (超编, 逾期申报, 处置临期 ...).

Unraised --RaiseNotice--> Standing --WithdrawNotice--> Withdrawn --RaiseNotice--> Standing
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from fleet.decider import Command, Decider, Event
from fleet.terms import Moment, Name, Text

AlertCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+-[0-9]{2}$")]
"""A rule of the alert catalogue: `IND-01`."""

Raising = Annotated[int, Field(ge=1)]
"""Which time, from 1; events of older releases do not say it."""


class RaiseNotice(Command):
    """The papers say so.

    Attributes:
        notice: Its key: the rule and what it is about, `ind-01:2026-A-17`.
        code: The alert rule.
        subject: The stream it is about: `indicator:2026-A-17`.
        unit: The unit concerned; empty where there is none.
        vehicle: The vehicle concerned; empty where there is none.
        policy: The version of the policy that was asked; empty where none was.
        inputs: What it was measured with; text.
        evidence: What it rests on: an event's id, or an attempt's.
        at: When it became true in the office.
    """

    notice: Name
    code: AlertCode
    subject: Text = ""
    unit: Text = ""
    vehicle: Text = ""
    policy: Text = ""
    inputs: dict[str, str] = Field(default_factory=dict)
    evidence: Text = ""
    at: Moment


class WithdrawNotice(Command):
    """It is no longer so.

    Attributes:
        reason: In one word: `slot_vacated`, `receipt_filed`.
    """

    notice: Name
    reason: Name
    at: Moment


class NoticeRaised(Event):
    """The papers say so, for the first time or again after it was withdrawn.

    Attributes are those of the command, and:
        raising: Which time it is raised, from 1; each is a question of its own.
    """

    TOPIC: ClassVar = "notice.raised"
    notice: str
    code: str
    subject: str
    unit: str
    vehicle: str
    policy: str
    inputs: dict[str, str]
    evidence: str
    at: Moment
    raising: Raising = 1


class NoticeRepeated(Event):
    """The same once more: it stands already, and gets another piece of evidence.

    Attributes:
        times: How often it was raised, this one included.
        raising: Since which raising it stands.
    """

    TOPIC: ClassVar = "notice.repeated"
    notice: str
    code: str
    times: Annotated[int, Field(ge=2)]
    inputs: dict[str, str]
    evidence: str
    at: Moment
    raising: Raising = 1


class NoticeWithdrawn(Event):
    """It is no longer so.

    Attributes:
        raising: Which raising that ends.
    """

    TOPIC: ClassVar = "notice.withdrawn"
    notice: str
    code: str
    reason: str
    at: Moment
    raising: Raising = 1


NoticeCommand = RaiseNotice | WithdrawNotice
NoticeEvent = NoticeRaised | NoticeRepeated | NoticeWithdrawn


@dataclass(frozen=True, slots=True)
class Unraised:
    """Nobody has raised it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """It is so.

    Attributes:
        code: The alert rule.
        evidence: What it rests on, in the order in which it came.
        raising: Which time it is raised.
    """

    code: str
    evidence: tuple[str, ...]
    raising: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It was so.

    Attributes:
        raising: Which time that was, the last.
    """

    raising: int


Notice = Unraised | Standing | Withdrawn


def decide(command: NoticeCommand, notice: Notice) -> list[NoticeEvent]:
    """Answer with what is new; the same piece of evidence twice is nothing new."""
    match command, notice:
        case RaiseNotice(evidence=told), Standing(evidence=known) if told in known:
            return []
        case RaiseNotice(), Standing(code=code, evidence=known, raising=raising):
            return [
                NoticeRepeated(
                    notice=command.notice,
                    code=code,
                    times=len(known) + 1,
                    inputs=command.inputs,
                    evidence=command.evidence,
                    at=command.at,
                    raising=raising,
                )
            ]
        case RaiseNotice(), Withdrawn(raising=before):
            return [NoticeRaised(**dict(command), raising=before + 1)]
        case RaiseNotice(), _:
            return [NoticeRaised(**dict(command))]
        case WithdrawNotice(), Standing(code=code, raising=raising):
            return [NoticeWithdrawn(code=code, raising=raising, **dict(command))]
        case _:
            return []


def evolve(notice: Notice, event: NoticeEvent) -> Notice:
    """Take one event into account."""
    match event:
        case NoticeRaised(code=code, evidence=evidence, raising=raising):
            return Standing(code, (evidence,), raising)
        case NoticeRepeated(code=code, evidence=evidence, raising=raising):
            known = notice.evidence if isinstance(notice, Standing) else ()
            return Standing(code, (*known, evidence), raising)
        case NoticeWithdrawn(raising=raising):
            return Withdrawn(raising)


notice: Decider[NoticeCommand, NoticeEvent, Notice] = Decider(
    initial=Unraised(), decide=decide, evolve=evolve
)
