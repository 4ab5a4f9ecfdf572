"""One day of the story through the broker: real servers, the real ingest, the live judge.

The whole system uses the story's clock, so that what is late, silent or told afterwards is so for
the judge, too. What stands in the ledger when the day is over is compared with the labels.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg

from fleet.decider import Event
from fleet.desk.commands import say_all
from fleet.ledger.append import New, append
from fleet.ledger.applications import Lifecycle
from fleet.ledger.follow import read
from fleet.policy.packaged_calendar import words
from fleet.servers import Addresses
from fleet.servers.process import ourselves
from fleet.statements import statements
from fleet.story_clock import VARIABLE, StoryClock
from fleet.supervision.finding import Finding, FindingAmended, FindingOpened, FindingVoided
from simulators import paperwork
from simulators.paperwork import BEGINNING, Wire
from simulators.terminal import SUBSCRIPTIONS, Identity, Terminal, Terminals
from simulators.town import Town
from simulators.truth import trail
from simulators.truth.day import Day, Said
from simulators.truth.reckoning import Reckoning, reckoned
from telemetry.found import Found
from telemetry.mqtt import Link
from telemetry.verdict import visit_of

SQL = statements("simulators.truth", "broadcast.sql")

Tell = Callable[[float], None]
"""Told which moment of the story it is, seconds since 1970."""

_PATIENCE_S, _LOOK_S = 600.0, 0.5
_STREAM = "trial"
_PAGE = 2000


@dataclass(slots=True)
class Broadcast:
    """How a day is put on the air.

    Attributes:
        addresses: Of the servers; the ledger's tables exist.
        built: The city.
        day: What is going to happen.
        speed: Seconds of the story in a second.
        tell: Told how far it is.
        lead_s: Seconds of the world for the ingest to start.
        written: So many papers stand in the ledger.
        terminals: Terminal `n` is in car n.
    """

    addresses: Addresses
    built: Town
    day: Day
    speed: float
    tell: Tell
    lead_s: float = 6.0
    written: int = 0
    terminals: list[Terminal] = field(default_factory=list)

    async def run(self, now: Callable[[], datetime]) -> Reckoning:
        """Play the day, wait until it is judged, and reckon."""
        await asyncio.to_thread(self._prepare)
        start = datetime.fromtimestamp(self.day.span.begin, UTC)
        clock = StoryClock(now() + timedelta(seconds=self.lead_s), start, self.speed)
        connection = await asyncpg.connect(self.addresses.database)
        try:
            await self._write(connection, self.day.papers.pop(-1, ()))
            async with self._ingesting(clock), self._radio() as radio:
                await self._play(radio, connection, clock, now)
                await self._judged(radio, connection, clock, now)
            return await self._reckoning(connection)
        finally:
            await connection.close()

    def _prepare(self) -> None:
        """Say the papers that hold all day: units, cars, terminals, areas, the calendar."""
        with Lifecycle.opened(self.addresses.database) as ledger:
            say_all(ledger, self._words())

    def _words(self) -> Iterator[Wire]:
        yield from paperwork.commands(self.built)
        actor = {"person": "trial", "role": "BUREAU", "channel": "simulator"}
        yield {"command": "AnnounceCalendar", "actor": actor, "at": BEGINNING, **words(2026)}
        for script in self.day.scripts:
            yield from trail.areas(script.stage)

    @asynccontextmanager
    async def _ingesting(self, clock: StoryClock) -> AsyncIterator[None]:
        """The ingest as a process of its own, on the story's clock; its end is the end of all."""
        environment = {
            "GONGCHE_DATABASE_URL": self.addresses.database,
            "GONGCHE_BROKER_URL": self.addresses.broker,
            VARIABLE: clock.text(),
        }
        process = ourselves("ingest", **environment)
        try:
            async with asyncio.TaskGroup() as tasks:
                watch = tasks.create_task(_alive(process))
                yield
                watch.cancel()
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)

    @asynccontextmanager
    async def _radio(self) -> AsyncIterator[Terminals]:
        client = f"trial-{uuid4().hex[:12]}"
        async with Link(
            self.addresses.broker, client_id=client, subscriptions=SUBSCRIPTIONS
        ) as link:
            radio = Terminals(link)
            self.terminals = [
                radio.add(Identity(car.device, car.language, 1)) for car in self.built.cars
            ]
            async with radio.working():
                yield radio

    async def _play(
        self,
        radio: Terminals,
        connection: asyncpg.Connection,
        clock: StoryClock,
        now: Callable[[], datetime],
    ) -> None:
        for end, said, papers in self.day.ticks():
            due = clock.real(datetime.fromtimestamp(end, UTC))
            await asyncio.sleep(max(0.0, (due - now()).total_seconds()))
            await self._write(connection, papers)
            self._say(radio, said)
            if not radio.settled:
                await radio.greeted()
            self.tell(end)

    def _say(self, radio: Terminals, said: Sequence[Said]) -> None:
        for car, fixes in said:
            radio.say(self.terminals[car], fixes)

    async def _write(self, connection: asyncpg.Connection, papers: Sequence[Event]) -> None:
        """Into the ledger of what people decided."""
        if not papers:
            return
        new = [
            New(_STREAM, self.written + number, event, {"actor": _STREAM})
            for number, event in enumerate(papers, 1)
        ]
        self.written += len(new)
        async with connection.transaction():
            await append(connection, "lifecycle", new)

    async def _judged(
        self,
        radio: Terminals,
        connection: asyncpg.Connection,
        clock: StoryClock,
        now: Callable[[], datetime],
    ) -> None:
        """Wait until all has come, and nobody waits for judgement any more; not for ever."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while radio.outstanding or await connection.fetchval(SQL["waiting"]):
                    self.tell(clock.story(now()).timestamp())
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:
            return

    async def _reckoning(self, connection: asyncpg.Connection) -> Reckoning:
        standing: dict[str, Finding] = {}
        after = 0
        while page := await read(connection, "supervision", after, _PAGE):
            after = page[-1].position
            for entry in page:
                match entry.event:
                    case FindingOpened(finding=found) | FindingAmended(finding=found):
                        standing[found.finding_id] = found
                    case FindingVoided(finding=found):
                        standing.pop(found.finding_id, None)
                    case _:
                        pass
        whole, over = Reckoning(), datetime.fromtimestamp(self.day.span.end, UTC)
        told = [it for it in standing.values() if it.since < over]  # then its silence begins
        for script in self.day.scripts:
            mine = [it for it in told if it.vehicle == script.vehicle]
            whole.add(reckoned(script, [Found(it.code, visit_of(it)) for it in mine]))
        return whole


async def _alive(process: subprocess.Popen[bytes]) -> None:
    """Raise as soon as it is not."""
    code = await asyncio.to_thread(process.wait)
    raise RuntimeError(f"the ingest has ended with {code}")
