"""Where a command goes, and what is looked up for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fleet.decider import Command, Decider
from fleet.ledger.saying import Said
from fleet.reactions.briefing import More, Region, briefed
from fleet.reactions.streams import AnySaid


@dataclass(frozen=True, slots=True)
class Route:
    """Where a command goes.

    Attributes:
        command: Its class; its name is the word on the wire.
        saids: What is said to which stream, in order.
        gated: Refusals are kept in the attempt log, because supervisors want to see them.
    """

    command: type[Command]
    saids: Callable[[Any], tuple[AnySaid, ...]]
    gated: bool = False


def plain(command: type[Command], stream: str, decider: Decider[Any, Any, Any]) -> Route:
    """A command that says everything itself.

    Args:
        command: Its class.
        stream: The stream, with fields of the command: `unit:{unit}`.
        decider: Whose rules.
    """

    def saids(said: Command) -> tuple[AnySaid, ...]:
        return (Said(_named(stream, said), decider, said),)

    return Route(command, saids)


def kept(command: type[Command], stream: str, decider: Decider[Any, Any, Any]) -> Route:
    """The same, and its refusals are kept."""
    return replace(plain(command, stream, decider), gated=True)


def gated(
    command: type[Command],
    stream: str,
    decider: Decider[Any, Any, Any],
    region: Region,
    more: More | None = None,
) -> Route:
    """A command that is decided under a policy, by somebody; its refusals are kept.

    Args:
        command: Its class.
        stream: The stream, with fields of the command.
        decider: Whose rules.
        region: Whose policy applies.
        more: What else is looked up.
    """

    def saids(said: Command) -> tuple[AnySaid, ...]:
        return (Said(_named(stream, said), decider, said, briefed(said, region, more)),)

    return Route(command, saids, gated=True)


def _named(stream: str, said: Command) -> str:
    return stream.format_map(dict(said))
