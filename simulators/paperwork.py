"""The paperwork of the invented city, as the commands that its clerks would say. Pure."""

from collections.abc import Iterator
from typing import Any

import shapely

from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from simulators.fleetbook import Car, Unit
from simulators.town import HOME_RADIUS_M, Town

Wire = dict[str, Any]
"""One command as it crosses the wire: the JSON of `gongche say`."""

BEGINNING = "2026-01-01T00:00:00Z"
"""From when on the city's papers hold: before any of its positions."""

_ACTOR = {"person": "demo", "role": "BUREAU", "channel": "simulator"}
_MODELS = {
    "LSV": "大众帕萨特",
    "LFV": "一汽大众迈腾",
    "LGX": "比亚迪汉 EV",
    "LBV": "华晨宝马 530Le",
    "LVS": "长安福特锐界",
    "LB3": "吉利帝豪",
}


def home_fence(unit: Unit) -> str:
    """The id of the fence around a unit's yard."""
    return f"{unit.code}-home"


def area_fence(car: Car) -> str:
    """The id of the area that a car has to keep to."""
    return f"{car.vehicle}-area"


def commands(town: Town) -> Iterator[Wire]:
    """Everything that has to be said before the first position makes sense, in order."""
    yield _said("PublishPolicy", **_policy())
    first_of: dict[str, Car] = {}
    for car in town.cars:
        first_of.setdefault(car.unit.code, car)
    for car in first_of.values():
        yield _said("RegisterUnit", **_unit(car.unit))
        yield _said("PublishFence", **_home(town, car))
    for car in town.cars:
        yield _said("TakeOverVehicle", **_vehicle(car))
        yield _said("RegisterTerminal", device=car.device, model=_terminal_model(car))
        yield _said("BindTerminal", device=car.device, vehicle=car.vehicle, valid_from=BEGINNING)
        yield _said("PublishFence", **_area(town, car))
        yield _said("PublishFencePlan", **_plan(car))
        yield _said("RecordMarking", vehicle=car.vehicle, kind="recorded", at=BEGINNING)


def _said(command: str, **fields: object) -> Wire:
    return {"command": command, "actor": _ACTOR, **fields}


def _policy() -> Wire:
    """The city's rules, which hold in its districts too."""
    policy = from_yaml(text("cn-zj-hangzhou@2021-11-01"))
    where = {"jurisdiction": policy.jurisdiction.code, "content": policy.content}
    return {**where, "document": "杭机管〔2021〕8号", "at": BEGINNING}


def _unit(unit: Unit) -> Wire:
    return {
        "unit": unit.code,
        "name": unit.name,
        "name_en": unit.name_en,
        "district": unit.district.name,
        "jurisdiction": unit.district.division,
    }


def _vehicle(car: Car) -> Wire:
    return {
        "vehicle": car.vehicle,
        "plate": car.plate,
        "unit": car.unit.code,
        "category": car.category,
        "model": _MODELS[car.vin[:3]],
        "vin": car.vin,
        "at": BEGINNING,
    }


def _terminal_model(car: Car) -> str:
    return "JSON" if car.language == "json" else f"JT/T 808-{car.language}"


def _home(town: Town, car: Car) -> Wire:
    return {
        "fence": home_fence(car.unit),
        "name": f"{car.unit.name}驻地",
        "geometry": {"type": "Point", "coordinates": [*town.home(car.number)]},
        "radius_m": HOME_RADIUS_M,
        "profile": "standard",
        "valid_from": BEGINNING,
    }


def _area(town: Town, car: Car) -> Wire:
    ring = shapely.get_coordinates(town.areas[car.number]).tolist()
    return {
        "fence": area_fence(car),
        "name": f"{car.plate}行驶区域",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "profile": "standard",
        "valid_from": BEGINNING,
    }


def _plan(car: Car) -> Wire:
    return {
        "vehicle": car.vehicle,
        "home": [home_fence(car.unit)],
        "operating": [area_fence(car)],
        "forbidden": [],
        "valid_from": BEGINNING,
    }
