"""The days that a check is about, and what it asks of a policy."""

from datetime import timedelta
from typing import Any

import pytest

from fleet.inspection import rules
from fleet.inspection.periods import following, period_of, span
from tests.fleet.inspection.workshop import ALL, GOOD, HANGZHOU, NOW, SAFETY


@pytest.mark.parametrize(
    ("kind", "period", "first", "after", "then"),
    [
        ("DAILY", "2026-12-31", "2026-12-31", "2027-01-01", "2027-01-01"),
        ("MONTHLY", "2026-12", "2026-12-01", "2027-01-01", "2027-01"),
        ("MONTHLY", "2026-11", "2026-11-01", "2026-12-01", "2026-12"),
        ("QUARTERLY", "2026Q1", "2026-01-01", "2026-04-01", "2026Q2"),
        ("QUARTERLY", "2026Q4", "2026-10-01", "2027-01-01", "2027Q1"),
    ],
)
def test_a_period_has_a_first_day_and_one_that_follows(
    kind: str, period: str, first: str, after: str, then: str
) -> None:
    days = span(kind, period)
    assert tuple(day.isoformat() for day in days) == (first, after)
    assert period_of(kind, days[0]) == period
    assert period_of(kind, days[1] - timedelta(days=1)) == period
    assert following(kind, period) == then


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_has_its_quarter(month: int) -> None:
    first = span("MONTHLY", f"2026-{month:02}")[0]
    assert period_of("QUARTERLY", first) == f"2026Q{(month + 2) // 3}"


def test_special_checks_have_no_period_of_the_calendar() -> None:
    with pytest.raises(ValueError, match=r"^SPECIAL has no period of the calendar$"):
        period_of("SPECIAL", NOW.date())
    with pytest.raises(ValueError, match=r"^2026Q4 is no period of a SPECIAL check$"):
        span("SPECIAL", "2026Q4")
    with pytest.raises(ValueError, match=r"^20261005 is not written as 2026-10-05$"):
        span("DAILY", "20261005")


@pytest.mark.parametrize(
    ("rule", "inputs", "holds"),
    [
        ("R090", {"kind": "SPECIAL", "items": ["TOOLS"]}, True),
        ("R090", {"kind": "DAILY", "items": [*SAFETY]}, True),
        ("R090", {"kind": "DAILY", "items": [*ALL]}, False),
        ("R090", {"kind": "MONTHLY", "items": [*ALL]}, True),
        ("R090", {"kind": "QUARTERLY", "items": [*SAFETY]}, False),
        ("R091", {"items": ["TOOLS"], "results": GOOD}, True),
        ("R091", {"items": ["TOOLS"], "results": {"BRAKES": "PASS"}}, False),
        ("R091", {"items": [], "results": {"WINGS": "PASS"}}, False),
        ("R092", {"kind": "QUARTERLY", "workshop_record": None}, False),
        ("R092", {"kind": "QUARTERLY", "workshop_record": "厂检8"}, True),
        ("R092", {"kind": "MONTHLY", "workshop_record": None}, True),
        ("R093", {"items": ["TOOLS"]}, True),
        ("R093", {"items": ["TOOLS", "WINGS"]}, False),
        ("R094", {"failed": ["BRAKES"], "results": {"BRAKES": "FAIL", "TOOLS": "FAIL"}}, True),
        ("R094", {"failed": [], "results": {"BRAKES": "FAIL"}}, False),
    ],
)
def test_what_was_asked_of_the_policy_is_asked_again(
    rule: str,
    inputs: dict[str, Any],
    holds: bool,  # noqa: FBT001 - what is expected
) -> None:
    assert rules.RULES[rule].holds(HANGZHOU, inputs) is holds
