"""The cars that nobody gets, and why: what makes an order that has such a car a conflict."""

from dataclasses import dataclass
from datetime import datetime

from fleet.decider import Entry
from fleet.vehicle.car_schedule_words import CarBlocked, CarUnblocked
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class BlockedCar:
    """One row a car that is blocked.

    Attributes:
        causes: `safety`, `suspended`, `maintenance`, `withdrawn`, `recall:<id>` -> since (UTC).
    """

    vehicle: str
    causes: dict[str, datetime]


def _key(entry: Entry) -> str | None:
    match entry.event:
        case CarBlocked(vehicle=vehicle) | CarUnblocked(vehicle=vehicle):
            return vehicle
        case _:
            return None


def _evolve(row: BlockedCar | None, entry: Entry) -> BlockedCar | None:
    causes = row.causes if row else {}
    match entry.event:
        case CarBlocked(vehicle=vehicle, cause=cause, since=since):
            return BlockedCar(vehicle, causes | {cause: since})
        case CarUnblocked(vehicle=vehicle, cause=gone):
            left = {cause: since for cause, since in causes.items() if cause != gone}
            return BlockedCar(vehicle, left) if left else None
        case _:
            return row


view = Projection("blocked_cars", version=1, row=BlockedCar, key=_key, evolve=_evolve)
