"""The papers of a script as the ledger holds them: areas as words, the rest as events. Pure.

Events are written as they would stand there, and not said to the offices: what an office would
refuse is what the story is about.
"""

from collections.abc import Iterator
from typing import Any

import orjson

from fleet.decider import Event
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    EmergencyOrderOpened,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.vehicle.retirement import VehicleWithdrawn, VehicleWrittenOff
from fleet.vehicle.safety import SafetyItemsFailed, SafetyItemsPassed
from simulators.paperwork import BEGINNING, Wire
from simulators.truth.script import Script
from simulators.truth.stage import Stage, degrees
from telemetry.moment import moment
from telemetry.timelines.fact import Allowance, Fact

_ACTOR = {"person": "trial", "role": "BUREAU", "channel": "simulator"}
_DRIVER = "D1"
_GROUNDS = {"policy": "cn-zj-hangzhou@2021-11-01"}
_CONDITIONS = {
    "classes": ("C1",),
    "pledge_grace_days": 0,
    "rest_chain_hours": 4,
    "rest_break_minutes": 20,
    "tz": "Asia/Shanghai",
    "emergency_limit": 3,
    "policy": _GROUNDS["policy"],
}


def areas(stage: Stage) -> Iterator[Wire]:
    """The places that a car's orders may name, as commands."""
    for name, (place, radius_m) in stage.spots.items():
        yield {
            "command": "PublishFence",
            "actor": _ACTOR,
            "fence": name,
            "name": name,
            "geometry": {"type": "Point", "coordinates": [*degrees(place)]},
            "radius_m": radius_m,
            "profile": "standard",
            "valid_from": BEGINNING,
        }


def events(script: Script, fact: Fact) -> list[Event]:
    """What a fact of the papers looks like in the ledger; nothing for what the areas' papers say.

    Args:
        script: Whose.
        fact: One of its facts.
    """
    match fact.kind:
        case "ordered":
            return [_order(script, fact, fact.allows or Allowance(_DRIVER))]
        case "driven":
            return _driven(script, fact)
        case "unsafe":
            return _unsafe(fact)
        case "retired":
            at = moment(fact.begin)
            withdrawn = VehicleWithdrawn(vehicle=fact.vehicle, approval="报1", at=at)
            return [withdrawn, VehicleWrittenOff(vehicle=fact.vehicle, approval="核1", at=at)]
        case _:
            return []


def _order(script: Script, fact: Fact, allows: Allowance) -> Event:
    begin, end = moment(fact.begin), moment(fact.end)
    told = {
        **_of(script, fact),
        "begins_at": begin,
        "ends_at": end,
        "area": None if allows.area is None else orjson.loads(allows.area),
        "fences": allows.fences,
        "overnight": allows.overnight,
        "off_hours": allows.off_hours,
        "cross_area": allows.cross_area,
        "vehicle": fact.vehicle,
        "driver": _DRIVER,
        "owner": script.stage.car.unit.code,
        "purpose": "OFFICIAL",
        "category": script.stage.car.category,
        "passenger_unit": script.stage.car.unit.code,
        "emergency": allows.emergency,
        "conditions": _CONDITIONS,
        "lent_for": None,
        "ready_at": begin,
        "no_show_at": end,
        "seals": (),
        "grounds": _GROUNDS,
    }
    if not allows.emergency:
        return CarAndDriverAssigned.model_validate(told)
    urgent = {"kind": "FLOOD_CONTROL", "papers_due": end, "not_exempt": ()}
    return EmergencyOrderOpened.model_validate({**told, **urgent, "at": begin})


def _driven(script: Script, fact: Fact) -> list[Event]:
    begin, end = moment(fact.begin), moment(fact.end)
    both = {
        **_of(script, fact),
        "vehicle": fact.vehicle,
        "driver": _DRIVER,
        "begins_at": begin,
        "ends_at": end,
        "note": "",
    }
    left = {
        **both,
        "at": begin,
        "evidence": "key",
        "odometer_km": None,
        "driver_card": None,
        "daily_check": True,
        "emergency": False,
        "overdue_at": end,
    }
    back = {
        **both,
        "at": end,
        "odometer_km": 1,
        "inside_home": True,
        "in_workshop": False,
        "departed_at": begin,
        "papers_due": None,
        "key_due": None,
    }
    return [
        VehicleDepartedOnOrder.model_validate(left),
        VehicleReturnedOnOrder.model_validate(back),
    ]


def _unsafe(fact: Fact) -> list[Event]:
    told: dict[str, Any] = {"vehicle": fact.vehicle, "items": fact.names}
    return [
        SafetyItemsFailed(**told, check="K1", failed=fact.names, at=moment(fact.begin)),
        SafetyItemsPassed(**told, check="K2", failed=(), at=moment(fact.end)),
    ]


def _of(script: Script, fact: Fact) -> dict[str, Any]:
    unit = script.stage.car.unit
    return {
        "order": fact.names[0],
        "unit": unit.code,
        "jurisdiction": unit.district.division,
        "platform": None,
        "by": "trial",
        "role": "CENTRE",
        "at": moment(fact.begin),
    }
