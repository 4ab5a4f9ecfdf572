"""Streams as they are in the ledger, and as they would be with what is being decided."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, TypeVar, cast
from uuid import UUID

from fleet.decider import Conflict, Decider, Event, Refused
from fleet.ledger.applications import Ledger
from fleet.ledger.envelope import Envelope
from fleet.ledger.saying import Said, Saying, Then, nothing_more

S = TypeVar("S")


class Streams:
    """Read when they are first asked for; whoever comes later sees what was decided before.

    Args:
        ledger: Where they are.
        names: Those that will be needed for certain: read at once.
    """

    def __init__(self, ledger: Ledger, names: Iterable[str] = ()) -> None:
        self._ledger = ledger
        self._envelopes: dict[str, list[Envelope]] = {}
        self._folded: dict[tuple[str, Callable[..., Any]], tuple[int, Any]] = {}
        self._read(dict.fromkeys(names))

    def state(self, stream: str, decider: Decider[Any, Any, S]) -> S:
        """What a stream amounts to now."""
        key, envelopes = (stream, decider.evolve), self._stream(stream)
        taken, state = self._folded.get(key, (0, decider.initial))
        new = (envelope.event for envelope in envelopes[taken:])
        state = reduce(decider.evolve, new, state)
        self._folded[key] = len(envelopes), state
        return cast("S", state)

    def named(self, stream: str, kind: type[Event]) -> UUID | None:
        """The id of the last event of this kind in a stream."""
        found = (each.event_id for each in self._stream(stream)[::-1] if type(each.event) is kind)
        return next(found, None)

    def hear(
        self, said: Iterable[Said[Any, Any, Any]], saying: Saying, then: Then = nothing_more
    ) -> list[Envelope]:
        """Decide, in order; each event is followed by what has to be said because of it.

        Returns:
            What is to be written, oldest first.

        Raises:
            Refused: If a rule of any of the streams says no; then nothing of it was heard.
        """
        heard: list[Envelope] = []
        for each in said:
            try:
                self._decide(each, saying, then, heard)
            except Refused as refused:
                refused.command = each.command
                self._forget(heard)
                raise
            except Conflict:
                self._forget(heard)
                raise
        return heard

    def _decide(
        self, said: Said[Any, Any, Any], saying: Saying, then: Then, heard: list[Envelope]
    ) -> None:
        facts = said.facts(self, saying)
        command = said.command.model_copy(update=facts) if facts else said.command
        events = said.decider.decide(command, self.state(said.stream, said.decider))
        envelopes = self._stream(said.stream)
        for event in events:
            new = Envelope(said.stream, len(envelopes) + 1, event, saying.metadata)
            envelopes.append(new)
            heard.append(new)
        for event in events:
            for further in then(event):
                self._decide(further, saying, then, heard)

    def _forget(self, heard: Iterable[Envelope]) -> None:
        touched = {envelope.originator_id for envelope in heard}
        names = {envelope.event_id for envelope in heard}
        for stream in touched:
            kept = (each for each in self._envelopes[stream] if each.event_id not in names)
            self._envelopes[stream] = list(kept)
        self._folded = {key: it for key, it in self._folded.items() if key[0] not in touched}

    def _stream(self, name: str) -> list[Envelope]:
        if name not in self._envelopes:
            self._read([name])
        return self._envelopes[name]

    def _read(self, names: Iterable[str]) -> None:
        wanted = list(names)
        self._envelopes |= {name: [] for name in wanted}
        if not wanted:
            return
        for stored in self._ledger.recorder.streams(wanted):
            envelope = cast("Envelope", self._ledger.mapper.to_domain_event(stored))
            self._envelopes[envelope.originator_id].append(envelope)
