"""Publish to committed finding, publish to screen: the real services, and the naive consumer."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg

from benchmarks import feed
from benchmarks.naive import CHANNEL
from benchmarks.timing import Key, Timing
from fleet.desk.commands import say_all
from fleet.ledger.applications import Lifecycle
from fleet.ledger.follow import channel, head, read
from fleet.ledger.schema import migrate
from fleet.servers import Addresses, running
from fleet.servers.home import free_port
from fleet.supervision.finding import Finding, FindingAmended, FindingOpened
from projections.services import Plan, services
from simulators.terminal import SUBSCRIPTIONS, Identity, Terminals
from telemetry.mqtt import Link

_RETURN = timedelta(seconds=30)
_PATIENCE_S = 60.0
_LEAD_S, _LOOK_S = 2, 0.1
_TAKEN = "SELECT count(*) FROM naive_fixes"

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round saw.

    Attributes:
        committed: Publish to the commit of the finding.
        screen: Publish to a client of the SSE stream; empty for the naive consumer.
    """

    committed: Timing = field(default_factory=Timing)
    screen: Timing = field(default_factory=Timing)


def ours(seconds: int) -> Round:
    """One round through ingest, project and web."""
    with fresh() as (folder, addresses):
        migrate(addresses.database)
        with Lifecycle.opened(addresses.database) as ledger:
            say_all(ledger, feed.papers())
        return asyncio.run(_ours(Plan(folder, addresses, free_port()), seconds))


def naive(seconds: int) -> Round:
    """One round through the naive consumer."""
    with fresh() as (_, addresses):
        words = (sys.executable, "-m", "benchmarks.naive", addresses.database, addresses.broker)
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as consumer:  # noqa: S603 - our own program
            try:
                assert consumer.stdout is not None  # noqa: S101 - asked for above
                consumer.stdout.readline()
                return asyncio.run(_naive(addresses, seconds))
            finally:
                consumer.terminate()


@contextmanager
def fresh() -> Iterator[tuple[Path, Addresses]]:
    """Fresh servers in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="gongche-bench-") as folder:
        data = Path(folder)
        data.chmod(0o711)  # the database's user has to get through
        with running(data / "data", None, None) as addresses:
            yield data / "data", addresses


async def _ours(plan: Plan, seconds: int) -> Round:
    seen = Round()
    async with services(plan), radio_of(plan.addresses.broker) as radio:
        start = int(time.time())
        for car, fixes in feed.history(start):
            radio.say(radio.terminals[feed.vehicle(car)], fixes)
            if not radio.settled:
                await radio.greeted()
        await radio.until_settled(feed.CARS * feed.HISTORY)
        async with (
            _following(_commits, plan.addresses.database, seen.committed),
            _following(_stream, plan.port, seen.screen),
        ):
            await _publish(radio, start, seconds, (seen.committed, seen.screen))
            await _until_complete(seen.committed, seen.screen)
    return seen


async def _naive(addresses: Addresses, seconds: int) -> Round:
    seen = Round()
    async with radio_of(addresses.broker) as radio:
        radio.trusting = True
        start = int(time.time())
        for car, fixes in feed.history(start):
            for fix in fixes:
                radio.say(radio.terminals[feed.vehicle(car)], [fix])
        await _until_drained(addresses.database)
        async with _following(_notices, addresses.database, seen.committed):
            await _publish(radio, start, seconds, (seen.committed,))
            await _until_complete(seen.committed)
    return seen


async def _publish(radio: "Radio", start: int, seconds: int, timings: tuple[Timing, ...]) -> None:
    """184 fixes a second, evenly; note when those were said that a verdict hangs on."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(_LEAD_S)
    begun = loop.time()
    for due, saying in feed.live(start, seconds):
        await asyncio.sleep(begun + due - loop.time())
        if saying.decides:
            key = feed.vehicle(saying.car), int(saying.fix.at.timestamp())
            for timing in timings:
                timing.published[key] = loop.time()
        radio.say(radio.terminals[feed.vehicle(saying.car)], [saying.fix])


async def _commits(database: str, timing: Timing, listening: asyncio.Event) -> None:
    """Read the supervision ledger as it grows."""
    connection, woken = await asyncpg.connect(database), asyncio.Event()
    try:
        await connection.add_listener(channel("supervision"), lambda *_: woken.set())
        position = await head(connection, "supervision")
        listening.set()
        while True:
            await woken.wait()
            woken.clear()
            for entry in await read(connection, "supervision", position, 2000):
                position = entry.position
                match entry.event:
                    case FindingOpened(finding=found) | FindingAmended(finding=found):
                        timing.see(_key(found), asyncio.get_running_loop().time())
                    case _:
                        pass
    finally:
        connection.terminate()


def _key(found: Finding) -> Key:
    certain = found.until + _RETURN if found.until else found.confirmed
    return found.vehicle, int(certain.timestamp())


async def _stream(port: int, timing: Timing, listening: asyncio.Event) -> None:
    """Be a client of the SSE stream."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    try:
        writer.write(b"GET /api/v1/stream HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        kind = b""
        async for line in reader:
            listening.set()
            if line.startswith(b"event: "):
                kind = line[7:].strip()
            elif line.startswith(b"data: ") and kind == b"alert":
                timing.see(_told(json.loads(line[6:])), asyncio.get_running_loop().time())
    finally:
        writer.close()


def _told(alert: dict[str, Any]) -> Key:
    until = alert["window"]["to"]
    certain = datetime.fromisoformat(until) + _RETURN if until else alert["confirmed"]
    moment = certain if isinstance(certain, datetime) else datetime.fromisoformat(certain)
    return alert["vehicle"], int(moment.timestamp())


async def _notices(database: str, timing: Timing, listening: asyncio.Event) -> None:
    """Hear what the naive consumer committed."""
    connection = await asyncpg.connect(database)

    def hear(*told: Any) -> None:  # noqa: ANN401 - asyncpg says more than we need
        name, second = str(told[-1]).split()
        timing.see((name, int(second)), asyncio.get_running_loop().time())

    try:
        await connection.add_listener(CHANNEL, hear)
        listening.set()
        await asyncio.Event().wait()
    finally:
        connection.terminate()


@asynccontextmanager
async def _following(
    watch: Callable[[W, Timing, asyncio.Event], Coroutine[Any, Any, None]], where: W, timing: Timing
) -> AsyncIterator[None]:
    """Watch meanwhile."""
    listening = asyncio.Event()
    work = asyncio.ensure_future(watch(where, timing, listening))
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await listening.wait()
        yield
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


@asynccontextmanager
async def radio_of(broker: str) -> AsyncIterator["Radio"]:
    """Every car's terminal, speaking JSON."""
    client = f"bench-{uuid4().hex[:12]}"
    async with Link(broker, client_id=client, subscriptions=SUBSCRIPTIONS) as link:
        radio = Radio(link)
        async with radio.working():
            yield radio


class Radio(Terminals):
    """Terminals by the name of their car."""

    def __init__(self, link: Link) -> None:
        super().__init__(link)
        names = [feed.vehicle(car) for car in range(feed.CARS)]
        self.terminals = {name: self.add(Identity(name, "json")) for name in names}


async def _until_complete(*timings: Timing) -> None:
    """Wait for the last verdicts; who comes too late counts as never seen."""
    deadline = asyncio.get_running_loop().time() + _PATIENCE_S
    while not all(timing.complete for timing in timings):
        if asyncio.get_running_loop().time() > deadline:
            return
        await asyncio.sleep(_LOOK_S)


async def _until_drained(database: str) -> None:
    """Wait until the naive consumer has taken the history."""
    connection = await asyncpg.connect(database)
    try:
        while await connection.fetchval(_TAKEN) < feed.CARS * feed.HISTORY:  # noqa: ASYNC110 - another process counts
            await asyncio.sleep(_LOOK_S)
    finally:
        await connection.close()
