"""The days of the story: the real calendar around the Spring Festival of 2026."""

from collections import Counter
from datetime import date

import pytest

from simulators.truth.span import DAY_S, Span, micros


def test_thirty_days_hold_the_whole_of_february() -> None:
    span = Span(30)
    assert span.first == date(2026, 1, 31)
    assert span.months == [(span.at(1), span.at(29))]
    assert Counter(map(span.kind, range(30))) == {"work": 16, "sealed": 9, "off": 5}


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 13), "work"),
        (date(2026, 2, 14), "work"),  # a Saturday that is worked
        (date(2026, 2, 15), "sealed"),
        (date(2026, 2, 23), "sealed"),
        (date(2026, 2, 24), "work"),
        (date(2026, 2, 28), "work"),  # another one
        (date(2026, 3, 1), "off"),
    ],
)
def test_a_day_is_what_the_notice_says(day: date, kind: str) -> None:
    span = Span(30)
    assert span.kind(span.number(day)) == kind


def test_a_short_story_is_about_the_eve_of_the_seal() -> None:
    assert Span(1).first == date(2026, 2, 14)
    assert Span(1).months == []
    assert Span(2).sealed[0] == Span(2).begin + DAY_S


def test_moments_are_those_of_hangzhou() -> None:
    assert Span(1).at(0, 8) == 1_771_027_200  # 00:00 UTC
    assert Span(1).day_of(Span(1).at(0, 23.9)) == 0
    assert micros(1.5) == 1_500_000
