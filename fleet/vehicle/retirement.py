"""How a vehicle leaves: withdrawn, written off, physically gone.

Between the write-off and the physical end lies 退而不休: it is still there and must not be used.
"""

from dataclasses import replace
from typing import ClassVar

from fleet.decider import Command, Event, Refused
from fleet.terms import Code, Moment, Name, Plate, Text, VehicleId, Vin
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.stages import (
    Available,
    Car,
    Disposed,
    InBooks,
    InMaintenance,
    Suspended,
    Vehicle,
    Withdrawn,
    WrittenOff,
    car_of,
)


class EnterDisposal(Command):
    """It is withdrawn from use, under an approved disposal.

    Attributes:
        approval: Number of the approval.
        case: The disposal case; without one it stays.
    """

    vehicle: VehicleId
    approval: Name
    case: Code | None = None
    at: Moment


class CancelDisposal(Command):
    """The disposal is off; it goes back into service.

    Attributes:
        case: Which one; empty: of a car that was withdrawn without one.
    """

    vehicle: VehicleId
    case: Text = ""
    reason: Name
    at: Moment


class WriteOffVehicle(Command):
    """Its asset card is removed; it must not be used any more.

    Attributes:
        approval: Number of the asset disposal approval.
    """

    vehicle: VehicleId
    approval: Name
    at: Moment


class ConfirmDisposal(Command):
    """It is physically gone, and its plate is cancelled.

    Attributes:
        plate: The plate that was cancelled.
        vin: The number on the certificate, where the vehicle has one in the books.
        certificate: Number of the recycler's certificate, or of the sale.
    """

    vehicle: VehicleId
    plate: Plate
    vin: Vin | None = None
    certificate: Name
    at: Moment


class VehicleWithdrawn(Event):
    """It is out of service and waits for its write-off."""

    TOPIC: ClassVar = "vehicle.withdrawn"
    vehicle: str
    approval: str
    case: str = ""
    at: Moment


class VehicleRestored(Event):
    """It is back in service; the disposal is off."""

    TOPIC: ClassVar = "vehicle.restored"
    vehicle: str
    reason: str
    at: Moment


class VehicleWrittenOff(Event):
    """On paper it is gone; whoever uses it now breaks the law (退而不休)."""

    TOPIC: ClassVar = "vehicle.written-off"
    vehicle: str
    approval: str
    at: Moment


class VehicleDisposed(Event):
    """It is physically gone."""

    TOPIC: ClassVar = "vehicle.disposed"
    vehicle: str
    plate: str
    vin: str | None
    certificate: str
    at: Moment


class DisposalDropped(Event):
    """The case about it is off; it was not withdrawn yet."""

    TOPIC: ClassVar = "vehicle.disposal-dropped"
    vehicle: str
    case: str
    at: Moment


RetirementCommand = EnterDisposal | CancelDisposal | WriteOffVehicle | ConfirmDisposal
RetirementEvent = (
    VehicleWithdrawn | VehicleRestored | VehicleWrittenOff | VehicleDisposed | DisposalDropped
)


def decide(command: RetirementCommand, vehicle: Vehicle) -> list[RetirementEvent]:
    """Answer a command on the way out.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R112, R114 (the steps in order), R117 (certificate); handbook 5.1.
    """
    match command, vehicle:
        case EnterDisposal(case=None), Available() | Suspended() | InMaintenance():
            raise _without_case(command.vehicle)
        case EnterDisposal(), Available() | Suspended() | InMaintenance():
            return [VehicleWithdrawn(**dict(command))]
        case CancelDisposal(), Withdrawn():
            return [VehicleRestored(**command.model_dump(exclude={"case"}))]
        case WriteOffVehicle(), Withdrawn():
            return [VehicleWrittenOff(**dict(command))]
        case ConfirmDisposal(), WrittenOff(car=car):
            return _confirm(command, car)
        case _:
            return _again(command, vehicle)


def evolve(vehicle: Vehicle, event: RetirementEvent) -> Vehicle:
    """Take one event on the way out into account."""
    car = car_of(vehicle)
    match event:
        case VehicleWithdrawn(approval=approval):
            return Withdrawn(car, approval)
        case VehicleRestored():
            return Available(replace(car, case=""))
        case DisposalDropped():
            return _kept(vehicle, replace(car, case=""))
        case VehicleWrittenOff(approval=approval):
            return WrittenOff(car, approval)
        case VehicleDisposed(certificate=certificate):
            return Disposed(car, certificate)


def _kept(vehicle: Vehicle, car: Car) -> Vehicle:
    return replace(vehicle, car=car) if isinstance(vehicle, InBooks) else vehicle


def _again(command: RetirementCommand, vehicle: Vehicle) -> list[RetirementEvent]:
    """Nothing happens if it stands there already, on the same paper."""
    match command, vehicle:
        case CancelDisposal(case=case), WrittenOff(car=car) | Disposed(car=car) if case in (
            "",
            car.case,
        ):
            raise out_of_order(command, command.vehicle, vehicle)
        case CancelDisposal(case=case), _:
            dropped = DisposalDropped(vehicle=command.vehicle, case=case, at=command.at)
            return [dropped] if case and car_of(vehicle).case == case else []
        case EnterDisposal(approval=told), Withdrawn(approval=known) if told == known:
            return []
        case WriteOffVehicle(approval=told), WrittenOff(approval=known) if told == known:
            return []
        case ConfirmDisposal(certificate=told), Disposed(certificate=known) if told == known:
            return []
        case _:
            raise out_of_order(command, command.vehicle, vehicle)


def _confirm(command: ConfirmDisposal, car: Car) -> list[RetirementEvent]:
    if (command.plate, command.vin) != (car.plate, car.vin):
        raise _other_vehicle(command, car)
    return [VehicleDisposed(**dict(command))]


def _without_case(vehicle: str) -> Refused:
    return Refused(
        "先批后退",
        "DisposalCaseMissing",
        "R114",
        zh="车辆 {vehicle} 没有已批准的处置：请先办理车辆处置审批。",
        en="vehicle {vehicle} has no approved disposal: have its disposal approved first.",
        vehicle=vehicle,
    )


def _other_vehicle(command: ConfirmDisposal, car: Car) -> Refused:
    return Refused(
        "证车相符",
        "CertificateDiffers",
        "R117",
        zh="车辆 {vehicle} 的号牌是 {plate}、车架号是 {vin}，与证明不符：请核对报废或拍卖证明。",
        en="vehicle {vehicle} has plate {plate} and VIN {vin}, the certificate names others: "
        "check the certificate.",
        vehicle=command.vehicle,
        plate=car.plate,
        vin=car.vin or "-",
    )
