"""A plate (号牌): on one vehicle at a time.

Free --AssignPlate--> Assigned --ReleasePlate--> Free
"""

from dataclasses import dataclass
from typing import ClassVar

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Plate as PlateText
from fleet.terms import VehicleId


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


@dataclass(frozen=True, slots=True)
class Free:
    """On no vehicle."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """On this vehicle."""

    vehicle: str


Plate = Free | Assigned


def decide(command: PlateCommand, plate: Plate) -> list[PlateEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If the plate is on another vehicle.

    Source:
        R073 (no duplicate plate).
    """
    match command, plate:
        case AssignPlate(plate=text, vehicle=vehicle), Free():
            return [PlateAssigned(plate=text, vehicle=vehicle)]
        case AssignPlate(vehicle=vehicle), Assigned(vehicle=holder) if holder != vehicle:
            raise _taken(command, holder)
        case ReleasePlate(plate=text, vehicle=vehicle), Assigned(vehicle=holder) if (
            holder == vehicle
        ):
            return [PlateReleased(plate=text, vehicle=vehicle)]
        case _:
            return []


def evolve(_: Plate, event: PlateEvent) -> Plate:
    """Take one event into account."""
    match event:
        case PlateAssigned(vehicle=vehicle):
            return Assigned(vehicle)
        case PlateReleased():
            return Free()


def _taken(command: PlateCommand, holder: str) -> Refused:
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


plate: Decider[PlateCommand, PlateEvent, Plate] = Decider(
    initial=Free(), decide=decide, evolve=evolve
)
