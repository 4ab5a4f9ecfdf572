"""The steps of a year's daily business: what is said, when, and what the boards count of it. Pure.

A chapter is a week, cut where a month or a sealed period begins or ends. Within it the words are
told by speaker - all requests, then all approvals, then the trips by the clock - so that
hundreds go into one save.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from simulators.paperwork import Wire

CENTRE = {"person": "顾平", "role": "CENTRE", "channel": "simulator"}
LEADER = {"person": "林涛", "role": "UNIT_LEADER", "channel": "simulator"}
PASSENGER = {"person": "赵六", "role": "PASSENGER", "channel": "simulator"}
DIGEST = "6b" * 32
FIRST, LAST = date(2025, 7, 1), date(2026, 6, 30)
DAY = timedelta(days=1)
_ZONE = timezone(timedelta(hours=8))
_QUARTER_ENDS = (date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), LAST)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a board counts of a step.

    Attributes:
        board: `order`, `check`, `seal` or `exemption`.
        subject: The order or the period; of checks kind and period.
        became: Its stage; of a check `scheduled`, `done`, `missed`, ...; of an exemption
            `in_time` or `late`.
        by: How much a count changes.
    """

    board: str
    subject: str
    became: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One word of the year.

    Attributes:
        day: In whose chapter it is told.
        turn: Which group of that chapter: each is of one speaker.
        wire: What is said.
        marks: What is counted.
    """

    day: date
    turn: int
    wire: Wire
    marks: tuple[Mark, ...] = ()


def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A time of a local day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=_ZONE)


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    """The days from the first to the last."""
    return (first + n * DAY for n in range((last - first).days + 1))


def quarter_end(quarter: int) -> date:
    """The last day of a quarter of the story, from 0."""
    return _QUARTER_ENDS[quarter]


def quarter_of(day: date) -> int:
    """The quarter of the story that a day lies in, from 0."""
    return next(n for n, end in enumerate(_QUARTER_ENDS) if day <= end)


def chapters(steps: Iterable[Step], cuts: Iterable[date]) -> Iterator[tuple[date, list[Step]]]:
    """The steps in the order in which they are told, chapter by chapter; the first day of each.

    Args:
        steps: Of the whole year; those after its last day are not told.
        cuts: Days on which a chapter begins, besides Mondays and the first of a month.
    """
    begins = {day for day in days() if day.weekday() == 0 or day.day == 1} | {*cuts}
    starts: dict[date, date] = {}
    start = FIRST
    for day in days():
        start = day if day in begins else start
        starts[day] = start
    told: dict[date, list[Step]] = {}
    for step in steps:
        if step.day <= LAST:
            told.setdefault(starts[step.day], []).append(step)
    for first in sorted(told):
        yield first, sorted(told[first], key=lambda step: (step.turn, step.wire["at"]))
