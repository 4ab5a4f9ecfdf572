"""Who answers which ledger, each with a checkpoint of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from fleet.decider import Entry
from fleet.reactions import fence_edits
from fleet.reactions.after import after
from fleet.reactions.cases import cases
from fleet.reactions.census import TOPICS
from fleet.reactions.due import Action
from fleet.reactions.in_use import InUse


def _nothing(_: Entry) -> None:
    """It remembers nothing."""


@dataclass(frozen=True, slots=True)
class Follower:
    """One who answers.

    Attributes:
        name: Of its checkpoint; never changes.
        ledger: What it answers.
        follows: What it asks for because of an entry, told now.
        remember: Takes an entry into account that was answered before.
        topics: The entries that it remembers.
    """

    name: str
    ledger: str
    follows: Callable[[Entry, datetime], Iterable[Action]]
    remember: Callable[[Entry], None] = _nothing
    topics: frozenset[str] = frozenset()


def followers() -> tuple[Follower, ...]:
    """All of them, remembering nothing yet."""
    in_use = InUse()
    return (
        Follower("loop", "lifecycle", lambda entry, _: after(entry)),
        Follower("use", "lifecycle", in_use.follows, in_use.remember, TOPICS | fence_edits.TOPICS),
        Follower("cases", "supervision", cases),
    )
