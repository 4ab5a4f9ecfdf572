"""The books that verdicts are judged by: fences, plans and bindings; and what holds for each car.

One object takes each paper once, so that both are always of the same entry of the ledger.
"""

from dataclasses import dataclass, field

from fleet.decider import Event
from telemetry.registry import Registry
from telemetry.timelines.timelines import Timelines
from telemetry.touched import Touched


@dataclass(frozen=True, slots=True)
class Changed:
    """What one paper changed.

    Attributes:
        places: Of fences, plans and bindings: visits and absences are to be judged again.
        facts: Of orders, seals, service and safety: for the rules that ask for these.
    """

    places: Touched | None
    facts: Touched | None


@dataclass(frozen=True, slots=True)
class Books:
    """The papers so far. `apply` takes one more into account."""

    registry: Registry = field(default_factory=Registry)
    timelines: Timelines = field(default_factory=Timelines)

    def apply(self, event: Event) -> Changed:
        """Take an event into account."""
        return Changed(self.registry.apply(event), self.timelines.apply(event))
