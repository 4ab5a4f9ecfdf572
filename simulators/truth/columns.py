"""What a terminal says, as columns, before and after its faults."""

from dataclasses import dataclass

import numpy as np

from simulators.roads import Bools, Floats, Ints


@dataclass(slots=True)
class Columns:
    """Fixes, shape (n,) each. Times are seconds since 1970.

    Attributes:
        true: When it was said, rising.
        x: Metres on the city's plane.
        y: Metres on the city's plane.
        speed: km/h.
        engine: It runs.
        odometer: Metres.
        told: When the terminal says that it was said.
        received: When it reached us.
        alarm: Bits.
        quality: `Quality` bits.
        heard: Whether it reached us at all.
    """

    true: Floats
    x: Floats
    y: Floats
    speed: Floats
    engine: Bools
    odometer: Floats
    told: Floats
    received: Floats
    alarm: Ints
    quality: Ints
    heard: Bools

    def within(self, begin: float, end: float) -> slice:
        """The fixes of [begin, end)."""
        first, last = np.searchsorted(self.true, [begin, end])
        return slice(int(first), int(last))
