"""The chain: every event carries a hash over itself and the one before it. Pure.

    hash = SHA-256(prev_hash | event_id | originator_id | originator_version | topic | state
                   | metadata | recorded_at)

Each field is its length in bytes (4 bytes, big-endian) and its bytes; a null is the length
0xFFFFFFFF and nothing else. The first `prev_hash` is 32 zero bytes, and `prev_hash` itself goes in
without a length. Texts are UTF-8. `event_id` is written in 8-4-4-4-12 lower-case hex digits, the
version in decimal, `metadata` as canonical JSON (sorted keys, no spaces, because jsonb does not
keep bytes), `recorded_at` as `2026-07-01T00:00:00.000000Z`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from typing import Any, NamedTuple
from uuid import UUID

import orjson

GENESIS = bytes(32)
_length = Struct(">I").pack
_NULL = b"\xff\xff\xff\xff"


class Record(NamedTuple):
    """One event as it is stored, before it has a place in the chain.

    Attributes:
        stream: Whose it is (`originator_id`).
        version: Its place in the stream, from 1.
        topic: What kind of event.
        state: Its own words, as JSON.
        event_id: Its name anywhere in the world.
        metadata: Who, where from, why; canonical JSON.
    """

    stream: str | None
    version: int | None
    topic: str | None
    state: bytes | None
    event_id: UUID | None
    metadata: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the gate gives to who passes it.

    Attributes:
        hash: Of the last event in the ledger.
        recorded_at: The time of the new events; not before that of the last one.
        positions: One for each new event, rising.
    """

    hash: bytes
    recorded_at: datetime
    positions: list[int]


def canonical(metadata: Mapping[str, str]) -> str:
    """Metadata as JSON that is the same wherever it has been: sorted keys, no spaces."""
    return orjson.dumps(dict(metadata), option=orjson.OPT_SORT_KEYS).decode()


def seal(previous: bytes, record: Record, recorded_at: datetime | None) -> bytes:
    """The hash of an event.

    Args:
        previous: The hash of the event before it.
        record: The event.
        recorded_at: When the ledger took it.
    """
    fields = (
        _text(record.event_id),
        _text(record.stream),
        _text(record.version),
        _text(record.topic),
        record.state,
        _text(record.metadata),
        None if recorded_at is None else _utc(recorded_at),
    )
    parts = [_NULL if field is None else _length(len(field)) + field for field in fields]
    return sha256(previous + b"".join(parts)).digest()


def link(claim: Claim, records: Sequence[Record]) -> list[Any]:
    """Chain events to the ledger's last one.

    Returns:
        The arguments of the statement `keep_events`, in its order; the hashes are the last.
    """
    hashes = [claim.hash]
    for record in records:
        hashes.append(seal(hashes[-1], record, claim.recorded_at))
    return [
        [record.stream for record in records],
        [record.version for record in records],
        [record.topic for record in records],
        [record.state for record in records],
        claim.positions,
        [record.event_id for record in records],
        [record.metadata for record in records],
        claim.recorded_at,
        hashes[:-1],
        hashes[1:],
    ]


def _text(value: UUID | str | int | None) -> bytes | None:
    return None if value is None else str(value).encode()


@lru_cache(maxsize=16)  # a batch has one time
def _utc(at: datetime) -> bytes:
    text = at.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z").encode()
