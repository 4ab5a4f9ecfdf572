"""A town of one car, and how its pages are asked."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import asyncpg
import httpx

from tests.projections.stories import OCTOBER

CENTRE = (120.15, 30.28)
LIBRARY = {
    "command": "RegisterUnit",
    "actor": "li",
    "unit": "HZ-09",
    "name": "市图书馆",
    "jurisdiction": "330100",
}


@dataclass
class Town:
    """Its database, and what time it is there."""

    dsn: str
    connection: asyncpg.Connection
    now: datetime = OCTOBER + timedelta(hours=1)
    address: str = field(default="", init=False)

    async def seen(self, vehicle: str, lon: float, lat: float, speed: float = 0) -> None:
        """A vehicle is somewhere, now."""
        await self.connection.execute(
            """
            INSERT INTO archive.latest
            VALUES ($1, 'T1', $2, $3, $4, $5, 90, 0, 3, 0, $2, nextval('archive.changes'))
            ON CONFLICT (vehicle) DO UPDATE
            SET at = excluded.at, lon = excluded.lon, lat = excluded.lat,
                speed_kmh = excluded.speed_kmh, change = excluded.change
            """,
            vehicle, self.now, lon, lat, speed,
        )  # fmt: skip


async def got(address: str, query: Mapping[str, str] | None = None) -> httpx.Response:
    """What the server answers."""
    return await asyncio.to_thread(httpx.get, address, params=query, timeout=20)
