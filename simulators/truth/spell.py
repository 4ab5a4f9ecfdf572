"""When a finding says that something was the case, and whether a label says the same."""

from dataclasses import dataclass
from math import inf
from typing import Self

from simulators.truth.label import Label, told
from telemetry.found import Found

_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Spell:
    """When a finding says that something was the case, in seconds since 1970.

    Attributes:
        begins: It began after the first and not after the second of these.
        ends: It ended so; infinite while it lasts.
    """

    begins: tuple[float, float]
    ends: tuple[float, float]

    @classmethod
    def of(cls, found: Found) -> Self:
        """What a finding says."""
        stay = found.stay
        first = -inf if stay.enter_lo is None else stay.enter_lo / _SECOND
        if stay.exit_lo is None or stay.exit_hi is None:
            return cls((first, stay.enter_hi / _SECOND), (inf, inf))
        return cls(
            (first, stay.enter_hi / _SECOND), (stay.exit_lo / _SECOND, stay.exit_hi / _SECOND)
        )

    def tells(self, label: Label) -> bool:
        """Whether this is what the label says, at both ends."""
        late_s = max(label.slack_s, label.late_s)
        ends = (
            self.ends[1] + late_s >= label.end
            if label.at_least
            else _holds(self.ends, label.end, late_s)
        )
        begun = self.begins[0] > -inf or self.touches(label)
        return begun and _holds(self.begins, label.begin, label.slack_s) and ends

    def touches(self, label: Label) -> bool:
        """Whether they share a moment."""
        slack = label.slack_s
        return self.begins[1] - slack <= label.end and label.begin <= self.ends[0] + slack

    def __str__(self) -> str:
        return f"{told(self.begins[1])} .. {told(self.ends[0])}"


def _holds(bounds: tuple[float, float], at: float, slack_s: float) -> bool:
    if at == inf:
        return bounds[1] == inf
    return bounds[0] - slack_s <= at <= bounds[1] + slack_s
