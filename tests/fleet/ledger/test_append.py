"""Two writers, one chain."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from fleet.decider import Conflict, Entry
from fleet.ledger import follow
from fleet.ledger.append import New, append
from fleet.ledger.applications import Lifecycle
from fleet.ledger.chain import GENESIS
from fleet.ledger.handle import handle
from fleet.ledger.saying import Said
from fleet.ledger.verify import verify
from tests.fleet.ledger.counter import CLERK, Count, Counted, counter

NOTES = ["一", 'quotes " and \\', "", "\U0001f697\x7f\n"]
STORED = "SELECT originator_id, originator_version, topic, state, metadata FROM lifecycle_events"


def new(stream: str, version: int, note: str = "") -> New:
    return New(stream, version, Counted(note=note), CLERK.metadata)


def silent(*_: object) -> None:
    pass


async def write(connection: asyncpg.Connection, *events: New) -> list[int]:
    async with connection.transaction():
        return await append(connection, "lifecycle", events)


async def clerk(ledger: Lifecycle, stream: str, note: str = "") -> list[Entry]:
    return await asyncio.to_thread(
        handle, ledger, Said(stream, counter, Count(note=note)), saying=CLERK
    )


async def test_both_writers_write_the_same(
    ledger: Lifecycle, connection: asyncpg.Connection
) -> None:
    for note in NOTES:
        await clerk(ledger, f"counter:{note!r}", note)
    await write(connection, *[new(f"counter:{note!r}", 2, note) for note in NOTES])
    rows = await connection.fetch(f"{STORED} ORDER BY notification_id")
    said, appended = [dict(row) for row in rows[:4]], [dict(row) for row in rows[4:]]
    assert [{**row, "originator_version": 2} for row in said] == appended
    assert await verify(connection, "lifecycle", silent) is None


async def test_interleaved_writers_keep_one_unbroken_chain(
    ledger: Lifecycle, connection: asyncpg.Connection
) -> None:
    async def feed() -> None:
        for n in range(20):
            await write(connection, new(f"counter:feed-{n}", 1), new(f"counter:feed-{n}", 2))

    clerks = [clerk(ledger, f"counter:{n}") for n in range(20)]
    await asyncio.gather(feed(), *clerks)
    positions = await connection.fetch(
        "SELECT notification_id FROM lifecycle_events ORDER BY recorded_at, notification_id"
    )
    assert [row[0] for row in positions] == sorted(row[0] for row in positions)
    assert len(positions) == 60
    assert await verify(connection, "lifecycle", silent) is None


async def test_the_first_event_continues_from_nothing(connection: asyncpg.Connection) -> None:
    await write(connection, new("counter:1", 1))
    assert await connection.fetchval("SELECT prev_hash FROM lifecycle_events") == GENESIS


async def test_events_go_with_the_callers_transaction(connection: asyncpg.Connection) -> None:
    transaction = connection.transaction()
    await transaction.start()
    await append(connection, "lifecycle", [new("counter:1", 1)])
    await transaction.rollback()
    assert await follow.head(connection, "lifecycle") == 0
    [position] = await write(connection, new("counter:1", 1))
    assert position > 1  # a position that was drawn is not drawn again
    assert await verify(connection, "lifecycle", silent) is None


async def test_nothing_to_append_takes_no_lock(
    connection: asyncpg.Connection, migrated: str
) -> None:
    other = await asyncpg.connect(migrated)
    async with connection.transaction(), other.transaction():
        await append(connection, "lifecycle", [new("counter:1", 1)])
        assert await append(other, "lifecycle", []) == []
    await other.close()


async def test_a_version_that_is_taken_is_a_conflict(connection: asyncpg.Connection) -> None:
    await write(connection, new("counter:1", 1))
    with pytest.raises(Conflict, match="counter:1"):
        await write(connection, new("counter:1", 1))


async def test_time_never_runs_backwards(connection: asyncpg.Connection) -> None:
    await write(connection, new("counter:1", 1))
    await connection.execute(
        "UPDATE lifecycle_events_head SET recorded_at = clock_timestamp() + interval '1 hour'"
    )
    later = await connection.fetchval("SELECT recorded_at FROM lifecycle_events_head")
    await write(connection, new("counter:1", 2))
    _, second = await follow.read(connection, "lifecycle", 0)
    assert second.recorded_at == later


async def test_a_ledger_without_a_head_takes_nothing(
    ledger: Lifecycle, connection: asyncpg.Connection
) -> None:
    await connection.execute("DELETE FROM lifecycle_events_head")
    with pytest.raises(LookupError, match="lifecycle_events_head"):
        await write(connection, new("counter:1", 1))
    with pytest.raises(LookupError, match="lifecycle_events_head"):
        await clerk(ledger, "counter:1")


@pytest.mark.parametrize("by", ["clerk", "feed"])
async def test_every_writer_tells_the_readers(
    by: str, ledger: Lifecycle, connection: asyncpg.Connection, migrated: str
) -> None:
    told = asyncio.Event()
    listener = await asyncpg.connect(migrated)
    await listener.add_listener(follow.channel("lifecycle"), lambda *_: told.set())
    if by == "clerk":
        await clerk(ledger, "counter:1")
    else:
        await write(connection, new("counter:1", 1))
    await asyncio.wait_for(told.wait(), 10)
    await listener.close()


async def test_two_ledgers_do_not_wait_for_each_other(
    ledger: Lifecycle, connection: asyncpg.Connection
) -> None:
    async with connection.transaction():
        await append(connection, "supervision", [new("counter:1", 1)])
        [entry] = await clerk(ledger, "counter:1")
    assert entry == replace(entry, ledger="lifecycle", position=1)
