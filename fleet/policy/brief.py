"""What lies beside a command when it is decided: who speaks, and the rules of his jurisdiction."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import SkipValidation

from fleet.decider import Command
from fleet.policy.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks.

    Attributes:
        person: The person's id, or a program's name.
        role: `BUREAU`, `FINANCE`, `UNIT_CLERK` ... (handbook section 2); empty where not said.
        unit: The code of the unit he speaks for; empty where not said.
        jurisdiction: The region he acts for; empty where not said.
    """

    person: str
    role: str = ""
    unit: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """Laid beside a command by the desk; read fresh at every attempt.

    Attributes:
        actor: Who speaks.
        jurisdiction: Whose rules apply to what the command is about.
        shelf: Every published policy of that jurisdiction and of those above it.
    """

    actor: Actor
    jurisdiction: str
    shelf: Shelf


NOBODY = Brief(Actor(""), "", Shelf())
"""Before the desk has laid a brief beside the command."""


class Briefed(Command):
    """A command that is decided by somebody under a policy."""

    FACTS: ClassVar[frozenset[str]] = frozenset({"brief"})

    brief: SkipValidation[Brief] = NOBODY
