"""A car that goes on with what it does: positions that cannot change what the rules have found.

The contract with the rules (`telemetry.found.Answer.due`): until `due`, no quiet record changes an
answer. What is quiet is decided here with a few comparisons, on the safe side of every limit.

A late record counts as quiet too, where it is one of many that came late together: an upload after
a silence says nothing about the terminal's clock. When lateness begins it may be such an upload,
when it has gone on for a while it may be a slow clock (TERM-04), and when it ends that may be over.
"""

import math
from dataclasses import dataclass

from telemetry.fix import DOUBTFUL, UNUSABLE
from telemetry.instants import EARTH_M
from telemetry.path import MAX_SPEED_KMH

ALIKE = ~0b11_1100_0000_0000_0000_1100
"""Status bits that say something about the car: not the signs of its place (2, 3), nor which
satellites were in sight (18 to 21)."""

OF_NO_USE = int(UNUSABLE | DOUBTFUL)
"""Flags of a record that is not good."""

SURE = 0.999
"""Of a limit: leaves room for rounding."""

KMH = 3.6e6
"""Metres per microsecond to km/h."""

ONE_UPLOAD_US = 240_000_000
"""What comes late for longer than this, by the clock of the arrivals, is no upload: a slow clock
shows within five minutes (`telemetry.rules.clock`)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is compared of a record. Times in microseconds, degrees, km/h (NaN when not told)."""

    at: int
    received: int
    lon: float
    lat: float
    speed_kmh: float
    alarm: int
    status: int
    quality: int


@dataclass(slots=True)
class Calm:
    """What the next record of a car is compared with. Times in microseconds.

    Attributes:
        last: When its last record was.
        lon: Degrees east of its last place.
        lat: Degrees north of its last place.
        alarm: Alarm bits of its last record.
        status: Status bits of its last record, as far as they matter.
        parked: Whether it stands at the place of `turn`, or drives on from there.
        turn_at: When it was there first.
        turn_lon: Degrees east.
        turn_lat: Degrees north.
        due: No quiet record before it changes an answer.
        late_since: When the first of the records came that are late; 0 if the last one was not.
        circle_m: Within it, it stays.
        stop: So long within it, a car that drove has stopped.
        gap: A longer silence is a gap.
        clock: A record that is on its way for longer is late.
        speed_kmh: Faster than this is not quiet.
        since: What is told of earlier times is not quiet: their day was counted.
    """

    last: int
    lon: float
    lat: float
    alarm: int
    status: int
    parked: bool
    turn_at: int
    turn_lon: float
    turn_lat: float
    due: int
    late_since: int
    circle_m: float
    stop: int
    gap: int
    clock: int
    speed_kmh: float
    since: int = 0

    def takes(self, said: Said) -> bool:
        """Whether the record is quiet; it is remembered as the last one then.

        After one that is not, this is worth nothing any more.
        """
        if not self._alike(said) or not self._in_time(said) or not self._goes_on(said):
            return False
        self.last, self.lon, self.lat = said.at, said.lon, said.lat
        return True

    def _alike(self, said: Said) -> bool:
        """Whether it is good and comes next, with the same bits, and not too fast."""
        return (
            not said.quality & OF_NO_USE
            and self.last < said.at < self.due
            and self.since <= said.at
            and said.at - self.last <= self.gap
            and said.alarm == self.alarm
            and said.status & ALIKE == self.status
            and not said.speed_kmh > self.speed_kmh  # not told: not too fast
        )

    def _in_time(self, said: Said) -> bool:
        """Whether it came in time, like the one before, or late with others."""
        lag = said.received - said.at
        if lag <= self.clock:
            return self.late_since == 0 and lag >= -self.clock
        if self.late_since == 0:
            self.late_since = said.received
        return said.received - self.late_since < ONE_UPLOAD_US

    def _goes_on(self, said: Said) -> bool:
        """Whether it stays within its circle, or drives on, and nothing can be a jump."""
        step = metres(self.lon, self.lat, said.lon, said.lat)
        if step * KMH > SURE * MAX_SPEED_KMH * (said.at - self.last):
            return False
        away = metres(self.turn_lon, self.turn_lat, said.lon, said.lat)
        if away <= SURE * self.circle_m:
            return self.parked or said.at - self.turn_at < self.stop
        if self.parked or SURE * away <= self.circle_m:
            return False
        self.turn_at, self.turn_lon, self.turn_lat = said.at, said.lon, said.lat
        return True


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance between two places in degrees.

    >>> round(metres(120.0, 30.0, 120.001, 30.0), 1)
    96.3
    """
    north, other_north = math.radians(lat), math.radians(other_lat)
    along = math.sin((other_north - north) / 2) ** 2
    across = math.sin(math.radians(other_lon - lon) / 2) ** 2
    half = along + math.cos(north) * math.cos(other_north) * across
    return 2 * EARTH_M * math.asin(math.sqrt(min(half, 1.0)))
