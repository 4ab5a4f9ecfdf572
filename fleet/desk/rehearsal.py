"""What would happen if these commands were said one after the other; nothing is written."""

from collections.abc import Iterable

from fleet.decider import Event
from fleet.desk.commands import Spoken
from fleet.ledger.applications import Lifecycle
from fleet.ledger.streams import Streams
from fleet.reactions.together import together


class Rehearsal:
    """The streams that the commands go to, as they would be after what was heard so far."""

    def __init__(self, ledger: Lifecycle, many: Iterable[Spoken]) -> None:
        self._streams = Streams(ledger, [said.stream for one in many for said in one.saids])

    def hear(self, spoken: Spoken) -> list[Event]:
        """The events that would follow.

        Raises:
            Refused: If a rule says no; then nothing of it has been taken into account.
        """
        heard = self._streams.hear(spoken.saids, spoken.saying, together)
        return [envelope.event for envelope in heard]
