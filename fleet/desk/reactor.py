"""Does what the reactions ask for: once after each entry, and once when a date has come.

Commands and notices carry ids made of what they answer, so that a crash between saying them and
moving the checkpoint says nothing twice.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import orjson
import psycopg
import structlog
from eventsourcing.persistence import PersistenceError

from fleet.decider import Conflict, Entry, Refused
from fleet.desk.commands import Misspoken, parse, say_quietly
from fleet.ledger import follow
from fleet.ledger.applications import Lifecycle
from fleet.ledger.bell import Bell
from fleet.ledger.handle import handle
from fleet.ledger.patience import AWAY, Patience, connected, lead
from fleet.ledger.saying import Said, Saying
from fleet.reactions.due import Due, Forget, Notice, Say, Wire, Withdrawal
from fleet.reactions.followers import Follower, followers
from fleet.statements import statements
from fleet.supervision.notice import RaiseNotice, WithdrawNotice, notice

log = structlog.get_logger()

REACTOR_LOCK = 0x676F6E6763686514
"""Whoever holds it reacts; the others stand by."""

SQL = statements("fleet.desk", "reactor.sql")
_MIGRATION = 0x676F6E6763686515
_NAMES = UUID("6b1f1c8e-4c1c-5a52-9f50-9f7f3c0e2d11")  # of what reactions say; never changes
_WHO = "reactions"
_FIRST = "loop"  # of its sayings the ids were made before there were others
_BATCH = 500


async def migrate(connection: asyncpg.Connection) -> None:
    """Create the tables; safe to call always, and by many at once."""
    async with connection.transaction():
        await connection.execute(SQL["lock_migration"], _MIGRATION)
        for name, statement in SQL.items():
            if name.startswith("create_"):
                await connection.execute(statement)


async def run(database: str, clock: Callable[[], datetime]) -> None:
    """React until cancelled; a second one on the same database stands by and takes over.

    Args:
        database: `postgresql://...`, its ledgers migrated.
        clock: The present moment (UTC), of the world or of a story.
    """
    patience = Patience("reactor")
    while True:
        try:
            async with connected(database, "gongche reactor") as connection:
                await lead(connection, REACTOR_LOCK)
                await migrate(connection)
                with Lifecycle.opened(database) as ledger:
                    await Reactor(connection, ledger).follow(clock, patience)
        except (*AWAY, Conflict, psycopg.OperationalError, PersistenceError) as error:
            await patience.wait(error)


class Reactor:
    """Answers the ledger.

    Args:
        connection: To the tables of `reactor.sql`; migrated.
        ledger: What is answered, and what is spoken to.
    """

    def __init__(self, connection: asyncpg.Connection, ledger: Lifecycle) -> None:
        self._connection, self._ledger = connection, ledger
        self._followers = followers()
        self._remembers: set[str] = set()

    async def follow(self, clock: Callable[[], datetime], patience: Patience) -> None:
        """Answer for ever; at least every other second it looks at the clock."""
        bell = Bell()
        await bell.hang(self._connection)
        while True:
            bell.silence()
            await self.settle(clock())
            patience.worked()
            await bell.wait()

    async def settle(self, now: datetime) -> None:
        """Answer all there is, and what is due by now, and what follows from both."""
        while await self.answer(now) or await self.come(now):
            pass

    async def answer(self, now: datetime) -> bool:
        """Answer some entries; whether there were any."""
        answered = [await self._answer(follower, now) for follower in self._followers]
        return any(answered)

    async def _answer(self, follower: Follower, now: datetime) -> bool:
        position: int = await self._connection.fetchval(SQL["position"], follower.name) or 0
        await self._remember(follower, position)
        entries = await follow.read(self._connection, follower.ledger, position, limit=_BATCH)
        if not entries:
            return False
        waiting: list[Due | Forget] = []
        for entry in entries:
            waiting += await self._do(follower, entry, now)
        await self._wait_for(waiting, follower.name, entries[-1].position)
        return True

    async def _remember(self, follower: Follower, position: int) -> None:
        """Tell it, once, of what was answered before this process began."""
        if follower.name in self._remembers:
            return
        after = 0 if follower.topics else position
        while after < position:
            entries = await follow.read_topics(
                self._connection, follower.ledger, follower.topics, after, position
            )
            for entry in entries:
                follower.remember(entry)
            after = entries[-1].position if entries else position
        self._remembers.add(follower.name)

    async def _do(self, follower: Follower, entry: Entry, now: datetime) -> list[Due | Forget]:
        """Say what an entry asks for; what it puts on the list of dates."""
        waiting: list[Due | Forget] = []
        cause = Saying(_WHO, channel="reaction", causation=entry.place)
        prefix = "" if follower.name == _FIRST else f"{follower.name}:"
        for number, action in enumerate(follower.follows(entry, now)):
            if isinstance(action, Due | Forget):
                waiting.append(action)
            else:
                name = f"{prefix}{entry.event_id}:{number}"
                await asyncio.to_thread(self._act, action, name, cause)
        return waiting

    async def come(self, now: datetime) -> bool:
        """Say what has become due; whether there was anything."""
        rows = await self._connection.fetch(SQL["come"], now, _BATCH)
        for row in rows:
            due = _due(row)
            cause = Saying(_WHO, channel="clock")
            for action in _actions(due):
                await asyncio.to_thread(self._act, action, f"{due.key}:{due.at}", cause)
            await self._connection.execute(SQL["done"], due.key)
        return bool(rows)

    async def _wait_for(self, waiting: Iterable[Due | Forget], name: str, position: int) -> None:
        async with self._connection.transaction():
            for each in waiting:
                if isinstance(each, Forget):
                    await self._connection.execute(SQL["forget"], each.prefix)
                else:
                    await self._connection.execute(SQL["keep_due"], *_row(each))
            await self._connection.execute(SQL["advance"], name, position)

    def _act(self, action: Say | Notice | Withdrawal, name: str, cause: Saying) -> None:
        if isinstance(action, Say):
            self._say(action.wire, name, cause)
            return
        key = action.key
        command = _raised(action, name) if isinstance(action, Notice) else _withdrawn(action)
        said: Said[Any, Any, Any] = Said(f"notice:{key}", notice, command)
        named = replace(cause, command_id=uuid5(_NAMES, f"notice:{name}"))
        handle(self._ledger.supervision, said, saying=named)

    def _say(self, wire: Wire, name: str, cause: Saying) -> None:
        actor = {"person": _WHO, "channel": cause.channel}
        told = {**wire, "actor": actor, "id": uuid5(_NAMES, name), "causation": cause.causation}
        try:
            say_quietly(self._ledger, parse(told))
        except Refused as refused:
            log.info("not done", command=wire["command"], rule=refused.rule, code=refused.code)
        except Misspoken as misspoken:  # the next one must not wait for it
            log.warning("cannot be said", command=wire["command"], why=str(misspoken))


def _actions(due: Due) -> Iterable[Say | Notice]:
    if due.wire is not None:
        yield Say(due.wire)
    if due.notice is not None:
        yield due.notice


def _raised(told: Notice, evidence: str) -> RaiseNotice:
    return RaiseNotice(notice=told.key, evidence=evidence, **asdict(told))


def _withdrawn(told: Withdrawal) -> WithdrawNotice:
    return WithdrawNotice(notice=told.key, reason=told.reason, at=told.at)


def _row(due: Due) -> tuple[str, datetime, str | None, str | None]:
    wire = None if due.wire is None else orjson.dumps(due.wire, default=str).decode()
    told = None if due.notice is None else orjson.dumps(asdict(due.notice)).decode()
    return due.key, due.at, wire, told


def _due(row: asyncpg.Record) -> Due:
    wire = None if row["wire"] is None else orjson.loads(row["wire"])
    told = None if row["notice"] is None else orjson.loads(row["notice"])
    if told is not None:
        told = Notice(**{**told, "at": datetime.fromisoformat(told["at"])})
    return Due(row["key"], row["at"], wire, told)
