"""Everything that a car's terminals said in a stretch of time, as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.fix import DOUBTFUL, UNUSABLE

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Records in the order (fix time, digest), each of shape (n,); also those without a place.

    Attributes:
        t: Fix time, microseconds since 1970 (UTC), never falling.
        received: When the first delivery reached us, microseconds.
        lon: Degrees east, WGS-84; NaN without a place.
        lat: Degrees north, WGS-84; NaN without a place.
        speed_kmh: km/h as the terminal measured it; NaN when not told.
        odometer_m: Metres; NaN when not told.
        alarm: Alarm bits (JT/T 808 table 6.6.1).
        status: Status bits (JT/T 808 table 6.6.2; bit 0 ACC).
        quality: `Quality` bits.
        device: Index into `devices`.
        devices: The terminals.
        digests: SHA-256 of each record.
    """

    t: Int64s
    received: Int64s
    lon: Floats
    lat: Floats
    speed_kmh: Floats
    odometer_m: Floats
    alarm: Int64s
    status: Int64s
    quality: Int64s
    device: Int64s
    devices: tuple[str, ...]
    digests: tuple[bytes, ...]

    @property
    def usable(self) -> Bools:
        """Which of them tell a place that verdicts may use, shape (n,)."""
        usable: Bools = (self.quality & int(UNUSABLE)) == 0
        return usable

    @property
    def doubtful(self) -> Bools:
        """Which of them carry a doubt, shape (n,)."""
        doubtful: Bools = (self.quality & int(DOUBTFUL)) != 0
        return doubtful
