"""What has to be found, known from the true motion and the papers alone.

A label says that a car broke a rule from one moment to another. It is written when a violation is
planted, from the drive and the papers as they were made, never from what a rule answers.

Ambiguous are only these labels, by rules that stand here before any run (decisions.md 21): what
was measured in truth lies so near to the number of the policy that the noise of a receiver or the
distance of two fixes decides. Then neither finding it nor missing it counts. How near that is,
`NEAR` says for each code:

- Times: two fixes to each side (10 s on the road, 60 s asleep), and at an edge that is crossed
  what three sigma of a place take at walking pace.
- Speeds: three sigma of a Doppler speed and its rounding.
- Shares: what some sixty draws of an hour may differ from their expectation.
- Metres of a month: what fixes every ten seconds cut off at the corners of a town, five percent,
  and one of the trips' ends.

Nothing else is left out: not what lies in a blind area, comes late, or meets another violation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf, isinf
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Near:
    """A number of the policy, and how near to it nothing is certain."""

    limit: float
    margin: float


NEAR: Mapping[str, Near] = {
    "USE-01": Near(60.0, 45.0),  # seconds on the road that no order covers
    "USE-03": Near(300.0, 45.0),  # seconds
    "USE-04": Near(7200.0, 200.0),  # seconds
    "USE-05": Near(900.0, 200.0),  # seconds
    "USE-06": Near(60.0, 45.0),  # seconds on the road
    "USE-08": Near(600.0, 45.0),  # seconds
    "GEO-01": Near(1800.0, 200.0),  # seconds of the night
    "GEO-02": Near(60.0, 45.0),  # seconds
    "SAFE-01": Near(144.0, 4.0),  # km/h
    "SAFE-02": Near(14_400.0, 300.0),  # seconds
    "SEAL-03": Near(5400.0, 130.0),  # seconds
    "TERM-01": Near(600.0, 25.0),  # seconds after moving
    "TERM-01 parked": Near(86_400.0, 130.0),  # seconds
    "TERM-03": Near(20.0, 8.0),  # percent of bad fixes
    "TERM-04": Near(120.0, 15.0),  # seconds
    "TERM-06": Near(10.0, 6.0),  # percent
}
"""By code, and by what was measured where there are two."""


@dataclass(frozen=True, slots=True)
class Label:
    """One violation.

    Attributes:
        code: The alert: `USE-01`.
        vehicle: Whose.
        begin: When it truly began, seconds since 1970.
        end: When it truly ended; infinite where the story ends before it.
        scene: What was played: `unordered`.
        ambiguous: Left out of the reckoning.
        slack_s: So much earlier or later may a finding begin.
        late_s: So much earlier or later may it end: three minutes make a stop.
        at_least: It may end later, or last: until something else is seen.
    """

    code: str
    vehicle: str
    begin: float
    end: float = inf
    scene: str = ""
    ambiguous: bool = False
    slack_s: float = 90.0
    late_s: float = 240.0
    at_least: bool = False

    def __str__(self) -> str:
        """When, for people."""
        return f"{told(self.begin)} .. {told(self.end)}"


def told(at: float) -> str:
    """A moment of local time, for people."""
    return "..." if isinf(at) else datetime.fromtimestamp(at, _ZONE).strftime("%m-%d %H:%M:%S")


def clear(what: str, measured: float) -> bool | None:
    """Whether a measure is over its limit; None where noise decides."""
    near = NEAR[what]
    if abs(measured - near.limit) <= near.margin:
        return None
    return measured > near.limit
