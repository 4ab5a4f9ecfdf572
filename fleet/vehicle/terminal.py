"""A terminal: which vehicle it is in, one at a time.

Unknown --RegisterTerminal--> Known --BindTerminal, UnbindTerminal--> Known
Known --DeclareDatum, DeclareClock--> Known
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from pydantic import model_validator

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Device, Moment, Text, VehicleId
from fleet.vehicle.binding import Binding, Bindings, ended, first_clash, standing
from fleet.vehicle.terminal_habits import (
    ClockDeclared,
    DatumDeclared,
    DeclareClock,
    DeclareDatum,
)


class RegisterTerminal(Command):
    """Enter a terminal into the books.

    Attributes:
        device: Its identity, as its messages carry it.
        model: What it says on the case; empty where unknown.
    """

    device: Device
    model: Text = ""


class BindTerminal(Command):
    """The terminal is in this vehicle, for that time.

    Attributes:
        valid_from: From when on; may lie in the past.
        valid_to: Until when (not included); None: until it is taken out.
        spare: A second terminal of the vehicle, which does not count while the first one speaks.
    """

    device: Device
    vehicle: VehicleId
    valid_from: Moment
    valid_to: Moment | None = None
    spare: bool = False

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is not later than valid_from")
        return self


class UnbindTerminal(Command):
    """The terminal was taken out of this vehicle.

    Attributes:
        at: When. The very moment its binding began: it never was in there.
    """

    device: Device
    vehicle: VehicleId
    at: Moment


class TerminalRegistered(Event):
    """A terminal is known from now on."""

    TOPIC: ClassVar = "terminal.registered"
    device: str
    model: str = ""


class TerminalBound(Event):
    """What the terminal reports in this time belongs to this vehicle."""

    TOPIC: ClassVar = "terminal.bound"
    device: str
    vehicle: str
    valid_from: Moment
    valid_to: Moment | None
    spare: bool = False


class TerminalUnbound(Event):
    """The binding that held at `at` ends there."""

    TOPIC: ClassVar = "terminal.unbound"
    device: str
    vehicle: str
    at: Moment


TerminalCommand = RegisterTerminal | BindTerminal | UnbindTerminal | DeclareDatum | DeclareClock
TerminalEvent = TerminalRegistered | TerminalBound | TerminalUnbound | DatumDeclared | ClockDeclared


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has registered it."""


@dataclass(frozen=True, slots=True)
class Known:
    """In the books; its bindings never overlap.

    Attributes:
        datum: What was declared last about the places that it sends.
        clock: What was declared last about its clock.
    """

    model: str
    bindings: Bindings = ()
    datum: DatumDeclared | None = None
    clock: ClockDeclared | None = None


Terminal = Unknown | Known


def decide(command: TerminalCommand, terminal: Terminal) -> list[TerminalEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        feed.md section 8: bindings of one terminal do not overlap.
    """
    match command, terminal:
        case RegisterTerminal(), Unknown():
            return [TerminalRegistered(device=command.device, model=command.model)]
        case RegisterTerminal(), Known(model=model) if command.model not in ("", model):
            raise _other_model(command, model)
        case RegisterTerminal(), Known():
            return []
        case BindTerminal(), Known(bindings=bindings):
            return _bind(command, bindings)
        case UnbindTerminal(), Known(bindings=bindings):
            return _unbind(command, bindings)
        case DeclareDatum() | DeclareClock(), Known():
            return _declare(command, terminal)
        case _:
            raise _unknown(command.device)


def _bind(command: BindTerminal, bindings: Bindings) -> list[TerminalEvent]:
    wish = Binding(**dict(command))
    if any(binding.grants(wish) for binding in bindings):
        return []
    if clash := first_clash(bindings, wish):
        raise _busy(clash)
    return [TerminalBound(**dict(command))]


def _unbind(command: UnbindTerminal, bindings: Bindings) -> list[TerminalEvent]:
    match standing(bindings, command.device, command.vehicle, command.at):
        case "bound":
            return [TerminalUnbound(**dict(command))]
        case "over":
            return []
        case "never":
            raise _not_bound(command)


def _declare(command: DeclareDatum | DeclareClock, known: Known) -> list[TerminalEvent]:
    if isinstance(command, DeclareDatum):
        datum = DatumDeclared(**dict(command))
        return [] if datum == known.datum else [datum]
    clock = ClockDeclared(**dict(command))
    return [] if clock == known.clock else [clock]


def evolve(terminal: Terminal, event: TerminalEvent) -> Terminal:
    """Take one event into account."""
    match event:
        case TerminalRegistered(model=model):
            return Known(model)
        case TerminalBound():
            known = _known(terminal)
            return replace(known, bindings=(*known.bindings, Binding(**dict(event))))
        case TerminalUnbound(device=device, vehicle=vehicle, at=at):
            known = _known(terminal)
            return replace(known, bindings=ended(known.bindings, device, vehicle, at))
        case DatumDeclared():
            return replace(_known(terminal), datum=event)
        case ClockDeclared():
            return replace(_known(terminal), clock=event)


def _known(terminal: Terminal) -> Known:
    """A stream begins with a registration; what is told of nobody is told of a nameless one."""
    return terminal if isinstance(terminal, Known) else Known("")


def _unknown(device: str) -> Refused:
    return Refused(
        "先建终端",
        "TerminalUnknown",
        "R069",
        zh="终端 {device} 尚未登记：请先登记终端。",
        en="terminal {device} is not known: register it first.",
        device=device,
    )


def _other_model(told: RegisterTerminal, model: str) -> Refused:
    return Refused(
        "一机一档",
        "TerminalDiffers",
        "R069",
        zh="终端 {device} 已登记为 {known}，不是 {told}：请核对终端编号。",
        en="terminal {device} is registered as {known}, not {told}: check the device number.",
        device=told.device,
        known=model or "-",
        told=told.model,
    )


def _busy(clash: Binding) -> Refused:
    return Refused(
        "一机一车",
        "TerminalBusy",
        "R069",
        zh="终端 {device} 自 {valid_from} 至 {valid_to} 已装在车辆 {vehicle}：请先拆除，或改时段。",
        en="terminal {device} is in vehicle {vehicle} from {valid_from} to {valid_to}: "
        "unbind it first, or give another time.",
        device=clash.device,
        vehicle=clash.vehicle,
        valid_from=clash.valid_from.isoformat(),
        valid_to=clash.valid_to.isoformat() if clash.valid_to else "…",
    )


def _not_bound(command: UnbindTerminal) -> Refused:
    return Refused(
        "一机一车",
        "TerminalNotBound",
        "R069",
        zh="终端 {device} 在 {at} 不在车辆 {vehicle} 上：请核对车辆和时间。",
        en="terminal {device} is not in vehicle {vehicle} at {at}: check the vehicle and the time.",
        device=command.device,
        vehicle=command.vehicle,
        at=command.at.isoformat(),
    )


terminal: Decider[TerminalCommand, TerminalEvent, Terminal] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
