"""What a vehicle carries: its plate and its terminals."""

from dataclasses import replace
from typing import ClassVar, Self

from pydantic import model_validator

from fleet.decider import Command, Event, Refused
from fleet.terms import Device, Moment, Plate, VehicleId
from fleet.vehicle.binding import Binding, Bindings, ended, standing
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.stages import (
    Car,
    Disposed,
    InBooks,
    Ordered,
    TransferredOut,
    Vehicle,
    WrittenOff,
)


class ChangePlate(Command):
    """It carries another plate from now on.

    Attributes:
        old: The plate it gives up.
        new: The plate it gets.
    """

    vehicle: VehicleId
    old: Plate
    new: Plate
    at: Moment

    @model_validator(mode="after")
    def _changes(self) -> Self:
        if self.old == self.new:
            raise ValueError("old and new are the same plate")
        return self


class MountTerminal(Command):
    """The vehicle's side of `BindTerminal`, in the same save."""

    vehicle: VehicleId
    device: Device
    valid_from: Moment
    valid_to: Moment | None = None
    spare: bool = False


class DismountTerminal(Command):
    """The vehicle's side of `UnbindTerminal`, in the same save."""

    vehicle: VehicleId
    device: Device
    at: Moment


class PlateChanged(Event):
    """It carries another plate."""

    TOPIC: ClassVar = "vehicle.plate-changed"
    vehicle: str
    old: str
    new: str
    at: Moment


class VehicleTerminalBound(Event):
    """A terminal speaks for it, or is its spare."""

    TOPIC: ClassVar = "vehicle.terminal-bound"
    vehicle: str
    device: str
    valid_from: Moment
    valid_to: Moment | None
    spare: bool = False


class VehicleTerminalUnbound(Event):
    """The binding that held at `at` ends there."""

    TOPIC: ClassVar = "vehicle.terminal-unbound"
    vehicle: str
    device: str
    at: Moment


FittingCommand = ChangePlate | MountTerminal | DismountTerminal
FittingEvent = PlateChanged | VehicleTerminalBound | VehicleTerminalUnbound


def decide(command: FittingCommand, vehicle: Vehicle) -> list[FittingEvent]:
    """Answer a command about what the vehicle carries.

    Raises:
        Refused: If a rule forbids it.

    Source:
        feed.md section 8: two terminals at once only if one of them is a spare.
    """
    match command, vehicle:
        case DismountTerminal(), InBooks(car=car):
            return _dismount(command, car.terminals)
        case (MountTerminal(), Ordered() | Disposed() | TransferredOut()) | (
            ChangePlate(),
            Ordered() | WrittenOff() | Disposed() | TransferredOut(),
        ):
            raise out_of_order(command, command.vehicle, vehicle)
        case MountTerminal(), InBooks(car=car):
            return _mount(command, car.terminals)
        case ChangePlate(), InBooks(car=car):
            return _change(command, car)
        case _:
            raise out_of_order(command, command.vehicle, vehicle)


def evolve(vehicle: Vehicle, event: FittingEvent) -> Vehicle:
    """Take one change of what it carries into account; the stage stays."""
    if isinstance(vehicle, InBooks):
        return replace(vehicle, car=_carrying(vehicle.car, event))
    return vehicle


def _carrying(car: Car, event: FittingEvent) -> Car:
    match event:
        case PlateChanged(new=plate):
            return replace(car, plate=plate)
        case VehicleTerminalBound():
            return replace(car, terminals=(*car.terminals, Binding(**dict(event))))
        case VehicleTerminalUnbound(device=device, vehicle=vehicle, at=at):
            return replace(car, terminals=ended(car.terminals, device, vehicle, at))


def _change(command: ChangePlate, car: Car) -> list[FittingEvent]:
    if car.plate == command.new:
        return []
    if car.plate != command.old:
        raise _other_plate(command, car.plate)
    return [PlateChanged(**dict(command))]


def _mount(command: MountTerminal, terminals: Bindings) -> list[FittingEvent]:
    wish = Binding(**dict(command))
    if any(terminal.grants(wish) for terminal in terminals):
        return []
    for terminal in terminals:
        both_count = not (terminal.spare or wish.spare) or terminal.device == wish.device
        if both_count and terminal.overlaps(wish):
            raise _second(command, terminal)
    return [VehicleTerminalBound(**dict(command))]


def _dismount(command: DismountTerminal, terminals: Bindings) -> list[FittingEvent]:
    match standing(terminals, command.device, command.vehicle, command.at):
        case "bound":
            return [VehicleTerminalUnbound(**dict(command))]
        case "over":
            return []
        case "never":
            raise _not_mounted(command)


def _other_plate(command: ChangePlate, plate: str) -> Refused:
    return Refused(
        "一牌一车",
        "PlateDiffers",
        "R073",
        zh="车辆 {vehicle} 的号牌是 {plate}，不是 {old}：请核对原号牌。",
        en="vehicle {vehicle} carries {plate}, not {old}: check the old plate.",
        vehicle=command.vehicle,
        plate=plate,
        old=command.old,
    )


def _second(command: MountTerminal, terminal: Binding) -> Refused:
    return Refused(
        "一车一主机",
        "SecondTerminal",
        "R069",
        zh="车辆 {vehicle} 自 {since} 已有终端 {known}，不能同时再装 {device}："
        "请先拆除，或登记为备用终端。",
        en="vehicle {vehicle} has terminal {known} since {since}, so {device} cannot count too: "
        "unbind that one first, or bind this one as spare.",
        vehicle=command.vehicle,
        known=terminal.device,
        device=command.device,
        since=terminal.valid_from.isoformat(),
    )


def _not_mounted(command: DismountTerminal) -> Refused:
    return Refused(
        "一机一车",
        "TerminalNotBound",
        "R069",
        zh="车辆 {vehicle} 在 {at} 没有终端 {device}：请核对终端和时间。",
        en="vehicle {vehicle} has no terminal {device} at {at}: check the terminal and the time.",
        vehicle=command.vehicle,
        device=command.device,
        at=command.at.isoformat(),
    )
