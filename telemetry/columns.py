"""Records of many terminals as columns: the plain ones, of which nothing has to be explained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Records with a place, each of shape (n,): what `Fix` says of one.

    Attributes:
        message: Which of the messages it came in, rising.
        at: Fix time, microseconds since 1970 (UTC).
        lon: Degrees east, WGS-84.
        lat: Degrees north, WGS-84.
        speed_kmh: km/h; NaN when not told.
        course_deg: Degrees clockwise from north, [0, 360); NaN when not told.
        altitude_m: Metres above sea level; NaN when not told.
        odometer_m: Metres; NaN when not told.
        alarm: Alarm bits.
        status: Status bits.
        quality: `Quality` bits.
        boot: Which start of the device counted `seq`.
        seq: The record's number within the boot.
        digest: SHA-256 of the content.
        raw: The record's own bytes.
    """

    message: Int64s
    at: Int64s
    lon: Floats
    lat: Floats
    speed_kmh: Floats
    course_deg: Floats
    altitude_m: Floats
    odometer_m: Floats
    alarm: Int64s
    status: Int64s
    quality: Int64s
    boot: Int64s
    seq: Int64s
    digest: NDArray[np.object_]
    raw: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.at)

    def where(self, rows: Int64s | Bools) -> Self:
        """Some of them."""
        return replace(self, **{name: getattr(self, name)[rows] for name in self.__slots__})

    def told(self, *, message: Int64s, quality: Int64s) -> Self:
        """With what is known besides: which message they came in, and all flags."""
        return replace(self, message=message, quality=quality)

    @classmethod
    def joined(cls, parts: Sequence["Columns"]) -> "Columns":
        """One behind the other; at least one part."""
        names = cls.__slots__
        return cls(**{n: np.concatenate([getattr(part, n) for part in parts]) for n in names})
