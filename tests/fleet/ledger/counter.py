"""A decider with nothing to explain: it counts, and it never counts past its limit."""

from typing import ClassVar

from fleet.decider import Command, Decider, Event, Refused
from fleet.ledger.saying import Saying

CLERK = Saying(actor="clerk", role="dispatcher", unit="市档案馆", channel="cli")
LIMIT = 3


class Count(Command):
    """Count one more."""

    note: str = ""


class Counted(Event):
    """One more was counted."""

    TOPIC: ClassVar = "counter.counted"
    note: str = ""


def _decide(command: Count, count: int) -> list[Counted]:
    if command.note == "nothing":
        return []
    if count >= LIMIT:
        raise Refused(
            "到顶", "LimitReached", "-", zh="到顶：{n}。", en="at the limit: {n}.", n=count
        )
    return [Counted(note=command.note)]


def _evolve(count: int, _event: Counted) -> int:
    return count + 1


counter: Decider[Count, Counted, int] = Decider(initial=0, decide=_decide, evolve=_evolve)
