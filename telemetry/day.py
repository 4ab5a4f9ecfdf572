"""The day table (日台账): what a car's local days were like, one row each.

For rules that look at weeks and months. A row is small, and what it says of a day depends on that
day's records and papers alone: a late record touches one row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from telemetry.found import Answer
from telemetry.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of moving: the records of sixty minutes on the road, however long that took.

    Attributes:
        first: The first record, microseconds.
        last: The last one.
        records: How many.
        good: How many of them tell a place without a doubt.
    """

    first: int
    last: int
    records: int
    good: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was parked: away from home, and without an order to be out overnight.

    Attributes:
        at: Since when, microseconds.
        lon: Degrees east.
        lat: Degrees north.
    """

    at: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Day:
    """A local day.

    Attributes:
        day: Which.
        first: Its first record, microseconds.
        last: Its last one.
        gps_m: Of its trips, by the places, metres.
        odometer_m: By the odometer, metres; None where none was told.
        falls: How often the odometer fell or leapt: another one was built in, or it was touched.
        hours: On the road.
        left: Where its first trip came from.
        came: Where it is parked after its last trip.
    """

    day: date
    first: int
    last: int
    gps_m: float = 0.0
    odometer_m: float | None = None
    falls: int = 0
    hours: tuple[Hour, ...] = ()
    left: Place | None = None
    came: Place | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {**asdict(self), "day": self.day.isoformat()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Day":
        """The row that `to_json` told."""
        hours = tuple(Hour(**hour) for hour in told["hours"])
        ends = {end: told[end] and Place(**told[end]) for end in ("left", "came")}
        return cls(**{**told, **ends, "day": date.fromisoformat(told["day"]), "hours": hours})


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a car.

    Attributes:
        days: In the order of time; a day of which nothing was heard has no row.
        until: The first local day that is not over yet.
        rulebook: The numbers.
    """

    days: Sequence[Day]
    until: date
    rulebook: Rulebook


DailyRule = Callable[[Table], Answer]
"""Pure: a car's days to what one rule finds there. It looks at a day once that is over."""
