"""A fact of the papers: something holds for a car over a stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from telemetry.moment import FOREVER

Kind = Literal[
    "in_service", "retired", "ordered", "driven", "sealed", "exempt", "unsafe", "bound", "contested"
]
"""What a fact says:

- `in_service`: a unit keeps the car.
- `retired`: it is written off and must not be used (退而不休), until it is physically gone.
- `ordered`: an order allows its use; the approved time, extensions included.
- `driven`: it has left on an order, until it was back.
- `sealed`: a sealed period of its unit's region.
- `exempt`: it may move in that period.
- `unsafe`: safety items have failed.
- `bound`: a terminal spoke for it (the registry says so; none at all: one always did).
- `contested`: two links claimed its terminal's number (the gateway says so).
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an order allows.

    Attributes:
        driver: Who drives.
        emergency: The papers followed, or follow.
        overnight: It may stay out at night.
        off_hours: It may be on the road outside working hours.
        cross_area: It may leave the car's own enforcement area.
        area: Where it may be: GeoJSON, WGS-84, as text; None: nothing was drawn.
        fences: The areas of the books where it may be.
    """

    driver: str
    emergency: bool = False
    overnight: bool = False
    off_hours: bool = False
    cross_area: bool = False
    area: str | None = None
    fences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something holds for a car.

    Attributes:
        kind: What.
        vehicle: Which car.
        begin: Microseconds since 1970 (UTC), inclusive.
        end: Microseconds, exclusive.
        names: The order; the period; the failed items, sorted.
        allows: What an order allows; None for other facts.
    """

    kind: Kind
    vehicle: str
    begin: int
    end: int = FOREVER
    names: tuple[str, ...] = ()
    allows: Allowance | None = None

    def holds(self, at: int) -> bool:
        """Whether it holds at a moment."""
        return self.begin <= at < self.end


def ended(facts: Sequence[Fact], at: int) -> tuple[Fact, ...]:
    """The same facts; what has no end yet ends at `at`."""
    return tuple(
        replace(fact, end=max(at, fact.begin)) if fact.end == FOREVER else fact for fact in facts
    )
