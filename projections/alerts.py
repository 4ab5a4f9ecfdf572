"""The alert stream: what the ledger says, then what it says next; nothing lost, nothing twice."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from fleet.decider import Entry
from fleet.ledger.bell import Bell
from fleet.ledger.patience import AWAY, Patience, connected
from projections.alert_form import SUPERVISION, Known, form
from projections.following import read
from projections.views import alerts, restricted, units, vehicles
from projections.views.restricted import Restricted
from projections.views.units import Unit
from projections.views.vehicles import Vehicle

LIFECYCLE = "lifecycle"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Alert:
    """One word about a finding, ready to go out.

    Attributes:
        position: `supervision:34`; resume after it.
        event_id: The entry's name anywhere in the world.
        body: The object of contracts.md, "Alerts".
    """

    position: str
    event_id: str
    body: dict[str, Any]


@dataclass(slots=True)
class _Books:
    """Who the vehicles and units are, kept current while alerts go out."""

    vehicles: dict[str, Vehicle] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    restricted: dict[str, Restricted] = field(default_factory=dict)
    position: int = 0

    async def catch_up(self, connection: asyncpg.Connection) -> None:
        """Take what people have decided since."""
        while entries := await read(connection, LIFECYCLE, self.position, limit=10 * _BATCH):
            vehicles.view.keep(self.vehicles, entries)
            units.view.keep(self.units, entries)
            restricted.view.keep(self.restricted, entries)
            self.position = entries[-1].position

    def alert(self, entry: Entry) -> Alert | None:
        """The entry as an alert, if it is one."""
        told = alerts.view.evolve(None, entry)
        if told is None:
            return None
        body = form(told, Known(self.vehicles, self.units, self.restricted))
        return Alert(entry.place, str(entry.event_id), body)


async def stream(
    database: str, since: Mapping[str, int] | None = None
) -> AsyncGenerator[Alert, None]:
    """Every alert after a place, oldest first; then the new ones as they come, for ever.

    Waits with back-off while the database is away. Close it with `aclosing`.

    Args:
        database: `postgresql://...`, with the ledger's tables.
        since: Ledger -> last entry already seen; None: from the beginning.
    """
    seen = (since or {}).get(SUPERVISION, 0)
    books, patience, bell = _Books(), Patience("alert stream"), Bell()
    while True:
        try:
            async with connected(database, "gongche alerts") as connection:
                await bell.hang(connection)
                while True:
                    bell.silence()
                    entries = await _next(connection, books, seen)
                    patience.worked()
                    for entry in entries:
                        seen = entry.position
                        if alert := books.alert(entry):
                            yield alert
                    if not entries:
                        await bell.wait()
        except AWAY as error:
            await patience.wait(error)


async def backlog(
    connection: asyncpg.Connection, since: Mapping[str, int] | None = None
) -> AsyncGenerator[Alert, None]:
    """Every alert after a place, oldest first, up to the last one there is."""
    seen, books = (since or {}).get(SUPERVISION, 0), _Books()
    while entries := await _next(connection, books, seen):
        for entry in entries:
            seen = entry.position
            if alert := books.alert(entry):
                yield alert


async def _next(connection: asyncpg.Connection, books: _Books, seen: int) -> list[Entry]:
    """The next entries about findings; what people had decided by then is in the books."""
    entries = await read(connection, SUPERVISION, seen, limit=_BATCH)
    await books.catch_up(connection)
    return entries
