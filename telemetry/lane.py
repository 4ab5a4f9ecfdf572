"""The plain records of a batch, car by car in the order of time: the fast way in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.archive import Arrived
from telemetry.columns import Columns, Floats, Int64s
from telemetry.fix import Fix, Quality
from telemetry.moment import moment

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """New records of cars, each car's newer than everything that was known of it.

    Attributes:
        vehicles: Ids of the cars, shape (c,).
        devices: The terminal of each car.
        edges: Where each car's records begin, and the end of the last: shape (c + 1,).
        columns: The records, sorted by car and then by time, which rises.
        received: When each reached us, microseconds since 1970, shape (n,).
    """

    vehicles: Sequence[str]
    devices: Sequence[str]
    edges: Int64s
    columns: Columns
    received: Int64s

    def __len__(self) -> int:
        return len(self.vehicles)

    @property
    def t(self) -> Int64s:
        """Fix time, microseconds, shape (n,)."""
        return self.columns.at

    @property
    def lon(self) -> Floats:
        """Degrees east, shape (n,)."""
        return self.columns.lon

    @property
    def lat(self) -> Floats:
        """Degrees north, shape (n,)."""
        return self.columns.lat

    @property
    def speed_kmh(self) -> Floats:
        """NaN when not told, shape (n,)."""
        return self.columns.speed_kmh

    @property
    def alarm(self) -> Int64s:
        """Bits, shape (n,)."""
        return self.columns.alarm

    @property
    def status(self) -> Int64s:
        """Bits, shape (n,)."""
        return self.columns.status

    @property
    def quality(self) -> Int64s:
        """Bits, shape (n,)."""
        return self.columns.quality

    @property
    def counts(self) -> Int64s:
        """How many records each car has, shape (c,)."""
        counts: Int64s = np.diff(self.edges)
        return counts

    @property
    def car(self) -> Int64s:
        """Index of the car of each record, shape (n,)."""
        cars: Int64s = np.repeat(np.arange(len(self.vehicles)), self.counts)
        return cars

    def of(self, cars: Int64s) -> "Lane":
        """Some of the cars, by their index, rising."""
        if len(cars) == len(self):
            return self
        counts = self.counts[cars]
        edges = np.concatenate([[0], np.cumsum(counts)])
        rows = np.arange(edges[-1]) + np.repeat(self.edges[cars] - edges[:-1], counts)
        some = cars.tolist()
        return Lane(
            [self.vehicles[car] for car in some],
            [self.devices[car] for car in some],
            edges,
            self.columns.where(rows),
            self.received[rows],
        )

    def arrived(self, car: int) -> list[Arrived]:
        """A car's records one by one."""
        here, device = slice(*self.edges[car : car + 2].tolist()), self.devices[car]
        columns = self.columns
        told = {
            name: getattr(columns, name)[here].tolist()
            for name in ("lon", "lat", "alarm", "status", "boot", "seq", "digest", "raw")
        }
        told |= {name: _told(getattr(columns, name)[here]) for name in _OPTIONAL}
        told["odometer_m"] = [None if m is None else int(m) for m in told["odometer_m"]]
        told["at"] = [*map(moment, columns.at[here].tolist())]
        told["quality"] = [*map(Quality, columns.quality[here].tolist())]
        rows = zip(*told.values(), strict=True)
        fixes = [
            Fix(device=device, source="json", **dict(zip(told, row, strict=True))) for row in rows
        ]
        received = map(moment, self.received[here].tolist())
        return [*map(Arrived, fixes, received)]


_OPTIONAL = ("speed_kmh", "course_deg", "altitude_m", "odometer_m")


def _told(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124 - NaN
