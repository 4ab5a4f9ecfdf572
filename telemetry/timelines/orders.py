"""When a car had an order, what it allowed, and when the car was out on it.

What never took place, or was voided, leaves nothing behind: its time was not covered.
"""

from collections.abc import Iterator

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
        case CarAndDriverAssigned() | EmergencyOrderOpened() | OrderReassigned():
            yield f"ordered:{event.order}", (_cover(event),)
        case TripExtended(order=order):
            before = known.get(f"ordered:{order}", ())
            yield f"ordered:{order}", (*before[:-1], _cover(event))
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


def _changed(event: VehicleChangedEnRoute, known: Known) -> Iterator[tuple[str, Facts]]:
    """The order of the car that broke down ends, and another one goes on with it."""
    order, at = event.order, micros(event.begins_at)
    before = known.get(f"ordered:{order}", ())
    cut = (*before[:-1], *(_until(fact, at) for fact in before[-1:]))
    yield f"ordered:{order}", (*cut, _cover(event))
    driven = ended(known.get(f"driven:{order}", ()), at)
    yield f"driven:{order}", (*driven, Fact("driven", event.vehicle, at, names=(order,)))


def _until(fact: Fact, at: int) -> Fact:
    end = min(fact.end, max(at, fact.begin))
    return Fact(fact.kind, fact.vehicle, fact.begin, end, fact.names, fact.allows)


def _cover(event: Covered) -> Fact:
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
    begin, end = micros(event.begins_at), micros(event.ends_at)
    return Fact("ordered", event.vehicle, begin, end, (event.order,), allows)
