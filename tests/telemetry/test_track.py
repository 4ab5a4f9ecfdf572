"""What the moment of arrival says about a fix."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from telemetry.fix import NO_TIME, Fix, Quality
from telemetry.track import judged

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
FIX = Fix(device="1", at=NOON, digest=b"", lon=120.0, lat=30.0, source="json", raw=b"")


@pytest.mark.parametrize(
    ("seconds", "flags"),
    [
        (-301, Quality.FUTURE),
        (-300, Quality(0)),
        (0, Quality(0)),
        (120, Quality(0)),
        (121, Quality.LATE),
    ],
)
def test_a_fix_is_judged_by_its_delay(seconds: int, flags: Quality) -> None:
    assert judged(FIX, NOON + timedelta(seconds=seconds)).quality == flags


def test_a_fix_without_a_time_is_neither_late_nor_from_the_future() -> None:
    assert judged(replace(FIX, at=NO_TIME), NOON).quality == Quality(0)
