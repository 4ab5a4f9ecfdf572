"""Reading the whole ledger, in the order it was written (asyncpg)."""

from collections.abc import Iterable
from datetime import datetime

import asyncpg

from fleet.decider import Entry
from fleet.ledger.envelope import entry_of
from fleet.ledger.schema import table, texts

_END = 2**63 - 1
_MANY = 2000


def channel(ledger: str) -> str:
    """The channel that every writer of this ledger notifies: LISTEN on it before you read."""
    return table(ledger)


async def read(
    connection: asyncpg.Connection,
    ledger: str,
    after: int,
    limit: int = 500,
    until: int | None = None,
) -> list[Entry]:
    """The next entries, oldest first.

    Args:
        connection: To the ledger's database.
        ledger: `lifecycle` or `supervision`.
        after: The last position already seen; 0 at the beginning.
        limit: At most so many.
        until: The last position wanted; none: the last there is.

    Raises:
        UnknownTopicError: If this release cannot read one of them; it names the position.
    """
    end = _END if until is None else until
    rows = await connection.fetch(texts(table(ledger))["read_page"], after, end, limit)
    return [entry_of(ledger, row) for row in rows]


async def read_topics(
    connection: asyncpg.Connection, ledger: str, topics: Iterable[str], after: int, until: int
) -> list[Entry]:
    """The same of some topics, up to a position: at most a few thousand at once, oldest first.

    Raises:
        UnknownTopicError: If this release cannot read one of them; it names the position.
    """
    sql = texts(table(ledger))["read_topics"]
    rows = await connection.fetch(sql, after, until, _MANY, [*topics])
    return [entry_of(ledger, row) for row in rows]


async def head(connection: asyncpg.Connection, ledger: str) -> int:
    """The last position; 0 if there is none."""
    position: int = await connection.fetchval(texts(table(ledger))["last_position"])
    return position


async def position_at(connection: asyncpg.Connection, ledger: str, at: datetime) -> int:
    """The last position recorded at that time or before; 0 if there is none."""
    position: int | None = await connection.fetchval(texts(table(ledger))["position_at"], at)
    return position or 0
