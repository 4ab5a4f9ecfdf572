"""Whoever changes the ledger by hand is found at the place."""
# ruff: noqa: S608 - what is written into the SQL is written in this file

import asyncpg
import pytest

from fleet.ledger.append import New, append
from fleet.ledger.verify import Broken, verify
from tests.fleet.ledger.counter import CLERK, Counted

COLUMNS = (
    "originator_id, originator_version, topic, state, event_id, metadata, recorded_at,"
    " prev_hash, hash"
)
CHANGES = [
    "state = convert_to(replace(convert_from(state, 'UTF8'), 'note', 'nota'), 'UTF8')",
    "state = set_byte(state, 0, get_byte(state, 0) # 1)",
    'metadata = metadata || \'{"actor": "clerK"}\'',
    "metadata = metadata - 'role'",
    "topic = 'counter.counteD'",
    "originator_id = 'counter:x'",
    "originator_version = 7",
    "event_id = gen_random_uuid()",
    "recorded_at = recorded_at + interval '1 microsecond'",
    "hash = set_byte(hash, 31, get_byte(hash, 31) # 1)",
    "prev_hash = set_byte(prev_hash, 31, get_byte(prev_hash, 31) # 1)",
]


@pytest.fixture(autouse=True)
async def ten(connection: asyncpg.Connection) -> None:
    """Ten events at positions 1 to 10."""
    async with connection.transaction():
        events = [New(f"counter:{n}", 1, Counted(note="x"), CLERK.metadata) for n in range(10)]
        assert await append(connection, "lifecycle", events) == list(range(1, 11))


async def broken(connection: asyncpg.Connection, *deeds: str) -> Broken | None:
    for deed in deeds:
        await connection.execute(deed)
    return await verify(connection, "lifecycle", lambda *_: None)


async def append_one(connection: asyncpg.Connection, stream: str) -> None:
    async with connection.transaction():
        await append(connection, "lifecycle", [New(stream, 1, Counted(), CLERK.metadata)])


async def test_an_untouched_ledger_holds(connection: asyncpg.Connection) -> None:
    assert await broken(connection) is None
    assert await verify(connection, "supervision", lambda *_: None) is None


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("position", [1, 5, 10])
async def test_one_byte_changed_is_found(
    connection: asyncpg.Connection, change: str, position: int
) -> None:
    found = await broken(
        connection, f"UPDATE lifecycle_events SET {change} WHERE notification_id = {position}"
    )
    assert found is not None
    assert found.position == position


async def test_a_change_says_that_it_is_one(connection: asyncpg.Connection) -> None:
    deed = f"UPDATE lifecycle_events SET {CHANGES[0]} WHERE notification_id = 4"
    assert await broken(connection, deed) == Broken(4, "its content is not what was written")


@pytest.mark.parametrize(
    ("gone", "position", "what"),
    [
        ("= 1", 2, "what stood at lifecycle:1 is missing"),
        ("= 5", 6, "what stood at lifecycle:5 is missing"),
        ("IN (5, 6)", 7, "what stood between lifecycle:4 and this is missing"),
        ("= 10", 10, "the end is missing: the last row there is, is lifecycle:9"),
        ("> 7", 10, "the end is missing: the last row there is, is lifecycle:7"),
        ("> 0", 10, "the end is missing: the last row there is, is lifecycle:0"),
    ],
)
async def test_a_row_deleted_is_found(
    connection: asyncpg.Connection, gone: str, position: int, what: str
) -> None:
    deed = f"DELETE FROM lifecycle_events WHERE notification_id {gone}"
    assert await broken(connection, deed) == Broken(position, what)


async def test_a_tail_stays_missing_when_the_ledger_goes_on(connection: asyncpg.Connection) -> None:
    await connection.execute("DELETE FROM lifecycle_events WHERE notification_id = 10")
    await append_one(connection, "counter:10")
    assert await broken(connection) == Broken(11, "what stood at lifecycle:10 is missing")


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7), (1, 10)])
async def test_two_positions_exchanged_are_found(
    connection: asyncpg.Connection, one: int, other: int
) -> None:
    found = await broken(
        connection,
        f"UPDATE lifecycle_events SET notification_id = 0 WHERE notification_id = {one}",
        f"UPDATE lifecycle_events SET notification_id = {one} WHERE notification_id = {other}",
        f"UPDATE lifecycle_events SET notification_id = {other} WHERE notification_id = 0",
    )
    assert found == Broken(
        one, f"the order was changed: what belongs here stands at lifecycle:{other}"
    )


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7)])
async def test_two_contents_exchanged_are_found(
    connection: asyncpg.Connection, one: int, other: int
) -> None:
    found = await broken(
        connection,
        f"CREATE TABLE kept AS SELECT * FROM lifecycle_events"
        f" WHERE notification_id IN ({one}, {other})",
        f"DELETE FROM lifecycle_events WHERE notification_id IN ({one}, {other})",
        f"INSERT INTO lifecycle_events ({COLUMNS}, notification_id)"
        f" SELECT {COLUMNS}, {one + other} - notification_id FROM kept",
    )
    assert found == Broken(
        one, f"the order was changed: what belongs here stands at lifecycle:{other}"
    )


async def test_a_row_put_between_others_is_found(connection: asyncpg.Connection) -> None:
    values = COLUMNS.replace("originator_id", "'counter:x'")
    deed = (
        f"INSERT INTO lifecycle_events ({COLUMNS}, notification_id)"
        f" SELECT {values}, 11 FROM lifecycle_events WHERE notification_id = 10"
    )
    assert await broken(connection, deed) == Broken(
        11, "it was not written after lifecycle:10, which stands before it"
    )


async def test_a_row_replaced_with_a_hash_of_its_own_is_found(
    connection: asyncpg.Connection,
) -> None:
    deed = "UPDATE lifecycle_events SET hash = sha256('x') WHERE notification_id = 10"
    assert await broken(connection, deed) is not None


async def test_an_end_put_back_is_found(connection: asyncpg.Connection) -> None:
    deed = "UPDATE lifecycle_events_head SET position = 9, events = 9"
    assert await broken(connection, deed) == Broken(
        10, "it is not the end that was written: that is at lifecycle:9"
    )


async def test_a_lost_end_is_found(connection: asyncpg.Connection) -> None:
    assert await broken(connection, "DELETE FROM lifecycle_events_head") == Broken(
        10, "the row that says where the chain ends is missing"
    )


async def test_progress_is_told(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr("fleet.ledger.verify._PAGE", 4)
    await verify(connection, "lifecycle", lambda *seen: told.append(seen))
    assert told == [(4, 10), (8, 10), (10, 10)]
