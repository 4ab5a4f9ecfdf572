"""Whoever reads the ledger sees every event once, in order."""

from datetime import timedelta

import asyncpg
import pytest

from fleet.ledger import follow
from fleet.ledger.append import New, append
from fleet.ledger.topics import EVENTS, UnknownTopicError
from tests.fleet.ledger.counter import CLERK, Counted


async def write(connection: asyncpg.Connection, number: int) -> list[int]:
    async with connection.transaction():
        events = [
            New(f"counter:{n}", 1, Counted(note=str(n)), CLERK.metadata) for n in range(number)
        ]
        return await append(connection, "lifecycle", events)


async def test_an_empty_ledger_has_position_nought(connection: asyncpg.Connection) -> None:
    assert await follow.head(connection, "lifecycle") == 0
    assert await follow.read(connection, "lifecycle", 0) == []


async def test_pages_follow_each_other(connection: asyncpg.Connection) -> None:
    positions = await write(connection, 5)
    first = await follow.read(connection, "lifecycle", 0, 3)
    rest = await follow.read(connection, "lifecycle", first[-1].position, 3)
    assert [entry.position for entry in first + rest] == positions
    assert await follow.head(connection, "lifecycle") == positions[-1]


async def test_reading_ends_where_it_is_told(connection: asyncpg.Connection) -> None:
    positions = await write(connection, 5)
    entries = await follow.read(connection, "lifecycle", positions[0], until=positions[2])
    assert [entry.position for entry in entries] == positions[1:3]


async def test_a_time_is_a_position(connection: asyncpg.Connection) -> None:
    [first] = await write(connection, 1)
    [entry] = await follow.read(connection, "lifecycle", 0)
    at, instant = entry.recorded_at, timedelta(microseconds=1)
    assert await follow.position_at(connection, "lifecycle", at) == first
    assert await follow.position_at(connection, "lifecycle", at + instant) == first
    assert await follow.position_at(connection, "lifecycle", at - instant) == 0


async def test_an_event_of_the_future_is_named(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    [position] = await write(connection, 1)
    monkeypatch.delitem(EVENTS, Counted.TOPIC)
    with pytest.raises(UnknownTopicError, match=f"lifecycle:{position} is a 'counter.counted'"):
        await follow.read(connection, "lifecycle", 0)
