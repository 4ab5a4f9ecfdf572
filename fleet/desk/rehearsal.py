"""What would happen if these commands were said one after the other; nothing is written."""

from collections import ChainMap
from collections.abc import Iterable
from typing import Any

from fleet.decider import Event
from fleet.desk.commands import Spoken
from fleet.ledger import topics
from fleet.ledger.applications import Lifecycle


class Rehearsal:
    """The streams that the commands go to, as they would be after what was heard so far."""

    def __init__(self, ledger: Lifecycle, many: Iterable[Spoken]) -> None:
        deciders = {said.stream: said.decider for one in many for said in one.saids}
        self._states: dict[str, Any] = {name: each.initial for name, each in deciders.items()}
        for stored in ledger.recorder.streams([*deciders]):
            stream = str(stored.originator_id)
            place = f"version {stored.originator_version} of {stream}"
            event = topics.read(stored.topic, stored.state, place)
            self._states[stream] = deciders[stream].evolve(self._states[stream], event)

    def hear(self, spoken: Spoken) -> list[Event]:
        """The events that would follow.

        Raises:
            Refused: If a rule says no; then nothing of it has been taken into account.
        """
        new: dict[str, Any] = {}
        states = ChainMap(new, self._states)
        events: list[Event] = []
        for said in spoken.saids:
            for event in said.decider.decide(said.command, states[said.stream]):
                states[said.stream] = said.decider.evolve(states[said.stream], event)
                events.append(event)
        self._states.update(new)
        return events
