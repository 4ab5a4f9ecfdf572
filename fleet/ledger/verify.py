"""Recompute the chain: does the ledger still say what was written into it? (asyncpg)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import asyncpg
import orjson

from fleet.ledger.chain import GENESIS, Record, canonical, seal
from fleet.ledger.envelope import Row
from fleet.ledger.schema import table, texts

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place that does not hold.

    Attributes:
        position: The first position of the ledger that is not as it was written, or whose
            predecessor is not.
        what: What is wrong there, in a sentence.
    """

    position: int
    what: str


@dataclass(slots=True)
class _Walk:
    """How far the chain holds.

    Attributes:
        ledger: Whose chain.
        position: Of the last row that holds.
        hash: Of that row.
        events: How many hold.
    """

    ledger: str
    position: int = 0
    hash: bytes = GENESIS
    events: int = 0

    def place(self, position: int) -> str:
        """A position as it is shown: `lifecycle:12`."""
        return f"{self.ledger}:{position}"

    def through(self, page: Sequence[Row]) -> Row | None:
        """Go on as far as it holds; answers with the row that does not."""
        for row in page:
            if row["prev_hash"] != self.hash or _sealed(row) != row["hash"]:
                return row
            self.position, self.hash = row["notification_id"], row["hash"]
            self.events += 1
        return None


async def verify(
    connection: asyncpg.Connection, ledger: str, progress: Callable[[int, int], object]
) -> Broken | None:
    """Read a ledger from its first event and recompute every hash, in one snapshot.

    Args:
        connection: To the ledger's database, outside a transaction.
        ledger: `lifecycle` or `supervision`.
        progress: Told now and then how many events were looked at, and of how many.

    Returns:
        The first position that does not hold; none if everything does.
    """
    sql = texts(table(ledger))
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        head = await connection.fetchrow(sql["read_head"])
        walk = _Walk(ledger)
        cursor = await connection.cursor(sql["read_chain"])
        while page := await cursor.fetch(_PAGE):
            row = walk.through(page)
            if row is not None:
                found = await connection.fetchval(sql["find_successor"], walk.hash)
                return _fault(walk, row, found)
            progress(walk.events, head["events"] if head else 0)
    return _against_head(walk, head)


def _fault(walk: _Walk, row: Row, successor: int | None) -> Broken:
    if row["prev_hash"] == walk.hash:
        return Broken(row["notification_id"], "its content is not what was written")
    return _out_of_order(walk, row["notification_id"], successor)


def _out_of_order(walk: _Walk, position: int, successor: int | None) -> Broken:
    if successor is not None:
        there = walk.place(successor)
        return Broken(position, f"the order was changed: what belongs here stands at {there}")
    first, before = walk.position + 1, walk.place(walk.position)
    if first == position:
        return Broken(position, f"it was not written after {before}, which stands before it")
    if first == position - 1:
        return Broken(position, f"what stood at {walk.place(first)} is missing")
    return Broken(position, f"what stood between {before} and this is missing")


def _against_head(walk: _Walk, head: Row | None) -> Broken | None:
    here = walk.place(walk.position)
    if head is None:
        return Broken(walk.position, "the row that says where the chain ends is missing")
    if head["position"] > walk.position:
        return Broken(head["position"], f"the end is missing: the last row there is, is {here}")
    if (head["position"], head["events"], head["hash"]) != (
        walk.position,
        walk.events,
        walk.hash,
    ):
        there = walk.place(head["position"])
        return Broken(walk.position, f"it is not the end that was written: that is at {there}")
    return None


def _sealed(row: Row) -> bytes:
    record = Record(
        row["originator_id"],
        row["originator_version"],
        row["topic"],
        row["state"],
        row["event_id"],
        _canonical(row["metadata"]),
    )
    return seal(row["prev_hash"], record, row["recorded_at"])


@lru_cache(maxsize=1024)  # most events were said by the same few
def _canonical(metadata: str) -> str:
    return canonical(orjson.loads(metadata))
