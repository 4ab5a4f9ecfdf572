"""How the story's year begins: policies, books, slots, and every car as it was found. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from simulators.districts import DISTRICTS
from simulators.fleetbook import Car, Unit
from simulators.paperwork import Wire

SECTOR = "PARTY_GOV"
CLERK = {"person": "钱文", "role": "UNIT_CLERK", "channel": "simulator"}
BUREAU = {"person": "孙立", "role": "BUREAU", "channel": "simulator"}
FINANCE = {"person": "周敏", "role": "FINANCE", "channel": "simulator"}
_OPENED = "2025-07-01T09:00:00+08:00"
_DIGEST = "5d" * 32
_VACANT = 6  # slots of the district that closes the loop, for its additions


def said(command: str, at: str, actor: dict[str, str] = CLERK, /, **fields: Any) -> Wire:  # noqa: ANN401 - of any command
    """One command of the story."""
    return {"command": command, "actor": actor, "at": at, **fields}


def home(unit: Unit) -> str:
    """The area around a unit's yard."""
    return f"{unit.code}-home"


def slot_of(car: Car) -> str:
    """The slot a car lives on."""
    return f"E{car.number:05d}"


def vacant_slot(number: int) -> str:
    """A slot that an addition fills."""
    return f"EV{number:03d}"


def first_registered(car: Car) -> str:
    """When a car was first registered: between 2011 and 2017, so that its age allows a renewal."""
    return f"{2011 + car.number % 7}-03-{1 + car.number % 28:02d}"


def city(everyone: Sequence[Car], added: Sequence[Car]) -> Iterator[Wire]:
    """Everything that has to be said before the year can begin."""
    yield from _rules(Counter(car.unit.district.division for car in everyone))
    yield from _units(everyone)
    yield from _slots(everyone, added)
    for car in everyone:
        yield from _car(car)


def _rules(counts: Counter[str]) -> Iterator[Wire]:
    """Each district has the city's rules under its own name, and a ceiling of its own."""
    city_policy = from_yaml(text("cn-zj-hangzhou@2021-11-01"))
    yield _published(city_policy.content)
    for district in DISTRICTS:
        yield _published(_localised(city_policy.content, district.division, counts))
        where = {"jurisdiction": district.division, "sector": SECTOR}
        yield said("OpenBook", _OPENED, BUREAU, document="区车改〔2016〕1号", **where)


def _published(content: dict[str, Any]) -> Wire:
    where = content["jurisdiction"]["code"]
    told = {"jurisdiction": where, "content": content, "document": "杭机管〔2021〕8号"}
    return said("PublishPolicy", _OPENED, BUREAU, **told)


def _localised(content: dict[str, Any], division: str, counts: Counter[str]) -> dict[str, Any]:
    """The city's rules for a district: who it is, and how many cars it may keep."""
    book = {"sector": SECTOR, "ceiling": counts[division] + 2 * _VACANT, "since": 2016}
    return {
        **content,
        "policy_id": f"cn-zj-hangzhou-{division}",
        "jurisdiction": {**content["jurisdiction"], "code": division, "parent": "330100"},
        "quota": {**content["quota"], "books": [book]},
    }


def _units(everyone: Iterable[Car]) -> Iterator[Wire]:
    known = {car.unit.code: car.unit for car in everyone}
    for unit in known.values():
        names = {"unit": unit.code, "name": unit.name, "name_en": unit.name_en}
        place = {"district": unit.district.name, "jurisdiction": unit.district.division}
        fields: dict[str, Any] = {**names, **place, "sector": SECTOR}
        yield said("RegisterUnit", _OPENED, BUREAU, **fields)
        yard = {"type": "Point", "coordinates": [*unit.district.seat]}
        area = {"name": f"{unit.name}驻地", "geometry": yard, "radius_m": 150.0}
        yield said("PublishFence", _OPENED, fence=home(unit), profile="standard", **area)


def _slots(everyone: Sequence[Car], added: Sequence[Car]) -> Iterator[Wire]:
    counts: Counter[str] = Counter()
    for car in everyone:
        yield _slot(slot_of(car), car)
        counts[car.unit.district.division] += 1
    for number, car in enumerate(added):
        yield _slot(vacant_slot(number), car)
        counts[car.unit.district.division] += 1
    for division, retained in counts.items():
        where = {"jurisdiction": division, "sector": SECTOR}
        told = {"retained": retained, "document": "区车改〔2016〕2号"}
        yield said("RecordBaseline", _OPENED, BUREAU, **told, **where)


def _slot(slot: str, car: Car) -> Wire:
    where = {"jurisdiction": car.unit.district.division, "sector": SECTOR}
    told = {"slot": slot, "unit": car.unit.code, "category": car.category, "baseline": True}
    return said("AuthoriseSlot", _OPENED, BUREAU, **told, **where)


def _car(car: Car) -> Iterator[Wire]:
    """A car as it was found: taken over with its slot, its terminal and its papers."""
    told: dict[str, Any] = {"plate": car.plate, "vin": car.vin, "unit": car.unit.code}
    told |= {"category": car.category}
    more: dict[str, Any] = {
        "slot": slot_of(car),
        "first_registered": first_registered(car),
        "energy": "PETROL",
    }
    yield said("TakeOverVehicle", _OPENED, vehicle=car.vehicle, **told, **more)
    yield said("RegisterTerminal", _OPENED, device=car.device)
    yield said("BindTerminal", _OPENED, device=car.device, vehicle=car.vehicle)
    plan = {"home": [home(car.unit)], "operating": [], "forbidden": []}
    yield said("PublishFencePlan", _OPENED, vehicle=car.vehicle, **plan)
    yield said("OpenCostAccount", _OPENED, vehicle=car.vehicle, unit=car.unit.code)
    yield said("RecordMarking", _OPENED, vehicle=car.vehicle, kind="recorded")
    yield said("UpdateDossier", _OPENED, vehicle=car.vehicle, engine=f"E{car.number:06d}")
    for kind in ("INSURANCE", "REGISTRATION", "INVOICE", "MARKING_PHOTO"):
        yield paper(car.vehicle, kind, _OPENED, "2026-12-31")


def paper(vehicle: str, kind: str, at: str, until: str) -> Wire:
    """A paper of a dossier."""
    told: dict[str, Any] = {"kind": kind, "number": f"{kind}-{vehicle}", "sha256": _DIGEST}
    told |= {"valid_until": until}
    return said("RecordDocument", at, vehicle=vehicle, **told)


def read(car: Car, at: str, odometer_km: int) -> Wire:
    """Somebody reads an odometer."""
    return said("RecordOdometer", at, vehicle=car.vehicle, odometer_km=odometer_km)
