"""The attempts: commands that a rule said no to, the last one at the top."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fleet.decider import Entry
from fleet.supervision.attempt import CommandRefused
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Attempt:
    """One row an attempt.

    Attributes:
        position: Where it stands in the supervision ledger.
        by: Who tried.
        at: When it was to become true (UTC).
    """

    attempt: str
    position: int
    command: str
    said: dict[str, Any]
    rule: str
    code: str
    basis: str
    policy: str
    zh: str
    en: str
    alert: str
    unit: str
    by: str
    role: str
    at: datetime


def _key(entry: Entry) -> str | None:
    return entry.event.attempt if isinstance(entry.event, CommandRefused) else None


def _evolve(row: Attempt | None, entry: Entry) -> Attempt | None:
    match entry.event:
        case CommandRefused() as told:
            names = ("attempt", "command", "said", "rule", "code", "basis", "policy", "zh", "en")
            said = {name: getattr(told, name) for name in (*names, "alert", "unit", "at")}
            by, role = entry.metadata.get("actor", ""), entry.metadata.get("role", "")
            return Attempt(position=entry.position, by=by, role=role, **said)
        case _:
            return row


view = Projection("attempts", version=1, row=Attempt, key=_key, evolve=_evolve)
