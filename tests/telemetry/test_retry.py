"""Quarantined bytes once more: what became readable or known is admitted."""

from collections.abc import AsyncIterator
from datetime import timedelta

import orjson
import pytest

from fleet.story_clock import StoryClock
from fleet.vehicle.terminal import TerminalRegistered
from telemetry.archive import SQL
from telemetry.fix import Quality
from telemetry.intake import Intake
from telemetry.retry import retries
from tests.telemetry.scene import INSIDE, NINE, Scene, after, opened, reported

PHONE = "13800138000"
TOPIC = f"v1/{PHONE}/up/jt808"


@pytest.fixture
async def stranger(dsn: str) -> AsyncIterator[Scene]:
    """A terminal that nobody has registered yet."""
    async with opened(dsn) as scene:
        yield Scene(scene.connection, scene.intake, car=PHONE)


async def registered_and_retried(scene: Scene) -> list[tuple[str, str]]:
    """Reason and outcome of each, in the order they came in."""
    await scene.say((f"terminal:{scene.car}", TerminalRegistered(device=scene.car)))
    await scene.connection.execute(SQL["request_retry"], None, scene.car, scene.now)
    await retries(scene.connection, scene.intake, scene.now)
    rows = await scene.connection.fetch(
        "SELECT reason, outcome FROM archive.quarantine ORDER BY reason"
    )
    return [tuple(row) for row in rows]


async def kept(scene: Scene) -> int:
    count: int = await scene.connection.fetchval("SELECT count(*) FROM archive.fixes")
    return count


async def test_a_frame_of_an_unknown_terminal_is_kept_whole_so_that_it_can_be_read_again(
    stranger: Scene,
) -> None:
    frame = reported(PHONE, 0, INSIDE)
    await stranger.deliver(TOPIC, frame)
    assert await stranger.connection.fetchval("SELECT raw FROM archive.quarantine") == frame
    assert await registered_and_retried(stranger) == [("unknown_device", "admitted")]
    assert await kept(stranger) == 1


async def test_a_broken_frame_does_not_keep_its_neighbour_from_being_admitted(
    stranger: Scene,
) -> None:
    broken = reported(PHONE, 30, INSIDE)[:-3] + b"\x00\x7e"
    await stranger.deliver(TOPIC, reported(PHONE, 0, INSIDE) + broken)
    [(bad, why), good] = await registered_and_retried(stranger)
    assert bad in ("check_mismatch", "length_mismatch")
    assert why.startswith(f"refused: {bad}")
    assert good == ("unknown_device", "admitted")
    assert await kept(stranger) == 1


async def test_of_a_payload_the_good_records_are_admitted_and_the_bad_ones_stay(
    stranger: Scene,
) -> None:
    await stranger.tell(stranger.record(0, INSIDE), stranger.record(30, 999.0))
    [(bad, why), good] = await registered_and_retried(stranger)
    assert bad == "coordinate_range"
    assert why.startswith("refused: coordinate_range")
    assert good == ("unknown_device", "admitted")
    assert await kept(stranger) == 1


async def test_what_is_still_unknown_says_so_and_can_be_retried_again(stranger: Scene) -> None:
    await stranger.deliver(TOPIC, reported(PHONE, 0, INSIDE))
    await stranger.connection.execute(SQL["request_retry"], None, PHONE, stranger.now)
    assert await retries(stranger.connection, stranger.intake, stranger.now) == 1
    outcome = await stranger.connection.fetchval("SELECT outcome FROM archive.quarantine")
    assert outcome == "refused: unknown_device"
    assert await registered_and_retried(stranger) == [("unknown_device", "admitted")]


async def test_a_retry_is_received_on_the_clock_of_the_story(stranger: Scene) -> None:
    years_before = NINE - timedelta(days=3000)
    stranger.intake = Intake(stranger.connection, StoryClock(years_before, after(60), 60))
    await stranger.intake.open()
    stranger.now = years_before + timedelta(seconds=1)
    await stranger.deliver(f"v1/{PHONE}/up/pos", orjson.dumps(stranger.record(30, INSIDE)))
    stranger.now = years_before + timedelta(seconds=2)
    assert await registered_and_retried(stranger) == [("unknown_device", "admitted")]
    [row] = await stranger.connection.fetch("SELECT received_at, quality FROM archive.fixes")
    assert row["received_at"] == after(180)
    assert Quality.FUTURE not in Quality(row["quality"])


async def test_the_same_again_is_counted(stranger: Scene) -> None:
    for copies in (2, 1, 2):
        await stranger.deliver(f"v1/{PHONE}/up/pos", *[b"{"] * copies)
    assert await stranger.connection.fetchval("SELECT times FROM archive.quarantine") == 5
