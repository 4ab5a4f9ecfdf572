"""A refused command (被拒办理): nothing of it stands in the books, but supervisors see the attempt.

Nothing --RecordAttempt--> Recorded
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from fleet.decider import Command, Decider, Event
from fleet.terms import Moment


class CommandRefused(Event):
    """Somebody wanted what a rule forbids.

    Attributes:
        attempt: Its number: the command's own id, where it had one.
        command: The word on the wire.
        said: Its fields, as on the wire.
        rule: The name people know the rule by.
        code: The name programs know it by.
        basis: Where it is written.
        policy: The version of the policy that was asked; empty where none had to be.
        values: What it was measured against; text.
        zh: What was answered, in Chinese.
        en: What was answered, in English.
        alert: The alert that the attempt raises; empty for most.
        unit: The unit concerned; empty where the command names none.
        at: When it was to become true in the office.
    """

    TOPIC: ClassVar = "attempt.command-refused"
    attempt: str
    command: str
    said: dict[str, Any]
    rule: str
    code: str
    basis: str
    policy: str = ""
    values: dict[str, str]
    zh: str
    en: str
    alert: str = ""
    unit: str = ""
    at: Moment


class RecordAttempt(Command):
    """A rule has said no to somebody."""

    refused: CommandRefused


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody tried."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """It stands in the log, once."""


Attempt = Nothing | Recorded


def decide(command: RecordAttempt, attempt: Attempt) -> list[CommandRefused]:
    """Keep it, once.

    Source:
        Handbook 4: refused commands of the gated families are stored as facts.
    """
    return [command.refused] if isinstance(attempt, Nothing) else []


def evolve(_: Attempt, __: CommandRefused) -> Attempt:
    """It stands."""
    return Recorded()


attempt: Decider[RecordAttempt, CommandRefused, Attempt] = Decider(
    initial=Nothing(), decide=decide, evolve=evolve
)
