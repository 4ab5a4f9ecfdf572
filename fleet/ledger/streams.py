"""Streams as they are in the ledger, and as they would be with what is being decided."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any, TypeVar, cast
from uuid import UUID

from fleet.decider import Conflict, Decider, Event, Refused
from fleet.ledger.applications import Ledger
from fleet.ledger.envelope import Envelope
from fleet.ledger.memory import NOTHING, Evolve, Known
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
        self._known: dict[str, Known] = {}
        self._envelopes: dict[str, list[Envelope]] = {}
        self._kept: dict[str, int] = {}
        self._folded: dict[tuple[str, Evolve], tuple[int, Any]] = {}
        self._read(dict.fromkeys(names))

    def state(self, stream: str, decider: Decider[Any, Any, S]) -> S:
        """What a stream amounts to now."""
        key, envelopes = (stream, decider.evolve), self._stream(stream)
        if key not in self._folded:
            self._folded[key] = self._remembered(stream, decider)
            envelopes = self._stream(stream)
        taken, state = self._folded[key]
        if taken < len(envelopes):
            new = (envelope.event for envelope in envelopes[taken:])
            state = reduce(decider.evolve, new, state)
            self._folded[key] = len(envelopes), state
        return cast("S", state)

    def named(self, stream: str, kind: type[Event]) -> UUID | None:
        """The id of the last event of this kind in a stream."""
        found = (each.event_id for each in self._stream(stream)[::-1] if type(each.event) is kind)
        return next(found, self._known[stream].named.get(kind))

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
            version = self._known[said.stream].version + len(envelopes) + 1
            new = Envelope(said.stream, version, event, saying.metadata)
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
        if not wanted:
            return
        self._known |= {name: self._ledger.memory.get(name) for name in wanted}
        self._envelopes |= self._after({name: self._known[name].version for name in wanted})
        self._kept |= {name: len(self._envelopes[name]) for name in wanted}

    def _after(self, versions: Mapping[str, int]) -> dict[str, list[Envelope]]:
        found: dict[str, list[Envelope]] = {name: [] for name in versions}
        for stored in self._ledger.recorder.streams(versions):
            envelope = cast("Envelope", self._ledger.mapper.to_domain_event(stored))
            found[envelope.originator_id].append(envelope)
        return found

    def _remembered(self, stream: str, decider: Decider[Any, Any, Any]) -> tuple[int, Any]:
        """What the ledger holds of a stream, folded; remembered for whoever comes next."""
        known = self._known[stream]
        if known.version and decider.evolve not in known.states:
            self._from_the_beginning(stream, known.version)
            known = NOTHING
        kept = self._envelopes[stream][: self._kept[stream]]
        state = known.states.get(decider.evolve, decider.initial)
        state = reduce(decider.evolve, (envelope.event for envelope in kept), state)
        if kept:
            named = {type(envelope.event): envelope.event_id for envelope in kept}
            now = Known(
                known.version + len(kept), {decider.evolve: state}, {**known.named, **named}
            )
            self._ledger.memory.keep(stream, now)
        return len(kept), state

    def _from_the_beginning(self, stream: str, version: int) -> None:
        """Nobody has folded it by these rules yet: what was skipped is read after all."""
        skipped = self._after({stream: 0})[stream][:version]
        self._known[stream] = NOTHING
        self._envelopes[stream] = [*skipped, *self._envelopes[stream]]
        self._kept[stream] += version
        self._folded = {key: it for key, it in self._folded.items() if key[0] != stream}
