"""A vehicle identification number (车架号): one live vehicle has it.

Free --ClaimVin--> Claimed --ReleaseVin--> Free
"""

from dataclasses import dataclass
from typing import ClassVar

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import VehicleId
from fleet.terms import Vin as VinText


class ClaimVin(Command):
    """The vehicle has this number."""

    vin: VinText
    vehicle: VehicleId


class ReleaseVin(Command):
    """The vehicle is physically gone."""

    vin: VinText
    vehicle: VehicleId


class VinClaimed(Event):
    """This live vehicle has the number, and no other."""

    TOPIC: ClassVar = "vin.claimed"
    vin: str
    vehicle: str


class VinReleased(Event):
    """No live vehicle has the number."""

    TOPIC: ClassVar = "vin.released"
    vin: str
    vehicle: str


VinCommand = ClaimVin | ReleaseVin
VinEvent = VinClaimed | VinReleased


@dataclass(frozen=True, slots=True)
class Free:
    """No live vehicle has it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """This vehicle has it."""

    vehicle: str


Vin = Free | Claimed


def decide(command: VinCommand, vin: Vin) -> list[VinEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If another live vehicle has the number.

    Source:
        R073 (no duplicate VIN).
    """
    match command, vin:
        case ClaimVin(vin=text, vehicle=vehicle), Free():
            return [VinClaimed(vin=text, vehicle=vehicle)]
        case ClaimVin(vehicle=vehicle), Claimed(vehicle=holder) if holder != vehicle:
            raise _taken(command, holder)
        case ReleaseVin(vin=text, vehicle=vehicle), Claimed(vehicle=holder) if holder == vehicle:
            return [VinReleased(vin=text, vehicle=vehicle)]
        case _:
            return []


def evolve(_: Vin, event: VinEvent) -> Vin:
    """Take one event into account."""
    match event:
        case VinClaimed(vehicle=vehicle):
            return Claimed(vehicle)
        case VinReleased():
            return Free()


def _taken(command: VinCommand, holder: str) -> Refused:
    return Refused(
        "一车一档",
        "VinTaken",
        "R069, R073",
        zh="车架号 {vin} 已登记为车辆 {holder}，不能用于 {vehicle}：请核对车架号。",
        en="VIN {vin} belongs to vehicle {holder}, not to {vehicle}: check the number.",
        vin=command.vin,
        holder=holder,
        vehicle=command.vehicle,
    )


vin: Decider[VinCommand, VinEvent, Vin] = Decider(initial=Free(), decide=decide, evolve=evolve)
