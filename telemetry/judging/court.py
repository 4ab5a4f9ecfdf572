"""The live judge: hears the cars of which something new is known.

A car that goes on with what it does costs a few comparisons. Others are put on the docket and
heard in the same transaction, live ones first; what is too much for one transaction waits in the
database, so that a flood of old records or a paper about all cars does not hold up the live ones.
"""

import asyncio
import heapq
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import asyncpg
import numpy as np
import structlog
from numpy.typing import NDArray

from fleet.decider import Entry, Event
from fleet.ledger.append import New
from fleet.terms import ZONE
from telemetry.archive import Arrived
from telemetry.day import DailyRule
from telemetry.fix import Quality
from telemetry.found import Rule
from telemetry.judging.bench import Bench
from telemetry.judging.books import Books
from telemetry.judging.calm import Said
from telemetry.judging.daily import Counted, Daily
from telemetry.judging.dossier import Dossiers
from telemetry.judging.hearing import CannotHearError
from telemetry.judging.mark import Docket, Mark
from telemetry.judging.quiet import Lane, Quiet
from telemetry.judging.reading import SQL
from telemetry.judging.seal_starts import SealStarts
from telemetry.links import CONFLICTS, FACTS_CHANNEL
from telemetry.moment import BEGINNING, FOREVER, micros, moment
from telemetry.registry import Registry
from telemetry.rules.book import DAILY, RULES
from telemetry.standing import Beliefs
from telemetry.touched import Touched

log = structlog.get_logger()

AT_ONCE = 16
"""So many cars are heard in one transaction..."""

BUDGET_S, BUDGET_BEHIND_S = 0.2, 0.02
"""...but no further one is begun after so many seconds; while many messages wait."""

MANY = 500
"""A batch of so many messages: more wait behind them."""

_HOUR_US = 3_600_000_000  # in which the gateway counts what comes again
_IDLE_US = 30_000_000  # when nothing has waited for so long, silence is silence


class Rules(NamedTuple):
    """What is asked.

    Attributes:
        live: Of windows.
        daily: Of days.
    """

    live: Sequence[Rule] = RULES
    daily: Sequence[DailyRule] = DAILY


ALL = Rules()


class Court:
    """Hears cars, on the connection of the batch. After an error its memory is worthless.

    Args:
        connection: Used by nobody else meanwhile.
        registry: Bindings, fences and plans; somebody else keeps it up to date.
        rules: What to ask.
    """

    def __init__(
        self, connection: asyncpg.Connection, registry: Registry, rules: Rules = ALL
    ) -> None:
        self._connection, self._registry, self._rules = connection, registry, rules
        self.books = Books(registry)
        self._beliefs, self._starts = Beliefs(connection), SealStarts(connection)
        dossiers = Dossiers(connection, registry, self.books)
        self._bench = Bench(connection, self.books, dossiers, self._beliefs)
        self._daily = Daily(connection, self.books, dossiers, self._beliefs)
        self._docket, self._counted = Docket({}), Counted({}, ZONE.key)
        self._quiet = Quiet()
        self._wakes: dict[str, int] = {}
        self._next: list[tuple[int, str]] = []
        self._unheard: list[str] = []
        self.clock = self._kept_clock = BEGINNING
        self._idle_since: int | None = None
        self._judged, self._claimed = False, True

    async def open(self) -> None:
        """Read what waits. All cars are heard anew: rules may have changed while nobody looked."""
        fetch = self._connection.fetch
        self._docket = Docket(
            {
                row["vehicle"]: Mark(micros(row["begins"]), row["entry"], row["reason"])
                for row in await fetch(SQL["read_docket"])
            }
        )
        known = {row["vehicle"]: micros(row["up_to"]) for row in await fetch(SQL["read_counted"])}
        self._counted = Counted(known, ZONE.key)
        self._unheard = [row["vehicle"] for row in reversed(await fetch(SQL["heard_vehicles"]))]
        self.clock = micros(await self._connection.fetchval(SQL["read_clock"]))
        self._kept_clock = self.clock
        await self._connection.add_listener(FACTS_CHANNEL, self._claim)

    def remember(self, event: Event, places: Touched | None) -> None:
        """Take a paper into account that was judged before.

        Args:
            event: The paper.
            places: What it touches as far as bindings, fences and plans go.
        """
        self.books.take(event, places)

    def read(self, entry: Entry, places: Touched | None) -> None:
        """Take a new paper into account; whom it touches waits for judgement."""
        for touched in self.books.take(entry.event, places):
            mark = Mark(touched.begin, entry.place, touched.reason)
            for vehicle in touched.vehicles:
                if self._registry.terminals.get(vehicle):
                    self._docket.add(vehicle, mark)

    def quiet(self, lane: Lane) -> NDArray[np.bool_]:
        """Which cars of a lane go on with what they do; the others have to `arrive`.

        Args:
            lane: New records, later than all that were told of their cars.

        Returns:
            Shape (cars,).
        """
        waits = [vehicle in self._docket for vehicle in lane.vehicles]
        return self._quiet.quiet(lane) & ~np.array(waits, np.bool_)

    def arrive(self, vehicle: str, arrived: Sequence[Arrived]) -> None:
        """Take new records of a car into account."""
        if vehicle not in self._docket:
            said = map(_said, sorted(arrived, key=lambda each: each.fix.at))
            if self._quiet.takes(vehicle, said):
                return
        begin = micros(min(each.fix.at for each in arrived))
        urgent = all(Quality.LATE not in each.fix.quality for each in arrived)
        self.summon(vehicle, begin, urgent=urgent)

    def summon(self, vehicle: str, begin: int, *, urgent: bool) -> None:
        """Have a car judged of which something is new that is not quiet.

        Args:
            vehicle: The car.
            begin: Nothing before it is new, microseconds.
            urgent: Whether a terminal has just told of it.
        """
        self._docket.add(vehicle, Mark(begin, urgent=urgent))

    @property
    def waiting(self) -> bool:
        """Whether somebody waits for judgement."""
        return len(self._docket) + len(self._unheard) + len(self._counted) > 0

    async def sit(self, now: datetime, messages: int, *, deaf: bool = False) -> list[New]:
        """Judge those that wait, as many as fit into the transaction.

        Args:
            now: When this is recorded, on the clock that the fixes use (UTC).
            messages: So many came in this batch.
            deaf: More wait, or none can come: silence says nothing.

        Returns:
            Events for the supervision ledger, to be appended last in the transaction.
        """
        behind = messages >= MANY
        self._move_clock(micros(now), behind=behind or deaf)
        until = _loop_time() + (BUDGET_BEHIND_S if behind else BUDGET_S)
        if not behind:
            await self._call()
        events = await self._hear(now, until)
        if not behind and not self._docket:
            events += await self._count(now, until)
        await self._write()
        return [*events, *await self._starts.events()]

    async def _hear(self, now: datetime, until: float) -> list[New]:
        events: list[New] = []
        for _ in range(AT_ONCE):
            heard = self._docket.next()
            if heard is None:
                break
            events += await self._judge(*heard, now)
            if _loop_time() > until:
                break
        return events

    async def _judge(self, vehicle: str, mark: Mark, now: datetime) -> list[New]:
        try:
            judged = await self._bench.judge(vehicle, mark, self._rules.live, (self.clock, now))
        except CannotHearError:
            log.exception("a car cannot be judged, the others go on", vehicle=vehicle)
            self._docket.put_off(vehicle, mark)
            self._quiet.put(vehicle, None)
            return []
        self._judged = True
        await self._starts.take(vehicle, judged.checks)
        self._counted.touch(vehicle, judged.changed)
        self._quiet.put(vehicle, judged.calm)
        self._quiet.settle(vehicle, self._counted.of(vehicle))
        self._wake(vehicle, judged.wake)
        return judged.events

    async def _count(self, now: datetime, until: float) -> list[New]:
        self._counted.pass_midnight(self.clock)
        events: list[New] = []
        while _loop_time() <= until and (counted := self._counted.next()) is not None:
            events += await self._judge_days(*counted, now)
        return events

    async def _judge_days(self, vehicle: str, since: int, now: datetime) -> list[New]:
        self._judged, at = True, (self.clock, now)
        try:
            events = await self._daily.judge(vehicle, since, self._rules.daily, at)
        except CannotHearError:
            log.exception("the days of a car cannot be counted", vehicle=vehicle)
            self._counted.put_off(vehicle, since)
            return []
        self._quiet.settle(vehicle, self._counted.of(vehicle))
        return events

    def _move_clock(self, now: int, *, behind: bool) -> None:
        """Silence is known while nothing waits; right after a start, or a flood, it is not."""
        if behind or self._idle_since is None:
            self._idle_since = now
        elif now - self._idle_since >= _IDLE_US:
            self.clock = max(self.clock, now)

    async def _call(self) -> None:
        """Those whom the clock wakes, whose number was claimed, and after a start all others."""
        if self._claimed:
            await self._call_claimed()
        while self._next and self._next[0][0] <= self.clock:
            wake, vehicle = heapq.heappop(self._next)
            if self._wakes.get(vehicle) == wake:
                self._docket.add(vehicle, Mark())
        while self._unheard and len(self._docket) < AT_ONCE:
            vehicle = self._unheard.pop()
            if vehicle not in self._wakes:
                self._docket.add(vehicle, Mark())

    async def _call_claimed(self) -> None:
        since = moment(max(self.clock - _HOUR_US, BEGINNING))
        told = await self._connection.fetch(SQL["contested_devices"], list(CONFLICTS), since)
        for row in told:
            for binding in self._registry.bindings.get(row["device"], ()):
                self._docket.add(binding.vehicle, Mark(micros(row["since"])))
        self._claimed = False

    def _claim(self, *_: object) -> None:
        """The gateway says that it has noted something about links."""
        self._claimed = True

    def _wake(self, vehicle: str, wake: int) -> None:
        if self._wakes.get(vehicle) != wake and wake < FOREVER:
            heapq.heappush(self._next, (wake, vehicle))
        self._wakes[vehicle] = wake

    async def _write(self) -> None:
        await self._beliefs.write()
        if self._judged and self.clock != self._kept_clock:
            await self._connection.execute(SQL["write_clock"], moment(self.clock))
            self._kept_clock = self.clock
        self._judged = False
        if counted := self._counted.changes():
            columns = map(list, zip(*counted, strict=True))
            await self._connection.execute(SQL["write_counted"], *columns)
        new, gone = self._docket.changes()
        if gone:
            await self._connection.execute(SQL["clear_docket"], gone)
        if new:
            rows = [
                (vehicle, moment(mark.begin), mark.entry, mark.reason)
                for vehicle, mark in sorted(new.items())
            ]
            columns = map(list, zip(*rows, strict=True))
            await self._connection.execute(SQL["write_docket"], *columns)


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


def _said(arrived: Arrived) -> Said:
    fix = arrived.fix
    unknown = float("nan")
    return Said(
        at=micros(fix.at),
        received=micros(arrived.received_at),
        lon=unknown if fix.lon is None else fix.lon,
        lat=unknown if fix.lat is None else fix.lat,
        speed_kmh=unknown if fix.speed_kmh is None else fix.speed_kmh,
        alarm=fix.alarm,
        status=fix.status,
        quality=int(fix.quality) | (int(Quality.NO_FIX) if fix.lon is None else 0),
    )
