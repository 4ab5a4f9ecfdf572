"""The dossier of each car (一车一档): everything that was ever decided about it, in order.

One row a line, not one a car: a car has some thousand lines, and a line is written once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fleet.decider import Entry, Event
from projections.projection import Projection

_ELSEWHERE = {"vehicle", "at", "grounds", "conditions", "area"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a dossier.

    Attributes:
        vehicle: Whose dossier.
        at: When it became true in the office (UTC).
        recorded_at: When the ledger took it (UTC).
        ledger: `lifecycle` or `supervision`.
        position: Where it stands in the ledger.
        topic: What happened.
        by: Who said it.
        told: The event's own words.
    """

    vehicle: str
    at: datetime
    recorded_at: datetime
    ledger: str
    position: int
    topic: str
    by: str
    told: dict[str, Any]


def _car(event: Event) -> str | None:
    """The car an event names; one that names several belongs to none of them."""
    vehicle = getattr(event, "vehicle", None)
    return vehicle if isinstance(vehicle, str) and vehicle else None


def _key(entry: Entry) -> str | None:
    vehicle = _car(entry.event)
    return f"{vehicle}:{entry.ledger}:{entry.position:012d}" if vehicle else None


def _evolve(row: Line | None, entry: Entry) -> Line | None:
    event, vehicle = entry.event, _car(entry.event)
    if vehicle is None:
        return row
    return Line(
        vehicle=vehicle,
        at=getattr(event, "at", entry.recorded_at),
        recorded_at=entry.recorded_at,
        ledger=entry.ledger,
        position=entry.position,
        topic=event.TOPIC,
        by=entry.metadata.get("actor", ""),
        told=event.model_dump(mode="json", exclude=_ELSEWHERE, exclude_none=True),
    )


view = Projection("dossiers", version=2, row=Line, key=_key, evolve=_evolve)
