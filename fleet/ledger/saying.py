"""What is said to which stream, by whom, and what has to be looked up or said besides."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from fleet.decider import Command, Decider, Event

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)
S = TypeVar("S")


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
        jurisdiction: For which region.
    """

    actor: str
    role: str = ""
    unit: str = ""
    channel: str = ""
    correlation: str = ""
    causation: str = ""
    command_id: UUID | None = None
    jurisdiction: str = ""

    @property
    def metadata(self) -> dict[str, str]:
        """What stands on the envelope of each event."""
        said = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in said if value and name != "command_id"}


class Reader(Protocol):
    """Streams as they are, with what is being decided."""

    def state(self, stream: str, decider: Decider[Any, Any, S]) -> S:
        """What a stream amounts to now."""

    def named(self, stream: str, kind: type[Event]) -> UUID | None:
        """The id of the last event of this kind in a stream."""


Facts = Callable[[Reader, Saying], Mapping[str, object]]
"""Looks up the fields of a command that nobody can say; asked each time it is decided."""


def no_facts(_: Reader, __: Saying) -> Mapping[str, object]:
    """The command says everything itself."""
    return {}


@dataclass(frozen=True, slots=True)
class Said(Generic[C, E, S]):
    """One command, said to one stream.

    Attributes:
        stream: The aggregate, as text.
        decider: Its rules.
        command: What is said.
        facts: Looks up what the command does not say.
    """

    stream: str
    decider: Decider[C, E, S]
    command: C
    facts: Facts = no_facts


Then = Callable[[Event], Iterable[Said[Any, Any, Any]]]
"""What has to be said to other streams in the same save because of an event."""


def nothing_more(_: Event) -> Iterable[Said[Any, Any, Any]]:
    """Events have no consequences within the save."""
    return ()
