"""What the gateway writes down without keeping a terminal waiting: facts, refusals, links."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import structlog

from fleet.ledger.patience import AWAY, Patience, connected
from telemetry.archive import Archive, Refusal
from telemetry.links import SQL

log = structlog.get_logger()

_MOST = 20_000  # waiting while the database is away; beyond that the oldest go, and are counted
_AT_ONCE = 1000
_GATHER_S = 0.2


@dataclass(frozen=True, slots=True)
class Fact:
    """See `telemetry.links.LinkFact`."""

    device: str
    kind: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of `links.sql`, with its values."""

    name: str
    values: tuple[object, ...]


Entry = Fact | Refusal | Statement


class Chronicle:
    """Takes entries at once and writes them soon, in order.

    Args:
        database: `postgresql://...`

    Attributes:
        lost: Entries that could not be kept while the database was away for long.
    """

    def __init__(self, database: str) -> None:
        self.lost = 0
        self._database = database
        self._waiting: deque[Entry] = deque()
        self._woken = asyncio.Event()

    def write(self, entry: Entry) -> None:
        """Write this soon."""
        if len(self._waiting) >= _MOST:
            self._waiting.popleft()
            self.lost += 1
        self._waiting.append(entry)
        self._woken.set()

    async def run(self) -> None:
        """Write until cancelled; then what is left."""
        patience = Patience("gateway's chronicle")
        while True:
            try:
                async with connected(self._database, "gongche gateway chronicle") as connection:
                    await self._serve(connection, patience)
            except AWAY as error:
                await patience.wait(error)

    async def _serve(self, connection: asyncpg.Connection, patience: Patience) -> None:
        while True:
            try:
                await self._woken.wait()
                await asyncio.sleep(_GATHER_S)
            except asyncio.CancelledError:
                await self._flush(connection)
                raise
            self._woken.clear()
            await self._flush(connection)
            patience.worked()

    async def _flush(self, connection: asyncpg.Connection) -> None:
        while self._waiting:
            entries = [self._waiting[k] for k in range(min(_AT_ONCE, len(self._waiting)))]
            before = self.lost
            await _write(connection, entries)
            gone = self.lost - before  # pushed out meanwhile, from the same end
            for _ in range(len(entries) - gone):
                self._waiting.popleft()


async def _write(connection: asyncpg.Connection, entries: Sequence[Entry]) -> None:
    facts = [each for each in entries if isinstance(each, Fact)]
    async with connection.transaction():
        await Archive(connection).keep_refusals([e for e in entries if isinstance(e, Refusal)])
        for each in entries:
            if isinstance(each, Statement):
                await connection.execute(SQL[each.name], *each.values)
        if facts:
            rows = [(f.device, f.kind, _text(f.detail), f.at) for f in facts]
            await connection.execute(SQL["keep_facts"], *map(list, zip(*rows, strict=True)))
            await connection.execute(SQL["announce_facts"])


def _text(told: str) -> str:
    return told.replace("\0", "\\0")
