"""Entries in the shape the library and the tables hold them, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Protocol, cast
from uuid import UUID, uuid4

import orjson
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent
from typing_extensions import override

from fleet.decider import Entry, Event
from fleet.ledger import topics
from fleet.ledger.chain import Record, canonical


class Row(Protocol):
    """A row of the database, whichever driver read it."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: ANN401 - each column has its own type
        """The value of a column."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event on its way into the ledger, or in its stream: no position is known.

    Attributes:
        originator_id: The stream.
        originator_version: The place in the stream, from 1.
        event: What happened.
        metadata: Who, where from, why.
        event_id: Its name anywhere in the world.
    """

    originator_id: str
    originator_version: int
    event: Event
    metadata: Mapping[str, str] = field(default_factory=dict)
    event_id: UUID = field(default_factory=uuid4)

    @property
    def record(self) -> Record:
        """As a row to be chained."""
        return Record(
            self.originator_id,
            self.originator_version,
            self.event.TOPIC,
            self.event.model_dump_json().encode(),
            self.event_id,
            canonical(self.metadata),
        )


@dataclass(frozen=True)
class StoredEnvelope(StoredEvent):
    """The library's stored event with what its table has no column for.

    Attributes:
        event_id: Its name anywhere in the world.
        metadata: Canonical JSON.
    """

    event_id: UUID
    metadata: str


class EnvelopeMapper(Mapper[str]):
    """Stores the event's own words under its TOPIC, so that SQL alone can read the ledger."""

    @override
    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Close an envelope."""
        record = cast("Envelope", domain_event).record
        return StoredEnvelope(**_stored(record))

    @override
    def to_domain_event(self, stored_event: StoredEvent) -> Envelope:
        """Open one."""
        stream, version = str(stored_event.originator_id), stored_event.originator_version
        place = f"version {version} of {stream}"
        event = topics.read(stored_event.topic, stored_event.state, place)
        if not isinstance(stored_event, StoredEnvelope):  # the library read it, without its name
            return Envelope(stream, version, event)
        return Envelope(stream, version, event, event_id=stored_event.event_id)


def record_of(stored: StoredEvent) -> Record:
    """A row to be chained. What the library made itself has neither name nor metadata yet."""
    kept = stored if isinstance(stored, StoredEnvelope) else None
    return Record(
        str(stored.originator_id),
        stored.originator_version,
        stored.topic,
        stored.state,
        kept.event_id if kept else uuid4(),
        kept.metadata if kept else canonical({}),
    )


def entry_of(ledger: str, row: Row) -> Entry:
    """An entry from its row, whichever driver read it.

    Args:
        ledger: `lifecycle` or `supervision`.
        row: The columns of the statements `read_page`, `read_positions`, `read_command`.

    Raises:
        UnknownTopicError: If this release cannot read it.
    """
    position: int = row["notification_id"]
    return Entry(
        ledger=ledger,
        position=position,
        stream=row["originator_id"],
        version=row["originator_version"],
        event_id=row["event_id"],
        recorded_at=row["recorded_at"].astimezone(UTC),
        metadata=orjson.loads(row["metadata"]),
        event=topics.read(row["topic"], bytes(row["state"]), f"{ledger}:{position}"),
    )


def _stored(record: Record) -> dict[str, Any]:
    return {
        "originator_id": record.stream,
        "originator_version": record.version,
        "topic": record.topic,
        "state": record.state,
        "event_id": record.event_id,
        "metadata": record.metadata,
    }
