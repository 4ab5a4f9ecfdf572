"""What follows in the same save when a dispatch order gets a car, leaves, comes back, or is off.

一车一单, 一人一单: the schedules of car and driver take the order, or it is not dispatched.
"""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    CoverEvent,
    EmergencyOrderOpened,
    EmergencyOrderVoided,
    OrderDrafted,
    OrderReassigned,
    OrderSettled,
    TripCancelled,
    TripExtended,
    TripNoShow,
    VehicleChangedEnRoute,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.dispatch.platform import LendVehicle, platform
from fleet.ledger.saying import Said
from fleet.people.driver_schedule_words import ExtendDriver, ReleaseDriver, ReserveDriver, SetOff
from fleet.reactions.streams import (
    AnySaid,
    to_car_schedule,
    to_driver_schedule,
    to_unit,
    to_vehicle,
)
from fleet.social.travel_budget import PostClaim, travel_budget
from fleet.vehicle.car_schedule_words import ExtendCar, ReleaseCar, ReserveCar
from fleet.vehicle.service import (
    Depart,
    ReleaseReservation,
    ReserveForOrder,
    ReturnVehicle,
    SendToWorkshop,
)

_Off = TripCancelled | TripNoShow | EmergencyOrderVoided


def _drafted(event: OrderDrafted) -> Iterable[AnySaid]:
    return [to_unit(unit) for unit in dict.fromkeys((event.unit, event.passenger_unit))]


def _sent(event: CarAndDriverAssigned | EmergencyOrderOpened) -> Iterable[AnySaid]:
    yield _car(event)
    yield _driver(event)
    yield from _lent(event)


def _car(event: CoverEvent) -> AnySaid:
    said = {"vehicle": event.vehicle, "order": event.order, "unit": event.passenger_unit}
    times = {"begins_at": event.begins_at, "ends_at": event.ends_at, "at": event.at}
    limit, tz = event.conditions.emergency_limit, event.conditions.tz
    counted = {"emergency": event.emergency, "emergency_limit": limit, "tz": tz}
    return to_car_schedule(ReserveCar(**said, **times, **counted))


def _driver(event: CoverEvent) -> AnySaid:
    conditions = event.conditions.model_dump(exclude={"emergency_limit"})
    said = {"driver": event.driver, "order": event.order, "vehicle": event.vehicle}
    times = {"begins_at": event.begins_at, "ends_at": event.ends_at, "at": event.at}
    told = ReserveDriver(**said, **times, unit=event.passenger_unit, **conditions)
    return to_driver_schedule(told)


def _lent(event: CoverEvent) -> Iterable[AnySaid]:
    """A car of another unit is sent by its platform, which counts it (R039)."""
    if event.lent_for is None or event.platform is None:
        return
    lend = LendVehicle(
        platform=event.platform,
        vehicle=event.vehicle,
        to_unit=event.passenger_unit,
        order=event.order,
        reason=event.lent_for,
        at=event.at,
    )
    yield Said(f"platform:{event.platform}", platform, lend)


def _reassigned(event: OrderReassigned) -> Iterable[AnySaid]:
    """Car and driver before are free; those now are promised."""
    yield _released(event.previous_vehicle, event, "reassigned")
    if event.vehicle != event.previous_vehicle:
        yield _free_car(event.previous_vehicle, event)
        yield _car(event)
        yield from _lent(event)
    yield _free_driver(event.previous_driver, event)
    yield _driver(event)


def _released(vehicle: str, event: Any, reason: str) -> AnySaid:  # noqa: ANN401 - any of an order
    said = {"vehicle": vehicle, "order": event.order, "at": event.at}
    return to_vehicle(ReleaseReservation(**said, reason=reason))


def _free_car(vehicle: str, event: Any) -> AnySaid:  # noqa: ANN401 - any event of an order
    return to_car_schedule(ReleaseCar(vehicle=vehicle, order=event.order, at=event.at))


def _free_driver(driver: str, event: Any) -> AnySaid:  # noqa: ANN401 - any event of an order
    return to_driver_schedule(ReleaseDriver(driver=driver, order=event.order, at=event.at))


def _off(event: _Off) -> Iterable[AnySaid]:
    """Nothing is held for an order that is off."""
    if event.vehicle is None or event.driver is None:
        return
    yield _free_car(event.vehicle, event)
    yield _free_driver(event.driver, event)
    if not (isinstance(event, EmergencyOrderVoided) and event.driven):
        yield _released(event.vehicle, event, "off")


def _extended(event: TripExtended) -> Iterable[AnySaid]:
    said = {"order": event.order, "ends_at": event.ends_at, "at": event.at}
    yield to_car_schedule(ExtendCar(vehicle=event.vehicle, **said))
    yield to_driver_schedule(ExtendDriver(driver=event.driver, **said))


def _departed(event: VehicleDepartedOnOrder) -> Iterable[AnySaid]:
    """Whoever was suspended at the same moment does not leave: his schedule has to say yes."""
    yield to_driver_schedule(SetOff(driver=event.driver, order=event.order, at=event.at))
    yield from _leaves(event.vehicle, event.driver, event.evidence, event)


def _leaves(vehicle: str, driver: str, evidence: Any, event: Any) -> Iterable[AnySaid]:  # noqa: ANN401 - any event of a trip
    said = {"vehicle": vehicle, "order": event.order, "driver": driver, "at": event.at}
    yield to_vehicle(ReserveForOrder(**said))
    yield to_vehicle(Depart(**said, evidence=evidence))


def _changed(event: VehicleChangedEnRoute) -> Iterable[AnySaid]:
    """The one that broke down is free for the workshop; the other takes over at once."""
    yield _free_car(event.previous_vehicle, event)
    broken = {"vehicle": event.previous_vehicle, "workshop": event.workshop, "at": event.at}
    yield to_vehicle(SendToWorkshop(**broken, breakdown=True))
    yield _car(event)
    yield _free_driver(event.previous_driver, event)
    yield _driver(event)
    yield from _lent(event)
    yield from _leaves(event.vehicle, event.driver, "manual", event)


def _returned(event: VehicleReturnedOnOrder) -> Iterable[AnySaid]:
    if not event.in_workshop:
        said = {"vehicle": event.vehicle, "order": event.order, "at": event.at}
        place = {"inside_home": event.inside_home, "note": event.note}
        yield to_vehicle(ReturnVehicle(**said, odometer_km=event.odometer_km, **place))
    yield _free_car(event.vehicle, event)
    yield _free_driver(event.driver, event)


def _settled(event: OrderSettled) -> Iterable[AnySaid]:
    """A provider is paid from the unit's travel budget (R020)."""
    if event.provider is None or not event.amount_fen:
        return
    claim = PostClaim(
        unit=event.unit,
        year=event.year,
        claim=event.order,
        amount_fen=event.amount_fen,
        at=event.at,
    )
    yield Said(f"travel-budget:{event.unit}-{event.year}", travel_budget, claim)


DISPATCH: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    OrderDrafted: _drafted,
    CarAndDriverAssigned: _sent,
    EmergencyOrderOpened: _sent,
    OrderReassigned: _reassigned,
    TripCancelled: _off,
    TripNoShow: _off,
    EmergencyOrderVoided: _off,
    TripExtended: _extended,
    VehicleDepartedOnOrder: _departed,
    VehicleChangedEnRoute: _changed,
    VehicleReturnedOnOrder: _returned,
    OrderSettled: _settled,
}
