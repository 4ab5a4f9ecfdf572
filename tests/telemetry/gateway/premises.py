"""A gateway's surroundings: a car in the books, an ingest, and what is written down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg

from simulators.obedience import attributes
from telemetry.codecs.jt808.answers import general_answer
from telemetry.codecs.jt808.body import write_body
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.message import decode
from telemetry.gateway.server import Serving
from telemetry.ingest import INGEST_LOCK, Feed
from telemetry.ingest import run as ingest
from telemetry.mqtt import Link
from tests.telemetry.gateway.caller import Caller, calling
from tests.telemetry.scene import Scene

PLATE = "浙A12345"


@asynccontextmanager
async def ingesting(serving: Serving) -> AsyncIterator[None]:
    feed = Feed(serving.database, serving.broker, client_id=f"ingest-{uuid4().hex}")
    work = asyncio.ensure_future(ingest(feed))
    try:
        yield
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def on_air(caller: Caller) -> str:
    """Register and authenticate; the code."""
    code = str((await caller.registers()).fields["code"])
    assert await caller.authenticates(code) == 0
    return code


async def kept(scene: Scene) -> int:
    found: int = await scene.connection.fetchval(
        "SELECT count(*) FROM archive.fixes WHERE device = $1", scene.car
    )
    return found


async def quarantined(scene: Scene, reason: str) -> list[asyncpg.Record]:
    return list(
        await scene.connection.fetch(
            "SELECT device, source FROM archive.quarantine WHERE reason = $1", reason
        )
    )


async def facts(scene: Scene, kind: str) -> list[str]:
    query = "SELECT device FROM archive.link_facts WHERE kind = $1"
    return [row["device"] for row in await scene.connection.fetch(query, kind)]


@asynccontextmanager
async def platform(serving: Serving, scene: Scene) -> AsyncIterator[Link]:
    """In the place of the ingest, who is too quick for this."""
    topics = [f"v1/{scene.car}/up/jt808"]
    async with Link(serving.broker, client_id=uuid4().hex, subscriptions=topics) as link:
        yield link


async def passed_on(broker: Link) -> int:
    """The number under which the next report was passed on."""
    async with asyncio.timeout(20):
        while True:
            (delivery,) = await broker.take(1)
            broker.acknowledge([delivery])
            message = decode(delivery.payload)
            if message.header.message == 0x0200:
                return message.header.serial


async def commit(broker: Link, scene: Scene, line: int) -> None:
    """Answer what was passed on under this number."""
    asked = Header(message=0x0200, phone=scene.car, serial=line)
    await broker.publish(f"v1/{scene.car}/dn/jt808", general_answer(asked, 0))


async def registered(port: int, phone: str) -> bool:
    """Whether a registration is answered by now."""
    async with calling(port, phone) as caller:
        try:
            return bool((await caller.registers()).fields["result"] in (0, 3))
        except EOFError:
            return False


async def cut(scene: Scene) -> None:
    await scene.connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


async def subscribed(scene: Scene) -> bool:
    """Whether an ingest is at work."""
    free = await scene.connection.fetchval("SELECT pg_try_advisory_lock($1)", INGEST_LOCK)
    if free:
        await scene.connection.execute("SELECT pg_advisory_unlock($1)", INGEST_LOCK)
    return not free


def made_of(iccid: str) -> bytes:
    """The body of 0x0107 of a terminal with this card."""
    return write_body(0x0107, {**attributes(iccid), "iccid": iccid})
