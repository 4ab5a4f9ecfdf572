"""A plate (号牌): on one vehicle at a time.

Free --AssignPlate--> Held --ReleasePlate--> Free
"""

from typing import ClassVar

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Plate as PlateText
from fleet.terms import VehicleId
from fleet.vehicle.claim import Claim, Free, Held, claims, releases


class AssignPlate(Command):
    """The vehicle carries this plate."""

    plate: PlateText
    vehicle: VehicleId


class ReleasePlate(Command):
    """The vehicle does not carry this plate any more."""

    plate: PlateText
    vehicle: VehicleId


class PlateAssigned(Event):
    """The plate is on this vehicle and on no other."""

    TOPIC: ClassVar = "plate.assigned"
    plate: str
    vehicle: str


class PlateReleased(Event):
    """The plate may go to another vehicle."""

    TOPIC: ClassVar = "plate.released"
    plate: str
    vehicle: str


PlateCommand = AssignPlate | ReleasePlate
PlateEvent = PlateAssigned | PlateReleased


def decide(command: PlateCommand, plate: Claim) -> list[PlateEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If the plate is on another vehicle.

    Source:
        R073 (no duplicate plate).
    """
    match command:
        case AssignPlate():
            return [PlateAssigned(**dict(command))] if claims(command, plate, _taken) else []
        case ReleasePlate():
            return [PlateReleased(**dict(command))] if releases(command, plate) else []


def evolve(_: Claim, event: PlateEvent) -> Claim:
    """Take one event into account."""
    return Held(event.vehicle) if isinstance(event, PlateAssigned) else Free()


def _taken(command: AssignPlate, holder: str) -> Refused:
    return Refused(
        "一牌一车",
        "PlateTaken",
        "R073",
        zh="号牌 {plate} 已在车辆 {holder} 上，不能用于 {vehicle}：请核对号牌。",
        en="plate {plate} is on vehicle {holder}, not free for {vehicle}: check the plate.",
        plate=command.plate,
        holder=holder,
        vehicle=command.vehicle,
    )


plate: Decider[PlateCommand, PlateEvent, Claim] = Decider(
    initial=Free(), decide=decide, evolve=evolve
)
