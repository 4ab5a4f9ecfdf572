"""A vehicle (车辆, 一车一档): from its order, or from the books before us, to its physical end.

Ordered -> Registered -> Equipped -> Available -> Withdrawn -> WrittenOff -> Disposed; in service it
is Available, Reserved, OnTrip, InMaintenance, Sealed or Suspended. The moves are in
`vehicle_machine`; what may be said is in `entry`, `commissioning`, `service`, `transfer`,
`retirement`, about plate and terminals in `fitting`, about its papers in `dossier`, about what
failed a check in `safety`.
"""

from fleet.decider import Decider
from fleet.vehicle import (
    commissioning,
    dossier,
    entry,
    fitting,
    retirement,
    safety,
    service,
    transfer,
)
from fleet.vehicle.commissioning import CommissioningCommand, CommissioningEvent
from fleet.vehicle.dossier import DossierCommand, DossierEvent
from fleet.vehicle.entry import EntryCommand, EntryEvent
from fleet.vehicle.fitting import FittingCommand, FittingEvent
from fleet.vehicle.retirement import RetirementCommand, RetirementEvent
from fleet.vehicle.safety import SafetyCommand, SafetyEvent
from fleet.vehicle.service import ServiceCommand, ServiceEvent
from fleet.vehicle.stages import Unknown, Vehicle
from fleet.vehicle.transfer import TransferCommand, TransferEvent

VehicleCommand = (
    EntryCommand
    | CommissioningCommand
    | ServiceCommand
    | TransferCommand
    | RetirementCommand
    | FittingCommand
    | DossierCommand
    | SafetyCommand
)
VehicleEvent = (
    EntryEvent
    | CommissioningEvent
    | ServiceEvent
    | TransferEvent
    | RetirementEvent
    | FittingEvent
    | DossierEvent
    | SafetyEvent
)


def decide(command: VehicleCommand, vehicle: Vehicle) -> list[VehicleEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.
    """
    if isinstance(command, EntryCommand):
        return [*entry.decide(command, vehicle)]
    if isinstance(command, CommissioningCommand):
        return [*commissioning.decide(command, vehicle)]
    if isinstance(command, ServiceCommand):
        return [*service.decide(command, vehicle)]
    return _decide(command, vehicle)


def _decide(
    command: TransferCommand | RetirementCommand | FittingCommand | DossierCommand | SafetyCommand,
    vehicle: Vehicle,
) -> list[VehicleEvent]:
    if isinstance(command, TransferCommand):
        return [*transfer.decide(command, vehicle)]
    if isinstance(command, RetirementCommand):
        return [*retirement.decide(command, vehicle)]
    if isinstance(command, FittingCommand):
        return [*fitting.decide(command, vehicle)]
    if isinstance(command, SafetyCommand):
        return [*safety.decide(command, vehicle)]
    return [*dossier.decide(command, vehicle)]


def evolve(vehicle: Vehicle, event: VehicleEvent) -> Vehicle:
    """Take one event into account."""
    if isinstance(event, EntryEvent):
        return entry.evolve(event)
    if isinstance(event, CommissioningEvent):
        return commissioning.evolve(vehicle, event)
    if isinstance(event, ServiceEvent):
        return service.evolve(vehicle, event)
    return _evolve(vehicle, event)


def _evolve(
    vehicle: Vehicle,
    event: TransferEvent | RetirementEvent | FittingEvent | DossierEvent | SafetyEvent,
) -> Vehicle:
    if isinstance(event, TransferEvent):
        return transfer.evolve(vehicle, event)
    if isinstance(event, RetirementEvent):
        return retirement.evolve(vehicle, event)
    if isinstance(event, FittingEvent):
        return fitting.evolve(vehicle, event)
    if isinstance(event, SafetyEvent):
        return safety.evolve(vehicle, event)
    return dossier.evolve(vehicle, event)


vehicle: Decider[VehicleCommand, VehicleEvent, Vehicle] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
