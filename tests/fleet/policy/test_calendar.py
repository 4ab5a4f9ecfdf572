"""The days off of a year are announced, amended, and never guessed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from fleet.policy.calendar import (
    AnnounceCalendar,
    Announced,
    CalendarAmended,
    CalendarAnnounced,
    Unannounced,
    calendar,
    known,
)
from tests.fleet.policy.sample import refusal
from tests.given import Given

SAID: dict[str, Any] = {
    "year": 2026,
    "source": "国办发明电〔2025〕7号",
    "holidays": [{"date": "2026-01-01", "name": "元旦"}, {"date": "2026-01-02", "name": "元旦"}],
    "workdays": ["2026-01-04"],
    "at": datetime(2025, 11, 4, tzinfo=UTC),
}
given = Given(calendar)
announce = AnnounceCalendar(**SAID)
announced = CalendarAnnounced(**SAID)
YEAR = calendar.fold([announced])


def test_a_year_is_announced_once() -> None:
    given().when(announce).then(announced)
    given(announced).when(announce).then()


@pytest.mark.parametrize(
    "change", [{"workdays": ["2026-01-10"]}, {"holidays": []}, {"source": "国办发明电〔2026〕1号"}]
)
def test_a_later_notice_amends_the_year(change: dict[str, Any]) -> None:
    changed = SAID | change
    given(announced).when(AnnounceCalendar(**changed)).then(CalendarAmended(**changed))
    amended = CalendarAmended(**changed)
    given(announced, amended).when(AnnounceCalendar(**changed)).then()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 3), False),
        (date(2026, 1, 4), True),
        (date(2026, 1, 9), True),
        (date(2026, 1, 10), False),
        (date(2026, 1, 11), False),
    ],
)
def test_make_up_days_are_worked_and_holidays_and_weekends_are_off(day: date, works: bool) -> None:  # noqa: FBT001 - a parameter of the table
    assert YEAR.is_workday(day) is works


def test_nobody_guesses_a_year_that_was_not_announced() -> None:
    no = refusal(lambda: calendar.initial.is_workday(date(2027, 1, 1)))
    assert (no.rule, no.code) == ("日历未公布", "CalendarNotAnnounced")
    assert no.basis == "R076; handbook 8.4"
    assert no.say("en") == (
        "the calendar of 2027 has not been announced here: enter it first "
        "(gongche calendar announce 2027)."
    )
    told = "2027 年的节假日安排尚未公布录入：请先录入（gongche calendar announce 2027）。"
    assert no.say("zh") == told


def test_one_year_says_nothing_about_another() -> None:
    assert refusal(lambda: YEAR.is_workday(date(2027, 1, 1))).values == {"year": 2027}


def test_a_known_year_is_answered_with() -> None:
    assert known(YEAR, 2026) is YEAR
    assert isinstance(YEAR, Announced)
    assert YEAR.holidays == {date(2026, 1, 1): "元旦", date(2026, 1, 2): "元旦"}
    assert refusal(lambda: known(Unannounced(), 2026)).values == {"year": 2026}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"workdays": ["2027-01-04"]}, "2027-01-04 is not a day of 2026"),
        ({"holidays": [{"date": "2025-12-31", "name": "x"}]}, "2025-12-31 is not a day of 2026"),
        ({"workdays": ["2026-01-02"]}, "2026-01-02 is both a holiday and a workday"),
        ({"holidays": [{"date": "2026-01-01", "name": "x"}] * 2}, "2026-01-01 is told twice"),
        ({"year": 1948}, "greater than or equal to 1949"),
        ({"workdays": [0]}, "a day was expected, written as 2021-11-01"),
    ],
)
def test_a_day_is_told_once_and_of_its_year(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        AnnounceCalendar(**SAID | change)
