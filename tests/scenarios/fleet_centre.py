"""The fleet centre of the scenarios: its platforms, cars and drivers, and the steps of a trip."""

from datetime import UTC, datetime
from typing import Any

from fleet.decider import Entry
from fleet.dispatch.order import order
from fleet.ledger.handle import load
from tests.scenarios.office import BUREAU, DIGEST, HANGZHOU, Office, local

CENTRE = {"person": "顾平", "role": "CENTRE", "unit": "FC"}
CLERK = {"person": "钱文", "role": "UNIT_CLERK", "unit": "A1"}
LEADER = {"person": "林涛", "role": "UNIT_LEADER", "unit": "A1"}
PASSENGER = {"person": "赵六", "role": "PASSENGER", "unit": "A1"}
DAY = "2026-03-10"


def city(office: Office) -> None:
    """Hangzhou with its policy, two units, and the platform of administrative enforcement."""
    office.now = datetime(2026, 3, 9, 1, tzinfo=UTC)
    office.publish()
    for unit in ("A1", "B1", "FC"):
        office.unit(unit)
    said = {"platform": "ADMIN", "category": "ADMIN_ENFORCEMENT", "jurisdiction": HANGZHOU}
    office.say("OpenPlatform", BUREAU, **said)


def car(office: Office, vehicle: str, unit: str = "A1", **more: Any) -> None:  # noqa: ANN401 - of any command
    """A car that was there before, on the platform."""
    said = {"plate": f"浙A{vehicle}", "category": "ADMIN_ENFORCEMENT", "body": "SEDAN", **more}
    office.say("TakeOverVehicle", vehicle=vehicle, unit=unit, **said)
    joins = {"vehicle": vehicle, "category": "ADMIN_ENFORCEMENT", "unit": unit}
    office.say("AttachVehicle", CENTRE, platform="ADMIN", **joins)


def driver(office: Office, number: str) -> None:
    """A driver of the fleet centre who may drive."""
    said = {"name": f"驾驶员{number}", "unit": "FC", "employed_on": "2020-01-01"}
    office.say("RegisterDriver", CENTRE, driver=number, **said)
    licence = {"number": number, "classes": ["C1"], "valid_until": "2030-01-01"}
    office.say("RecordLicence", CENTRE, driver=number, sha256=DIGEST, **licence)
    office.say("SignPledge", CENTRE, driver=number, year=2026, sha256=DIGEST)


def drafted(office: Office, number: str, begin: str, end: str, **more: Any) -> list[Entry]:  # noqa: ANN401 - of any command
    """A trip is prepared, between two times of the day."""
    said = {
        "unit": "A1",
        "purpose": "执法执勤",
        "platform": "ADMIN",
        "people": 2,
        "origin": "市府大楼",
        "destinations": ["余杭区"],
        "begins_at": local(f"{DAY} {begin}"),
        "ends_at": local(f"{DAY} {end}"),
        **more,
    }
    return office.say("DraftOrder", CLERK, order=number, **said)


def approved(office: Office, number: str, begin: str, end: str, **more: Any) -> None:  # noqa: ANN401 - of any command
    """A trip is prepared, asked for, and approved."""
    drafted(office, number, begin, end, **more)
    office.say("RequestTrip", CLERK, order=number)
    office.say("ApproveTrip", LEADER, order=number)


def stage(office: Office, number: str) -> str:
    """Where an order stands."""
    return type(load(office.ledger, f"order:{number}", order)).__name__
