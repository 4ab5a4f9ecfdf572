"""How a vehicle comes into service: ordered and registered; or taken over from the books before us.

What it needs before it may be used is in `commissioning`.
"""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from fleet.decider import Command, Event, Refused
from fleet.terms import Code, Fen, Moment, Plate, Text, UnitCode, VehicleId, Vin
from fleet.vehicle.refusals import already_in_books, out_of_order
from fleet.vehicle.stages import (
    Available,
    Car,
    Gone,
    InBooks,
    InService,
    Ordered,
    Registered,
    Unknown,
    Vehicle,
)

Category = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
"""What it is kept for (机要通信, LAW_ENFORCEMENT ...): the list is policy, not code."""

Displacement = Annotated[int, Field(ge=1, le=20_000)]
"""Of an engine, millilitres."""


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
        first_registered: When it was first registered.
        engine: Number of its engine or motor.
        body: Class of its body (GA 802).
        energy: What drives it.
        displacement_ml: Of its engine.
        price_fen: What it cost, without tax; never guessed.
        at: When this became true in the office.
    """

    vehicle: VehicleId
    plate: Plate
    unit: UnitCode
    category: Category
    model: Text = ""
    vin: Vin | None = None
    slot: Code | None = None
    first_registered: date | None = None
    engine: Text = ""
    body: Text = ""
    energy: Text = ""
    displacement_ml: Displacement | None = None
    price_fen: Fen | None = None
    at: Moment


class OrderVehicle(Command):
    """A purchase has been contracted; the vehicle has a number, and nothing else yet."""

    vehicle: VehicleId
    purchase: Code
    slot: Code
    unit: UnitCode
    category: Category
    at: Moment


class CancelOrder(Command):
    """The contract is off."""

    vehicle: VehicleId
    purchase: Code
    at: Moment


class TakeOverVehicle(_Entry):
    """The vehicle was in service before these books began (baseline)."""


class RegisterVehicle(_Entry):
    """A new vehicle has been delivered.

    Attributes:
        purchase: The purchase it comes from; without one it is refused.
    """

    vin: Vin
    purchase: Code | None = None


class VehicleOrdered(Event):
    """It is contracted and not here yet."""

    TOPIC: ClassVar = "vehicle.ordered"
    vehicle: str
    purchase: str
    slot: str
    unit: str
    category: str
    at: Moment


class OrderCancelled(Event):
    """It will not come."""

    TOPIC: ClassVar = "vehicle.order-cancelled"
    vehicle: str
    purchase: str
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
    first_registered: date | None = None
    engine: str = ""
    body: str = ""
    energy: str = ""
    displacement_ml: int | None = None
    price_fen: int | None = None
    at: Moment


class VehicleTakenOver(_Entered):
    """It was in service before these books began."""

    TOPIC: ClassVar = "vehicle.taken-over"


class VehicleRegistered(_Entered):
    """A new vehicle is in the books."""

    TOPIC: ClassVar = "vehicle.registered"
    purchase: str = ""


_MORE = ("first_registered", "engine", "body", "energy", "displacement_ml", "price_fen")
_TOLD = ("plate", "unit", "category", "model", "vin", "slot", "purchase", *_MORE)

EntryCommand = OrderVehicle | CancelOrder | TakeOverVehicle | RegisterVehicle
EntryEvent = VehicleOrdered | OrderCancelled | VehicleTakenOver | VehicleRegistered


def decide(command: EntryCommand, vehicle: Vehicle) -> list[EntryEvent]:
    """Answer a command on the way into the books.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R052, R069 (一车一档); handbook 5.1.
    """
    if isinstance(command, OrderVehicle | CancelOrder):
        return _order(command, vehicle)
    match command, vehicle:
        case TakeOverVehicle(), Unknown():
            return [VehicleTakenOver(**dict(command))]
        case RegisterVehicle(), Unknown() | Ordered():
            return [_registered(command, vehicle)]
        case _:
            return _again(command, vehicle)


def _order(command: OrderVehicle | CancelOrder, vehicle: Vehicle) -> list[EntryEvent]:
    ordered = isinstance(vehicle, Ordered) and vehicle.car.purchase == command.purchase
    if not ordered and not isinstance(vehicle, Unknown):
        raise out_of_order(command, command.vehicle, vehicle)
    if isinstance(command, OrderVehicle):
        return [] if ordered else [VehicleOrdered(**dict(command))]
    return [OrderCancelled(**dict(command))] if ordered else []


def evolve(event: EntryEvent) -> Vehicle:
    """Take one event on the way into the books into account."""
    match event:
        case VehicleOrdered(purchase=purchase, slot=slot, unit=unit, category=category):
            return Ordered(Car("", unit, category, "", None, slot, purchase=purchase))
        case OrderCancelled():
            return Unknown()
        case VehicleRegistered():
            return Registered(_entered(event))
        case VehicleTakenOver():
            return Available(_entered(event))


def _registered(command: RegisterVehicle, vehicle: Unknown | Ordered) -> VehicleRegistered:
    if isinstance(vehicle, Unknown) or not command.purchase:
        raise _not_ordered(command.vehicle)
    known = vehicle.car
    told = (command.purchase, command.slot, command.unit, command.category)
    if told != (known.purchase, known.slot, known.unit, known.category):
        raise _ordered_otherwise(command, known)
    return VehicleRegistered(**dict(command))


def _entered(event: VehicleTakenOver | VehicleRegistered) -> Car:
    more = {name: getattr(event, name) for name in _MORE}
    purchase = event.purchase if isinstance(event, VehicleRegistered) else ""
    place = (event.plate, event.unit, event.category, event.model, event.vin, event.slot)
    return Car(*place, purchase=purchase, **more)


def _again(told: TakeOverVehicle | RegisterVehicle, vehicle: Vehicle) -> list[EntryEvent]:
    """Nothing happens if nothing that is told contradicts the books."""
    waiting = isinstance(told, TakeOverVehicle) and not isinstance(vehicle, InService | Gone)
    if waiting or not isinstance(vehicle, InBooks) or isinstance(vehicle, Gone):
        raise out_of_order(told, told.vehicle, vehicle)
    known = vehicle.car
    said = {name: wish for name in _TOLD if (wish := getattr(told, name, None)) not in (None, "")}
    if any(getattr(known, name) != wish for name, wish in said.items()):
        raise already_in_books(told.vehicle, known)
    return []


def _not_ordered(vehicle: str) -> Refused:
    return Refused(
        "先购置后登记",
        "PurchaseMissing",
        "R052",
        zh="车辆 {vehicle} 没有已签合同的购置：新车须经购置入库；原有车辆请用“接收”登记。",
        en="vehicle {vehicle} comes from no contracted purchase: a new car goes through its "
        "purchase; one that was there before is taken over (TakeOverVehicle).",
        vehicle=vehicle,
    )


def _ordered_otherwise(command: RegisterVehicle, known: Car) -> Refused:
    return Refused(
        "先购置后登记",
        "OrderedOtherwise",
        "R052",
        zh="车辆 {vehicle} 订购时为购置 {purchase}、编制 {slot}、单位 {unit}、类别 {category}，"
        "与所报不符：请核对。",
        en="vehicle {vehicle} was ordered by purchase {purchase} for slot {slot}, unit {unit}, "
        "category {category}: check what you register.",
        vehicle=command.vehicle,
        purchase=known.purchase,
        slot=known.slot,
        unit=known.unit,
        category=known.category,
    )
