"""When a car had an order, what it allowed, and when the car was out on it.

What never took place, or was voided, leaves nothing behind: its time was not covered.
"""

from collections.abc import Iterator
from dataclasses import replace

import orjson

from fleet.decider import Event
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    EmergencyOrderOpened,
    EmergencyOrderVoided,
    OrderReassigned,
    TripCancelled,
    TripExtended,
    TripNoShow,
    TripRequestExpired,
    VehicleChangedEnRoute,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.dispatch.order_forms import Covered
from telemetry.moment import micros
from telemetry.timelines.fact import Allowance, Fact, ended
from telemetry.timelines.service import Facts, Known

HEARD: tuple[type[Event], ...] = (
    CarAndDriverAssigned,
    EmergencyOrderOpened,
    OrderReassigned,
    TripExtended,
    VehicleChangedEnRoute,
    TripCancelled,
    TripRequestExpired,
    TripNoShow,
    EmergencyOrderVoided,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
"""The events that say something about it."""


def orders(event: Event, known: Known) -> Iterator[tuple[str, Facts]]:
    """What an event says about orders: keys and their facts afterwards.

    Source:
        Handbook 5.4; R060, R077, R086.
    """
    match event:
        case CarAndDriverAssigned(begins_at=begins_at):
            yield f"ordered:{event.order}", (_cover(event, micros(begins_at)),)
        case EmergencyOrderOpened(at=at):
            yield f"ordered:{event.order}", (_cover(event, micros(at)),)
        case OrderReassigned() | TripExtended():
            yield _told_anew(event, known)
        case VehicleChangedEnRoute() as changed:
            yield from _changed(changed, known)
        case TripCancelled() | TripRequestExpired() | TripNoShow() | EmergencyOrderVoided():
            yield f"ordered:{event.order}", ()
        case VehicleDepartedOnOrder(order=order, vehicle=vehicle, at=at):
            yield f"driven:{order}", (Fact("driven", vehicle, micros(at), names=(order,)),)
        case VehicleReturnedOnOrder(order=order, at=at):
            yield f"driven:{order}", ended(known.get(f"driven:{order}", ()), micros(at))
        case _:
            return


def _told_anew(event: OrderReassigned | TripExtended, known: Known) -> tuple[str, Facts]:
    """It begins when it began: an emergency with its opening, a second car with its own time."""
    key = f"ordered:{event.order}"
    before = known.get(key, ())
    begin = before[-1].begin if before else micros(event.begins_at)
    return key, (*before[:-1], _cover(event, begin))


def _changed(event: VehicleChangedEnRoute, known: Known) -> Iterator[tuple[str, Facts]]:
    """The order of the car that broke down ends, and another one goes on with it."""
    order, at = event.order, micros(event.begins_at)
    before = known.get(f"ordered:{order}", ())
    cut = tuple(replace(fact, end=min(fact.end, max(at, fact.begin))) for fact in before)
    yield f"ordered:{order}", (*cut, _cover(event, at))
    driven = ended(known.get(f"driven:{order}", ()), at)
    yield f"driven:{order}", (*driven, Fact("driven", event.vehicle, at, names=(order,)))


def _cover(event: Covered, begin: int) -> Fact:
    area = event.area and orjson.dumps(event.area, option=orjson.OPT_SORT_KEYS).decode()
    allows = Allowance(
        driver=event.driver,
        emergency=event.emergency,
        overnight=event.overnight,
        off_hours=event.off_hours,
        cross_area=event.cross_area,
        area=area or None,
        fences=event.fences,
    )
    return Fact("ordered", event.vehicle, begin, micros(event.ends_at), (event.order,), allows)
