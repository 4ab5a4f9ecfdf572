"""The dossier of each car (一车一档): everything that was ever decided about it, in order."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fleet.decider import Entry
from fleet.disposal.disposal_events import DisposalEvent
from fleet.procurement.purchase_events import (
    ContractRecorded,
    DeliveryAccepted,
    DeliveryRecorded,
    PurchaseClosed,
)
from fleet.vehicle.cost_account import CostAccountOpened
from fleet.vehicle.vehicle import VehicleEvent
from projections.projection import Projection

OfCar = (
    VehicleEvent
    | DisposalEvent
    | CostAccountOpened
    | ContractRecorded
    | DeliveryRecorded
    | DeliveryAccepted
    | PurchaseClosed
)
_ELSEWHERE = {"vehicle", "at", "grounds"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the dossier.

    Attributes:
        at: When it became true in the office (UTC).
        recorded_at: When the ledger took it (UTC).
        position: Where it stands in the ledger.
        topic: What happened.
        by: Who said it.
        told: The event's own words.
    """

    at: datetime
    recorded_at: datetime
    position: int
    topic: str
    by: str
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One row a car."""

    vehicle: str
    lines: tuple[Line, ...] = ()


def _key(entry: Entry) -> str | None:
    return entry.event.vehicle if isinstance(entry.event, OfCar) else None


def _evolve(row: Dossier | None, entry: Entry) -> Dossier | None:
    event = entry.event
    if not isinstance(event, OfCar):
        return row
    told = event.model_dump(mode="json", exclude=_ELSEWHERE, exclude_none=True)
    line = Line(
        at=getattr(event, "at", entry.recorded_at),
        recorded_at=entry.recorded_at,
        position=entry.position,
        topic=event.TOPIC,
        by=entry.metadata.get("actor", ""),
        told=told,
    )
    known = row or Dossier(event.vehicle)
    return replace(known, lines=(*known.lines, line))


view = Projection("dossiers", version=1, row=Dossier, key=_key, evolve=_evolve)
