"""The day table: one row a local day, complete days only."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from telemetry.car import Car
from telemetry.day import Day, Place
from telemetry.fix import Quality
from telemetry.moment import FOREVER
from telemetry.movement import moves
from telemetry.rules.book import DAILY, EVERY, RULES
from telemetry.rules.days import days, over_all, table
from telemetry.rules.odometer import differs
from tests.telemetry.on_the_road import IN_SERVICE, Papers, Told, at, disc, driving, standing
from tests.telemetry.terminals import Heard, heard

MONDAY = date(2026, 9, 21)
DAY, MIDNIGHT = 86_400, 54_000
WEEK = [*standing(0, 3 * DAY, 0, every=600), *driving(3 * DAY, 3 * DAY + 600)]


def car(told: list[Told] = WEEK, **more: int) -> Car:
    """A car in service with a base."""
    areas = (disc("base@1", "home", 300),)
    return heard(told, [IN_SERVICE], Papers(areas=areas), **more)


def told_of(one: Car) -> list[int]:
    """The days of the month that its table has rows of."""
    return [row.day.day for row in days(one)]


def test_a_row_for_each_local_day_that_is_over() -> None:
    assert told_of(car()) == [21, 22, 23]
    assert told_of(car(now=at(MIDNIGHT + DAY))) == [21, 22]
    assert told_of(car(now=at(MIDNIGHT + DAY) - 1)) == [21]


def test_a_window_has_only_the_days_that_lie_wholly_in_it() -> None:
    assert told_of(car(begin=at(3600), end=FOREVER)) == [22, 23]
    assert told_of(car(end=at(2 * DAY))) == [21, 22]


def test_a_day_of_which_nothing_was_heard_has_no_row() -> None:
    gone = [row for row in WEEK if not MIDNIGHT <= row.at < MIDNIGHT + DAY]
    assert told_of(car(gone)) == [21, 23]
    assert days(car([])) == []
    assert days(car([Told(0, 0, quality=int(Quality.FUTURE))])) == []


def test_a_row_says_what_the_day_was_like() -> None:
    home = disc("base@1", "home", 300, east=90_000)
    out = [*standing(0, 300), *driving(300, 3900), *standing(3910, DAY, 36_000, every=600)]
    rows = [Heard(**{**vars(row), "odometer": row.east}) for row in out]
    (row,) = days(heard(rows, [IN_SERVICE], Papers(areas=(home,))))
    assert (row.day, row.first, row.last) == (MONDAY, at(0), at(3910 + 83 * 600))
    assert row.gps_m == pytest.approx(36_000, rel=0.01)
    assert (row.odometer_m, row.falls) == (36_000, 0)
    assert [hour.good for hour in row.hours] == [359]
    assert row.left
    assert row.came
    assert row.came.at == at(3900)


def test_a_row_is_written_and_read_as_plain_values() -> None:
    row = days(car())[0]
    told = replace(row, left=Place(5, 120.0, 30.0), hours=(), odometer_m=12.5)
    for one in (row, told):
        assert Day.from_json(orjson.loads(orjson.dumps(one.to_json()))) == one


def test_the_table_ends_with_the_day_that_is_not_over() -> None:
    one = car()
    assert table(one).until == date(2026, 9, 24)
    assert table(one) is table(one)


def test_a_daily_rule_over_a_whole_story_may_change_at_midnight() -> None:
    answer = over_all(differs)(car())
    assert (answer.found, answer.due) == ((), at(MIDNIGHT + 3 * DAY))
    far = [Heard(600 * n, 0, odometer=20_000.0 * n) for n in range(11 * 144)]
    (found,) = over_all(differs)(car(list(far), now=at(30 * DAY))).found
    assert found.about == "2026-09"


def test_every_rule_is_in_the_book() -> None:
    assert len(EVERY) == len(RULES) + len(DAILY)


def test_a_row_is_the_same_in_every_window_that_holds_its_day() -> None:
    told: list[Told] = []
    for day in range(5):
        way = driving(DAY * day, DAY * day + 1200, 12_000 * day)
        rest = standing(DAY * day + 1210, DAY * (day + 1), 12_000 * (day + 1), every=600)
        told += [Heard(**{**vars(row), "odometer": row.east}) for row in [*way, *rest]]
    whole = car(told)
    rows = {row.day: row for row in days(whole)}
    for stop in moves(whole).stops[1:]:
        part = days(replace(whole, begin=stop.stay.enter_hi))
        assert part == [rows[row.day] for row in part]
    assert len(rows) == 5
    assert all(row.gps_m == pytest.approx(row.odometer_m, rel=0.02) for row in rows.values())
