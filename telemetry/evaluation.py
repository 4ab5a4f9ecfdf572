"""New facts about vehicles to recorded corrections: reads what is needed, runs, writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import asyncpg
import numpy as np

from fleet.ledger.append import New
from telemetry.archive import Place
from telemetry.corrections import Voided
from telemetry.course import FENCE, RULE, Task, tasks
from telemetry.findings import Findings
from telemetry.fix import DOUBTFUL
from telemetry.glance import glance
from telemetry.instants import Instants, gather
from telemetry.judge import Change, changes
from telemetry.moment import BEGINNING, FOREVER, micros
from telemetry.news import News
from telemetry.past import Past, place_of
from telemetry.registry import Registry
from telemetry.standing import Beliefs, Standing
from telemetry.verdict import visit_of
from telemetry.visits import Visit
from telemetry.watch import CHECKPOINT_EVERY, Known, Outcome, Stored, evaluate


@dataclass(slots=True)
class Belief:
    """What is remembered of a vehicle between batches, so that a live fix costs no reading.

    Attributes:
        known: The memory before the last instant.
        places: Positions of the memory's instant and of the last one.
        visits: Task key -> (id, visit) not over at `known`.
        findings: Task key -> findings not over at `known`.
        since_checkpoint: Instants since the last stored memory.
    """

    known: Known | None
    places: list[Place]
    visits: dict[str, list[tuple[str, Visit]]]
    findings: dict[str, list[Standing]]
    since_checkpoint: int = 0


@dataclass(frozen=True, slots=True)
class _Window:
    """One run: where it begins, what it sees, what stands there."""

    known: Known | None
    places: list[Place]
    stored: Stored
    belief: Belief
    live: bool


class Evaluation:
    """Judges vehicles, one batch at a time, on the batch's connection.

    An error leaves it behind the database: make a new one.
    """

    def __init__(self, connection: asyncpg.Connection, registry: Registry) -> None:
        self._past = Past(connection, registry)
        self._beliefs = Beliefs(connection)
        self._registry = registry
        self._remembered: dict[str, Belief] = {}
        self._tasks: dict[str, tuple[Task, ...]] = {}

    def forget(self, vehicles: Iterable[str]) -> None:
        """The papers of these vehicles changed: derive their tasks anew."""
        for vehicle in vehicles:
            self._tasks.pop(vehicle, None)
            self._remembered.pop(vehicle, None)

    async def judge(self, vehicle: str, news: News) -> list[New]:
        """Bring what is recorded about a vehicle up to its facts.

        Returns:
            Events for the supervision ledger, to be appended last in the transaction.
        """
        course = self._course(vehicle)
        window = await self._window(vehicle, news)
        outcome = _outcome(course, window)
        found = changes(course, outcome, _recorded(window.belief))
        self._record_visits(
            vehicle, [c for c in found if c.key.startswith(FENCE)], window.belief, news
        )
        findings = Findings(self._beliefs, self._past, vehicle, news)
        if not window.live:
            found += await findings.shifted(course, window.belief.findings, found)
        forbidden = [change for change in found if change.key.startswith(RULE)]
        events = await findings.record(forbidden, window.belief.findings)
        if found:
            self._remembered.pop(vehicle, None)  # it holds them as they were
        await self._remember(vehicle, window, outcome, len(news.arrived))
        return events

    async def write(self) -> None:
        """Write what the judged vehicles' visits and findings are now."""
        await self._beliefs.write()

    def _course(self, vehicle: str) -> tuple[Task, ...]:
        if vehicle not in self._tasks:
            self._tasks[vehicle] = tasks(self._registry, vehicle)
        return self._tasks[vehicle]

    async def _window(self, vehicle: str, news: News) -> _Window:
        belief = self._remembered.get(vehicle)
        places = [place_of(arrived) for arrived in news.arrived]
        if belief and news.papers is None and _all_after(places, belief.places):
            ordered = sorted([*belief.places, *places], key=lambda place: place.at)
            return _Window(belief.known, ordered, Stored(), belief, live=True)
        return await self._read_back(vehicle, news)

    async def _read_back(self, vehicle: str, news: News) -> _Window:
        times = [micros(arrived.fix.at) for arrived in news.arrived]
        papers = [] if news.papers is None else [news.papers.begin]
        before = await self._past.place_before(vehicle, min(times + papers))
        known = None if before is None else await self._beliefs.known_before(vehicle, before)
        begin = BEGINNING if known is None else known.at
        after = FOREVER if papers else max(times) + 1
        stored = Stored(await self._beliefs.known_from(vehicle, after), after)
        visits = await self._beliefs.visits(vehicle, begin)
        findings = await self._beliefs.findings(vehicle, begin)
        places = await self._past.places(vehicle, begin, FOREVER)
        return _Window(known, places, stored, Belief(known, [], visits, findings), live=False)

    def _record_visits(
        self, vehicle: str, found: Sequence[Change], belief: Belief, news: News
    ) -> None:
        for change in found:
            visit_id = self._beliefs.record(vehicle, change, news)
            others = [each for each in belief.visits.get(change.key, []) if each[0] != visit_id]
            if not isinstance(change.correction, Voided):
                others.append((visit_id, change.correction.visit))
            belief.visits[change.key] = others

    async def _remember(
        self, vehicle: str, window: _Window, outcome: Outcome, arrived: int
    ) -> None:
        begin = BEGINNING - 1 if window.known is None else window.known.at
        if outcome.stopped is not None:
            await self._beliefs.remember(vehicle, begin, outcome.stopped - 1, outcome.checkpoints)
            return
        tail, since = outcome.tail, 0
        checkpoints = list(outcome.checkpoints)
        if window.live:
            since = window.belief.since_checkpoint + arrived
            if tail and since >= CHECKPOINT_EVERY:
                checkpoints.append(tail)
        if checkpoints or not window.live:
            since = 0
            await self._beliefs.remember(vehicle, begin, FOREVER, checkpoints)
        self._remembered[vehicle] = _belief(window, tail, since)


def _outcome(course: Sequence[Task], window: _Window) -> Outcome:
    """What the run over the window finds; live positions are hardly ever odd."""
    seen = glance(course, window.known, window.places) if window.live else None
    return seen or evaluate(course, window.known, _instants(window.places), window.stored)


def _belief(window: _Window, tail: Known | None, since: int) -> Belief:
    """What is worth remembering: nothing that was over before the tail."""
    at = BEGINNING - 1 if tail is None else tail.at
    visits = {
        key: [(name, visit) for name, visit in stood if _lasted(visit.exit_confirmed, at)]
        for key, stood in window.belief.visits.items()
    }
    findings = {
        key: [each for each in stood if _lasted(visit_of(each.finding).exit_confirmed, at)]
        for key, stood in window.belief.findings.items()
    }
    places = [place for place in window.places if micros(place.at) >= at]
    return Belief(tail, places, visits, findings, since)


def _lasted(confirmed: int | None, at: int) -> bool:
    return confirmed is None or confirmed > at


def _recorded(belief: Belief) -> dict[str, Sequence[tuple[str, Visit]]]:
    findings = {
        key: [(each.finding.finding_id, visit_of(each.finding)) for each in stood]
        for key, stood in belief.findings.items()
    }
    return {**belief.visits, **findings}


def _all_after(places: Sequence[Place], remembered: Sequence[Place]) -> bool:
    return bool(places and remembered) and min(p.at for p in places) > remembered[-1].at


def _instants(places: Sequence[Place]) -> Instants:
    doubtful = int(DOUBTFUL)
    return gather(
        np.array([micros(place.at) for place in places], np.int64),
        np.array([place.lon for place in places], np.float64),
        np.array([place.lat for place in places], np.float64),
        np.array([bool(place.quality & doubtful) for place in places], np.bool_),
    )
