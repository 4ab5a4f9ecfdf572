"""A car, its terminal and its areas; positions are told in any order, in any batches."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import orjson

from fleet.decider import Event
from fleet.ledger.append import New, append
from fleet.ledger.schema import migrate as migrate_ledger
from fleet.vehicle.fence import FencePublished
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered
from telemetry.archive import migrate
from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.location import Location, encode_location
from telemetry.ingest import WORLD
from telemetry.intake import Batch, Intake
from telemetry.mqtt import Delivery

NINE = datetime(2026, 10, 1, 1, tzinfo=UTC)
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
INSIDE, OUTSIDE = 120.299, 120.302
YARD = {
    "type": "Polygon",
    "coordinates": [[[120.1, 30.1], [120.3, 30.1], [120.3, 30.5], [120.1, 30.5], [120.1, 30.1]]],
}
_names = itertools.count(1)


def after(seconds: float) -> datetime:
    """So long after nine in the morning in Hangzhou on the National Day."""
    return NINE + timedelta(seconds=seconds)


def yard(fence: str = "yard", version: int = 1, begin: datetime = ALWAYS, **other: object) -> Event:
    """A version of the fence around INSIDE."""
    content = {
        "fence": fence,
        "version": version,
        "name": fence,
        "geometry": YARD,
        "radius_m": None,
        "half_width_m": None,
        "profile": "standard",
        "everyone": False,
        "valid_from": begin,
        "valid_to": None,
        "declared_datum": "wgs84",
        "declared_geometry": None,
    }
    return FencePublished.model_validate(content | other)


def reported(phone: str, seconds: float, lon: float, satellites: int = 9) -> bytes:
    """A JT/T 808 terminal's position so long after nine."""
    body = encode_location(
        Location(
            status=3,
            lat_e6=30_300_000,
            lon_e6=round(lon * 1e6),
            time=bytes.fromhex(f"{after(seconds) + timedelta(hours=8):%y%m%d%H%M%S}"),
            items=((0x31, bytes([satellites])),),
        )
    )
    return encode(Header(message=0x0200, phone=phone, serial=1), body)


@dataclass
class Scene:
    """One car on one database.

    Attributes:
        car: Its id, and that of its terminal.
    """

    connection: asyncpg.Connection
    intake: Intake
    car: str = field(default_factory=lambda: f"T{next(_names)}")
    versions: dict[str, int] = field(default_factory=dict)
    now: datetime = NINE + timedelta(days=1)

    async def say(self, *papers: tuple[str, Event]) -> None:
        """Write papers to the lifecycle ledger: stream and event."""
        async with self.connection.transaction():
            for stream, event in papers:
                version = self.versions[stream] = self.versions.get(stream, 0) + 1
                await append(
                    self.connection, "lifecycle", [New(stream, version, event, {"actor": "test"})]
                )

    async def register(self) -> None:
        """The car has had a terminal, and a yard to stay in, since ever."""
        await self.say(
            (f"terminal:{self.car}", TerminalRegistered(device=self.car)),
            (f"terminal:{self.car}", self.bound()),
            (f"fence:{self.car}", yard(self.car)),
            (f"fence-plan:{self.car}", self.plan()),
        )

    def bound(self, begin: datetime = ALWAYS, end: datetime | None = None) -> Event:
        """The terminal is in the car."""
        return TerminalBound(device=self.car, vehicle=self.car, valid_from=begin, valid_to=end)

    def plan(self, version: int = 1, begin: datetime = ALWAYS, *fences: str) -> Event:
        """The car may be in its yard, or in these."""
        return FencePlanPublished(
            vehicle=self.car,
            version=version,
            home=(),
            operating=fences or (self.car,),
            forbidden=(),
            valid_from=begin,
            valid_to=None,
        )

    def record(self, seconds: float, lon: float, seq: int | None = None) -> dict[str, object]:
        """One record of the terminal."""
        return {
            "device": self.car,
            "boot": 1,
            "seq": round(seconds) if seq is None else seq,
            "time": after(seconds).isoformat(),
            "lon": lon,
            "lat": 30.3,
        }

    async def tell(self, *records: dict[str, object]) -> Batch:
        """The records arrive in one message and are committed."""
        return await self.deliver(f"v1/{self.car}/up/pos", orjson.dumps(records))

    async def deliver(self, topic: str, *payloads: bytes) -> Batch:
        """Payloads arrive on a topic and are committed."""
        deliveries = [Delivery(topic, payload, self.now, 1, 1, 1) for payload in payloads]
        return await self.intake.take(deliveries, self.now)

    async def visits(self) -> list[tuple[object, ...]]:
        """What stands, without ids."""
        rows = await self.connection.fetch(
            "SELECT fence, fence_version, profile, enter_lo, enter_hi, enter_confirmed, exit_lo,"
            " exit_hi, exit_confirmed, flags FROM archive.visits WHERE vehicle = $1"
            " ORDER BY fence, fence_version, enter_hi",
            self.car,
        )
        return [tuple(row) for row in rows]

    async def findings(self) -> list[dict[str, Any]]:
        """The findings that stand, without names."""
        rows = await self.connection.fetch(
            "SELECT finding FROM archive.standing WHERE vehicle = $1 AND NOT voided", self.car
        )
        found = [orjson.loads(row["finding"]) for row in rows]
        for each in found:
            del each["finding_id"]
        return sorted(found, key=lambda each: str(each["since"]))

    async def topics(self) -> list[str]:
        """What the supervision ledger was told about this car, oldest first."""
        rows = await self.connection.fetch(
            "SELECT topic FROM supervision_events WHERE originator_id LIKE $1"
            " ORDER BY notification_id",
            f"finding:%:{self.car}:%",
        )
        return [row["topic"] for row in rows]

    async def streams(self) -> list[str]:
        """The streams of what the supervision ledger was told about this car, oldest first."""
        rows = await self.connection.fetch(
            "SELECT originator_id FROM supervision_events WHERE originator_id LIKE $1"
            " ORDER BY notification_id",
            f"finding:%:{self.car}:%",
        )
        return [row["originator_id"] for row in rows]

    async def restart(self) -> None:
        """The worker starts anew and knows only what is in the database."""
        self.intake = Intake(self.connection, WORLD)
        await self.intake.open()


@asynccontextmanager
async def opened(dsn: str) -> AsyncIterator[Scene]:
    """A registered car on a fresh database."""
    migrate_ledger(dsn)
    connection = await asyncpg.connect(dsn)
    try:
        await migrate(connection)
        scene = Scene(connection, Intake(connection, WORLD))
        await scene.intake.open()
        await scene.register()
        yield scene
    finally:
        await connection.close()


async def another(scene: Scene) -> Scene:
    """A further registered car on the same database and worker."""
    other = Scene(scene.connection, scene.intake)
    await other.register()
    return other


def away(scene: Scene, seconds: Sequence[float]) -> list[dict[str, object]]:
    """Records outside the yard at these seconds after nine."""
    return [scene.record(each, OUTSIDE) for each in seconds]


def home(scene: Scene, seconds: Sequence[float]) -> list[dict[str, object]]:
    """Records inside the yard at these seconds after nine."""
    return [scene.record(each, INSIDE) for each in seconds]
