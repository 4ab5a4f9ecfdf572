"""The worker between a real broker and a real database: acknowledged means kept."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import orjson
import pytest

from fleet.vehicle.terminal import TerminalRegistered
from telemetry.archive import SQL
from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.message import decode
from telemetry.ingest import INGEST_LOCK, Feed, Worker, run
from telemetry.mqtt import Link
from tests.telemetry.scene import INSIDE, Scene, away, home, opened
from tests.waiting import eventually

LIMIT_S = 30


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        scene.car = uuid4().hex
        await scene.register()
        yield scene


@asynccontextmanager
async def ingesting(feed: Feed) -> AsyncIterator[asyncio.Task[None]]:
    worker = asyncio.ensure_future(run(feed))
    try:
        yield worker
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


@pytest.fixture
def feed(dsn: str, broker_url: str) -> Feed:
    return Feed(dsn, broker_url, client_id=f"ingest-{uuid4().hex}")


@asynccontextmanager
async def terminal(feed: Feed, scene: Scene) -> AsyncIterator[Link]:
    async with Link(
        feed.broker, client_id=uuid4().hex, subscriptions=[f"v1/{scene.car}/dn/#"], patience_s=9
    ) as link:
        yield link


async def told(link: Link) -> dict[str, Any]:
    async with asyncio.timeout(LIMIT_S):
        [answer] = await link.take(1)
    read: dict[str, Any] = json.loads(answer.payload)
    return read


async def test_a_device_is_told_after_the_commit(feed: Feed, scene: Scene) -> None:
    async with ingesting(feed), terminal(feed, scene) as link:
        await until_active(scene)
        await link.publish(f"v1/{scene.car}/up/pos", orjson.dumps(scene.record(0, INSIDE, 0)))
        answer = await told(link)
        assert (answer["upto"], answer["missing"], answer["rejected"]) == (0, [], [])
        assert await kept(scene) == 1


@pytest.mark.debian_postgres
@pytest.mark.mosquitto
async def test_the_bureaus_own_servers_do_the_same(debian_dsn: str, mosquitto_url: str) -> None:
    feed = Feed(debian_dsn, mosquitto_url, client_id=uuid4().hex)
    async with opened(debian_dsn) as scene, ingesting(feed), terminal(feed, scene) as link:
        await until_active(scene)
        records = [*home(scene, [0, 30]), *away(scene, [60, 90, 120])]
        await link.publish(f"v1/{scene.car}/up/pos", orjson.dumps(records))
        assert (await told(link))["missing"] == [[1, 29], [31, 59], [61, 89], [91, 119]]
        assert await scene.topics() == ["finding.opened"]


async def test_a_payload_that_cannot_be_read_is_rejected_by_its_hash(
    feed: Feed, scene: Scene
) -> None:
    async with ingesting(feed), terminal(feed, scene) as link:
        await until_active(scene)
        await link.publish(f"v1/{scene.car}/up/pos", b"{")
        [rejected] = (await told(link))["rejected"]
        assert rejected["reason"] == "not_json"


async def test_a_frame_of_jt808_is_answered_with_its_serial(feed: Feed, scene: Scene) -> None:
    scene.car = str(uuid4().int % 10**11)
    await scene.register()
    heartbeat = encode(Header(message=0x0002, phone=scene.car, serial=77), b"")
    async with ingesting(feed), terminal(feed, scene) as link:
        await until_active(scene)
        await link.publish(f"v1/{scene.car}/up/jt808", heartbeat)
        async with asyncio.timeout(LIMIT_S):
            [answer] = await link.take(1)
    message = decode(answer.payload)
    assert message.fields == {"serial": 77, "message": 0x0002, "result": 0}


async def test_the_one_who_stands_by_takes_over(feed: Feed, scene: Scene) -> None:
    async with terminal(feed, scene) as link:
        async with ingesting(feed):
            await until_active(scene)
            second = asyncio.ensure_future(run(feed))
        await until_active(scene)
        await link.publish(f"v1/{scene.car}/up/pos", orjson.dumps(scene.record(0, INSIDE, 0)))
        assert (await told(link))["upto"] == 0
        second.cancel()
        with suppress(asyncio.CancelledError):
            await second


async def test_who_loses_the_lead_leaves_the_broker_to_the_other(feed: Feed, scene: Scene) -> None:
    async with ingesting(feed), terminal(feed, scene) as link:
        await until_active(scene)
        leader = await leading(scene)
        async with ingesting(feed):
            await eventually(lambda: waiting(scene))
            await scene.connection.execute("SELECT pg_terminate_backend($1)", leader)
            await eventually(lambda: replaced(scene, leader))
            await link.publish(f"v1/{scene.car}/up/pos", orjson.dumps(scene.record(0, INSIDE, 0)))
            assert (await told(link))["upto"] == 0


async def test_the_control_run_tells_devices_before_anything_is_kept(
    feed: Feed, scene: Scene
) -> None:
    async with (
        ingesting(replace(feed, acknowledge_early=True)),
        terminal(feed, scene) as link,
    ):
        await until_active(scene)
        await link.publish(f"v1/{scene.car}/up/pos", orjson.dumps(scene.record(0, INSIDE, 9)))
        assert (await told(link))["upto"] == 9


async def test_a_lost_database_connection_loses_nothing(feed: Feed, scene: Scene) -> None:
    async with ingesting(feed) as worker, terminal(feed, scene) as link:
        await until_active(scene)
        for seq in range(20):
            record = orjson.dumps(scene.record(seq * 30, INSIDE, seq))
            await link.publish(f"v1/{scene.car}/up/pos", record)
            if seq % 5 == 0:
                await scene.connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        while (await told(link))["upto"] != 19:
            pass
        assert await kept(scene) == 20
        assert not worker.done()


async def test_quarantine_is_admitted_after_the_terminal_was_registered(
    feed: Feed, scene: Scene
) -> None:
    stranger = Scene(scene.connection, scene.intake, car=uuid4().hex)
    async with ingesting(feed), terminal(feed, stranger) as link:
        await until_active(scene)
        await link.publish(f"v1/{stranger.car}/up/pos", orjson.dumps(stranger.record(0, INSIDE, 0)))
        assert (await told(link))["rejected"] == [{"seq": 0, "reason": "unknown_device"}]
        await scene.say((f"terminal:{stranger.car}", TerminalRegistered(device=stranger.car)))
        await scene.connection.execute(SQL["request_retry"], None, stranger.car, scene.now)
        await scene.connection.execute(SQL["announce_retry"])

        async def admitted() -> bool:
            found = await scene.connection.fetchval("SELECT outcome FROM archive.quarantine")
            return bool(found == "admitted")

        await eventually(admitted)
        assert await kept(stranger) == 1


async def leading(scene: Scene) -> int:
    """The backend of the active worker; 0 if there is none."""
    pid: int | None = await scene.connection.fetchval(LEADING, INGEST_LOCK & 0xFFFFFFFF)
    return pid or 0


async def replaced(scene: Scene, leader: int) -> bool:
    return await leading(scene) not in (0, leader)


async def waiting(scene: Scene) -> bool:
    """Whether somebody stands by."""
    found: bool = await scene.connection.fetchval(
        "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    return found


LEADING = """
SELECT pid
FROM pg_locks
WHERE locktype = 'advisory' AND granted AND objid = $1::bigint::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def kept(scene: Scene) -> int:
    count: int = await scene.connection.fetchval(
        "SELECT count(*) FROM archive.fixes WHERE device = $1", scene.car
    )
    return count


async def until_active(scene: Scene) -> None:
    """Wait until a worker is subscribed."""

    async def active() -> bool:
        free = await scene.connection.fetchval("SELECT pg_try_advisory_lock($1)", INGEST_LOCK)
        if free:
            await scene.connection.execute("SELECT pg_advisory_unlock($1)", INGEST_LOCK)
        return not free

    await eventually(active)


def test_fewer_messages_are_taken_at_once_when_they_take_long(feed: Feed) -> None:
    worker = Worker(feed, AsyncExitStack())
    begun = worker.most
    worker.measure(begun - 1, 0.1)
    assert worker.most == begun
    worker.measure(begun, 0.1)
    assert worker.most == 4 * begun
    worker.measure(4 * begun, 2.0)
    assert worker.most == begun
    worker.measure(begun, 600.0)
    assert 0 < worker.most < begun
