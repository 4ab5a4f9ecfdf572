"""What streams amounted to when they were last read, so that only what is new has to be read.

Events never change; so what a stream amounts to at a version does not either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any
from uuid import UUID

from fleet.decider import Event

Evolve = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A stream at a version.

    Attributes:
        version: Of its last event; 0: nothing is known.
        states: What it amounts to, by whose rules.
        named: Kind of event -> the id of the last one.
    """

    version: int = 0
    states: Mapping[Evolve, Any] = field(default_factory=dict)
    named: Mapping[type[Event], UUID] = field(default_factory=dict)


NOTHING = Known()


class Memory:
    """Of many streams; what has not changed for the longest is forgotten first.

    Args:
        size: How many streams.
    """

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._known: dict[str, Known] = {}
        self._lock = Lock()

    def get(self, stream: str) -> Known:
        """What is known of a stream."""
        return self._known.get(stream, NOTHING)

    def keep(self, stream: str, known: Known) -> None:
        """Remember a stream; whoever knows less of it changes nothing."""
        with self._lock:
            before = self._known.pop(stream, NOTHING)
            if before.version == known.version:
                known = replace(known, states={**before.states, **known.states})
            self._known[stream] = known if known.version >= before.version else before
            if len(self._known) > self._size:
                self._known.pop(next(iter(self._known)))
