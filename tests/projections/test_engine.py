"""The engine, on a real database: exactly once, whatever dies."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import ClassVar

import asyncpg

from fleet.decider import Entry, Event
from fleet.supervision.finding import FindingOpened
from projections import engine, tables
from projections.following import read
from projections.projection import Projection
from projections.tables import OvertakenError, Tables
from projections.views import units
from tests.projections.stories import OPENED, PAPERS, UNIT, finding, written


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings were opened: doubled or missing entries show."""

    number: int


def _counted(row: Count | None, _entry: Entry) -> Count:
    return Count(row.number + 1 if row else 1)


def _opened(entry: Entry) -> str | None:
    return "all" if isinstance(entry.event, FindingOpened) else None


COUNTS = Projection("counts", version=1, row=Count, key=_opened, evolve=_counted)
VIEWS: Tables = {"counts": COUNTS, "units": units.view}


class NeverHeardOf(Event):
    """Written by a later release."""

    TOPIC: ClassVar = "unheard-of.happened"
    what: str


async def wait_for(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():  # noqa: ASYNC110 - a table rings no bell
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(dsn: str, views: Tables) -> AsyncIterator[None]:
    task = asyncio.create_task(engine.run(dsn, views))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def count(connection: asyncpg.Connection) -> int:
    rows = await tables.read(connection, COUNTS)
    return rows["all"].number if rows else 0


async def killed(connection: asyncpg.Connection) -> bool:
    """End the sessions of all engines, if there are any."""
    found: int = await connection.fetchval(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'gongche engine' AND datname = current_database()"
    )
    return found > 0


async def caught_up(connection: asyncpg.Connection, views: Tables = VIEWS) -> None:
    while await engine.catch_up(connection, views):
        pass


async def test_what_is_written_while_the_engine_runs_becomes_rows(
    connection: asyncpg.Connection, dsn: str
) -> None:
    await tables.migrate(connection, VIEWS)
    async with running(dsn, VIEWS):
        await written(connection, "lifecycle", *PAPERS)
        await written(connection, "supervision", OPENED)
        await wait_for(lambda: tables.caught_up(connection, VIEWS))
    assert await count(connection) == 1
    assert (await tables.read(connection, units.view))["HZ-01"].name == "市档案馆"


async def test_an_engine_whose_connection_is_killed_loses_and_doubles_nothing(
    connection: asyncpg.Connection, dsn: str
) -> None:
    await tables.migrate(connection, VIEWS)
    async with running(dsn, VIEWS):
        for batch in range(5):
            events = [FindingOpened(finding=finding(batch * 1000 + n)) for n in range(1000)]
            await written(connection, "supervision", *events)
            await wait_for(lambda: killed(connection))
        await wait_for(lambda: tables.caught_up(connection, VIEWS))
    assert await count(connection) == 5000


async def test_of_two_engines_one_folds_and_the_other_takes_over(
    connection: asyncpg.Connection, dsn: str
) -> None:
    await tables.migrate(connection, VIEWS)
    async with running(dsn, VIEWS), running(dsn, VIEWS):
        for batch in range(10):
            events = [FindingOpened(finding=finding(batch * 100 + n)) for n in range(100)]
            await written(connection, "supervision", *events)
            if batch == 5:
                await wait_for(lambda: tables.caught_up(connection, VIEWS))
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    " AND granted AND pid <> pg_backend_pid()"
                )
        await wait_for(lambda: tables.caught_up(connection, VIEWS))
    assert await count(connection) == 1000


async def test_whoever_was_overtaken_writes_nothing(
    connection: asyncpg.Connection,
) -> None:
    await tables.migrate(connection, VIEWS)
    await written(connection, "supervision", OPENED)
    stale = engine.Batch(
        "supervision", await read(connection, "supervision", 0), {"counts": 0}, VIEWS
    )
    await caught_up(connection)
    try:
        await engine.apply(connection, stale)
    except OvertakenError:
        assert await count(connection) == 1
    else:
        raise AssertionError("a stale batch was taken")


async def test_a_poison_entry_is_put_aside_and_the_rest_goes_on(
    connection: asyncpg.Connection,
) -> None:
    def evolve(row: Count | None, entry: Entry) -> Count:
        if isinstance(entry.event, FindingOpened) and entry.event.finding.flags:
            raise ZeroDivisionError("a bug of this view")
        return _counted(row, entry)

    views = {"fragile": replace(COUNTS, name="fragile", evolve=evolve), "counts": COUNTS}
    await tables.migrate(connection, views)
    bad = FindingOpened(finding=finding(500).model_copy(update={"flags": ("poison",)}))
    good = [FindingOpened(finding=finding(number)) for number in range(200)]
    places = await written(connection, "supervision", *good[:77], bad, *good[77:])
    await caught_up(connection, views)
    assert (await tables.read(connection, views["fragile"]))["all"].number == 200
    assert await count(connection) == 201
    aside = await tables.put_aside(connection)
    assert list(aside) == [("fragile", f"supervision:{places[77]}")]
    assert "a bug of this view" in aside["fragile", f"supervision:{places[77]}"]


async def test_what_postgresql_cannot_keep_is_poison_too(connection: asyncpg.Connection) -> None:
    await tables.migrate(connection, VIEWS)
    bad = UNIT.model_copy(update={"unit": "HZ-02", "name": "a\0b"})
    [_, place, _] = await written(
        connection, "lifecycle", UNIT, bad, UNIT.model_copy(update={"unit": "HZ-03"})
    )
    await caught_up(connection)
    assert set(await tables.read(connection, units.view)) == {"HZ-01", "HZ-03"}
    assert ("units", f"lifecycle:{place}") in await tables.put_aside(connection)


async def test_an_event_of_a_later_release_is_put_aside_for_every_view(
    connection: asyncpg.Connection,
) -> None:
    await tables.migrate(connection, VIEWS)
    [_, place, _] = await written(connection, "supervision", OPENED, NeverHeardOf(what="?"), OPENED)
    await caught_up(connection)
    assert await count(connection) == 2
    assert set(await tables.put_aside(connection)) == {
        ("counts", f"supervision:{place}"),
        ("units", f"supervision:{place}"),
    }


async def test_a_view_with_a_new_version_is_rebuilt_beside_the_old_one_and_swapped(
    connection: asyncpg.Connection,
) -> None:
    await tables.migrate(connection, VIEWS)
    await written(connection, "supervision", *[OPENED] * 3)
    await caught_up(connection)
    twice = replace(COUNTS, version=2, evolve=lambda row, _: Count(row.number + 2 if row else 2))
    await tables.migrate(connection, {**VIEWS, "counts": twice})
    assert await count(connection) == 3
    await engine.rebuild(connection, {**VIEWS, "counts": twice})
    assert await count(connection) == 6
    stored = await tables.versions(connection)
    assert (stored["counts"], stored.get("counts_next")) == (2, None)


async def test_a_rebuild_that_was_interrupted_goes_on_where_it_stopped(
    connection: asyncpg.Connection,
) -> None:
    await tables.migrate(connection, VIEWS)
    await written(connection, "supervision", *[OPENED] * 600)
    await caught_up(connection)
    twice = replace(COUNTS, version=2, evolve=lambda row, _: Count(row.number + 2 if row else 2))
    await tables.make(connection, "counts_next", twice)
    await engine.catch_up(connection, {"counts_next": twice})
    await engine.rebuild(connection, {"counts": twice})
    assert await count(connection) == 1200
