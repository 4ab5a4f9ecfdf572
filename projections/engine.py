"""Follows the ledgers and folds them into the views: exactly once, in batches."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import asyncpg
import structlog

from fleet.decider import Entry
from fleet.ledger.bell import Bell
from fleet.ledger.patience import AWAY, Patience, connected, lead
from fleet.ledger.schema import LEDGERS
from projections import tables
from projections.following import Unreadable, read
from projections.tables import OvertakenError, Tables
from projections.views import ALL

log = structlog.get_logger()

ENGINE_LOCK = 0x676F6E6763686512
"""Whoever holds it folds; the others stand by."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries of one ledger, oldest first, for tables that stand before their last one.

    Attributes:
        ledger: `lifecycle` or `supervision`.
        entries: At least one.
        expected: Table -> where it stands; it takes the entries after that place.
        views: Table -> what is folded into it.
    """

    ledger: str
    entries: list[Entry]
    expected: Mapping[str, int]
    views: Tables

    def only(self, table: str) -> "Batch":
        """The same entries, for one table."""
        return replace(self, expected={table: self.expected[table]})

    def halves(self) -> "tuple[Batch, Batch]":
        """The older and the newer entries; the newer ones expect the older ones to be taken."""
        middle = len(self.entries) // 2
        last = self.entries[middle - 1].position
        later = {table: max(place, last) for table, place in self.expected.items()}
        return (
            replace(self, entries=self.entries[:middle]),
            replace(self, entries=self.entries[middle:], expected=later),
        )


async def run(database: str, views: Tables = ALL) -> None:
    """Fold until cancelled; a second engine on the same database stands by and takes over.

    Args:
        database: `postgresql://...`, migrated (`projections.tables.migrate`).
        views: What to fold.
    """
    patience = Patience("engine")
    while True:
        try:
            async with connected(database, "gongche engine") as connection:
                await lead(connection, ENGINE_LOCK)
                log.info("folding", views=sorted(views))
                await _follow(connection, views, patience)
        except (*AWAY, OvertakenError) as error:
            await patience.wait(error)


async def _follow(connection: asyncpg.Connection, views: Tables, patience: Patience) -> None:
    bell = Bell()
    await bell.hang(connection)
    await rebuild(connection, views)
    while True:
        bell.silence()
        if not await catch_up(connection, views):
            patience.worked()
            await bell.wait()


async def rebuild(connection: asyncpg.Connection, views: Tables = ALL) -> None:
    """Fold the views whose fold has changed anew, beside the old tables, and swap."""
    stored = await tables.versions(connection)
    for name, view in views.items():
        if stored.get(name) == view.version:
            continue
        following = f"{name}_next"
        if stored.get(following) not in (None, view.version):
            await tables.drop(connection, following)
        await tables.make(connection, following, view)
        while await catch_up(connection, {following: view}):
            pass
        await tables.swap(connection, name)
        log.info("rebuilt", view=name, version=view.version)


async def bring_up(connection: asyncpg.Connection, views: Tables = ALL) -> None:
    """Take everything there is, unless an engine is at work, which does it anyway."""
    if await connection.fetchval("SELECT pg_try_advisory_lock($1)", ENGINE_LOCK):
        await rebuild(connection, views)
        while await catch_up(connection, views):
            pass
        await connection.execute("SELECT pg_advisory_unlock($1)", ENGINE_LOCK)


async def catch_up(connection: asyncpg.Connection, views: Tables) -> bool:
    """Take one batch of each ledger.

    Returns:
        Whether there was anything to take.
    """
    return any([await _take(connection, ledger, views) for ledger in LEDGERS])


async def _take(connection: asyncpg.Connection, ledger: str, views: Tables) -> bool:
    expected = await tables.positions(connection, ledger, views)
    entries = await read(connection, ledger, min(expected.values()), limit=_BATCH)
    if not entries:
        return False
    await apply(connection, Batch(ledger, entries, expected, views))
    return True


async def apply(connection: asyncpg.Connection, batch: Batch) -> None:
    """Fold a batch; if that fails, find the one entry and the one view it fails for."""
    failure = await _attempt(connection, batch)
    if failure is None:
        return
    if len(batch.entries) > 1:
        for half in batch.halves():
            await apply(connection, half)
    elif len(batch.expected) > 1:
        for table in batch.expected:
            await apply(connection, batch.only(table))
    else:
        await _isolate(connection, batch, failure)


async def _attempt(connection: asyncpg.Connection, batch: Batch) -> Exception | None:
    try:
        async with connection.transaction():
            await _fold(connection, batch)
    except asyncpg.DataError as error:  # a value that PostgreSQL cannot keep
        return error
    except (*AWAY, asyncpg.PostgresError, OvertakenError):
        raise  # not the entry's fault
    except Exception as error:  # noqa: BLE001 - whatever a fold raises must not stop the others
        return error
    return None


async def _fold(connection: asyncpg.Connection, batch: Batch) -> None:
    last = batch.entries[-1].position
    waiting = {table: place for table, place in batch.expected.items() if place < last}
    await tables.advance(connection, batch.ledger, waiting, last)
    for table, place in waiting.items():
        due = [entry for entry in batch.entries if entry.position > place]
        for entry in due:
            if isinstance(entry.event, Unreadable):
                await tables.poison(connection, table, entry, entry.event.error)
        await tables.fold(connection, table, batch.views[table], due)


async def _isolate(connection: asyncpg.Connection, batch: Batch, failure: Exception) -> None:
    [entry], [table] = batch.entries, batch.expected
    log.error("poison entry put aside", view=table, entry=entry.place, why=repr(failure))
    async with connection.transaction():
        await tables.advance(connection, batch.ledger, batch.expected, entry.position)
        await tables.poison(connection, table, entry, repr(failure))
