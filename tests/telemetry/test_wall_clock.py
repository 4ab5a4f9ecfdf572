"""Local days and nights."""

from datetime import date

from telemetry.rulebook import Rulebook
from telemetry.wall_clock import begins, day_of, days, days_off, is_off, nights, whole

ZONE = "Asia/Shanghai"
MONDAY, TUESDAY = date(2026, 9, 21), date(2026, 9, 22)
HOUR = 3_600_000_000


def test_a_local_day_begins_at_local_midnight() -> None:
    begin, end = whole(MONDAY, ZONE)
    assert (day_of(begin, ZONE), day_of(begin - 1, ZONE)) == (MONDAY, date(2026, 9, 20))
    assert end - begin == 24 * HOUR
    assert begins(MONDAY, ZONE, (22, 0)) == begin + 22 * HOUR


def test_days_are_those_that_share_a_moment() -> None:
    begin, end = whole(MONDAY, ZONE)
    assert [*days(begin, end, ZONE)] == [MONDAY]
    assert [*days(begin, end + 1, ZONE)] == [MONDAY, TUESDAY]


def test_days_off_are_those_that_were_announced() -> None:
    book = Rulebook(off_days={MONDAY: True, TUESDAY: False})
    assert (is_off(book, MONDAY), is_off(book, TUESDAY), is_off(book, date(2026, 9, 27))) == (
        True, False, False
    )  # fmt: skip
    begin, end = whole(MONDAY, ZONE)
    assert days_off(begin + 5, end + 5, book) == ((begin, end),)


def test_a_night_reaches_into_the_next_day() -> None:
    begin, end = whole(MONDAY, ZONE)
    before, after = (begin - 2 * HOUR, begin + 6 * HOUR), (end - 2 * HOUR, end + 6 * HOUR)
    assert nights(begin, end, Rulebook()) == (before, after)
    assert nights(before[1], after[0], Rulebook()) == ()


def test_a_night_may_lie_within_one_day() -> None:
    begin, end = whole(MONDAY, ZONE)
    book = Rulebook(night=((0, 0), (5, 0)))
    assert nights(begin, end, book) == ((begin, begin + 5 * HOUR),)
