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
    SocialTransportOffered,
    TripCancelled,
    TripExtended,
    TripNoShow,
    VehicleChangedEnRoute,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.dispatch.order_forms import Unsealing
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
from fleet.social.travel_budget import PostClaim, ReplaceClaim, travel_budget
from fleet.vehicle.car_schedule_words import CarSetsOff, ExtendCar, ReleaseCar, ReserveCar
from fleet.vehicle.service import (
    Depart,
    ReleaseReservation,
    ReserveForOrder,
    ReturnVehicle,
    SendToWorkshop,
    UnsealVehicle,
)

_Off = TripCancelled | TripNoShow | EmergencyOrderVoided


def _drafted(event: OrderDrafted) -> Iterable[AnySaid]:
    return [to_unit(unit) for unit in dict.fromkeys((event.unit, event.passenger_unit))]


def _sent(event: CarAndDriverAssigned | EmergencyOrderOpened) -> Iterable[AnySaid]:
    yield _car(event)
    yield _driver(event)
    yield from _lent(event)
    yield from _held(event)


def _car(event: CoverEvent) -> AnySaid:
    said = {"vehicle": event.vehicle, "order": event.order, "unit": event.passenger_unit}
    limit, tz = event.conditions.emergency_limit, event.conditions.tz
    counted = {"emergency": event.emergency, "emergency_limit": limit, "tz": tz}
    return to_car_schedule(ReserveCar(**said, **_times(event), **counted))


def _times(event: CoverEvent) -> dict[str, Any]:
    """What lies before it is said is nobody's any more."""
    begins_at = max(event.begins_at, event.at)
    return {"begins_at": begins_at, "ends_at": event.ends_at, "at": event.at}


def _driver(event: CoverEvent) -> AnySaid:
    conditions = event.conditions.model_dump(exclude={"emergency_limit"})
    said = {"driver": event.driver, "order": event.order, "vehicle": event.vehicle}
    told = ReserveDriver(**said, **_times(event), unit=event.passenger_unit, **conditions)
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


def _held(
    event: CarAndDriverAssigned | EmergencyOrderOpened | OrderReassigned,
) -> Iterable[AnySaid]:
    """A sealed car is let go for an emergency, and held for it: what is off is sealed again."""
    if event.unseals is None:
        return
    yield from _let_go(event.unseals, event)
    said = {"vehicle": event.vehicle, "order": event.order, "driver": event.driver}
    yield to_vehicle(ReserveForOrder(**said, at=event.at))


def _let_go(why: Unsealing | None, event: Any) -> Iterable[AnySaid]:  # noqa: ANN401 - names a car
    if why is not None:
        yield to_vehicle(UnsealVehicle(vehicle=event.vehicle, at=event.at, **dict(why)))


def _reassigned(event: OrderReassigned) -> Iterable[AnySaid]:
    """Car and driver before are free; those now are promised, also where one stays the same.

    What has come between the order and its car meanwhile stands in the way of a new driver too.
    """
    yield _released(event.previous_vehicle, event, "reassigned")
    yield _free_car(event.previous_vehicle, event)
    yield _car(event)
    yield from _lent(event)
    yield _free_driver(event.previous_driver, event)
    yield _driver(event)
    yield from _held(event)


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
    yield from _leaves(event, event.evidence)


def _leaves(
    event: VehicleDepartedOnOrder | VehicleChangedEnRoute,
    evidence: Any,  # noqa: ANN401 - as the event has it
) -> Iterable[AnySaid]:
    """Neither a driver who may not drive leaves nor a car that must not: both schedules say yes."""
    yield to_driver_schedule(SetOff(driver=event.driver, order=event.order, at=event.at))
    of = {"vehicle": event.vehicle, "order": event.order, "at": event.at}
    yield to_car_schedule(CarSetsOff(**of))
    yield from _let_go(event.unseals, event)
    said = {**of, "driver": event.driver}
    yield to_vehicle(ReserveForOrder(**said))
    yield to_vehicle(Depart(**said, evidence=evidence))


def _changed(event: VehicleChangedEnRoute) -> Iterable[AnySaid]:
    """The one that broke down is free for the workshop; the other takes over at once."""
    yield _free_car(event.previous_vehicle, event)
    if not event.in_workshop:
        broken = {"vehicle": event.previous_vehicle, "workshop": event.workshop, "at": event.at}
        yield to_vehicle(SendToWorkshop(**broken, breakdown=True))
    yield _car(event)
    yield _free_driver(event.previous_driver, event)
    yield _driver(event)
    yield from _lent(event)
    yield from _leaves(event, "manual")


def _returned(event: VehicleReturnedOnOrder) -> Iterable[AnySaid]:
    if not event.in_workshop:
        said = {"vehicle": event.vehicle, "order": event.order, "at": event.at}
        place = {"inside_home": event.inside_home, "note": event.note}
        yield to_vehicle(ReturnVehicle(**said, odometer_km=event.odometer_km, **place))
    yield _free_car(event.vehicle, event)
    yield _free_driver(event.driver, event)


def _offered(event: SocialTransportOffered) -> Iterable[AnySaid]:
    """What a provider will cost is claimed before he drives: nobody else spends it (R020)."""
    if event.estimate_fen:
        yield _to_budget(PostClaim(**_claim(event), amount_fen=event.estimate_fen))


def _settled(event: OrderSettled) -> Iterable[AnySaid]:
    """What he did cost takes its place; where he did not drive all of it is given back."""
    if event.provider is not None:
        told = {"amount_fen": event.amount_fen or 0, "reason": "settled"}
        yield _to_budget(ReplaceClaim(**_claim(event), **told))


def _claim(event: SocialTransportOffered | OrderSettled) -> dict[str, Any]:
    return {"unit": event.unit, "year": event.year, "claim": event.order, "at": event.at}


def _to_budget(command: PostClaim | ReplaceClaim) -> AnySaid:
    return Said(f"travel-budget:{command.unit}-{command.year}", travel_budget, command)


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
    SocialTransportOffered: _offered,
    OrderSettled: _settled,
}
