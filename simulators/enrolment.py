"""Papers for vehicles that nobody knows yet, so that what their terminals say has a place."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import sha256
from re import compile as pattern
from typing import Any

from fleet.desk.commands import say_all
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.terms import BEGINNING
from fleet.vehicle.stages import InBooks
from fleet.vehicle.vehicle import vehicle as vehicle_decider
from simulators.language import NUMBERED, Language

_PHONE = pattern(r"[1-9][0-9]{0,11}|0")  # normal form: without leading zeros
_DEVICE = pattern(r"[A-Za-z0-9_-]{1,64}")
_UNIT = "RECORDED"
_PLATE_ROOM = 12


class SilentTerminalError(ValueError):
    """A vehicle's terminal cannot speak the language that was asked for."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who plays.

    Attributes:
        devices: Terminal by vehicle.
        new: How many had none before.
        plates: What stands on each vehicle.
    """

    devices: Mapping[str, str]
    new: int
    plates: Mapping[str, str]


def device_for(vehicle: str, language: Language) -> str:
    """The identity of a vehicle's terminal: the vehicle's own id where the language allows it."""
    if (_DEVICE if language in NUMBERED else _PHONE).fullmatch(vehicle):
        return vehicle
    return str(10**11 + int.from_bytes(sha256(vehicle.encode()).digest()[:8]) % (9 * 10**11))


def enrol(database: str, vehicles: Sequence[str], language: Language) -> Enrolled:
    """See to it that every vehicle has a terminal, bound for all times.

    Raises:
        SilentTerminalError: If a vehicle's terminal cannot speak JT/T 808.
    """
    with Lifecycle.opened(database) as ledger:
        found = {vehicle: _in_books(ledger, vehicle) for vehicle in vehicles}
        devices = {vehicle: _speaking(state, language) for vehicle, state in found.items()}
        new = {
            vehicle: device_for(vehicle, language)
            for vehicle, device in devices.items()
            if device is None
        }
        say_all(ledger, _papers(new, {v for v, state in found.items() if state is None}))
    plates = {v: state.car.plate if state else _plate(v) for v, state in found.items()}
    return Enrolled({v: d or new[v] for v, d in devices.items()}, len(new), plates)


def _in_books(ledger: Lifecycle, vehicle: str) -> InBooks | None:
    state = load(ledger, f"vehicle:{vehicle}", vehicle_decider)
    return state if isinstance(state, InBooks) else None


def _speaking(vehicle: InBooks | None, language: Language) -> str | None:
    """The terminal that speaks for a vehicle, if it has one."""
    bindings = vehicle.car.terminals if vehicle else ()
    device = next((binding.device for binding in bindings if not binding.spare), None)
    if device and language not in NUMBERED and not _PHONE.fullmatch(device):
        raise SilentTerminalError(f"terminal {device} has no phone number: play it as --codec json")
    return device


def _papers(devices: Mapping[str, str], unknown: AbstractSet[str]) -> Iterator[dict[str, Any]]:
    """What has to be said about vehicles without a terminal, and about those nobody knows."""
    if devices:
        yield _said(
            "RegisterUnit",
            unit=_UNIT,
            name="轨迹回放",
            name_en="Recorded tracks",
            jurisdiction="330100",
        )
    at = BEGINNING.isoformat()
    for vehicle, device in devices.items():
        if vehicle in unknown:
            plate = _plate(vehicle)
            car = {"vehicle": vehicle, "plate": plate, "unit": _UNIT, "category": _UNIT}
            yield _said("TakeOverVehicle", **car, at=at)
        yield _said("RegisterTerminal", device=device)
        yield _said("BindTerminal", device=device, vehicle=vehicle, valid_from=at)


def _said(command: str, **fields: object) -> dict[str, Any]:
    return {"command": command, "actor": {"person": "play", "channel": "simulator"}, **fields}


def _plate(vehicle: str) -> str:
    """A plate for a vehicle that has none: its own id where that will do."""
    if len(vehicle) <= _PLATE_ROOM and vehicle.isascii() and vehicle == vehicle.upper():
        return f"TEST{vehicle}"
    return f"TEST{sha256(vehicle.encode()).hexdigest()[:12].upper()}"
