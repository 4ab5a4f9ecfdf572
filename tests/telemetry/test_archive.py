"""What is kept of a fix that came more than once, in other words, or from the future."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from telemetry.archive import merge, read_fixes
from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.location import Items, Location, encode_location
from telemetry.fix import Quality
from tests.telemetry.scene import ALWAYS, INSIDE, NINE, Scene, after, opened, reported

PHONE = "13800138000"


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        scene.car = PHONE
        await scene.register()
        yield scene


def report(items: Items = (), time: str = "261001090000") -> bytes:
    """A position in the yard at nine in the morning."""
    place = Location(
        status=3,
        lat_e6=30_300_000,
        lon_e6=round(INSIDE * 1e6),
        time=bytes.fromhex(time),
        items=items,
    )
    return encode(Header(message=0x0200, phone=PHONE, serial=1), encode_location(place))


MILEAGE, SIGNAL = (1, bytes(4)), (0x30, b"\x1f")


@pytest.mark.parametrize("together", [True, False])
async def test_items_that_only_the_later_copy_has_are_added(scene: Scene, together: bool) -> None:  # noqa: FBT001
    first, second = report((MILEAGE,)), report((MILEAGE, SIGNAL))
    for payloads in [(first, second)] if together else [(first,), (second,)]:
        await scene.deliver(f"v1/{PHONE}/up/jt808", *payloads)
    [fix] = await read_fixes(scene.connection, PHONE, ALWAYS, scene.now)
    assert len(fix["raw"]) == 28 + 6
    [raw] = await scene.connection.fetch("SELECT raw FROM archive.supplements")
    assert len(raw["raw"]) == 28 + 6 + 3


async def test_a_fix_from_the_future_is_believed_once_a_delivery_is_plausible(
    scene: Scene,
) -> None:
    scene.now = NINE - timedelta(hours=1)
    await scene.deliver(f"v1/{PHONE}/up/jt808", report())
    assert await scene.visits() == []
    scene.now = after(10)
    await scene.deliver(f"v1/{PHONE}/up/jt808", report())
    [fix] = await read_fixes(scene.connection, PHONE, ALWAYS, after(60))
    assert Quality.FUTURE not in Quality(fix["quality"])
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.checkpoints") == 0
    late = report(time="261001090040")
    scene.now = after(60)
    await scene.deliver(f"v1/{PHONE}/up/jt808", late)
    assert len(await scene.visits()) == 1


async def test_a_fix_is_plausible_if_one_of_two_deliveries_is(scene: Scene) -> None:
    batch = await scene.deliver(f"v1/{PHONE}/up/jt808", report())
    [good] = batch.arrived
    future = replace(good, fix=replace(good.fix, quality=Quality.FUTURE))
    for order in ([good, future], [future, good]):
        [kept], copies = merge(order)
        assert Quality.FUTURE not in kept.fix.quality
        assert copies == []


async def test_a_time_that_is_no_date_is_kept_without_one(scene: Scene) -> None:
    await scene.deliver(f"v1/{PHONE}/up/jt808", report(time="261399999999"))
    row = await scene.connection.fetchrow(
        "SELECT at, quality, tableoid::regclass::text AS partition FROM archive.fixes"
    )
    assert row is not None
    assert (row["at"], row["partition"]) == (ALWAYS, "archive.fixes_default")
    assert Quality.BAD_TIME in Quality(row["quality"])


@pytest.mark.parametrize("satellites", [(3, 9), (9, 3)])
@pytest.mark.parametrize("together", [True, False])
async def test_one_doubtful_copy_makes_a_fix_doubtful_in_any_order(
    scene: Scene,
    satellites: tuple[int, int],
    together: bool,  # noqa: FBT001
) -> None:
    copies = [reported(PHONE, 0, INSIDE, each) for each in satellites]
    for payloads in [copies] if together else [[copy] for copy in copies]:
        await scene.deliver(f"v1/{PHONE}/up/jt808", *payloads)
    await scene.deliver(f"v1/{PHONE}/up/jt808", reported(PHONE, 40, INSIDE))
    [visit] = await scene.visits()
    assert visit[-1] == ["doubtful", "entry_unseen", "open"]


async def day_of_the_fix(scene: Scene) -> str:
    rows = await scene.connection.fetch("SELECT tableoid::regclass::text AS day FROM archive.fixes")
    return ", ".join(sorted({row["day"] for row in rows}))


async def test_tomorrow_has_its_partition_before_its_first_fix(scene: Scene) -> None:
    scene.now = after(0)
    await scene.tell()
    days = "SELECT count(*) FROM pg_class WHERE relname = 'fixes_20261002'"
    assert await scene.connection.fetchval(days) == 1


async def test_somebody_who_reads_for_hours_does_not_stop_the_feed(scene: Scene, dsn: str) -> None:
    reader = await asyncpg.connect(dsn)
    try:
        async with reader.transaction():
            await reader.fetch("SELECT * FROM archive.fixes")
            await scene.deliver(f"v1/{PHONE}/up/jt808", report())
            assert await day_of_the_fix(scene) == "archive.fixes_default"
    finally:
        await reader.close()
    await scene.deliver(f"v1/{PHONE}/up/jt808", reported(PHONE, 30, INSIDE))
    assert await day_of_the_fix(scene) == "archive.fixes_default"
    scene.now += timedelta(minutes=10)
    await scene.deliver(f"v1/{PHONE}/up/jt808", reported(PHONE, 60, INSIDE))
    assert await day_of_the_fix(scene) == "archive.fixes_20261001"


async def test_a_backlog_of_many_days_waits_for_a_reader_once(scene: Scene, dsn: str) -> None:
    days = range(-30, 0)
    backlog = [reported(PHONE, day * 86_400, INSIDE) for day in days]
    reader = await asyncpg.connect(dsn)
    try:
        async with reader.transaction():
            await reader.fetch("SELECT * FROM archive.fixes")
            async with asyncio.timeout(len(days) / 2):  # each try takes a second
                await scene.deliver(f"v1/{PHONE}/up/jt808", *backlog)
    finally:
        await reader.close()
    assert await day_of_the_fix(scene) == "archive.fixes_default"
