"""Which alerts the papers of dispatch orders raise, and which they settle."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from fleet.decider import Entry
from fleet.dispatch.order_events import (
    EmergencyOrderVoided,
    KeyBroughtBack,
    TripExtended,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.reactions.due import Notice, Withdrawal
from fleet.vehicle.car_schedule_words import CarReserved


def notices(entry: Entry) -> Iterable[Notice | Withdrawal]:
    """What an entry of an order raises or settles.

    Source:
        R060, R086, R091; alerts USE-01 (papers part), USE-02, USE-11, USE-12, INSP-01. What a
        refusal raises (USE-09, USE-10, INSP-04) is in the attempt log.
    """
    match entry.event:
        case EmergencyOrderVoided(driven=True) as event:
            yield _unordered(event)
        case VehicleDepartedOnOrder(daily_check=False) as event:
            inputs = {"departed_at": event.at.isoformat(), "driver": event.driver}
            subject = f"order:{event.order}"
            yield Notice("INSP-01", subject, event.unit, event.vehicle, event.at, inputs)
        case CarReserved(emergency=True) as event if event.emergencies > event.emergency_limit:
            yield _many(event)
        case VehicleReturnedOnOrder(order=order, at=at):
            yield Withdrawal(f"use-02:order:{order}", "returned", at)
        case TripExtended(order=order, at=at):
            yield Withdrawal(f"use-02:order:{order}", "extended", at)
            yield Withdrawal(f"use-12:order:{order}", "extended", at)
        case KeyBroughtBack(order=order, left=(), at=at):
            yield Withdrawal(f"use-12:order:{order}", "returned", at)
        case _:
            return


def _unordered(event: EmergencyOrderVoided) -> Notice:
    """What was driven was driven without an order."""
    inputs = {
        "departed_at": _written(event.departed_at),
        "returned_at": _written(event.returned_at),
        "driver": event.driver or "",
        "reason": event.reason,
    }
    subject, vehicle = f"order:{event.order}", event.vehicle or ""
    return Notice("USE-01", subject, event.unit, vehicle, event.at, inputs)


def _written(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def _many(event: CarReserved) -> Notice:
    """More emergencies of one car in a month than the policy passes over."""
    month = f"{event.begins_at.astimezone(ZoneInfo(event.tz)):%Y-%m}"
    inputs = {
        "order": event.order,
        "month": month,
        "count": str(event.emergencies),
        "limit": str(event.emergency_limit),
    }
    subject = f"car-schedule:{event.vehicle}-{month}"
    return Notice("USE-11", subject, event.unit, event.vehicle, event.at, inputs)
