"""How a vehicle comes into service: new, step by step; or taken over from the books before us."""

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from fleet.decider import Command, Event, Refused
from fleet.terms import ZONE, Moment, Name, Plate, Text, UnitCode, VehicleId, Vin
from fleet.vehicle.refusals import already_in_books, out_of_order
from fleet.vehicle.stages import (
    Available,
    Car,
    Disposed,
    Equipped,
    InBooks,
    Ordered,
    Registered,
    Vehicle,
    car_of,
)

Category = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
"""What it is kept for (机要通信, LAW_ENFORCEMENT ...): the list is policy, not code."""


class _Entry(Command):
    """How a vehicle comes into the books.

    Attributes:
        vehicle: Its number in the bureau's books; never changes.
        plate: What stands on the plate.
        unit: The unit that keeps it.
        category: What it is kept for.
        model: Make and model; empty where unknown.
        vin: Vehicle identification number.
        slot: The quota slot it lives on, where known.
        at: When this became true in the office.
    """

    vehicle: VehicleId
    plate: Plate
    unit: UnitCode
    category: Category
    model: Text = ""
    vin: Vin | None = None
    slot: Name | None = None
    at: Moment


class TakeOverVehicle(_Entry):
    """The vehicle was in service before these books began (baseline)."""


class RegisterVehicle(_Entry):
    """A new vehicle has been delivered."""

    vin: Vin


class FitEquipment(Command):
    """Terminal, marking and fence plan are in place.

    Attributes:
        marking: `recorded`: it carries the marking; `exempt`: it need not; None: neither.
    """

    vehicle: VehicleId
    marking: Literal["recorded", "exempt"] | None = None
    at: Moment


class CommissionVehicle(Command):
    """Put it into service.

    Attributes:
        insured_until: Last day of the insurance; None: no policy was shown.
        inspected_until: Last day of the registration's inspection; None: none was shown.
    """

    vehicle: VehicleId
    insured_until: date | None = None
    inspected_until: date | None = None
    at: Moment


class _Entered(Event):
    """Attributes are those of the command."""

    vehicle: str
    plate: str
    unit: str
    category: str
    model: str = ""
    vin: str | None = None
    slot: str | None = None
    at: Moment


class VehicleTakenOver(_Entered):
    """It was in service before these books began."""

    TOPIC: ClassVar = "vehicle.taken-over"


class VehicleRegistered(_Entered):
    """A new vehicle is in the books."""

    TOPIC: ClassVar = "vehicle.registered"


class VehicleEquipped(Event):
    """It carries what it needs."""

    TOPIC: ClassVar = "vehicle.equipped"
    vehicle: str
    marking: str
    at: Moment


class VehicleCommissioned(Event):
    """It is in service."""

    TOPIC: ClassVar = "vehicle.commissioned"
    vehicle: str
    insured_until: date
    inspected_until: date
    at: Moment


EntryCommand = TakeOverVehicle | RegisterVehicle | FitEquipment | CommissionVehicle
EntryEvent = VehicleTakenOver | VehicleRegistered | VehicleEquipped | VehicleCommissioned


def decide(command: EntryCommand, vehicle: Vehicle) -> list[EntryEvent]:
    """Answer a command on the way into service.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R069 (一车一档), R074 (标识化); handbook 5.1.
    """
    match command, vehicle:
        case TakeOverVehicle(), Ordered():
            return [VehicleTakenOver(**dict(command))]
        case RegisterVehicle(), Ordered():
            return [VehicleRegistered(**dict(command))]
        case ((TakeOverVehicle() | RegisterVehicle()), _):
            return _again(command, vehicle)
        case FitEquipment(), Registered(car=car):
            return _fit(command, car)
        case CommissionVehicle(), Equipped():
            return _commission(command)
        case (FitEquipment(), Equipped()) | (CommissionVehicle(), Available()):
            return []
        case _:
            raise out_of_order(command, command.vehicle, vehicle)


def evolve(vehicle: Vehicle, event: EntryEvent) -> Vehicle:
    """Take one event on the way into service into account."""
    match event:
        case VehicleRegistered():
            return Registered(_entered(event))
        case VehicleTakenOver():
            return Available(_entered(event))
        case VehicleEquipped():
            return Equipped(car_of(vehicle))
        case VehicleCommissioned():
            return Available(car_of(vehicle))


def _entered(told: VehicleTakenOver | VehicleRegistered | TakeOverVehicle | RegisterVehicle) -> Car:
    return Car(told.plate, told.unit, told.category, told.model, told.vin, told.slot)


def _again(told: TakeOverVehicle | RegisterVehicle, vehicle: Vehicle) -> list[EntryEvent]:
    """Nothing happens if the books say the same already."""
    waiting = isinstance(told, TakeOverVehicle) and isinstance(vehicle, Registered | Equipped)
    if waiting or not isinstance(vehicle, InBooks) or isinstance(vehicle, Disposed):
        raise out_of_order(told, told.vehicle, vehicle)
    if _entered(told) != replace(vehicle.car, terminals=()):
        raise already_in_books(told.vehicle, vehicle.car)
    return []


def _fit(command: FitEquipment, car: Car) -> list[EntryEvent]:
    if not any(terminal.covers(command.at) for terminal in car.terminals):
        raise _without_terminal(command.vehicle)
    if command.marking is None:
        raise _unmarked(command.vehicle)
    return [VehicleEquipped(**dict(command))]


def _commission(command: CommissionVehicle) -> list[EntryEvent]:
    today = command.at.astimezone(ZONE).date()
    for paper, until in (("保险", command.insured_until), ("行驶证", command.inspected_until)):
        if until is None or until < today:
            raise _lapsed(command.vehicle, paper, until)
    return [VehicleCommissioned(**dict(command))]


def _without_terminal(vehicle: str) -> Refused:
    return Refused(
        "先装终端",
        "TerminalMissing",
        "R069",
        zh="车辆 {vehicle} 没有终端：请先登记并安装终端。",
        en="vehicle {vehicle} has no terminal: register one and bind it first.",
        vehicle=vehicle,
    )


def _unmarked(vehicle: str) -> Refused:
    return Refused(
        "标识化",
        "MarkingMissing",
        "R074",
        zh="车辆 {vehicle} 既未喷涂标识，也未列入免喷名单：请先登记标识。",
        en="vehicle {vehicle} is neither marked nor exempt: record the marking first.",
        vehicle=vehicle,
    )


def _lapsed(vehicle: str, paper: str, until: date | None) -> Refused:
    english = {"保险": "insurance", "行驶证": "registration"}[paper]
    return Refused(
        "证照有效",
        "PaperLapsed",
        "R069",
        zh="车辆 {vehicle} 的{paper}无效（有效期至 {until}）：请先办理。",
        en="the {english} of vehicle {vehicle} is not valid (until {until}): renew it first.",
        vehicle=vehicle,
        paper=paper,
        english=english,
        until=until.isoformat() if until else "-",
    )
