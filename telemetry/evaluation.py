"""New facts about vehicles to recorded corrections: reads what is needed, runs, writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import asyncpg
import numpy as np

from fleet.ledger.append import New
from telemetry.archive import Place
from telemetry.belief import Belief, Window
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
from telemetry.shared import Shared
from telemetry.standing import Beliefs
from telemetry.watch import CHECKPOINT_EVERY, Known, Outcome, Stored, evaluate


@dataclass(frozen=True, slots=True)
class Case:
    """A vehicle to be judged: what is new, what is derived for it, and the window of the run."""

    vehicle: str
    news: News
    course: Sequence[Task]
    window: Window


class Evaluation:
    """Judges vehicles, one batch at a time, on the batch's connection.

    An error leaves it behind the database: make a new one.

    Attributes:
        remembered: Of each vehicle, what its next live fix needs.
    """

    def __init__(self, connection: asyncpg.Connection, registry: Registry) -> None:
        self._past = Past(connection, registry)
        self._beliefs = Beliefs(connection)
        self._registry = registry
        self.remembered: dict[str, Belief] = {}
        self._tasks: dict[str, tuple[Task, ...]] = {}
        self._shared: Shared | None = None

    def forget(self, vehicles: Iterable[str]) -> None:
        """The papers of these vehicles changed: derive their tasks anew."""
        if self._registry.turned:
            self._registry.turned, self._shared = False, None
        for vehicle in vehicles:
            self._tasks.pop(vehicle, None)
            self.remembered.pop(vehicle, None)

    async def judge(self, vehicle: str, news: News) -> list[New]:
        """Bring what is recorded about a vehicle up to its facts.

        Returns:
            Events for the supervision ledger, to be appended last in the transaction.
        """
        window = await self._window(vehicle, news)
        course = self._course(vehicle, window)
        return await self.settle(Case(vehicle, news, course, window), _outcome(course, window))

    async def settle(self, case: Case, outcome: Outcome) -> list[New]:
        """Record what a run found, and remember where it ended."""
        vehicle, news, course, window = case.vehicle, case.news, case.course, case.window
        found = changes(course, outcome, window.belief.recorded())
        self._record_visits(
            vehicle, [c for c in found if c.key.startswith(FENCE)], window.belief, news
        )
        findings = Findings(self._beliefs, self._past, vehicle, news)
        if not window.live:
            found += await findings.shifted(course, window.belief.findings, found)
        forbidden = [change for change in found if change.key.startswith(RULE)]
        events = await findings.record(forbidden, window.belief.findings)
        if found:
            self.remembered.pop(vehicle, None)  # it holds them as they were
        await self._remember(vehicle, window, outcome, len(news.arrived))
        return events

    async def store(self, memories: Sequence[tuple[str, Known]]) -> None:
        """Store the memories of vehicles, newer than all that are stored of each."""
        await self._beliefs.add(memories)

    async def write(self) -> None:
        """Write what the judged vehicles' visits and findings are now."""
        await self._beliefs.write()

    def _course(self, vehicle: str, window: Window) -> tuple[Task, ...]:
        """The vehicle's own tasks, and what matters of those that all vehicles have."""
        return self.own(vehicle) + _relevant(self.shared, window)

    def own(self, vehicle: str) -> tuple[Task, ...]:
        """What is derived for this vehicle and not for all."""
        if vehicle not in self._tasks:
            self._tasks[vehicle] = tasks(self._registry, vehicle)
        return self._tasks[vehicle]

    @property
    def shared(self) -> Shared:
        """What is derived for all."""
        if self._shared is None:
            self._shared = Shared.of(self._registry)
        return self._shared

    async def _window(self, vehicle: str, news: News) -> Window:
        belief = self.remembered.get(vehicle)
        places = [place_of(arrived) for arrived in news.arrived]
        if belief and news.papers is None and _all_after(places, belief.places):
            ordered = sorted([*belief.places, *places], key=lambda place: place.at)
            return Window(belief.known, ordered, Stored(), belief, live=True)
        return await self._read_back(vehicle, news)

    async def _read_back(self, vehicle: str, news: News) -> Window:
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
        return Window(known, places, stored, Belief(known, [], visits, findings), live=False)

    def _record_visits(
        self, vehicle: str, found: Sequence[Change], belief: Belief, news: News
    ) -> None:
        for change in found:
            visit_id = self._beliefs.record(vehicle, change, news)
            others = [each for each in belief.visits.get(change.key, []) if each[0] != visit_id]
            if not isinstance(change.correction, Voided):
                others.append((visit_id, change.correction.visit))
            belief.visits = {**belief.visits, change.key: others}

    async def _remember(self, vehicle: str, window: Window, outcome: Outcome, arrived: int) -> None:
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
        self.remembered[vehicle] = window.belief.after(tail, window.places, since)


def _relevant(shared: Shared, window: Window) -> tuple[Task, ...]:
    if not shared.tasks:
        return ()
    remembered = [each.memories for each in (window.known, *window.stored.known) if each]
    places = window.places
    return shared.relevant(
        np.array([place.lon for place in places], np.float64),
        np.array([place.lat for place in places], np.float64),
        (micros(places[0].at), micros(places[-1].at)) if places else (BEGINNING, FOREVER),
        chain(window.belief.visits, *remembered),
    )


def _outcome(course: Sequence[Task], window: Window) -> Outcome:
    """What the run over the window finds; live positions are hardly ever odd."""
    seen = glance(course, window.known, window.places) if window.live else None
    return seen or evaluate(course, window.known, _instants(window.places), window.stored)


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
