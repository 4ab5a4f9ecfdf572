"""A car whose brakes failed a check is not dispatched until they pass one (带病不上路)."""

from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Command, Event
from fleet.terms import Code, Moment, Name, VehicleId
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.service import VehicleReinstated, VehicleSuspended
from fleet.vehicle.stages import Available, Car, Gone, InBooks, Ordered, Suspended, Vehicle, Word

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
    """These pass.

    Attributes:
        safety: Which of them are remembered though none failed: the safety items of the policy.
    """

    safety: tuple[Name, ...] = ()


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


class SafetyItemsInOrder(Event):
    """These did not fail, and pass: what is older does not fail them any more."""

    TOPIC: ClassVar = "vehicle.safety-items-in-order"
    vehicle: str
    check: str
    items: tuple[str, ...]
    at: Moment


SafetyCommand = FailSafety | PassSafety
SafetyEvent = SafetyItemsFailed | SafetyItemsPassed | SafetyItemsInOrder


def decide(
    command: SafetyCommand, vehicle: Vehicle
) -> list[SafetyEvent | VehicleSuspended | VehicleReinstated]:
    """Answer what a check found; the same again is nothing new.

    What was seen last counts, whichever paper comes first; at the same moment, what is said last.

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
    items = _not_older(command, vehicle.car)
    if all(known.get(item) == command.check for item in items):
        return []
    failed = tuple(sorted({*known, *items}))
    told = SafetyItemsFailed(**{**dict(command), "items": items}, failed=failed)
    if not isinstance(vehicle, Available):
        return [told]
    said = {"vehicle": command.vehicle, "cause": FAILED_CHECK, "document": command.check}
    return [told, VehicleSuspended(**said, at=command.at)]


def _not_older(command: SafetyCommand, car: Car) -> tuple[str, ...]:
    """The items of which nobody has said anything newer."""
    words = ((item, car.words.get(item)) for item in command.items)
    return tuple(item for item, word in words if word is None or word.at <= command.at)


def _pass(command: PassSafety, vehicle: InBooks) -> list[SafetyEvent | VehicleReinstated]:
    items = {*_not_older(command, vehicle.car)}
    return [*_cleared(command, vehicle, items), *_in_order(command, vehicle.car, items)]


def _cleared(
    command: PassSafety, vehicle: InBooks, passed: set[str]
) -> list[SafetyItemsPassed | VehicleReinstated]:
    known = vehicle.car.failed
    items = tuple(sorted(known.keys() & passed))
    if not items:
        return []
    said = {"vehicle": command.vehicle, "at": command.at}
    failed = tuple(sorted(known.keys() - {*items}))
    told = SafetyItemsPassed(**said, check=command.check, items=items, failed=failed)
    if failed or vehicle != Suspended(vehicle.car, FAILED_CHECK):
        return [told]
    return [told, VehicleReinstated(**said, evidence=command.check)]


def _in_order(command: PassSafety, car: Car, passed: set[str]) -> list[SafetyItemsInOrder]:
    """What did not fail; said before of the same moment, it is nothing new."""
    known = {item for item, word in car.words.items() if word.failed or word.at == command.at}
    items = tuple(sorted((passed & {*command.safety}) - known))
    said = {"vehicle": command.vehicle, "check": command.check, "at": command.at}
    return [SafetyItemsInOrder(**said, items=items)] if items else []


def evolve(vehicle: Vehicle, event: SafetyEvent) -> Vehicle:
    """Take one finding into account; the stage stays."""
    if isinstance(vehicle, InBooks):
        word = Word(event.check, event.at, isinstance(event, SafetyItemsFailed))
        words = {**vehicle.car.words, **dict.fromkeys(event.items, word)}
        return replace(vehicle, car=replace(vehicle.car, words=words))
    return vehicle
