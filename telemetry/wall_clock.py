"""Local days and nights as stretches of time: what the clock on the wall says."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from telemetry.moment import micros, moment
from telemetry.rulebook import Rulebook
from telemetry.spans import Span, Spans, union

_DAY = timedelta(days=1)


@lru_cache(4096)
def begins(day: date, zone: str, clock: tuple[int, int] = (0, 0)) -> int:
    """When the local clock shows so many hours and minutes on a day, microseconds.

    >>> moment(begins(date(2026, 10, 1), "Asia/Shanghai")).isoformat()
    '2026-09-30T16:00:00+00:00'
    """
    return micros(datetime.combine(day, time(*clock), ZoneInfo(zone)))


def day_of(at: int, zone: str) -> date:
    """The local day of a moment (microseconds)."""
    return moment(at).astimezone(ZoneInfo(zone)).date()


def days(begin: int, end: int, zone: str) -> Iterator[date]:
    """The local days that share a moment with [begin, end)."""
    day = day_of(begin, zone)
    while begins(day, zone) < end:
        yield day
        day += _DAY


def is_off(book: Rulebook, day: date) -> bool:
    """Whether nobody works on a day."""
    return book.off_days.get(day, False)


def days_off(begin: int, end: int, book: Rulebook) -> Spans:
    """The local days without work that share a moment with [begin, end), whole."""
    return union(whole(day, book.zone) for day in days(begin, end, book.zone) if is_off(book, day))


def nights(begin: int, end: int, book: Rulebook) -> Spans:
    """The nights that share a moment with [begin, end), whole."""
    evening, morning = book.night
    until = _DAY if morning <= evening else timedelta()
    spans = (
        (begins(day, book.zone, evening), begins(day + until, book.zone, morning))
        for day in days(begin - until // timedelta(microseconds=1), end, book.zone)
    )
    return tuple(span for span in spans if span[0] < end and begin < span[1])


def whole(day: date, zone: str) -> Span:
    """A local day."""
    return begins(day, zone), begins(day + _DAY, zone)
