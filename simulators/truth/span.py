"""The days of the labelled story: a real month around the Spring Festival of 2026."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal

import chinese_calendar

Kind = Literal["work", "off", "sealed"]
"""What a day is; a sealed day is off, too."""

DAY_S, HOUR_S = 86_400, 3600
SEALED = (date(2026, 2, 15), date(2026, 2, 23))
"""The Spring Festival, both days included: every car of the city is sealed."""

_ZONE_S = 8 * HOUR_S  # Asia/Shanghai: no daylight saving


@dataclass(frozen=True, slots=True)
class Span:
    """So many days around the first sealed one; of an odd number the longer part is before it.

    Attributes:
        days: At least 1; with 30 the whole of February is among them.
    """

    days: int

    @property
    def first(self) -> date:
        """The first day."""
        return SEALED[0] - timedelta(days=(self.days + 1) // 2)

    @property
    def begin(self) -> float:
        """When it begins, seconds since 1970."""
        return self.at(0)

    @property
    def end(self) -> float:
        """When it is over, seconds since 1970."""
        return self.at(self.days)

    def at(self, day: int, hour: float = 0.0) -> float:
        """A moment of local time, seconds since 1970."""
        first = self.first
        midnight = datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()
        return midnight - _ZONE_S + day * DAY_S + hour * HOUR_S

    def date_of(self, day: int) -> date:
        """The date of a day of the story."""
        return self.first + timedelta(days=day)

    def number(self, day: date) -> int:
        """The number of a date, which may lie outside of the story."""
        return (day - self.first).days

    def day_of(self, at: float) -> int:
        """The day of a moment."""
        return int((at - self.begin) // DAY_S)

    def kind(self, day: int) -> Kind:
        """What a day is."""
        if SEALED[0] <= self.date_of(day) <= SEALED[1]:
            return "sealed"
        return "work" if chinese_calendar.is_workday(self.date_of(day)) else "off"

    @property
    def months(self) -> list[tuple[float, float]]:
        """The whole months of the story, seconds since 1970: February, or none."""
        edges = [self.at(day) for day in range(self.days + 1) if self.date_of(day).day == 1]
        return list(pairwise(edges))

    @property
    def sealed(self) -> tuple[float, float]:
        """When the seal begins and ends, seconds since 1970; also beyond the story's end."""
        return self.at(self.number(SEALED[0])), self.at(self.number(SEALED[1]) + 1)


def micros(seconds: float) -> int:
    """Seconds since 1970 as microseconds."""
    return round(seconds * 1e6)
