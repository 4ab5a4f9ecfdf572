"""What a paper may have changed of the past, so that late papers are judged like late fixes."""

from dataclasses import dataclass

from telemetry.moment import FOREVER


@dataclass(frozen=True, slots=True)
class Touched:
    """The vehicles whose past an entry may have changed.

    Attributes:
        begin: From when on (microseconds).
        reason: Why something that was recorded may be void: `binding_changed`,
            `fence_withdrawn`, or the name of the paper: `order.extended`.
        end: Until when (microseconds), exclusive.
    """

    vehicles: frozenset[str]
    begin: int
    reason: str
    end: int = FOREVER
