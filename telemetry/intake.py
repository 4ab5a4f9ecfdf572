"""One batch, one transaction: positions, quarantine, memories, corrections, verdicts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from fleet.ledger.append import New, append
from fleet.ledger.follow import read
from fleet.story_clock import StoryClock
from telemetry.archive import Archive, Arrived, Identity, Refusal, merge
from telemetry.counting import counted, reused, settled
from telemetry.evaluation import Evaluation
from telemetry.fix import UNUSABLE, Fix, Malformed
from telemetry.mqtt import Delivery
from telemetry.news import News, Papers
from telemetry.reception import Reception, receive
from telemetry.registry import Registry
from telemetry.sequences import Boot
from telemetry.standing import Beliefs
from telemetry.touched import Touched
from telemetry.track import judged

_ENTRIES_AT_ONCE = 2000


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
    """Takes batches on one connection. After an error its memory is worthless: make a new one."""

    def __init__(self, connection: asyncpg.Connection, clock: StoryClock) -> None:
        self._connection, self._clock = connection, clock
        self._archive, self._beliefs = Archive(connection), Beliefs(connection)
        self._registry = Registry()
        self._evaluation = Evaluation(connection, self._registry)
        self._position = 0

    async def open(self) -> None:
        """Read the papers up to where they were judged."""
        await self._archive.open()
        followed = await self._beliefs.followed()
        while self._position < followed:
            entries = await read(
                self._connection, "lifecycle", self._position, _ENTRIES_AT_ONCE, until=followed
            )
            for entry in entries:
                self._registry.apply(entry.event)
            self._position = entries[-1].position if entries else followed

    def knows(self, device: str) -> bool:
        """Whether a terminal of this name is registered."""
        return device in self._registry.devices

    def read(self, delivery: Delivery) -> Reception:
        """What a message holds, on the clock that the fixes use."""
        return receive(delivery.topic, delivery.payload, self._clock.story(delivery.received_at))

    async def take(self, deliveries: Sequence[Delivery], now: datetime) -> Batch:
        """Keep a batch and all that follows from it, or nothing of it.

        Args:
            deliveries: As they came; none just follows the papers.
            now: The clock of the machine (UTC).
        """
        arrivals = [self._clock.story(each.received_at) for each in deliveries]
        receptions = [self.read(each) for each in deliveries]
        batch = Batch(self._clock.story(now), receptions)
        fixes = [fix for one in receptions for fix in one.records if not isinstance(fix, Malformed)]
        await self._archive.make_days({fix.at.date() for fix in fixes}, batch.now)
        async with self._connection.transaction():
            touched = await self._follow()
            self._sort(batch, deliveries, arrivals)
            news = await self._keep(batch)
            events = await self._judge(news, touched, batch.now)
            await append(self._connection, "supervision", events)
        return batch

    async def _follow(self) -> dict[str, Papers]:
        """Read the papers written since; which vehicles they touch, and from when on."""
        touched: dict[str, Papers] = {}
        begun = self._position
        while entries := await read(
            self._connection, "lifecycle", self._position, _ENTRIES_AT_ONCE
        ):
            for entry in entries:
                change = self._registry.apply(entry.event)
                if change is not None:
                    _touch(touched, change, entry.place)
            self._position = entries[-1].position
        if self._position != begun:
            await self._beliefs.follow(self._position)
            await self._bind(touched)
        self._evaluation.forget(touched)
        heard = await self._with_places(touched)
        if heard:
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

    def _sort(
        self, batch: Batch, deliveries: Sequence[Delivery], arrivals: Sequence[datetime]
    ) -> None:
        arrived: list[Arrived] = []
        for delivery, arrival, reception in zip(
            deliveries, arrivals, batch.receptions, strict=True
        ):
            refused = [record for record in reception.records if isinstance(record, Malformed)]
            fixes = [record for record in reception.records if not isinstance(record, Malformed)]
            if self.knows(reception.device):
                arrived += [Arrived(judged(fix, arrival), arrival) for fix in fixes]
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
        await self._archive.keep_messages(
            [
                (one.device, message, raw, batch.now)
                for one in batch.receptions
                for message, raw in one.messages
            ]
        )
        await self._archive.keep_refusals(batch.refusals)
        await self._count(batch, new)
        news: dict[str, list[Arrived]] = defaultdict(list)
        for each in batch.arrived:
            fix = each.fix
            if each.identity in new and not fix.quality & UNUSABLE and fix.lon is not None:
                vehicle = self._registry.vehicle(fix.device, fix.at)
                if vehicle is not None:
                    news[vehicle].append(each)
        newest = {
            vehicle: max(fixes, key=lambda each: (each.fix.at, each.fix.digest))
            for vehicle, fixes in news.items()
        }
        await self._archive.keep_latest(newest)
        return news

    async def _count(self, batch: Batch, new: set[Identity]) -> None:
        """Note which numbers are here; flag those that name two different records."""
        numbers = counted(batch.arrived, batch.refusals, batch.receptions)
        before = await self._archive.sequences(sorted(numbers))
        batch.boots = {key: settled(before.get(key, Boot()), each) for key, each in numbers.items()}
        await self._archive.keep_sequences(batch.boots)
        for each in reused(before, numbers, new):
            await self._archive.flag_reused(each.fix)

    async def _judge(
        self, news: dict[str, list[Arrived]], touched: dict[str, Papers], now: datetime
    ) -> list[New]:
        events: list[New] = []
        for vehicle in sorted(news.keys() | touched.keys()):
            one = News(news.get(vehicle, ()), now, touched.get(vehicle))
            events += await self._evaluation.judge(vehicle, one)
        await self._evaluation.write()
        return events


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
