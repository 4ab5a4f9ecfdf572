"""What waits for a date, and what a reaction asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Wire = Mapping[str, Any]
"""A command as it crosses the wire, without the actor."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An alert that papers alone decide.

    Attributes:
        code: The alert rule: `DISP-02`.
        subject: The stream it is about: `disposal:2025-7`. One notice a rule and subject.
        unit: The unit concerned.
        vehicle: The vehicle concerned; empty where there is none.
        at: When it became true in the office (UTC).
        inputs: What it was measured with; text.
    """

    code: str
    subject: str
    unit: str
    vehicle: str
    at: datetime
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its name: one a rule and subject."""
        return f"{self.code.lower()}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A notice that is no longer so.

    Attributes:
        key: The notice's.
        reason: In one word.
        at: Since when.
    """

    key: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Waits in a durable table until its date has come; then it is said, once.

    Attributes:
        key: Its name; the same again replaces it.
        at: Its date (UTC).
        wire: The command to say; None where only a notice is raised.
        notice: The notice to raise; None where only a command is said.
    """

    key: str
    at: datetime
    wire: Wire | None = None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Forget:
    """What waits under keys that begin like this waits no longer."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Say:
    """A command to say now, in a save of its own."""

    wire: Wire


Action = Say | Notice | Withdrawal | Due | Forget
"""What a reaction asks for."""
