"""Following the ledgers: entries as they come, and what cannot be read as what it is."""

from typing import ClassVar

import asyncpg
import orjson

from fleet.decider import Entry, Event
from fleet.ledger import follow
from fleet.ledger.schema import table, texts

_EVERYTHING = 2**63 - 1


class Unreadable(Event):
    """Stands for an event that this release cannot read, so that the rest goes on.

    Attributes:
        topic: What the ledger calls it.
        error: Why it cannot be read.
    """

    TOPIC: ClassVar = "-"
    topic: str
    error: str


async def read(
    connection: asyncpg.Connection,
    ledger: str,
    after: int,
    *,
    limit: int = 500,
    until: int | None = None,
) -> list[Entry]:
    """The next entries, oldest first; empty only when there are none.

    Args:
        connection: To the database of the ledgers.
        ledger: `lifecycle` or `supervision`.
        after: The last position already seen.
        limit: At most so many; fewer come where one of them cannot be read.
        until: The last position of interest; None: all.
    """
    try:
        return await follow.read(connection, ledger, after, limit=limit, until=until)
    except (LookupError, ValueError) as error:  # unknown topic, or other words than it should have
        if limit == 1:
            return [await _unreadable(connection, ledger, after, repr(error))]
    return await read(connection, ledger, after, limit=limit // 2, until=until)


async def _unreadable(connection: asyncpg.Connection, ledger: str, after: int, error: str) -> Entry:
    page = texts(table(ledger))["read_page"]
    row = await connection.fetchrow(page, after, _EVERYTHING, 1)
    if row is None:
        raise LookupError(f"{ledger} has nothing after {after} any more")
    return Entry(
        ledger=ledger,
        position=row["notification_id"],
        stream=row["originator_id"],
        version=row["originator_version"],
        event_id=row["event_id"],
        recorded_at=row["recorded_at"],
        metadata=orjson.loads(row["metadata"]),
        event=Unreadable(topic=row["topic"], error=error),
    )
