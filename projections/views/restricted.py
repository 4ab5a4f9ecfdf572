"""The restricted list (限制知悉名单): cars that count in totals, and whose alerts few may read."""

from dataclasses import dataclass

from fleet.decider import Entry
from fleet.supervision.restricted_list import VehicleDelisted, VehicleListed
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Restricted:
    """One row a car on the list.

    Attributes:
        officer: The person who alone hears of its alerts.
    """

    vehicle: str
    jurisdiction: str
    officer: str


def _key(entry: Entry) -> str | None:
    match entry.event:
        case VehicleListed(vehicle=vehicle) | VehicleDelisted(vehicle=vehicle):
            return vehicle
        case _:
            return None


def _evolve(row: Restricted | None, entry: Entry) -> Restricted | None:
    match entry.event:
        case VehicleListed(vehicle=vehicle, jurisdiction=where, officer=officer):
            return Restricted(vehicle, where, officer)
        case VehicleDelisted(jurisdiction=where) if row and row.jurisdiction != where:
            return row  # it has moved, and stands on the list of its new region
        case _:
            return None


view = Projection("restricted", version=1, row=Restricted, key=_key, evolve=_evolve)
