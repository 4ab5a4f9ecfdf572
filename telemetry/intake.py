"""One batch, one transaction: positions, quarantine, memories, corrections, verdicts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import asyncpg
import numpy as np

from fleet.ledger.append import New, append
from fleet.ledger.follow import read
from fleet.story_clock import StoryClock
from telemetry.archive import Archive, Arrived, Identity, Refusal, merge
from telemetry.counting import counted, reused, settled
from telemetry.crowd import Crowd
from telemetry.evaluation import Evaluation
from telemetry.express import Express
from telemetry.fix import UNUSABLE, Fix, Malformed, Quality
from telemetry.judging.court import ALL, Court, Rules
from telemetry.lane import Lane
from telemetry.mqtt import Delivery
from telemetry.news import News, Papers
from telemetry.prepared import Prepared, prepare
from telemetry.reception import Reception, receive
from telemetry.registry import Registry
from telemetry.sequences import Boot
from telemetry.shifted import Shifted
from telemetry.standing import Beliefs
from telemetry.tally import Tally
from telemetry.touched import Touched

_ENTRIES_AT_ONCE = 2000
_MANY = 500  # a batch of so many messages: there are more behind them
_SHOW_EVERY = timedelta(seconds=1)


@dataclass(slots=True)
class Batch:
    """What a batch held, sorted.

    Attributes:
        now: When it is recorded, on the clock that the fixes use (UTC).
        receptions: One a message.
        arrived: Each fix of a known terminal once.
        copies: Further copies of the same fixes with other bytes.
        refusals: What goes to quarantine.
        boots: What is here of each boot after the commit.
    """

    now: datetime
    receptions: list[Reception]
    arrived: list[Arrived] = field(default_factory=list)
    copies: list[Arrived] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    boots: dict[tuple[str, int], Boot] = field(default_factory=dict)


class Intake:
    """Takes batches on one connection. After an error its memory is worthless: make a new one.

    Attributes:
        deaf: More waits than the batch holds, or nothing can come: silence says nothing.
    """

    def __init__(
        self, connection: asyncpg.Connection, clock: StoryClock, rules: Rules = ALL
    ) -> None:
        self._connection, self._clock = connection, clock
        self._archive, self._beliefs = Archive(connection), Beliefs(connection)
        self._registry = Registry()
        self._evaluation = Evaluation(connection, self._registry)
        self._shifted = Shifted(connection, self._registry)
        self._court = Court(connection, self._registry, rules)
        self._tally = Tally(connection)
        self._express = Express(connection, self._registry, self._tally)
        self._crowd = Crowd(self._evaluation, self._registry)
        self._shown_at = datetime.min.replace(tzinfo=UTC)
        self._position = 0
        self.deaf = False

    async def open(self) -> None:
        """Read the papers up to where they were judged."""
        await self._archive.open()
        followed = await self._beliefs.followed()
        while self._position < followed:
            entries = await read(
                self._connection, "lifecycle", self._position, _ENTRIES_AT_ONCE, until=followed
            )
            for entry in entries:
                self._court.remember(entry.event, self._registry.apply(entry.event))
            self._position = entries[-1].position if entries else followed
        await self._archive.settle_latest(sorted(self._registry.terminals))  # see `_show`
        await self._court.open()

    @property
    def waiting(self) -> bool:
        """Whether a car waits for judgement; a batch without messages judges some."""
        return self._court.waiting or self._express.unseen

    def knows(self, device: str) -> bool:
        """Whether a terminal of this name is registered."""
        return device in self._registry.devices

    def read(self, delivery: Delivery) -> Reception:
        """What a message holds, on the clock that the fixes use."""
        return receive(delivery.topic, delivery.payload, self._clock.story(delivery.received_at))

    def prepare(self, deliveries: Sequence[Delivery]) -> Prepared:
        """What can be done with a batch before its turn: reads what is plain in it."""
        return prepare(deliveries, self._clock)

    async def take(self, messages: Sequence[Delivery] | Prepared, now: datetime) -> Batch:
        """Keep a batch and all that follows from it, or nothing of it.

        Args:
            messages: As they came, or prepared; none just follows the papers.
            now: The clock of the machine (UTC).
        """
        prepared = messages if isinstance(messages, Prepared) else self.prepare(messages)
        batch = Batch(self._clock.story(now), [])
        await self._archive.make_days(prepared.days(), batch.now)
        async with self._connection.transaction():
            touched = await self._follow()
            parted = await self._express.part(prepared, touched)
            batch.receptions = [self._shifted.received(prepared, each) for each in parted.others]
            self._sort(batch, prepared, parted.others)
            news = await self._keep(batch)
            batch.boots |= parted.boots
            await self._show(prepared)
            events = await self._judge(news, touched, batch.now)
            events += await self._judge_lane(parted.lane, batch.now)
            await self._evaluation.write()
            events += await self._court.sit(batch.now, len(prepared.deliveries), deaf=self.deaf)
            await append(self._connection, "supervision", events)
        return batch

    async def _show(self, prepared: Prepared) -> None:
        """Show where the vehicles are: while messages wait, now and then."""
        behind, moments = len(prepared.deliveries) >= _MANY, prepared.arrivals
        if not behind or moments[-1] - self._shown_at >= _SHOW_EVERY:
            await self._express.show()
            self._shown_at = moments[-1] if behind else self._shown_at

    async def _judge_lane(self, lane: Lane | None, now: datetime) -> list[New]:
        if lane is None:
            return []
        first = lane.edges[:-1]
        late = np.logical_or.reduceat(lane.quality & int(Quality.LATE) != 0, first)
        for car in np.flatnonzero(~self._court.quiet(lane)).tolist():
            begin = int(lane.t[first[car]])
            self._court.summon(lane.vehicles[car], begin, urgent=not late[car])
        return await self._crowd.judge(lane, now)

    async def _follow(self) -> dict[str, Papers]:
        """Read the papers written since; which vehicles they touch, and from when on."""
        touched: dict[str, Papers] = {}
        begun = self._position
        while entries := await read(
            self._connection, "lifecycle", self._position, _ENTRIES_AT_ONCE
        ):
            for entry in entries:
                change = self._registry.apply(entry.event)
                self._court.read(entry, change)
                self._shifted.note(entry.event)
                if change is not None:
                    _touch(touched, change, entry.place)
            self._position = entries[-1].position
        if self._position != begun:
            await self._beliefs.follow(self._position)
            await self._bind(touched)
            await self._shifted.redo()
        if touched:
            self._crowd.forget()
        self._evaluation.forget(touched)
        heard = await self._with_places(touched)
        if heard:
            await self._express.show()
            await self._archive.settle_latest(sorted(heard))
        return heard

    async def _bind(self, vehicles: Iterable[str]) -> None:
        devices = {d for vehicle in vehicles for d in self._registry.terminals.get(vehicle, ())}
        bindings = [b for device in sorted(devices) for b in self._registry.bindings[device]]
        await self._beliefs.bind(sorted(devices), bindings)

    async def _with_places(self, touched: dict[str, Papers]) -> dict[str, Papers]:
        """Only the vehicles whose terminals have ever said anything."""
        if not touched:
            return touched
        devices = {d for vehicle in touched for d in self._registry.terminals.get(vehicle, ())}
        heard = await self._archive.heard(sorted(devices))
        return {
            vehicle: each
            for vehicle, each in touched.items()
            if heard & self._registry.terminals.get(vehicle, set())
        }

    def _sort(self, batch: Batch, prepared: Prepared, numbers: Sequence[int]) -> None:
        arrived: list[Arrived] = []
        for number, reception in zip(numbers, batch.receptions, strict=True):
            delivery, arrival = prepared.deliveries[number], prepared.arrivals[number]
            refused = [record for record in reception.records if isinstance(record, Malformed)]
            fixes = [record for record in reception.records if not isinstance(record, Malformed)]
            if self.knows(reception.device):
                arrived += [Arrived(self._shifted.judged(fix, arrival), arrival) for fix in fixes]
            else:
                refused += _strange(fixes, delivery.payload)
            batch.refusals += [
                Refusal(delivery.topic, reception.device, arrival, bad, delivery.payload)
                for bad in refused
            ]
        batch.arrived, batch.copies = merge(arrived)

    async def _keep(self, batch: Batch) -> dict[str, list[Arrived]]:
        """Store the batch; what is new and good, by vehicle."""
        new = await self._archive.keep(batch.arrived, batch.copies)
        await self._shifted.keep()
        await self._archive.keep_messages(
            [
                (one.device, message, raw, batch.now)
                for one in batch.receptions
                for message, raw in one.messages
            ]
        )
        await self._archive.keep_refusals(batch.refusals)
        await self._count(batch, new)
        told = self._told(batch, new)
        for vehicle, records in told.items():
            self._court.arrive(vehicle, records)
        news = {vehicle: good for vehicle, each in told.items() if (good := _good(each))}
        newest = {
            vehicle: max(fixes, key=lambda each: (each.fix.at, each.fix.digest))
            for vehicle, fixes in news.items()
        }
        await self._archive.keep_latest(newest)
        return news

    def _told(self, batch: Batch, new: set[Identity]) -> dict[str, list[Arrived]]:
        """What is new, by the vehicle that the terminal spoke for."""
        told: dict[str, list[Arrived]] = defaultdict(list)
        for each in batch.arrived:
            fix = each.fix
            if each.identity in new and not fix.quality & Quality.BAD_TIME:
                vehicle = self._registry.vehicle(fix.device, fix.at)
                if vehicle is not None:
                    told[vehicle].append(each)
        return told

    async def _count(self, batch: Batch, new: set[Identity]) -> None:
        """Note which numbers are here; flag those that name two different records."""
        numbers = counted(batch.arrived, batch.refusals, batch.receptions)
        before = await self._tally.of(numbers)
        batch.boots = {key: settled(before[key], each) for key, each in numbers.items()}
        await self._tally.keep(batch.boots)
        for each in reused(before, numbers, new):
            await self._archive.flag_reused(each.fix)

    async def _judge(
        self, news: dict[str, list[Arrived]], touched: dict[str, Papers], now: datetime
    ) -> list[New]:
        events: list[New] = []
        vehicles = sorted(news.keys() | touched.keys())
        self._crowd.give_back(vehicles)
        for vehicle in vehicles:
            one = News(news.get(vehicle, ()), now, touched.get(vehicle))
            events += await self._evaluation.judge(vehicle, one)
        return events


def _good(records: Iterable[Arrived]) -> list[Arrived]:
    """Those whose place verdicts may use."""
    return [
        each for each in records if not each.fix.quality & UNUSABLE and each.fix.lon is not None
    ]


def _strange(fixes: Iterable[Fix], payload: bytes) -> list[Malformed]:
    """What waits for a registration: JT/T 808 with its frames, without which it is not read."""
    found: dict[tuple[bytes, int | None], Malformed] = {}
    for fix in fixes:
        raw, detail = fix.raw if fix.source == "json" else payload, f"no terminal {fix.device}"
        found[raw, fix.seq] = Malformed(
            "unknown_device", f"{detail} is registered", raw=raw, boot=fix.boot, seq=fix.seq
        )
    return list(found.values())


def _touch(touched: dict[str, Papers], change: Touched, entry: str) -> None:
    for vehicle in change.vehicles:
        papers = touched.setdefault(vehicle, Papers(change.begin, entry, change.reason))
        papers.begin = min(papers.begin, change.begin)
        papers.entry, papers.reason = entry, change.reason
