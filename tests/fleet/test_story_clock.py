"""The clock of a story."""

from datetime import UTC, datetime, timedelta

import pytest

from fleet.story_clock import StoryClock

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
CLOCK = StoryClock(NOON, NOON - timedelta(days=1), 2.5)


def test_the_story_runs_faster_than_the_world() -> None:
    assert CLOCK.story(NOON + timedelta(seconds=4)) == NOON - timedelta(days=1, seconds=-10)


def test_real_is_the_way_back() -> None:
    moment = NOON + timedelta(seconds=77)
    assert CLOCK.real(CLOCK.story(moment)) == moment


def test_a_clock_can_be_handed_over_as_text() -> None:
    assert StoryClock.parsed(CLOCK.text()) == CLOCK


def test_something_else_is_no_clock() -> None:
    with pytest.raises(ValueError, match="unpack"):
        StoryClock.parsed("[]")
