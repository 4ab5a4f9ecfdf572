"""Receivers that count weeks modulo 1,024."""

from datetime import UTC, datetime, timedelta

import pytest

from telemetry.codecs.rollover import WEEKS, corrected_all
from telemetry.fix import NO_TIME, Fix, Malformed, Quality

ARRIVAL = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
NOW = Fix(device="1", at=ARRIVAL, digest=b"", lon=1.0, lat=1.0, source="jt808", raw=b"")


def judged(at: datetime) -> tuple[datetime, list[str]]:
    """When a fix is said to be, and its flags."""
    (fix,) = corrected_all(
        [Fix(device="1", at=at, digest=b"", lon=1.0, lat=1.0, source="jt808", raw=b"")], ARRIVAL
    )
    assert isinstance(fix, Fix)
    return fix.at, fix.quality.names()


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1), timedelta(days=-1)])
def test_a_date_1024_weeks_old_that_fits_the_arrival_is_put_right(late: timedelta) -> None:
    assert judged(ARRIVAL - late - WEEKS) == (ARRIVAL - late, ["rollover_corrected"])


@pytest.mark.parametrize(
    "at",
    [
        ARRIVAL,
        ARRIVAL - timedelta(days=30),
        ARRIVAL - WEEKS - timedelta(days=1, seconds=1),
        ARRIVAL - WEEKS + timedelta(days=1, seconds=1),
        NO_TIME,
    ],
)
def test_any_other_date_stays(at: datetime) -> None:
    assert judged(at) == (at, [])


def test_no_time_at_all_is_not_put_right_even_when_it_would_fit() -> None:
    lost = Fix(device="1", at=NO_TIME, digest=b"", lon=1.0, lat=1.0, source="nmea", raw=b"")
    assert corrected_all([lost], NO_TIME + WEEKS) == [lost]


def test_what_is_malformed_stays() -> None:
    bad = Malformed("truncated", "cut")
    assert corrected_all([bad, NOW], ARRIVAL) == [bad, NOW]
    assert Quality.ROLLOVER_CORRECTED not in NOW.quality
