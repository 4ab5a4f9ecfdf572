"""Our pipeline on a queue: `python -m benchmarks.drainer DATABASE BROKER COUNT [warm rounds]`.

Says `ready` when its session is at the broker and its cars are known; drains on a word from
whoever started it, and says how long that took. The clock starts before it connects.
"""

import asyncio
import gc
import json
import os
import resource
import sys
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from benchmarks import traffic
from telemetry.archive import migrate
from telemetry.ingest import TOPICS, WORLD, Feed, Worker
from telemetry.intake import Intake
from telemetry.mqtt import Delivery, Link

CLIENT = "bench-consumer"
_AT_ONCE = 10_000


async def main(database: str, broker: str, count: int, warm: int, start: int) -> None:
    """Be ready, wait, drain, tell."""
    connection = await asyncpg.connect(database)
    await migrate(connection)
    intake = Intake(connection, WORLD)
    await intake.open()
    await _warmed(intake, warm, start)
    gc.collect()
    gc.freeze()
    async with _link(broker):
        pass
    backend, stored = (
        await connection.fetchval("SELECT pg_backend_pid()"),
        await _stored(connection),
    )
    print("ready", flush=True)  # noqa: T201 - whoever started us waits for it
    await asyncio.to_thread(sys.stdin.readline)
    before = time.perf_counter(), time.process_time(), _used(backend)
    batches = await _drained(Feed(database, broker), intake, count)
    after = time.perf_counter(), time.process_time(), _used(backend)
    names = ("seconds", "cpu", "backend")
    told = {name: b - a for name, a, b in zip(names, before, after, strict=True)}
    told |= {"batches": batches, "stored": await _stored(connection), "wanted": stored}
    told |= {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    print(json.dumps(told | await _found(connection)), flush=True)  # noqa: T201 - as above
    await connection.close()


async def _drained(feed: Feed, intake: Intake, count: int) -> int:
    """Connect and commit so many messages; answers in how many batches."""
    committed = batches = 0
    async with AsyncExitStack() as stack:
        worker = Worker(feed, stack)
        link = worker.link = await stack.enter_async_context(_link(feed.broker))
        while committed < count:
            if not worker.pending:
                worker.pending = await link.take(_AT_ONCE)
            committed += await worker.commit(intake)
            batches += 1
    return batches


def _link(broker: str) -> Link:
    return Link(broker, client_id=CLIENT, clean=False, subscriptions=TOPICS, patience_s=30)


async def _warmed(intake: Intake, rounds: int, start: int) -> None:
    """The cars have been on the road for a while."""
    now = datetime.now(UTC)  # noqa: TID251 - a feed is as old as its first fix
    told = [
        Delivery(topic, payload, now, 0, 0, 0) for topic, payload in traffic.messages(rounds, start)
    ]
    for begin in range(0, len(told), _AT_ONCE):
        await intake.take(told[begin : begin + _AT_ONCE], now)
    while intake.waiting:
        await intake.take([], now)


async def _stored(connection: asyncpg.Connection) -> int:
    count: int = await connection.fetchval("SELECT count(*) FROM archive.fixes")
    return count


def _used(process: int) -> float:
    """Seconds of CPU that a process has used; 0 where that cannot be seen."""
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


async def _found(connection: asyncpg.Connection) -> dict[str, int]:
    tables = ("archive.visits", "archive.visit_records", "archive.standing")
    return {
        table: await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608 - above
        for table in tables
    }


if __name__ == "__main__":
    words = sys.argv[1:]
    asyncio.run(main(words[0], words[1], *map(int, words[2:])))
