"""Follows the database for all screens: alerts as they come, moved vehicles once a second."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import asyncpg

from fleet.ledger import follow
from fleet.ledger.patience import AWAY, Patience, connected
from fleet.statements import statements
from projections import alerts
from projections.web.hub import PING, Hub, frame
from projections.web.site import Site

SQL = statements("projections.web", "web.sql")
LEDGER = "supervision"
COLUMNS = ("vehicle", "lon", "lat", "speed_kmh", "course_deg", "at", "alarm", "status", "quality")
_BEAT_S, _PING_S = 1.0, 15.0


class Follower:
    """Reads each alert and each moved car once, encodes it once, and gives it to the hub.

    Args:
        site: Where to read.
        hub: Who listens.

    Attributes:
        position: The place in the supervision ledger up to which alerts were published.
        change: The change number up to which positions were published.
        started: Set when both are known: before, nobody can say where a stream begins.
    """

    def __init__(self, site: Site, hub: Hub) -> None:
        self._site, self._hub = site, hub
        self.position = 0
        self.change = 0
        self.started = asyncio.Event()

    async def run(self) -> None:
        """Follow until cancelled, through every absence of the database."""
        await _persistently("stream start", self._begin)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_persistently("alert stream", self._alerts))
            tasks.create_task(_persistently("position stream", self._positions))
            tasks.create_task(self._pings())

    async def _begin(self, patience: Patience) -> None:
        async with connected(self._site.database, "gongche web") as connection:
            self.position = await follow.head(connection, LEDGER)
            self.change = await newest_change(connection)
        patience.worked()
        self.started.set()

    async def _alerts(self, patience: Patience) -> None:
        stream = alerts.stream(self._site.database, {LEDGER: self.position})
        async with aclosing(stream):
            async for alert in stream:
                patience.worked()
                position = int(alert.position.partition(":")[2])
                self._hub.publish(frame("alert", alert.body, alert.position), position)
                self.position = position

    async def _positions(self, patience: Patience) -> None:
        async with connected(self._site.database, "gongche web positions") as connection:
            while not self._hub.closed:
                await asyncio.sleep(_BEAT_S)
                moved = await moved_since(connection, self.change)
                patience.worked()
                if moved:
                    self.change = max(row["change"] for row in moved)
                    self._hub.publish(self.positions_frame(moved))

    def positions_frame(self, rows: list[asyncpg.Record]) -> bytes:
        """A `pos` frame: the moment it was made, and rows of `COLUMNS`."""
        now = self._site.clock().timestamp()
        return frame("pos", {"now": round(now, 1), "rows": [compact(row) for row in rows]})

    async def _pings(self) -> None:
        while not self._hub.closed:
            await asyncio.sleep(_PING_S)
            self._hub.publish(PING)


async def moved_since(connection: asyncpg.Connection, change: int) -> list[asyncpg.Record]:
    """The newest place of every vehicle that has a newer one than change number `change`."""
    rows: list[asyncpg.Record] = await connection.fetch(SQL["latest"], change)
    return rows


async def newest_change(connection: asyncpg.Connection) -> int:
    """The change number of the newest place; 0 before the first."""
    newest: int = await connection.fetchval(SQL["newest_change"])
    return newest


def compact(row: asyncpg.Record) -> list[Any]:
    """A place as the page takes it, in the order of `COLUMNS`; 1e-6 degrees are 0.1 m."""
    return [
        row["vehicle"],
        round(row["lon"], 6),
        round(row["lat"], 6),
        None if row["speed_kmh"] is None else round(row["speed_kmh"], 1),
        None if row["course_deg"] is None else round(row["course_deg"]),
        round(row["at"], 3),
        row["alarm"],
        row["status"],
        row["quality"],
    ]


async def _persistently(name: str, work: Callable[[Patience], Awaitable[None]]) -> None:
    patience = Patience(name)
    while True:
        try:
            await work(patience)
        except AWAY as error:
            await patience.wait(error)
        else:
            return
