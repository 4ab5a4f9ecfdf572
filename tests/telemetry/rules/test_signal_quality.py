"""TERM-03: too few good fixes on the road."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from telemetry.day import Day, Hour, Table
from telemetry.fix import Quality
from telemetry.found import Found
from telemetry.moment import FOREVER
from telemetry.rulebook import Rulebook
from telemetry.rules.signal_quality import hours, poor
from tests.telemetry.on_the_road import Told, at, driving, standing
from tests.telemetry.terminals import ACC, STANDS, heard

ALL = (0, FOREVER)
NO_FIX, DOUBT = int(Quality.NO_FIX), int(Quality.FEW_SATELLITES)


def trip(minutes: float, bad: int = 0, begin: float = 300, quality: int = DOUBT) -> list[Told]:
    """On the road for so long; of every ten records so many are bad."""
    way = driving(begin, begin + 60 * minutes)
    return [
        replace(
            row, quality=quality * (n % 10 < bad), place=not (quality == NO_FIX and n % 10 < bad)
        )
        for n, row in enumerate(way)
    ]


def road(minutes: float, bad: int = 0, quality: int = DOUBT) -> tuple[Hour, ...]:
    """The hours of a day with such a trip."""
    end = 310 + 60 * minutes
    rest = standing(end, end + 1200, 10 * (end - 310))
    return hours(heard([*standing(0, 300), *trip(minutes, bad, quality=quality), *rest]), ALL)


def said(shares: Sequence[int], until: date = date(2026, 9, 22)) -> list[Found]:
    """What is said of a day with hours of so many good records of a hundred."""
    told = tuple(Hour(n * 100, n * 100 + 60, 100, good) for n, good in enumerate(shares))
    return [*poor(Table([Day(date(2026, 9, 21), 0, 9, hours=told)], until, Rulebook())).found]


@pytest.mark.proves("TERM-03", "R075", "R087")
@pytest.mark.parametrize(("good", "bad"), [(80, False), (79, True), (0, True)])
def test_less_than_80_percent_good_fixes_are_too_few(good: int, *, bad: bool) -> None:
    assert bool(said([good])) == bad


@pytest.mark.proves("TERM-03")
def test_bad_hours_in_a_row_are_one_finding_that_a_good_one_ends() -> None:
    found = said([90, 50, 70, 85, 90, 10])
    assert [(it.stay.enter_hi, it.stay.enter_confirmed) for it in found] == [(100, 160), (500, 560)]
    assert [it.stay.exit_hi for it in found] == [300, None]
    assert (found[0].stay.exit_lo, found[0].stay.exit_confirmed) == (260, 360)
    assert [sorted(it.stay.flags) for it in found] == [["entry_unseen"], ["entry_unseen", "open"]]
    assert found[0].inputs == {
        "good_percent": "60", "limit_percent": "80", "records": "200", "hours": "2"
    }  # fmt: skip


@pytest.mark.proves("TERM-03")
@pytest.mark.parametrize(
    ("minutes", "records"), [(29, []), (30, [179]), (31, [186]), (61, [360]), (95, [360, 210])]
)
def test_sixty_minutes_on_the_road_are_an_hour_and_thirty_are_enough(
    minutes: int, records: list[int]
) -> None:
    assert [hour.records for hour in road(minutes)] == pytest.approx(records, abs=3)


@pytest.mark.proves("TERM-03")
@pytest.mark.parametrize("quality", [DOUBT, NO_FIX])
def test_doubtful_records_and_those_without_a_place_are_bad(quality: int) -> None:
    (hour,) = road(40, 3, quality)
    assert hour.good / hour.records == pytest.approx(0.7, abs=0.02)


@pytest.mark.proves("TERM-03")
def test_several_short_trips_of_a_day_make_an_hour() -> None:
    trips = [row for n in range(4) for row in trip(15, begin=300 + 2400 * n)]
    stops = [row for n in range(4) for row in standing(1210 + 2400 * n, 2700 + 2400 * n, 9000)]
    moved = [
        replace(row, east=9000 - row.east if (row.at // 2400) % 2 else row.east) for row in trips
    ]
    back = [replace(row, east=0 if (row.at // 2400) % 2 else 9000) for row in stops]
    (hour,) = hours(heard([*standing(0, 300), *moved, *back]), ALL)
    assert hour.records == pytest.approx(360, abs=20)


@pytest.mark.proves("TERM-03")
@pytest.mark.parametrize(
    ("status", "speed", "counts"), [(ACC, 0, 1), (STANDS, 30, 1), (STANDS, 0, 0)]
)
def test_without_a_place_it_counts_only_if_the_car_shows_that_it_drives(
    status: int, speed: float, counts: int
) -> None:
    blind = Told(1205, 0, place=False, quality=NO_FIX, status=status, speed=speed)
    plain = [*standing(0, 300), *trip(40)]
    (before,), (after,) = (hours(heard(rows), ALL) for rows in (plain, [*plain, blind]))
    assert after.records - before.records == counts
    assert after.good == before.good


@pytest.mark.proves("TERM-03")
def test_records_of_a_parked_car_do_not_count() -> None:
    assert hours(heard(standing(0, 9000, quality=DOUBT)), ALL) == ()


@pytest.mark.proves("TERM-03")
def test_an_hour_belongs_to_the_stretch_that_is_asked_for() -> None:
    one = heard([*standing(0, 300), *trip(100)])
    (hour,) = hours(one, (at(0), at(300 + 45 * 60)))
    assert hour.last < at(300 + 45 * 60)
