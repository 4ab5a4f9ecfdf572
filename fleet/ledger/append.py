"""The ledger's second writer: events in the transaction of whoever brings the facts (asyncpg)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from fleet.decider import Conflict, Event
from fleet.ledger.chain import Claim, link
from fleet.ledger.envelope import Envelope
from fleet.ledger.schema import table, texts

_PASS_THE_GATE = ("limit_wait", "lock", "notify")


@dataclass(frozen=True, slots=True)
class New:
    """An event that was decided elsewhere.

    Attributes:
        stream: Whose it is.
        version: Its place in the stream, from 1.
        event: What happened.
        metadata: Who, where from, why; only what is not empty.
    """

    stream: str
    version: int
    event: Event
    metadata: Mapping[str, str]


async def append(connection: asyncpg.Connection, ledger: str, events: Sequence[New]) -> list[int]:
    """Append events, in order, in the caller's transaction.

    Call it last: from here to the commit nobody else can write to this ledger.

    Args:
        connection: In a transaction, `READ COMMITTED` as is usual.
        ledger: `lifecycle` or `supervision`.
        events: What to append.

    Returns:
        Their positions.

    Raises:
        Conflict: If one of the streams has this version already; the transaction is lost.
    """
    if not events:
        return []
    sql = texts(table(ledger))
    await connection.execute("; ".join(sql[name].rstrip(";") for name in _PASS_THE_GATE))
    row = await connection.fetchrow(sql["claim"], len(events))
    if row is None:
        raise LookupError(f"{table(ledger)}_head is empty: no chain to continue")
    claim = Claim(row["hash"], row["recorded_at"], row["positions"])
    columns = link(claim, [_envelope(new).record for new in events])
    try:
        await connection.execute(sql["keep_events"], *columns)
    except asyncpg.UniqueViolationError as error:
        streams = ", ".join(sorted({new.stream for new in events}))
        raise Conflict(f"somebody else wrote to {streams} first") from error
    last = claim.positions[-1], len(events), columns[-1][-1], claim.recorded_at
    await connection.execute(sql["move_head"], *last)
    return claim.positions


def _envelope(new: New) -> Envelope:
    return Envelope(new.stream, new.version, new.event, new.metadata)
