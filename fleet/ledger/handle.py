"""Read, decide, append: the whole shell around a decider."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from typing import Any, Generic, TypeVar, cast
from uuid import UUID, uuid4

import stamina
from eventsourcing.persistence import IntegrityError

from fleet.decider import Command, Conflict, Decider, Entry, Event
from fleet.ledger.applications import Ledger
from fleet.ledger.envelope import Envelope, Row, entry_of

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Said(Generic[C, E, S]):
    """One command, said to one stream."""

    stream: str
    decider: Decider[C, E, S]
    command: C


@dataclass(frozen=True, slots=True)
class Saying:
    """Who speaks, from where, and why; what is empty is not kept.

    Attributes:
        actor: Who: a person's id, or a program's name.
        role: In which role.
        unit: For which unit.
        channel: Over what: `cli`, `http`, `import`.
        correlation: What belongs together: one id over several commands.
        causation: What brought it about: a position like `supervision:34`.
        command_id: The caller's name for this saying; the same name again is answered with the
            entries of the first time, and nothing is written.
    """

    actor: str
    role: str = ""
    unit: str = ""
    channel: str = ""
    correlation: str = ""
    causation: str = ""
    command_id: UUID | None = None

    @property
    def metadata(self) -> dict[str, str]:
        """What stands on the envelope of each event."""
        said = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in said if value and name != "command_id"}


def handle(ledger: Ledger, *said: Said[Any, Any, Any], saying: Saying) -> list[Entry]:
    """Keep the events of all commands, or of none.

    The commands are decided in order; one to the same stream sees the events of those before.
    An invariant across streams holds only if each stream gets an event: a stream that is
    merely read lets a race through.

    Returns:
        What was written, in order; empty if nothing had to happen.

    Raises:
        Refused: If a rule of any of the streams says no.
        Conflict: If others keep writing first, five times in a row.
    """
    # Named, even if the caller did not: an answer lost on the way is told from a lost race.
    rows = _answer(ledger, said, saying, saying.command_id or uuid4())
    return [entry_of(ledger.name, row) for row in rows]


def load(ledger: Ledger, stream: str, decider: Decider[C, E, S]) -> S:
    """The state of a stream now."""
    return _Streams(ledger, [stream]).state(stream, decider)


@stamina.retry(on=Conflict, attempts=5, wait_initial=0.01, wait_max=0.2, wait_jitter=0.1)
def _answer(
    ledger: Ledger, said: Sequence[Said[Any, Any, Any]], saying: Saying, command_id: UUID
) -> Sequence[Row]:
    if done := ledger.recorder.answered(command_id):
        return done
    streams = _Streams(ledger, {each.stream for each in said})
    envelopes = [
        Envelope(each.stream, version, event, saying.metadata)
        for each in said
        for version, event in streams.decide(each)
    ]
    if not envelopes:
        return []
    try:
        recordings = ledger.save(*envelopes, command_id=command_id)
    except IntegrityError as error:
        names = ", ".join(sorted({envelope.originator_id for envelope in envelopes}))
        raise Conflict(f"somebody else wrote to {names} first") from error
    return ledger.recorder.rows([recording.notification.id for recording in recordings])


class _Streams:
    """Streams as they are in the ledger, and as they would be with what is being decided."""

    def __init__(self, ledger: Ledger, streams: Iterable[str]) -> None:
        self._events: dict[str, list[Event]] = defaultdict(list)
        self._folded: dict[tuple[str, Callable[..., Any]], tuple[int, Any]] = {}
        for stored in ledger.recorder.streams(list(streams)):
            envelope = cast("Envelope", ledger.mapper.to_domain_event(stored))
            self._events[envelope.originator_id].append(envelope.event)

    def state(self, stream: str, decider: Decider[Any, Any, S]) -> S:
        key, events = (stream, decider.evolve), self._events[stream]
        folded: tuple[int, S] = self._folded.get(key, (0, decider.initial))
        state = reduce(decider.evolve, events[folded[0] :], folded[1])
        self._folded[key] = len(events), state
        return state

    def decide(self, said: Said[Any, Any, Any]) -> list[tuple[int, Event]]:
        """The new events with their versions; whoever comes after sees them."""
        new = said.decider.decide(said.command, self.state(said.stream, said.decider))
        events = self._events[said.stream]
        first = len(events) + 1
        events.extend(new)
        return list(enumerate(new, first))
