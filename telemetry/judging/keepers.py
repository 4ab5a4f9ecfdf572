"""Which unit keeps a car, of which kind it is, and to which region it belongs: a fold."""

from fleet.decider import Event
from fleet.organisation.unit import UnitRegistered
from fleet.vehicle.entry import VehicleRegistered, VehicleTakenOver
from fleet.vehicle.transfer import VehicleTransferred


class Keepers:
    """As the papers have it last."""

    def __init__(self) -> None:
        self._units: dict[str, str] = {}
        self._categories: dict[str, str] = {}
        self._regions: dict[str, str] = {}

    def apply(self, event: Event) -> frozenset[str]:
        """Take an event into account; the cars that another unit keeps, or another region."""
        match event:
            case VehicleTakenOver() | VehicleRegistered():
                self._units[event.vehicle] = event.unit
                self._categories[event.vehicle] = event.category
                return frozenset({event.vehicle})
            case VehicleTransferred(vehicle=vehicle, to_unit=unit):
                self._units[vehicle] = unit
                return frozenset({vehicle})
            case UnitRegistered(unit=unit, jurisdiction=region) if region != self._regions.get(
                unit
            ):
                self._regions[unit] = region
                return frozenset(car for car, keeper in self._units.items() if keeper == unit)
            case _:
                return frozenset()

    def unit(self, vehicle: str) -> str:
        """Who keeps it; empty where nobody knows."""
        return self._units.get(vehicle, "")

    def category(self, vehicle: str) -> str:
        """Its kind: `LAW_ENFORCEMENT`; empty where nobody knows."""
        return self._categories.get(vehicle, "")

    def region(self, vehicle: str) -> str:
        """Where its unit belongs; empty where nobody knows."""
        return self._regions.get(self.unit(vehicle), "")
