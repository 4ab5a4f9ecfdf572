"""TERM-06: a month's distance by the odometer and by the places."""

from datetime import date, timedelta

import pytest

from telemetry.day import Day, Table
from telemetry.fix import Quality
from telemetry.found import Found
from telemetry.moment import FOREVER
from telemetry.rulebook import Rulebook
from telemetry.rules.odometer import Counted, counted, differs, driven
from tests.telemetry.on_the_road import Told, at, driving, standing
from tests.telemetry.terminals import Heard, heard

ALL = (0, FOREVER)
FIRST = date(2026, 9, 1)


def row(day: date, gps_km: float, odometer_km: float | None, falls: int = 0) -> Day:
    """A day of so many kilometres."""
    metres = None if odometer_km is None else odometer_km * 1000
    number = day.toordinal()
    return Day(day, number * 10, number * 10 + 5, gps_km * 1000, metres, falls)


def month(gps_km: float, odometer_km: float, until: date = date(2026, 10, 1)) -> list[Found]:
    """What is said of a September of so many kilometres in two days."""
    rows = [row(FIRST + timedelta(n), gps_km / 2, odometer_km / 2) for n in (0, 20)]
    return [*differs(Table(rows, until, Rulebook())).found]


@pytest.mark.proves("TERM-06", "R087")
@pytest.mark.parametrize(
    ("gps", "odometer", "wrong"),
    [
        (900, 1000, False),  # not more than 100 km
        (899, 1000, True),
        (500, 600, False),
        (1500, 1390, False),  # 7 percent
        (1100, 990, False),  # 10 percent
        (1100, 989, True),
        (0, 101, True),
    ],
)
def test_more_than_ten_percent_and_more_than_100_km(
    gps: int, odometer: int, *, wrong: bool
) -> None:
    assert bool(month(gps, odometer)) == wrong


@pytest.mark.proves("TERM-06")
def test_a_month_is_one_finding_from_its_first_record_to_its_last() -> None:
    (found,) = month(500, 1000)
    number = FIRST.toordinal() * 10
    assert (found.stay.enter_hi, found.stay.exit_hi) == (number, number + 205)
    assert (found.about, found.stay.enter_lo) == ("2026-09", None)
    assert found.inputs == {
        "month": "2026-09", "odometer_km": "1000.0", "gps_km": "500.0", "percent": "50.0",
        "falls": "0",
    }  # fmt: skip


@pytest.mark.proves("TERM-06")
def test_a_month_that_is_not_over_is_not_judged() -> None:
    assert month(500, 1000, until=date(2026, 9, 30)) == []


@pytest.mark.proves("TERM-06")
def test_december_ends_with_the_year_and_months_are_kept_apart() -> None:
    rows = [row(date(2026, month, 5), 100, 201, falls=month) for month in (11, 12)]
    found = differs(Table(rows, date(2026, 12, 31), Rulebook())).found
    assert [it.about for it in found] == ["2026-11"]
    found = differs(Table(rows, date(2027, 1, 1), Rulebook())).found
    assert [(it.about, it.inputs["falls"]) for it in found] == [
        ("2026-11", "11"),
        ("2026-12", "12"),
    ]


@pytest.mark.proves("TERM-06")
def test_days_without_an_odometer_say_nothing() -> None:
    rows = [row(FIRST, 100, 100), row(FIRST + timedelta(1), 900, None)]
    assert differs(Table(rows, date(2026, 10, 1), Rulebook())).found == ()


@pytest.mark.proves("TERM-06")
def test_the_numbers_are_those_of_the_policy() -> None:
    rows = [row(FIRST, 100, 110)]
    book = Rulebook(odometer_percent=5, odometer_m=5000.0)
    assert differs(Table(rows, date(2026, 10, 1), book)).found
    assert differs(Table(rows, date(2026, 10, 1), Rulebook(odometer_m=5000.0))).found == ()


@pytest.mark.proves("TERM-06")
def test_only_trips_are_a_way_by_the_places() -> None:
    drift = [Told(30 * n, 8 * (n % 2)) for n in range(100)]
    trip = driving(3000, 3600)
    one = heard([*drift, *trip, *standing(3610, 5000, 6000)])
    assert driven(one, ALL) == pytest.approx(6000, abs=10)
    assert driven(heard(drift), ALL) == 0


@pytest.mark.proves("TERM-06")
def test_a_step_belongs_to_the_time_in_which_it_ends() -> None:
    one = heard([*standing(0, 300), *driving(300, 600)])
    assert driven(one, (0, at(400))) == pytest.approx(900, abs=2)
    assert driven(one, (at(400), FOREVER)) == pytest.approx(2100, abs=2)


def rolled(*told: tuple[float, float, str], lag: float = 1) -> list[Told]:
    """Records with an odometer."""
    return [
        Heard(when, 0, odometer=metres, device=device, lag=lag) for when, metres, device in told
    ]


@pytest.mark.proves("TERM-06")
def test_the_odometer_counts_within_one_terminal() -> None:
    one = heard(
        rolled((0, 1000, "T1"), (600, 4000, "T1"), (1200, 9_000, "T2"), (1800, 9_500, "T2"))
    )
    assert counted(one, ALL) == Counted(3500, 0)
    assert counted(one, (at(600), at(1300))) == Counted(3000, 0)


@pytest.mark.proves("TERM-06")
def test_an_odometer_that_falls_or_leaps_counts_nothing_and_is_told() -> None:
    one = heard(
        rolled((0, 5000, "T1"), (600, 4000, "T1"), (1200, 900_000, "T1"), (1800, 901_000, "T1"))
    )
    assert counted(one, ALL) == Counted(1000, 2)


@pytest.mark.proves("TERM-06")
def test_what_it_told_without_a_place_counts_and_what_from_the_future_does_not() -> None:
    blind = Heard(60, 0, odometer=900, place=False, quality=int(Quality.NO_FIX))
    future = Heard(90, 0, odometer=1500, quality=int(Quality.FUTURE))
    assert counted(heard([Heard(0, 0, odometer=0), blind, future, Told(95, 0)]), ALL) == (900, 0)


@pytest.mark.proves("TERM-06")
def test_without_an_odometer_nothing_is_known() -> None:
    assert counted(heard(standing(0, 300)), ALL) == Counted(None, 0)
