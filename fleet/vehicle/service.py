"""A vehicle in service: promised, on the road, in the workshop, sealed, suspended."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

from fleet.decider import Command, Event
from fleet.policy.brief import Briefed
from fleet.terms import Code, Kilometres, Moment, Name, Text, VehicleId
from fleet.vehicle import service_refusals as refuse
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.stages import (
    Available,
    InBooks,
    InMaintenance,
    OnTrip,
    Reserved,
    Sealed,
    Suspended,
    Vehicle,
    car_of,
)
from fleet.vehicle.vehicle_machine import MACHINE


class _OnCar(Command):
    vehicle: VehicleId
    at: Moment


class ReserveForOrder(_OnCar):
    """An order gets it, with its driver.

    Attributes:
        promised: Whether the car's schedule has it for this order; looked up where it is said
            on the wire, known where the order itself says it.
    """

    FACTS: ClassVar[frozenset[str]] = frozenset({"promised"})

    order: Code
    driver: Name
    promised: bool = True


class ReleaseReservation(_OnCar):
    """The order was cancelled, or gets another one."""

    order: Code
    reason: Name


class Depart(_OnCar):
    """It leaves.

    Attributes:
        evidence: `key`: the key was handed out; `cabinet`: by the key cabinet; `telemetry`: it was
            seen to start; `manual`: somebody noted it; None: nothing tells of it.
    """

    order: Code
    driver: Name
    evidence: Literal["key", "cabinet", "telemetry", "manual"] | None = None


class ReturnVehicle(_OnCar):
    """It is back.

    Attributes:
        inside_home: Whether it stands inside a home fence.
        odometer_km: What the driver read; None: nothing.
        note: Where else it stands, and why; needed when it is not inside.
    """

    order: Code
    inside_home: bool = False
    odometer_km: Kilometres | None = None
    note: Text = ""


class SendToWorkshop(_OnCar):
    """It is to be repaired or serviced.

    Attributes:
        designated: Whether the workshop is on the list.
        exception: Who allowed another one.
        breakdown: It broke down or crashed on its way.
    """

    workshop: Name
    designated: bool = False
    exception: Name | None = None
    breakdown: bool = False


class CompleteMaintenance(_OnCar):
    """It is done.

    Attributes:
        result: What was done.
        safe: Whether all safety items pass.
    """

    result: Name
    safe: bool


class SealVehicle(_OnCar, Briefed):
    """A seal period begins, or goes on for a car that was let out.

    Attributes:
        exempt: It may move at that moment; looked up.
    """

    FACTS: ClassVar[frozenset[str]] = Briefed.FACTS | {"exempt"}

    period: Code
    exempt: bool = False


class UnsealVehicle(_OnCar, Briefed):
    """The period is over, or somebody needs it at once.

    Attributes:
        over: Whether the period is over, or the car may move in it now; looked up.
        approver: Who allows it before; with a reason; not the person who says this.
    """

    FACTS: ClassVar[frozenset[str]] = Briefed.FACTS | {"over"}

    over: bool = False
    approver: Name | None = None
    reason: Text = ""


class SuspendVehicle(_OnCar):
    """It must not be used."""

    cause: Literal["LAPSED_INSURANCE", "FAILED_CHECK", "RECALL", "INVESTIGATION"]
    document: Text = ""


class ReinstateVehicle(_OnCar):
    """The cause is cleared."""

    evidence: Name | None = None


class _Happened(Event):
    vehicle: str
    at: Moment


class VehicleReserved(_Happened):
    """Promised to an order."""

    TOPIC: ClassVar = "vehicle.reserved"
    order: str
    driver: str


class ReservationReleased(_Happened):
    """Not promised any more."""

    TOPIC: ClassVar = "vehicle.reservation-released"
    order: str
    reason: str


class VehicleDeparted(_Happened):
    """On the road."""

    TOPIC: ClassVar = "vehicle.departed"
    order: str
    driver: str
    evidence: str


class VehicleReturned(_Happened):
    """Back at home."""

    TOPIC: ClassVar = "vehicle.returned"
    order: str
    odometer_km: int
    note: str = ""


class MaintenanceStarted(_Happened):
    """In the workshop."""

    TOPIC: ClassVar = "vehicle.maintenance-started"
    workshop: str
    exception: str | None
    breakdown: bool


class MaintenanceCompleted(_Happened):
    """Out of the workshop, safe."""

    TOPIC: ClassVar = "vehicle.maintenance-completed"
    result: str


class VehicleSealed(_Happened):
    """Parked for the period."""

    TOPIC: ClassVar = "vehicle.sealed"
    period: str


class VehicleUnsealed(_Happened):
    """Free again."""

    TOPIC: ClassVar = "vehicle.unsealed"
    approver: str | None
    reason: str


class VehicleSuspended(_Happened):
    """Not to be used."""

    TOPIC: ClassVar = "vehicle.suspended"
    cause: str
    document: str


class VehicleReinstated(_Happened):
    """To be used again."""

    TOPIC: ClassVar = "vehicle.reinstated"
    evidence: str


ServiceCommand = (
    ReserveForOrder
    | ReleaseReservation
    | Depart
    | ReturnVehicle
    | SendToWorkshop
    | CompleteMaintenance
    | SealVehicle
    | UnsealVehicle
    | SuspendVehicle
    | ReinstateVehicle
)
ServiceEvent = (
    VehicleReserved
    | ReservationReleased
    | VehicleDeparted
    | VehicleReturned
    | MaintenanceStarted
    | MaintenanceCompleted
    | VehicleSealed
    | VehicleUnsealed
    | VehicleSuspended
    | VehicleReinstated
)


def decide(command: ServiceCommand, vehicle: Vehicle) -> list[ServiceEvent]:
    """Answer a command about a vehicle in service.

    Raises:
        Refused: If the guard of the move is not met.

    Source:
        Handbook 5.1, B7.
    """
    if isinstance(command, SealVehicle | UnsealVehicle):
        refuse.check_speaker(command.brief)
    if not MACHINE.takes(command, vehicle) or not isinstance(vehicle, InBooks):
        return _again(command, vehicle)
    if isinstance(command, ReleaseReservation) and command.order != getattr(vehicle, "order", ""):
        return []
    match command:
        case ReserveForOrder() | ReleaseReservation() | Depart() | ReturnVehicle():
            return [_trip(command, vehicle)]
        case _:
            return [_standing(command, vehicle)]


def _trip(
    command: ReserveForOrder | ReleaseReservation | Depart | ReturnVehicle, vehicle: InBooks
) -> ServiceEvent:
    if isinstance(command, Depart | ReturnVehicle):
        refuse.check_order(command.vehicle, getattr(vehicle, "order", ""), command.order)
    match command:
        case ReserveForOrder(order=order, promised=promised):
            refuse.check_promised(command.vehicle, order, promised=promised)
            refuse.check_fit(command.vehicle, vehicle.car)
            return VehicleReserved(**command.model_dump(exclude={"promised"}))
        case ReleaseReservation():
            return ReservationReleased(**dict(command))
        case Depart():
            refuse.check_departure(command.vehicle, vehicle, command.driver, command.evidence)
            refuse.check_fit(command.vehicle, vehicle.car, alert="INSP-04")
            return VehicleDeparted(**dict(command))
        case ReturnVehicle(odometer_km=km):
            known = command.inside_home or bool(command.note)
            refuse.check_return(command.vehicle, vehicle.car, inside=known, km=km)
            return VehicleReturned(**command.model_dump(exclude={"inside_home"}))


def _standing(command: ServiceCommand, vehicle: InBooks) -> ServiceEvent:
    said: dict[str, Any] = dict(command)
    match command:
        case SendToWorkshop(designated=designated, exception=exception, breakdown=broken):
            if isinstance(vehicle, OnTrip):
                refuse.check_breakdown(command.vehicle, vehicle.order, broken=broken)
            else:
                refuse.check_workshop(command.vehicle, allowed=designated or bool(exception))
            del said["designated"]
            return MaintenanceStarted(**said)
        case CompleteMaintenance(safe=safe):
            refuse.check_safe(command.vehicle, safe=safe)
            refuse.check_passed(command.vehicle, vehicle.car)
            del said["safe"]
            return MaintenanceCompleted(**said)
        case SealVehicle(exempt=exempt):
            refuse.check_exempt(command.vehicle, exempt=exempt)
            return VehicleSealed(**command.model_dump(exclude={*command.FACTS}))
        case UnsealVehicle(over=over, approver=approver, reason=reason):
            allowed_by = approver if reason else None
            refuse.check_unseal(command.vehicle, command.brief, over=over, allowed_by=allowed_by)
            return VehicleUnsealed(**command.model_dump(exclude={*command.FACTS}))
        case SuspendVehicle():
            return VehicleSuspended(**said)
        case _:
            refuse.check_evidence(command.vehicle, said["evidence"])
            if vehicle == Suspended(vehicle.car, "FAILED_CHECK"):
                refuse.check_passed(command.vehicle, vehicle.car)
            return VehicleReinstated(**said)


def _again(command: ServiceCommand, vehicle: Vehicle) -> list[ServiceEvent]:
    """Nothing happens if it stands there already, or another order has it."""
    match command, vehicle:
        case ReleaseReservation(), _ if isinstance(vehicle, InBooks):
            return []
        case ReserveForOrder(order=told, driver=who), Reserved(order=known, driver=driver) if (
            told,
            who,
        ) == (known, driver):
            return []
        case Depart(order=told), OnTrip(order=known) if told == known:
            return []
        case SendToWorkshop(workshop=told), InMaintenance(workshop=known) if told == known:
            return []
        case SealVehicle(period=told), Sealed(period=known) if told == known:
            return []
        case SuspendVehicle(cause=told), Suspended(cause=known) if told == known:
            return []
        case _:
            raise out_of_order(command, command.vehicle, vehicle)


def evolve(vehicle: Vehicle, event: ServiceEvent) -> Vehicle:
    """Take one event of its service into account."""
    car = car_of(vehicle)
    if isinstance(event, VehicleReturned):
        car = replace(car, odometer_km=event.odometer_km)
    match event:
        case VehicleReserved(order=order, driver=driver):
            return Reserved(car, order, driver)
        case VehicleDeparted(order=order):
            return OnTrip(car, order)
        case MaintenanceStarted(workshop=workshop):
            return InMaintenance(car, workshop)
        case VehicleSealed(period=period):
            return Sealed(car, period)
        case VehicleSuspended(cause=cause):
            return Suspended(car, cause)
        case _:
            return Available(car)
