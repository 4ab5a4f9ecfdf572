"""A vehicle goes to another unit, or to another jurisdiction; others cite it."""

from dataclasses import replace
from typing import ClassVar

from fleet.decider import Command, Event, Refused
from fleet.terms import Code, Jurisdiction, Moment, Name, UnitCode, VehicleId
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.stages import (
    Available,
    Car,
    InBooks,
    InService,
    TransferredOut,
    Vehicle,
    car_of,
)


class TransferToUnit(Command):
    """It goes with its slot to another unit of the same jurisdiction (车随职能走)."""

    vehicle: VehicleId
    from_unit: UnitCode
    to_unit: UnitCode
    slot: Code
    at: Moment


class TransferOut(Command):
    """Another jurisdiction takes it.

    Attributes:
        acceptance: The paper by which that one accepts it; without it, it stays.
    """

    vehicle: VehicleId
    jurisdiction: Jurisdiction
    acceptance: Name | None = None
    at: Moment


class CiteInService(Command):
    """A purchase is closed: its car must be in service, and came from that purchase."""

    vehicle: VehicleId
    purchase: Code
    at: Moment


class CiteForDisposal(Command):
    """A disposal case says which car it is about, where it lives and whose it is."""

    vehicle: VehicleId
    case: Code
    unit: UnitCode
    slot: Code | None = None
    category: Name
    at: Moment


class VehicleTransferred(Event):
    """Another unit keeps it."""

    TOPIC: ClassVar = "vehicle.transferred"
    vehicle: str
    from_unit: str
    to_unit: str
    slot: str
    at: Moment


class VehicleTransferredOut(Event):
    """It is in another jurisdiction's books; slot, plate and VIN are free here."""

    TOPIC: ClassVar = "vehicle.transferred-out"
    vehicle: str
    jurisdiction: str
    acceptance: str
    slot: str | None
    plate: str
    vin: str | None
    at: Moment


class PurchaseServed(Event):
    """The car of this purchase is in service."""

    TOPIC: ClassVar = "vehicle.purchase-served"
    vehicle: str
    purchase: str
    at: Moment


class DisposalPrepared(Event):
    """A disposal case about it was drafted."""

    TOPIC: ClassVar = "vehicle.disposal-prepared"
    vehicle: str
    case: str
    at: Moment


class OpenDisposal(Command):
    """A disposal case about it was approved; one at a time."""

    vehicle: VehicleId
    case: Code
    at: Moment


class DisposalOpened(Event):
    """This case is open about it, and no other may be."""

    TOPIC: ClassVar = "vehicle.disposal-opened"
    vehicle: str
    case: str
    at: Moment


TransferCommand = TransferToUnit | TransferOut | CiteInService | CiteForDisposal | OpenDisposal
TransferEvent = (
    VehicleTransferred | VehicleTransferredOut | PurchaseServed | DisposalPrepared | DisposalOpened
)


def decide(command: TransferCommand, vehicle: Vehicle) -> list[TransferEvent]:
    """Answer a command about where it belongs.

    Raises:
        Refused: If it is not free to go, or not what is cited.

    Source:
        R007; handbook 5.1.
    """
    match command, vehicle:
        case TransferToUnit(), _:
            return _move(command, vehicle)
        case TransferOut(), Available():
            return [_out(command, vehicle)]
        case TransferOut(jurisdiction=told), TransferredOut(jurisdiction=known) if told == known:
            return []
        case CiteInService(purchase=told), _:
            if not isinstance(vehicle, InService) or told != vehicle.car.purchase:
                raise _not_in_service(command, vehicle)
            return [PurchaseServed(**dict(command))]
        case ((CiteForDisposal() | OpenDisposal()), _) if isinstance(vehicle, InService):
            return _disposal(command, vehicle.car)
        case _:
            raise out_of_order(command, command.vehicle, vehicle)


def _move(command: TransferToUnit, vehicle: Vehicle) -> list[TransferEvent]:
    car = car_of(vehicle)
    if car.unit == command.to_unit:
        return []
    if not isinstance(vehicle, Available):
        raise out_of_order(command, command.vehicle, vehicle)
    if (command.from_unit, command.slot) != (car.unit, car.slot):
        raise _lives_elsewhere(command, car)
    return [VehicleTransferred(**dict(command))]


def _disposal(command: CiteForDisposal | OpenDisposal, car: Car) -> list[TransferEvent]:
    if isinstance(command, CiteForDisposal):
        return [_prepared(command, car)]
    if car.case == command.case:
        return []
    if car.case:
        raise _open_already(command, car.case)
    return [DisposalOpened(**dict(command))]


def _prepared(command: CiteForDisposal, car: Car) -> DisposalPrepared:
    told = (command.unit, command.slot, command.category)
    known = (car.unit, car.slot, car.category)
    if told != known:
        raise _kept_otherwise(command, car)
    return DisposalPrepared(vehicle=command.vehicle, case=command.case, at=command.at)


def evolve(vehicle: Vehicle, event: TransferEvent) -> Vehicle:
    """Take one event into account."""
    match event:
        case VehicleTransferred(to_unit=unit):
            return Available(replace(car_of(vehicle), unit=unit))
        case VehicleTransferredOut(jurisdiction=jurisdiction):
            return TransferredOut(car_of(vehicle), jurisdiction)
        case DisposalOpened(case=case):
            return _with(vehicle, replace(car_of(vehicle), case=case))
        case DisposalPrepared() | PurchaseServed():
            return vehicle


def _with(vehicle: Vehicle, car: Car) -> Vehicle:
    return replace(vehicle, car=car) if isinstance(vehicle, InBooks) else vehicle


def _out(command: TransferOut, vehicle: Available) -> VehicleTransferredOut:
    if not command.acceptance:
        raise _not_accepted(command)
    car = vehicle.car
    if car.case:
        raise _bound(command, car)
    return VehicleTransferredOut(
        vehicle=command.vehicle,
        jurisdiction=command.jurisdiction,
        acceptance=command.acceptance,
        slot=car.slot,
        plate=car.plate,
        vin=car.vin,
        at=command.at,
    )


def _open_already(command: OpenDisposal, case: str) -> Refused:
    return Refused(
        "一车一案",
        "DisposalOpenAlready",
        "R108",
        zh="车辆 {vehicle} 已有批准的处置 {known}，不能再批准 {case}：请先办结或撤回前案。",
        en="disposal {known} of vehicle {vehicle} is approved already, {case} cannot be: "
        "see that one through, or withdraw it.",
        vehicle=command.vehicle,
        known=case,
        case=command.case,
    )


def _bound(command: TransferOut, car: Car) -> Refused:
    return Refused(
        "跨地区调拨",
        "NotFree",
        "R011",
        zh="车辆 {vehicle} 还有未办结的处置 {case}，不能调出：请先办结或撤回。",
        en="disposal {case} of vehicle {vehicle} is not closed: see it through, or withdraw it, "
        "before the vehicle goes.",
        vehicle=command.vehicle,
        case=car.case,
    )


def _not_in_service(command: CiteInService, vehicle: Vehicle) -> Refused:
    return Refused(
        "购置闭环",
        "NotInService",
        "R052",
        zh="车辆 {vehicle}（购置 {known}）尚未投入使用，购置 {purchase} 不能办结："
        "请先登记、装配并启用。",
        en="vehicle {vehicle} (of purchase {known}) is not in service, purchase {purchase} cannot "
        "be closed: register, equip and commission it first.",
        vehicle=command.vehicle,
        known=car_of(vehicle).purchase or "-",
        purchase=command.purchase,
    )


def _lives_elsewhere(command: TransferToUnit, car: Car) -> Refused:
    return Refused(
        "车随编走",
        "LivesElsewhere",
        "R007",
        zh="车辆 {vehicle} 属于单位 {unit}、编制 {slot}，不能随 {from_unit} 的编制 {told} 划转："
        "请核对。",
        en="vehicle {vehicle} lives on slot {slot} of unit {unit} and cannot go with slot {told} "
        "of {from_unit}: check the transfer.",
        vehicle=command.vehicle,
        unit=car.unit,
        slot=car.slot or "-",
        from_unit=command.from_unit,
        told=command.slot,
    )


def _kept_otherwise(command: CiteForDisposal, car: Car) -> Refused:
    return Refused(
        "一车一档",
        "KeptOtherwise",
        "R108",
        zh="车辆 {vehicle} 在账上属于单位 {unit}、编制 {slot}、类别 {category}，"
        "与处置 {case} 所写不符：请核对。",
        en="the books have vehicle {vehicle} at unit {unit}, slot {slot}, category {category}, "
        "disposal {case} says otherwise: check it.",
        vehicle=command.vehicle,
        case=command.case,
        unit=car.unit,
        slot=car.slot or "-",
        category=car.category,
    )


def _not_accepted(command: TransferOut) -> Refused:
    return Refused(
        "跨地区调拨",
        "NotAccepted",
        "R011",
        zh="车辆 {vehicle} 调往 {jurisdiction} 须有对方的接收文件：请补附。",
        en="{jurisdiction} has to accept vehicle {vehicle} first: give its paper.",
        vehicle=command.vehicle,
        jurisdiction=command.jurisdiction,
    )
