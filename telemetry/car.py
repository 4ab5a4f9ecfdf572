"""The facts of one car in a window: what a rule may look at, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from telemetry.fence import Shape
from telemetry.records import Records
from telemetry.rulebook import Rulebook
from telemetry.timelines.fact import Fact, Kind

Role = Literal["home", "operating", "forbidden"]


@dataclass(frozen=True, slots=True)
class Area:
    """A version of an area while the car's plan names it.

    Attributes:
        begin: Microseconds, inclusive.
        end: Microseconds, exclusive.
        role: What the plan says it is for.
        name: `base@2`: fence and version.
        shape: Compiled.
    """

    begin: int
    end: int
    role: Role
    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Car:
    """A car in the window [begin, end).

    A window begins with the car's first record, or with the first instant of a stop that was
    settled (a break long enough for SAFE-02) while nothing had begun (`found.unsettled`), and ends
    never or with another such instant. A rule tells what begins in the window (`Found.begin`).

    Attributes:
        vehicle: Its id.
        unit: Who keeps it.
        category: Its kind: `LAW_ENFORCEMENT`.
        begin: Microseconds, inclusive.
        end: Microseconds, exclusive; the record at `end` is known as a neighbour.
        now: Up to when silence is known, microseconds: the clock of the verdicts.
        records: Of the window, with some before it, so that the last instant before it that is no
            isolated jump is known, and behind its end as far as the stop there is settled and one
            more; what lies outside only decides how certain and exact the window's stays are.
        facts: What the papers say (`telemetry.timelines`), in the order of time.
        areas: Of its plan, in the order of time.
        named: The areas that orders and layers name: id -> its versions in the order of time.
        rulebook: The numbers of the policy, and the calendar.
        memo: What one rule worked out from all this and another may use.
    """

    vehicle: str
    unit: str
    category: str
    begin: int
    end: int
    now: int
    records: Records
    facts: Sequence[Fact]
    areas: Sequence[Area]
    rulebook: Rulebook
    named: Mapping[str, Sequence[Area]] = field(default_factory=dict)
    memo: dict[str, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    def of(self, *kinds: Kind) -> list[Fact]:
        """The facts of these kinds."""
        return [fact for fact in self.facts if fact.kind in kinds]
