"""A vehicle (车辆, 一车一档): from registration, or from the books before us, to its physical end.

Ordered --RegisterVehicle--> Registered --FitEquipment--> Equipped --CommissionVehicle--> Available
   |                                                                                        ^   |
   +----------------------------------- TakeOverVehicle ------------------------------------+   |
   Disposed <--ConfirmDisposal-- WrittenOff <--WriteOffVehicle-- Withdrawn <--EnterDisposal-----+

What may be said on the way in is in `entry`, on the way out in `retirement`, about plate and
terminals in `fitting`; here is the whole life.
"""

from fleet.decider import Decider
from fleet.vehicle import entry, fitting, retirement
from fleet.vehicle.entry import EntryCommand, EntryEvent
from fleet.vehicle.fitting import FittingCommand, FittingEvent
from fleet.vehicle.retirement import RetirementCommand, RetirementEvent
from fleet.vehicle.stages import Ordered, Vehicle

VehicleCommand = EntryCommand | FittingCommand | RetirementCommand
VehicleEvent = EntryEvent | FittingEvent | RetirementEvent


def decide(command: VehicleCommand, vehicle: Vehicle) -> list[VehicleEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.
    """
    if isinstance(command, EntryCommand):
        return [*entry.decide(command, vehicle)]
    if isinstance(command, FittingCommand):
        return [*fitting.decide(command, vehicle)]
    return [*retirement.decide(command, vehicle)]


def evolve(vehicle: Vehicle, event: VehicleEvent) -> Vehicle:
    """Take one event into account."""
    if isinstance(event, EntryEvent):
        return entry.evolve(vehicle, event)
    if isinstance(event, FittingEvent):
        return fitting.evolve(vehicle, event)
    return retirement.evolve(vehicle, event)


vehicle: Decider[VehicleCommand, VehicleEvent, Vehicle] = Decider(
    initial=Ordered(), decide=decide, evolve=evolve
)
