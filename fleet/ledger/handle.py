"""Read, decide, append: the whole shell around a decider."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid4

import stamina
from eventsourcing.persistence import IntegrityError

from fleet.decider import Conflict, Decider, Entry
from fleet.ledger.applications import Ledger
from fleet.ledger.envelope import Row, entry_of
from fleet.ledger.saying import Said, Saying, Then, nothing_more
from fleet.ledger.streams import Streams

S = TypeVar("S")


def handle(
    ledger: Ledger, *said: Said[Any, Any, Any], saying: Saying, then: Then = nothing_more
) -> list[Entry]:
    """Keep the events of all commands, or of none.

    The commands are decided in order; one to the same stream sees the events of those before.
    An invariant across streams holds only if each stream gets an event: a stream that is
    merely read lets a race through.

    Args:
        ledger: Where they are kept.
        said: What is said to which streams.
        saying: By whom.
        then: What follows in the same save from each event, to other streams.

    Returns:
        What was written, in order; empty if nothing had to happen.

    Raises:
        Refused: If a rule of any of the streams says no.
        Conflict: If others keep writing first, five times in a row.
    """
    # Named, even if the caller did not: an answer lost on the way is told from a lost race.
    command_id = saying.command_id or uuid4()
    rows = _answer(ledger, said, saying, then, command_id)
    return [entry_of(ledger.name, row) for row in rows]


def load(ledger: Ledger, stream: str, decider: Decider[Any, Any, S]) -> S:
    """The state of a stream now."""
    return Streams(ledger, [stream]).state(stream, decider)


@stamina.retry(on=Conflict, attempts=5, wait_initial=0.01, wait_max=0.2, wait_jitter=0.1)
def _answer(
    ledger: Ledger,
    said: Sequence[Said[Any, Any, Any]],
    saying: Saying,
    then: Then,
    command_id: UUID,
) -> Sequence[Row]:
    if done := ledger.recorder.answered(command_id):
        return done
    streams = Streams(ledger, [each.stream for each in said])
    envelopes = streams.hear(said, saying, then)
    if not envelopes:  # true already: perhaps because this very command was kept meanwhile
        return ledger.recorder.answered(command_id)
    try:
        recordings = ledger.save(*envelopes, command_id=command_id)
    except IntegrityError as error:
        names = ", ".join(sorted({envelope.originator_id for envelope in envelopes}))
        raise Conflict(f"somebody else wrote to {names} first") from error
    return ledger.recorder.rows([recording.notification.id for recording in recordings])
