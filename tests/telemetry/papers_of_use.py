"""Papers of cars in use, each with as few words as it takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

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
from fleet.organisation.unit import UnitRegistered
from fleet.policy.grounds import Grounds
from fleet.supervision.seal_events import ExemptionGranted, SealCancelled, SealPlanned
from fleet.vehicle.entry import VehicleTakenOver
from fleet.vehicle.safety import SafetyItemsFailed, SafetyItemsPassed
from fleet.vehicle.transfer import VehicleTransferred, VehicleTransferredOut
from telemetry.moment import micros

DAY = datetime(2026, 10, 1, tzinfo=UTC)
GROUNDS = Grounds(policy="p@1")


def hour(number: float) -> datetime:
    """So many hours into the day."""
    return DAY + timedelta(hours=number)


def us(number: float) -> int:
    """The same in microseconds since 1970."""
    return micros(hour(number))


def unit(code: str, region: str = "330100") -> Event:
    """A unit."""
    return UnitRegistered(unit=code, name=code, jurisdiction=region)


def car(name: str, of: str = "U", at: float = 0) -> Event:
    """A car in service."""
    told: dict[str, Any] = {"plate": f"浙A{name}", "unit": of, "category": "LAW_ENFORCEMENT"}
    return VehicleTakenOver(vehicle=name, **told, at=hour(at))


def moved(name: str, to: str, at: float) -> Event:
    """Another unit keeps it."""
    return VehicleTransferred(vehicle=name, from_unit="U", to_unit=to, slot="S", at=hour(at))


def gone_elsewhere(name: str, at: float) -> Event:
    """Another region keeps it."""
    told: dict[str, Any] = {"jurisdiction": "330200", "acceptance": "接1", "slot": None}
    return VehicleTransferredOut(vehicle=name, **told, plate="浙A1", vin=None, at=hour(at))


_ORDER: dict[str, Any] = {
    "order": "O1",
    "unit": "U",
    "jurisdiction": "330100",
    "platform": None,
    "by": "林",
}
_ORDER |= {"role": "CENTRE", "at": hour(0)}
_CONDITIONS = {
    "classes": ("C1",),
    "pledge_grace_days": 0,
    "rest_chain_hours": 4,
    "rest_break_minutes": 20,
    "tz": "Asia/Shanghai",
    "emergency_limit": 3,
    "policy": "p@1",
}


def _covered(vehicle: str, begin: float, end: float, more: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"area": None, "fences": (), "overnight": False, "off_hours": False}
    told |= {"cross_area": False, "driver": "D1", "owner": "U", "purpose": "OFFICIAL"}
    told |= {"category": "LAW_ENFORCEMENT", "passenger_unit": "U", "emergency": False}
    times = {"begins_at": hour(begin), "ends_at": hour(end)}
    return {**_ORDER, **told, **times, "vehicle": vehicle, "conditions": _CONDITIONS, **more}


def _sent(vehicle: str, begin: float, end: float, more: dict[str, Any]) -> dict[str, Any]:
    times = {"ready_at": hour(begin), "no_show_at": hour(begin + 1)}
    told: dict[str, Any] = {"lent_for": None, "seals": (), "grounds": GROUNDS, **times}
    return {**_covered(vehicle, begin, end, {}), **told, **more}


def assigned(vehicle: str, begin: float, end: float, **more: Any) -> Event:  # noqa: ANN401 - of any field
    """An order has a car."""
    return CarAndDriverAssigned.model_validate(_sent(vehicle, begin, end, more))


def emergency(vehicle: str, begin: float, end: float, **more: Any) -> Event:  # noqa: ANN401 - of any field
    """A car leaves at once."""
    told: dict[str, Any] = {
        "kind": "MEDICAL",
        "papers_due": hour(begin + 24),
        "not_exempt": (),
        "emergency": True,
        "at": hour(begin),
    }
    return EmergencyOrderOpened.model_validate({**_sent(vehicle, begin, end, told), **more})


def reassigned(vehicle: str, before: str, begin: float, end: float) -> Event:
    """Another car instead."""
    told: dict[str, Any] = {"previous_vehicle": before, "previous_driver": "D1", "reason": "故障"}
    return OrderReassigned.model_validate(_sent(vehicle, begin, end, told))


def extended(vehicle: str, begin: float, end: float, before: float) -> Event:
    """It takes longer."""
    told: dict[str, Any] = {
        "previous_ends_at": hour(before),
        "approver": "吴",
        "reason": "会议延长",
    }
    told |= {"form_sha256": "ab" * 32, "overdue_at": hour(end + 1), "key_due": None}
    return TripExtended.model_validate(_covered(vehicle, begin, end, told))


def changed(vehicle: str, before: str, at: float, end: float) -> Event:
    """Another car takes over on the way."""
    told: dict[str, Any] = {
        "previous_vehicle": before,
        "previous_driver": "D1",
        "workshop": "修理厂",
    }
    told |= {"reason": "抛锚", "odometer_km": None, "lent_for": None}
    told |= {"overdue_at": hour(end + 1), "grounds": GROUNDS}
    return VehicleChangedEnRoute.model_validate(_covered(vehicle, at, end, told))


def off(kind: type[Event], vehicle: str | None, **more: Any) -> Event:  # noqa: ANN401 - of any field
    """It does not take place: cancelled, expired, no show, voided."""
    told: dict[str, Any] = {
        "vehicle": vehicle,
        "driver": "D1",
        "begins_at": hour(1),
        "ends_at": hour(2),
    }
    also: dict[type[Event], dict[str, Any]] = {
        TripCancelled: {"reason": "取消"},
        TripRequestExpired: {"stage": "Approved"},
        TripNoShow: {"emergency": False},
        EmergencyOrderVoided: {
            "reason": "未补单",
            "driven": True,
            "departed_at": hour(1),
            "returned_at": hour(2),
        },
    }
    return kind.model_validate({**_ORDER, **told, "key_due": None, **also[kind], **more})


def departed(vehicle: str, at: float) -> Event:
    """It has left."""
    told: dict[str, Any] = {
        "vehicle": vehicle,
        "driver": "D1",
        "evidence": "key",
        "note": "",
        "odometer_km": 1,
    }
    told |= {"driver_card": None, "daily_check": True, "emergency": False, "at": hour(at)}
    told |= {"begins_at": hour(at), "ends_at": hour(at + 1), "overdue_at": hour(at + 2)}
    return VehicleDepartedOnOrder.model_validate({**_ORDER, **told})


def returned(vehicle: str, at: float) -> Event:
    """It is back."""
    told: dict[str, Any] = {
        "vehicle": vehicle,
        "driver": "D1",
        "odometer_km": 9,
        "inside_home": True,
        "note": "",
    }
    told |= {"in_workshop": False, "departed_at": hour(1), "at": hour(at), "papers_due": None}
    told |= {"begins_at": hour(1), "ends_at": hour(2), "key_due": None}
    return VehicleReturnedOnOrder.model_validate({**_ORDER, **told})


_PERIOD: dict[str, Any] = {"jurisdiction": "330100", "by": "孙", "at": hour(0)}


def planned(period: str, begin: float, end: float, region: str = "330100") -> Event:
    """These hours are sealed."""
    told: dict[str, Any] = {
        **_PERIOD,
        "jurisdiction": region,
        "period": period,
        "name": "国庆节",
        "document": None,
    }
    days = {"first_day": DAY.date(), "last_day": DAY.date(), "grounds": GROUNDS}
    times = {"begins_at": hour(begin), "ends_at": hour(end)}
    return SealPlanned.model_validate({**told, **days, **times})


def called_off(period: str) -> Event:
    """They are not."""
    times = {"begins_at": hour(0), "ends_at": hour(1), "reason": "调整"}
    return SealCancelled.model_validate({**_PERIOD, "period": period, **times})


def exempted(period: str, vehicle: str, begin: float, end: float) -> Event:
    """A car may move."""
    told: dict[str, Any] = {
        **_PERIOD,
        "period": period,
        "vehicle": vehicle,
        "unit": "U",
        "reason": "防汛",
    }
    told |= {"approver": "孙", "document": "豁1", "late": False, "grounds": GROUNDS}
    times = {"begins_at": hour(begin), "ends_at": hour(end)}
    whole = {"period_begins_at": hour(0), "period_ends_at": hour(9)}
    return ExemptionGranted.model_validate({**told, **times, **whole})


def failed(vehicle: str, at: float, *items: str) -> Event:
    """These safety items have failed."""
    told: dict[str, Any] = {"check": "K1", "items": items, "failed": items}
    return SafetyItemsFailed.model_validate({"vehicle": vehicle, **told, "at": hour(at)})


def passed(vehicle: str, at: float, *left: str) -> Event:
    """Some pass; these still fail."""
    told: dict[str, Any] = {"check": "K2", "items": ("BRAKES",), "failed": left}
    return SafetyItemsPassed.model_validate({"vehicle": vehicle, **told, "at": hour(at)})
