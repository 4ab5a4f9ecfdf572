"""The fleet centre of the clerk's measurement, and its year: 162 cars with 185 orders each.

One trip is said through the desk, from the draft to the rating; the others are the same trip with
other names and on other days, and are written to the ledger in bulk.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import asyncpg

from fleet.decider import Entry, Event
from fleet.desk.commands import parse, say, say_all
from fleet.ledger.append import New, append
from fleet.ledger.applications import Lifecycle
from fleet.ledger.follow import read
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text

CARS, ORDERS, DAYS = 162, 185, 365
FIRST = datetime(2025, 3, 10, tzinfo=UTC)
TODAY = FIRST + timedelta(days=DAYS)
CENTRE = {"person": "顾平", "role": "CENTRE", "unit": "FC"}
_BUREAU = {"person": "孙立", "role": "BUREAU"}
_CLERK = {"person": "钱文", "role": "UNIT_CLERK", "unit": "A1"}
_LEADER = {"person": "林涛", "role": "UNIT_LEADER", "unit": "A1"}
_PASSENGER = {"person": "赵六", "role": "PASSENGER", "unit": "A1"}
_CATEGORY, _REGION, _DIGEST = "ADMIN_ENFORCEMENT", "330100", "ab" * 32
_FOUNDED = FIRST - timedelta(days=30)
_A_DAY = 7  # orders of one car that can be measured on a day
_AT_ONCE = 4000

Wire = dict[str, Any]


def car(number: int) -> str:
    """Id of a car."""
    return f"K{number:04d}"


def driver(number: int) -> str:
    """Id of the driver of a car."""
    return f"D{number:04d}"


def founded(ledger: Lifecycle) -> None:
    """Policy, units, platform, cars and drivers."""
    say_all(ledger, _papers())


def _papers() -> Iterator[Wire]:
    policy = from_yaml(text("cn-zj-hangzhou@2021-11-01"))
    yield _said(
        "PublishPolicy", _BUREAU, content=policy.content, jurisdiction=_REGION, document="1号"
    )
    for unit in ("A1", "FC"):
        yield _said("RegisterUnit", _BUREAU, unit=unit, name=unit, jurisdiction=_REGION)
    about = {"category": _CATEGORY, "jurisdiction": _REGION}
    yield _said("OpenPlatform", _BUREAU, platform="ADMIN", **about)
    for number in range(CARS):
        known = {"vehicle": car(number), "unit": "A1", "category": _CATEGORY}
        more = {"plate": car(number), "body": "SEDAN"}
        yield _said("TakeOverVehicle", CENTRE, **known, **more)
        yield _said("AttachVehicle", CENTRE, platform="ADMIN", **known)
    for number in range(CARS):
        name = {"driver": driver(number)}
        hired = {"name": driver(number), "unit": "FC", "employed_on": "2020-01-01"}
        licence = {"number": driver(number), "classes": ["C1"], "valid_until": "2030-01-01"}
        yield _said("RegisterDriver", CENTRE, **name, **hired)
        yield _said("RecordLicence", CENTRE, **name, **licence, sha256=_DIGEST)
        for year in (FIRST.year, TODAY.year):
            yield _said("SignPledge", CENTRE, **name, year=year, sha256=_DIGEST)


def _said(command: str, actor: Mapping[str, str], at: datetime = _FOUNDED, /, **more: Any) -> Wire:  # noqa: ANN401 - of any command
    return {"command": command, "actor": actor, "at": at.isoformat(), **more}


def _asked(number: str, begins_at: datetime, ends_at: datetime, at: datetime) -> Iterator[Wire]:
    name = {"order": number}
    trip = {"unit": "A1", "purpose": "执法执勤", "platform": "ADMIN", "people": 2}
    where = {"origin": "市府大楼", "destinations": ["余杭区"]}
    times = {"begins_at": begins_at.isoformat(), "ends_at": ends_at.isoformat()}
    yield _said("DraftOrder", _CLERK, at, **name, **trip, **where, **times)
    yield _said("RequestTrip", _CLERK, at, **name)
    yield _said("ApproveTrip", _LEADER, at, **name)


def assignment(number: str, which: int, at: datetime = TODAY) -> Wire:
    """What is measured: a car and its driver get an order."""
    pair = {"vehicle": car(which), "driver": driver(which)}
    return _said("AssignCarAndDriver", CENTRE, at, order=number, **pair)


def _trip(number: str) -> Iterator[Wire]:
    """The trip of the first day, with the first car."""
    begin, end = FIRST + timedelta(hours=1), FIRST + timedelta(hours=4)
    yield from _asked(number, begin, end, FIRST)
    yield assignment(number, 0, FIRST)
    name = {"order": number}
    left = {"driver": driver(0), "evidence": "cabinet", "odometer_km": 100}
    yield _said("RecordDeparture", CENTRE, begin, **name, **left)
    back = end - timedelta(minutes=10)
    yield _said("RecordReturn", CENTRE, back, **name, odometer_km=130, inside_home=True)
    matched = {"result": "MATCHED", "distance_m": 29_000}
    yield _said("MatchTrip", CENTRE, end, **name, **matched)
    yield _said("SettleOrder", CENTRE, end, **name, distance_km=30)
    yield _said("EvaluateOrder", _PASSENGER, end, **name, rating=5)


def approved(ledger: Lifecycle, first: int, slots: int) -> list[Wire]:
    """Orders that wait for car and driver: some an each car, slot by slot.

    Returns:
        What has to be said to assign them; each car comes once before any comes again.
    """
    names = [
        (slot, which, f"M{slot}-{which}")
        for slot in range(first, first + slots)
        for which in range(CARS)
    ]
    steps = [[*_asked(name, *_window(slot), TODAY)] for slot, _, name in names]
    for step in zip(*steps, strict=True):
        say_all(ledger, step)
    return [assignment(name, which) for _, which, name in names]


def _window(slot: int) -> tuple[datetime, datetime]:
    begin = TODAY + timedelta(days=1 + slot // _A_DAY, hours=2 * (slot % _A_DAY))
    return begin, begin + timedelta(hours=1)


async def lived(ledger: Lifecycle, database: str) -> int:
    """Write the year.

    Returns:
        How many events the ledger holds.
    """
    template = [entry for wire in _trip("Y0-0") for entry in say(ledger, parse(wire))]
    connection = await asyncpg.connect(database)
    try:
        known = await read(connection, "lifecycle", 0, limit=1_000_000)
        versions = Counter[str]()
        for entry in known:
            versions[entry.stream] = max(versions[entry.stream], entry.version)
        year = _year(template, versions)
        while some := [*islice(year, _AT_ONCE)]:
            async with connection.transaction():
                await append(connection, "lifecycle", some)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return versions.total()


def _year(template: Iterable[Entry], versions: Counter[str]) -> Iterator[New]:
    told = [*template]
    for order in range(ORDERS):
        later = timedelta(days=order * DAYS // ORDERS)
        for which in range(CARS):
            if (order, which) == (0, 0):
                continue
            names = {"Y0-0": f"Y{order}-{which}", car(0): car(which), driver(0): driver(which)}
            yield from _alike(told, names, later, versions)


def _alike(
    told: Iterable[Entry], names: Mapping[str, str], later: timedelta, versions: Counter[str]
) -> Iterator[New]:
    for entry in told:
        kind, _, name = entry.stream.partition(":")
        stream = f"{kind}:{names.get(name, name)}"
        versions[stream] += 1
        event = _renamed(entry.event, names, later)
        yield New(stream, versions[stream], event, entry.metadata)


def _renamed(event: Event, names: Mapping[str, str], later: timedelta) -> Event:
    new: dict[str, Any] = {}
    for field, value in event:
        if isinstance(value, datetime):
            new[field] = value + later
        elif isinstance(value, str) and value in names:
            new[field] = names[value]
    return event.model_copy(update=new)
