"""The announced calendars say which periods there are."""

from datetime import date

import pytest

from fleet.policy.calendar import Announced
from fleet.supervision.seal_planning import Run, seal_runs
from tests.fleet.supervision.sealing import HANGZHOU, Y2026


def year(number: int, holidays: dict[date, str], *workdays: date) -> Announced:
    """A calendar."""
    return Announced(number, "国办", holidays, frozenset(workdays))


def of(policy_days: int, *calendars: Announced) -> list[Run]:
    """The periods of at least so many days."""
    seal = HANGZHOU.seal.model_copy(update={"min_days": policy_days})
    return seal_runs(calendars, HANGZHOU.model_copy(update={"seal": seal}))


@pytest.mark.proves("R078")
def test_a_long_holiday_is_a_period_and_a_weekend_is_none() -> None:
    found = seal_runs([Y2026], HANGZHOU)
    assert found == [Run("国庆节", date(2026, 10, 1), date(2026, 10, 7))]


def test_three_days_are_enough_and_two_are_not() -> None:
    friday = year(2026, {date(2026, 6, 19): "端午节"})
    assert of(3, friday) == [Run("端午节", date(2026, 6, 19), date(2026, 6, 21))]
    assert of(4, friday) == []


@pytest.mark.proves("R076")
def test_a_make_up_workday_ends_a_period() -> None:
    friday = year(2026, {date(2026, 6, 19): "端午节"}, date(2026, 6, 21))
    assert of(3, friday) == []
    assert of(2, friday) == [Run("端午节", date(2026, 6, 19), date(2026, 6, 20))]


def test_holidays_that_touch_are_one_period_with_both_names() -> None:
    both = {date(2026, 10, 1): "国庆节", date(2026, 10, 2): "中秋节", date(2026, 10, 3): "国庆节"}
    assert of(3, year(2026, both)) == [Run("国庆节、中秋节", date(2026, 10, 1), date(2026, 10, 4))]


def test_a_period_runs_over_the_new_year() -> None:
    first, second = year(2023, {}), year(2024, {date(2024, 1, 1): "元旦"})
    assert of(3, second, first) == [Run("元旦", date(2023, 12, 30), date(2024, 1, 1))]
    assert of(1, second) == [Run("元旦", date(2024, 1, 1), date(2024, 1, 1))]
    assert of(1) == []


def test_the_last_day_of_the_year_belongs_to_it() -> None:
    thursday = year(2026, {date(2026, 12, 31): "元旦", date(2026, 1, 1): "元旦"})
    assert of(1, thursday) == [
        Run("元旦", date(2026, 1, 1), date(2026, 1, 1)),
        Run("元旦", date(2026, 12, 31), date(2026, 12, 31)),
    ]


def test_a_region_makes_a_period_of_it() -> None:
    run = Run("国庆节", date(2026, 10, 1), date(2026, 10, 7))
    assert run.period("330100") == "330100-2026-10-01"


def test_a_number_that_is_taken_gets_a_number() -> None:
    run, first = Run("国庆节", date(2026, 10, 1), date(2026, 10, 7)), "330100-2026-10-01"
    assert run.free_period("330100", {"330100-2026-10-02"}) == first
    assert run.free_period("330100", {first}) == f"{first}-2"
    assert run.free_period("330100", {first, f"{first}-2", f"{first}-4"}) == f"{first}-3"
