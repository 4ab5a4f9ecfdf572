"""A vehicle identification number (车架号): one live vehicle has it.

Free --ClaimVin--> Held --ReleaseVin--> Free
"""

from typing import ClassVar

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import VehicleId
from fleet.terms import Vin as VinText
from fleet.vehicle.claim import Claim, Free, Held, claims, releases


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


def decide(command: VinCommand, vin: Claim) -> list[VinEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If another live vehicle has the number.

    Source:
        R073 (no duplicate VIN).
    """
    match command:
        case ClaimVin():
            return [VinClaimed(**dict(command))] if claims(command, vin, _taken) else []
        case ReleaseVin():
            return [VinReleased(**dict(command))] if releases(command, vin) else []


def evolve(_: Claim, event: VinEvent) -> Claim:
    """Take one event into account."""
    return Held(event.vehicle) if isinstance(event, VinClaimed) else Free()


def _taken(command: ClaimVin, holder: str) -> Refused:
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


vin: Decider[VinCommand, VinEvent, Claim] = Decider(initial=Free(), decide=decide, evolve=evolve)
