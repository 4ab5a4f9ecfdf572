"""From the broker to the archive and the ledger: take, commit, then acknowledge.

One worker is active; others stand by on an advisory lock and take over.
"""

import asyncio
import gc
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import asyncpg
import structlog

from fleet.ledger import schema
from fleet.ledger.follow import channel
from fleet.story_clock import StoryClock
from telemetry.acknowledgement import Answer, Notices, Replies, hasty, refusal
from telemetry.archive import migrate
from telemetry.fix import Malformed
from telemetry.intake import Batch, Intake
from telemetry.mqtt import Delivery, Link
from telemetry.reception import receive
from telemetry.retry import retries

log = structlog.get_logger()

INGEST_LOCK = 0x676F6E6763686502
"""Held, as a session's advisory lock, by the worker that is active and subscribed."""

_LEADER_LOCK = 0x676F6E6763686503  # held by the one that may connect to the broker

TOPICS = ("v1/+/up/+",)
"""One filter for everything: NATS counts the window of a whole session, and holds back for 30 s
what a second subscription may not send any more (measured: 600 of 1,800 messages)."""

RETRY_CHANNEL = "archive_retry"

_AT_ONCE = 1000
_BYTES_AT_ONCE = 2 << 20
_TELL_EVERY_S = 0.25
_LOOK_EVERY_S = 2.0  # in case a notification was missed
_BACK_OFF_S = (0.1, 0.2, 0.5, 1.0, 2.0)
_AWAY = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection cut in the middle of a COPY
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WORLD = StoryClock(_EPOCH, _EPOCH)
"""The clock of the world: no story."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where the positions come from and go to.

    Attributes:
        database: `postgresql://...`
        broker: `mqtt://...`
        topics: What to subscribe to; behind a partition mapping they have a prefix.
        client_id: The session at the broker.
        clock: The clock that the fixes use.
        acknowledge_early: Acknowledge before the commit: for the control run of the fault
            program only, which must show losses.
    """

    database: str
    broker: str
    topics: tuple[str, ...] = TOPICS
    client_id: str = "gongche-ingest"
    clock: StoryClock = WORLD
    acknowledge_early: bool = False


async def run(feed: Feed) -> None:
    """Ingest until cancelled; servers that are away are waited for."""
    failures = 0
    async with AsyncExitStack() as stack:
        worker = Worker(feed, stack)
        while True:
            try:
                async with _connected(feed.database) as connection:
                    await worker.lead(connection)
                    failures = 0
                    await worker.serve(connection)
            except _AWAY as error:
                pause = _BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)]
                log.warning("database away, trying again", why=str(error) or type(error).__name__)
                failures += 1
                await asyncio.sleep(pause)


@asynccontextmanager
async def _connected(database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database, timeout=10)
    try:
        yield connection
    finally:
        with suppress(*_AWAY):
            await connection.close(timeout=2)


@dataclass(slots=True)
class Worker:
    """Keeps the broker's connection and what was taken from it while the database is away."""

    feed: Feed
    stack: AsyncExitStack
    link: Link | None = None
    pending: list[Delivery] = field(default_factory=list)
    notices: Notices = field(default_factory=Notices)
    replies: Replies = field(default_factory=Replies)

    async def lead(self, connection: asyncpg.Connection) -> None:
        """Become the active worker, waiting for the one that is."""
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LEADER_LOCK):
            if self.link is not None:
                await self.stack.aclose()
                self.link, self.pending = None, []
            log.info("another worker is active, standing by")
            await connection.execute("SELECT pg_advisory_lock($1)", _LEADER_LOCK)
        await asyncio.to_thread(schema.migrate, self.feed.database)
        await migrate(connection)
        if self.link is None:
            self.link = await self.stack.enter_async_context(
                Link(
                    self.feed.broker,
                    client_id=self.feed.client_id,
                    clean=False,
                    subscriptions=self.feed.topics,
                )
            )
        await connection.execute("SELECT pg_advisory_lock($1)", INGEST_LOCK)
        log.info("ingest is active")

    async def serve(self, connection: asyncpg.Connection) -> None:
        """Take batches until the database goes away."""
        woken = asyncio.Event()
        connection.add_termination_listener(lambda _: woken.set())
        for name in (channel("lifecycle"), RETRY_CHANNEL):
            await connection.add_listener(name, lambda *_: woken.set())
        intake = Intake(connection, self.feed.clock)
        await intake.open()
        gc.collect()
        gc.freeze()  # the papers stay: the collector need not go through them all the time
        woken.set()
        while True:
            if not self.pending:
                self.pending = await self._next(woken)
            if woken.is_set():
                woken.clear()
                await retries(connection, intake, _now())
            await self._batch(intake)

    async def _next(self, woken: asyncio.Event) -> list[Delivery]:
        """The next messages; none when something else wants to be done."""
        if self.link is None:
            raise RuntimeError("a worker serves after it leads")
        take = asyncio.ensure_future(self.link.take(_AT_ONCE))
        wake = asyncio.ensure_future(woken.wait())
        pause = _TELL_EVERY_S if self.notices.pending() else _LOOK_EVERY_S
        try:
            await asyncio.wait({take, wake}, timeout=pause, return_when="FIRST_COMPLETED")
        finally:
            wake.cancel()
            if not take.done():
                take.cancel()
        return take.result() if take.done() and not take.cancelled() else []

    async def _batch(self, intake: Intake) -> None:
        """Commit what is pending, in portions, and answer for each."""
        if self.link is None:
            raise RuntimeError("a worker serves after it leads")
        portion = _portion(self.pending)
        if self.feed.acknowledge_early:
            self._acknowledge_early(self.link, portion)
        batch = await intake.take(portion, _now())
        if not self.feed.acknowledge_early:  # its number may be another message's by now
            self.link.acknowledge(portion)
        del self.pending[: len(portion)]
        for topic, payload in self._answers(batch):
            self.link.send(topic, payload)

    def _acknowledge_early(self, link: Link, portion: Sequence[Delivery]) -> None:
        link.acknowledge(portion)
        for delivery in portion:
            reception = receive(delivery.topic, delivery.payload, _now())
            reply = self.replies.to(reception.device, reception.requests)
            for topic, payload in [*hasty(reception, _now()), *([reply] if reply else [])]:
                link.send(topic, payload)

    def _answers(self, batch: Batch) -> list[Answer]:
        bad: dict[tuple[str, int | None], list[Malformed]] = defaultdict(list)
        for each in batch.refusals:
            bad[each.device, each.malformed.boot].append(each.malformed)
        for (device, boot), here in batch.boots.items():
            self.notices.add(device, boot, here, bad[device, boot])
        answers = self.notices.due(batch.now, asyncio.get_running_loop().time())
        answers += [
            refusal(each, batch.now)
            for each in batch.refusals
            if each.device and each.malformed.boot is None and each.source.endswith("/pos")
        ]
        for reception in batch.receptions:
            reply = self.replies.to(reception.device, reception.requests)
            answers += [reply] if reply else []
        return answers


def _portion(pending: Sequence[Delivery]) -> list[Delivery]:
    """As many messages as one transaction takes: bounded by their bytes, at least one."""
    size, count = 0, 0
    for delivery in pending:
        size += len(delivery.payload)
        if count and size > _BYTES_AT_ONCE:
            break
        count += 1
    return list(pending[:count])


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the loop stamps what it records
