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
from itertools import accumulate

import asyncpg
import structlog

from fleet.ledger import schema
from fleet.ledger.follow import channel
from fleet.story_clock import StoryClock
from telemetry.acknowledgement import Answer, Notices, Replies, hasty, refusal, waited_for
from telemetry.archive import migrate
from telemetry.fix import Malformed
from telemetry.intake import Batch, Intake
from telemetry.mqtt import Delivery, Link
from telemetry.prepared import Prepared
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

_AT_ONCE, _AT_FIRST, _AT_LEAST = 20_000, 500, 100  # messages of one transaction
_GROWTH = 4
_LASTING_S = 0.5  # how long a transaction should last at most: live positions wait behind it
_BYTES_AT_ONCE = 8 << 20
_WORTH_READING_AHEAD = 500  # messages: fewer are read as fast as the thread is reached
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
    ahead: "_Ahead | None" = None
    most: int = _AT_FIRST
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
        self.ahead = None
        intake = Intake(connection, self.feed.clock)
        await intake.open()
        gc.collect()
        gc.freeze()  # the papers stay: the collector need not go through them all the time
        woken.set()
        while True:
            if not self.pending:
                self.pending = await self._next(woken, hurry=intake.waiting)
            if woken.is_set():
                woken.clear()
                await retries(connection, intake, _now())
            await self.commit(intake)

    async def _next(self, woken: asyncio.Event, *, hurry: bool) -> list[Delivery]:
        """The next messages; none when something else wants to be done."""
        if self.link is None:
            raise RuntimeError("a worker serves after it leads")
        take = asyncio.ensure_future(self.link.take(_AT_ONCE))
        wake = asyncio.ensure_future(woken.wait())
        pause = 0.0 if hurry else _TELL_EVERY_S if self.notices.pending() else _LOOK_EVERY_S
        try:
            await asyncio.wait({take, wake}, timeout=pause, return_when="FIRST_COMPLETED")
        finally:
            wake.cancel()
            if not take.done():
                take.cancel()
        return take.result() if take.done() and not take.cancelled() else []

    async def commit(self, intake: Intake) -> int:
        """Commit a portion of what is pending, and answer for it.

        Returns:
            How many messages.
        """
        if self.link is None:
            raise RuntimeError("a worker serves after it leads")
        portion = self.ahead.portion if self.ahead else _portion(self.pending[: self.most])
        if self.feed.acknowledge_early:
            self._acknowledge_early(self.link, portion)
        prepared = await self._prepared(intake, portion)
        self._read_ahead(self.link, intake, len(portion))
        intake.deaf = len(self.pending) > len(portion) or not self.link.connected
        begun = asyncio.get_running_loop().time()
        batch = await intake.take(prepared, _now())
        self.measure(len(portion), asyncio.get_running_loop().time() - begun)
        if not self.feed.acknowledge_early:  # its number may be another message's by now
            self.link.acknowledge(portion)
        del self.pending[: len(portion)]
        self.link.tell(self._answers(batch))
        return len(portion)

    def measure(self, count: int, lasted_s: float) -> None:
        """Take fewer messages at once when they take long, as old ones do, and more when not."""
        if lasted_s > _LASTING_S:
            self.most = max(int(count * _LASTING_S / lasted_s), _AT_LEAST)
        elif count >= self.most:
            self.most = min(self.most * _GROWTH, _AT_ONCE)

    async def _prepared(self, intake: Intake, portion: list[Delivery]) -> Prepared:
        """What the portion says: read already, if it was waiting."""
        ahead, self.ahead = self.ahead, None
        return intake.prepare(portion) if ahead is None else await ahead.prepared

    def _read_ahead(self, link: Link, intake: Intake, taken: int) -> None:
        """Have a thread read what waits while the database stores the portion before."""
        if len(self.pending) < taken + self.most:
            self.pending += link.waiting(_AT_ONCE)
        following = _portion(self.pending[taken : taken + self.most])
        if len(following) >= _WORTH_READING_AHEAD:
            work = asyncio.to_thread(intake.prepare, following)
            self.ahead = _Ahead(following, asyncio.ensure_future(work))

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
            if each.malformed.boot is None and waited_for(each)
        ]
        for reception in batch.receptions:
            reply = self.replies.to(reception.device, reception.requests, batch.now)
            answers += [reply] if reply else []
        return answers


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A portion that is being read before its turn."""

    portion: list[Delivery]
    prepared: asyncio.Future[Prepared]


def _portion(pending: Sequence[Delivery]) -> list[Delivery]:
    """As many messages as one transaction takes: bounded by their bytes, at least one."""
    sizes = [len(delivery.payload) for delivery in pending]
    if sum(sizes) <= _BYTES_AT_ONCE:
        return list(pending)
    count = sum(total <= _BYTES_AT_ONCE for total in accumulate(sizes))
    return list(pending[: max(count, 1)])


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the loop stamps what it records
