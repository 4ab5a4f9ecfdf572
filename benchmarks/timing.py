"""Publish times against the times at which the verdict was seen. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

Key = tuple[str, int]
"""Vehicle, and the fix time that made a verdict certain (seconds since 1970)."""


@dataclass(slots=True)
class Timing:
    """What was published when.

    Attributes:
        published: Seconds of a steady clock, of every fix that a verdict hangs on.
        seen: When its verdict was seen.
    """

    published: dict[Key, float] = field(default_factory=dict)
    seen: dict[Key, float] = field(default_factory=dict)

    def see(self, key: Key, now: float) -> None:
        """A verdict was seen; only the first time counts."""
        if key in self.published:
            self.seen.setdefault(key, now)

    @property
    def complete(self) -> bool:
        """Every verdict was seen."""
        return len(self.seen) == len(self.published)

    def milliseconds(self, share: float) -> float:
        """A percentile of the delays; a verdict that was never seen counts as endless."""
        delays = [self.seen.get(key, float("inf")) - at for key, at in self.published.items()]
        return round(float(np.percentile(delays, share * 100, method="higher")) * 1000, 2)


def merged(*timings: Mapping[Key, float]) -> dict[Key, float]:
    """Several into one."""
    return {key: at for timing in timings for key, at in timing.items()}
