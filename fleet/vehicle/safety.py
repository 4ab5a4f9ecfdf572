"""A car whose brakes failed a check is not dispatched until they pass one (带病不上路)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Command, Event
from fleet.terms import Code, Moment, Name, VehicleId
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.service import VehicleReinstated, VehicleSuspended
from fleet.vehicle.stages import Available, Car, Gone, InBooks, Ordered, Suspended, Vehicle

FAILED_CHECK = "FAILED_CHECK"


class _Checked(Command):
    """A check, or a repair, says something about safety items.

    Attributes:
        check: The check or work order.
        items: Keys of the policy: `BRAKES`.
    """

    vehicle: VehicleId
    check: Code
    items: Annotated[tuple[Name, ...], Field(min_length=1)]
    at: Moment


class FailSafety(_Checked):
    """These failed."""


class PassSafety(_Checked):
    """These pass."""


class SafetyItemsFailed(Event):
    """These failed.

    Attributes:
        failed: All that fail now.
    """

    TOPIC: ClassVar = "vehicle.safety-items-failed"
    vehicle: str
    check: str
    items: tuple[str, ...]
    failed: tuple[str, ...]
    at: Moment


class SafetyItemsPassed(Event):
    """These failed before, and pass now.

    Attributes:
        failed: All that still fail.
    """

    TOPIC: ClassVar = "vehicle.safety-items-passed"
    vehicle: str
    check: str
    items: tuple[str, ...]
    failed: tuple[str, ...] = ()
    at: Moment


SafetyCommand = FailSafety | PassSafety
SafetyEvent = SafetyItemsFailed | SafetyItemsPassed


def decide(
    command: SafetyCommand, vehicle: Vehicle
) -> list[SafetyEvent | VehicleSuspended | VehicleReinstated]:
    """Answer what a check found; the same again is nothing new.

    Raises:
        Refused: If there is no such car.

    Source:
        R094; handbook 4 (CheckTask: a failed safety item suspends the car).
    """
    if not isinstance(vehicle, InBooks) or isinstance(vehicle, Ordered | Gone):
        raise out_of_order(command, command.vehicle, vehicle)
    if isinstance(command, FailSafety):
        return [*_fail(command, vehicle)]
    return [*_pass(command, vehicle)]


def _fail(command: FailSafety, vehicle: InBooks) -> list[SafetyItemsFailed | VehicleSuspended]:
    known = vehicle.car.failed
    if all(known.get(item) == command.check for item in command.items):
        return []
    failed = tuple(sorted({*known, *command.items}))
    told = SafetyItemsFailed(**dict(command), failed=failed)
    if not isinstance(vehicle, Available):
        return [told]
    said = {"vehicle": command.vehicle, "cause": FAILED_CHECK, "document": command.check}
    return [told, VehicleSuspended(**said, at=command.at)]


def _pass(command: PassSafety, vehicle: InBooks) -> list[SafetyItemsPassed | VehicleReinstated]:
    known = vehicle.car.failed
    items = tuple(sorted(known.keys() & {*command.items}))
    if not items:
        return []
    said = {"vehicle": command.vehicle, "at": command.at}
    failed = tuple(sorted(known.keys() - {*items}))
    told = SafetyItemsPassed(**said, check=command.check, items=items, failed=failed)
    if failed or vehicle != Suspended(vehicle.car, FAILED_CHECK):
        return [told]
    return [told, VehicleReinstated(**said, evidence=command.check)]


def evolve(vehicle: Vehicle, event: SafetyEvent) -> Vehicle:
    """Take one finding into account; the stage stays."""
    if isinstance(vehicle, InBooks):
        return replace(vehicle, car=_found(vehicle.car, event))
    return vehicle


def _found(car: Car, event: SafetyEvent) -> Car:
    if isinstance(event, SafetyItemsFailed):
        return replace(car, failed={**car.failed, **dict.fromkeys(event.items, event.check)})
    left: Mapping[str, str] = {k: v for k, v in car.failed.items() if k not in event.items}
    return replace(car, failed=left)
