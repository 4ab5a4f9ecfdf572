"""What the tests of the views tell: one car, one area, findings; and how they are written down."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from fleet.decider import Entry, Event
from fleet.ledger.append import New, append
from fleet.ledger.schema import migrate as migrate_ledgers
from fleet.organisation.unit import UnitRegistered
from fleet.supervision.finding import (
    Evidence,
    Finding,
    FindingAmended,
    FindingOpened,
    FindingVoided,
)
from fleet.vehicle.entry import VehicleTakenOver
from fleet.vehicle.fence import FencePublished
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered
from projections import tables

OCTOBER = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
"""09:00 in Hangzhou."""

UNIT = UnitRegistered(
    unit="HZ-01", name="市档案馆", name_en="City Archive", district="西湖区", jurisdiction="330100"
)
CAR = VehicleTakenOver(
    vehicle="car-1", plate="浙A0001警", unit="HZ-01", category="LAW_ENFORCEMENT", at=OCTOBER
)
TERMINAL = TerminalRegistered(device="T1")
BOUND = TerminalBound(device="T1", vehicle="car-1", valid_from=OCTOBER, valid_to=None)
PAPERS = (UNIT, CAR, TERMINAL, BOUND)
AREA = FencePublished(
    fence="yard",
    version=1,
    name="大院",
    geometry={"type": "Point", "coordinates": [120.15, 30.28]},
    radius_m=500,
    half_width_m=None,
    profile="standard",
    everyone=False,
    valid_from=OCTOBER,
    valid_to=None,
    declared_datum="wgs84",
    declared_geometry=None,
)
PLAN = FencePlanPublished(
    vehicle="car-1",
    version=1,
    home=("yard",),
    operating=("yard",),
    forbidden=(),
    valid_from=OCTOBER,
    valid_to=None,
)


def finding(number: int = 1, *, until: datetime | None = None, vehicle: str = "car-1") -> Finding:
    """The car is outside from a minute on; `number` counts minutes."""
    since = OCTOBER + timedelta(minutes=number)
    return Finding(
        finding_id=f"geo-02:{vehicle}:{number}",
        code="GEO-02",
        vehicle=vehicle,
        since_lo=since - timedelta(seconds=30),
        since=since,
        confirmed=since + timedelta(seconds=60),
        until_lo=until and until - timedelta(seconds=30),
        until=until,
        until_confirmed=until,
        fixes=3,
        return_fixes=3 if until else 0,
        flags=(),
        rule_version="GEO-02/1",
        inputs={"plan": "1"},
        evidence=(Evidence(kind="fixes", range="a/b", rows=3, digest="00"),),
    )


BACK = OCTOBER + timedelta(minutes=20)
OPENED = FindingOpened(finding=finding())
AMENDED = FindingAmended(finding=finding(until=BACK))
VOIDED = FindingVoided(finding=finding(), reason="evidence_changed", late=True)


def entries(*events: Event, ledger: str = "supervision") -> list[Entry]:
    """These events, one after the other, a second apart."""
    return [
        Entry(
            ledger=ledger,
            position=number,
            stream="story",
            version=number,
            event_id=UUID(int=number),
            recorded_at=OCTOBER + timedelta(seconds=number),
            metadata={},
            event=event,
        )
        for number, event in enumerate(events, 1)
    ]


async def written(connection: asyncpg.Connection, ledger: str, *events: Event) -> list[int]:
    """Append events to a stream of their own; their positions."""
    stream = "story:" + str(await connection.fetchval("SELECT gen_random_uuid()"))
    new = [New(stream, number, event, {}) for number, event in enumerate(events, 1)]
    return await appended(connection, ledger, new)


async def appended(connection: asyncpg.Connection, ledger: str, new: Sequence[New]) -> list[int]:
    """Append in a transaction of its own."""
    async with connection.transaction():
        return await append(connection, ledger, new)


async def prepared(dsn: str) -> asyncpg.Connection:
    """A connection to a database with empty ledgers and views."""
    migrate_ledgers(dsn)
    connection = await asyncpg.connect(dsn)
    await tables.migrate(connection)
    return connection
