"""The tables of the views, and how far each of them has come."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import asyncpg

from fleet.decider import Entry
from fleet.ledger import follow
from fleet.ledger.schema import LEDGERS
from fleet.statements import statements
from projections.projection import Projection
from projections.views import ALL

SQL = statements("projections", "views.sql")
_MIGRATION_LOCK = 0x676F6E6763686511

Tables = Mapping[str, Projection[Any]]
"""What is folded into which table: the view's own, or `<name>_next` while it is rebuilt."""


class OvertakenError(Exception):
    """Somebody else took these entries first: look again where the views stand."""


async def migrate(connection: asyncpg.Connection, views: Tables = ALL) -> None:
    """Make what is not there yet; safe to call at every start, also by many."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
        await connection.execute(SQL["schema"])
        for table, view in views.items():
            await make(connection, table, view)


async def make(connection: asyncpg.Connection, table: str, view: Projection[Any]) -> None:
    """Make the table of a view, empty, unless it is there."""
    await connection.execute(SQL["make"].format(view=table))
    await connection.execute(SQL["begin"], table, view.version, list(LEDGERS))


async def drop(connection: asyncpg.Connection, table: str) -> None:
    """Take a table away, and all that was known of it."""
    await connection.execute(SQL["drop"].format(view=table))
    await connection.execute(SQL["forget"], table)
    await connection.execute(SQL["forget_poison"], table)


async def swap(connection: asyncpg.Connection, name: str) -> None:
    """Put the rebuilt table in the place of the old one, in one moment."""
    async with connection.transaction():
        await drop(connection, name)
        await connection.execute(SQL["rename"].format(view=name))
        await connection.execute(SQL["rename_positions"], name, f"{name}_next")
        await connection.execute(SQL["rename_poison"], name, f"{name}_next")


async def versions(connection: asyncpg.Connection) -> dict[str, int]:
    """Table -> version of the fold that filled it."""
    return {row["view"]: row["version"] for row in await connection.fetch(SQL["versions"])}


async def positions(
    connection: asyncpg.Connection, ledger: str, tables: Iterable[str]
) -> dict[str, int]:
    """Table -> last entry of this ledger that it took."""
    rows = await connection.fetch(SQL["positions"], ledger, list(tables))
    return {row["view"]: row["position"] for row in rows}


async def advance(
    connection: asyncpg.Connection, ledger: str, expected: Mapping[str, int], position: int
) -> None:
    """Take the entries up to `position` for these tables, which stand where `expected` says.

    Raises:
        OvertakenError: If one of them does not stand there any more.
    """
    moved = await connection.fetch(
        SQL["advance"], list(expected), list(expected.values()), ledger, position
    )
    if len(moved) < len(expected):
        raise OvertakenError(f"{ledger}: {sorted(expected)} moved on without us")


async def fold(
    connection: asyncpg.Connection, table: str, view: Projection[Any], entries: list[Entry]
) -> None:
    """Write the rows that these entries change."""
    keys = view.keys(entries)
    if not keys:
        return
    found = await connection.fetch(SQL["read"].format(view=table), keys)
    changed = view.fold({row["id"]: view.read(row["row"]) for row in found}, entries)
    kept = {key: view.written(row) for key, row in changed.items() if row is not None}
    gone = [key for key in changed if key not in kept]
    if kept:
        await connection.execute(SQL["write"].format(view=table), list(kept), list(kept.values()))
    if gone:
        await connection.execute(SQL["remove"].format(view=table), gone)


async def poison(connection: asyncpg.Connection, table: str, entry: Entry, error: str) -> None:
    """Note that a table could not take an entry."""
    why = error.replace("\0", "\\0")
    await connection.execute(SQL["poison"], table, entry.ledger, entry.position, why)


async def put_aside(connection: asyncpg.Connection) -> dict[tuple[str, str], str]:
    """What could not be taken: (table, place such as `supervision:34`) -> why."""
    rows = await connection.fetch(SQL["read_poison"])
    return {(row["view"], f"{row['ledger']}:{row['position']}"): row["error"] for row in rows}


async def read(
    connection: asyncpg.Connection, view: Projection[Any], cars: Collection[str] | None = None
) -> dict[str, Any]:
    """The rows of a view, by id: all of them, or those that name one of these cars."""
    if cars is None:
        rows = await connection.fetch(SQL["read_all"].format(view=view.name))
    else:
        rows = await connection.fetch(SQL["read_of_cars"].format(view=view.name), list(cars))
    return {row["id"]: view.read(row["row"]) for row in rows}


async def where(connection: asyncpg.Connection) -> dict[tuple[str, str], int]:
    """How far everything has come: (table, ledger) -> last entry taken."""
    rows = await connection.fetch(SQL["all_positions"])
    return {(row["view"], row["ledger"]): row["position"] for row in rows}


async def caught_up(connection: asyncpg.Connection, views: Tables = ALL) -> bool:
    """Whether every view has taken everything."""
    for ledger in LEDGERS:
        head = await follow.head(connection, ledger)
        places = await positions(connection, ledger, views)
        if len(places) < len(views) or min(places.values()) < head:
            return False
    return True
