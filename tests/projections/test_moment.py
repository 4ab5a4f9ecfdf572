"""A moment, as people type it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from projections.moment import NoMomentError, Position, moment

NINE = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2026-10-01T01:00:00Z", "2026-10-01 09:00", "2026-10-01T09:00+08:00"]
)
def test_a_time_without_offset_is_local(text: str) -> None:
    assert moment(text, ZoneInfo("Asia/Shanghai")) == NINE


def test_a_position_names_its_ledger() -> None:
    assert moment("lifecycle:12") == Position("lifecycle", 12)


@pytest.mark.parametrize("text", ["", "12", "lifecycle", "lifecycle:-1", "noon", "archive:1"])
def test_everything_else_is_no_moment(text: str) -> None:
    with pytest.raises(NoMomentError):
        moment(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "0001-01-01", "9999-12-31T23-05:00"])
def test_a_time_outside_the_calendar_is_no_moment(text: str) -> None:
    with pytest.raises(NoMomentError, match=text[:10]):
        moment(text, ZoneInfo("Asia/Shanghai"))
