"""Many cars at once: what `Evaluation` does one at a time, for those of which nothing is odd.

Cars that go on as they were cost no loop; of the others only those areas are looked at that they
are near.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from fleet.ledger.append import New
from telemetry.areas import Areas
from telemetry.belief import Belief, Window
from telemetry.course import Task
from telemetry.crossings import Passage
from telemetry.evaluation import Case, Evaluation
from telemetry.fence import OUT
from telemetry.herd import Herd, Sweep, edges_of, trusted
from telemetry.lane import Lane
from telemetry.news import News
from telemetry.registry import Registry
from telemetry.watch import CHECKPOINT_EVERY, Known, Outcome, Stored

Int64s = NDArray[np.int64]


class Crowd:
    """The cars that are judged together, on the connection of the batch.

    Args:
        evaluation: Judges the others, and knows what was found before.
        registry: Whose terminals there are.
    """

    def __init__(self, evaluation: Evaluation, registry: Registry) -> None:
        self._evaluation, self._registry = evaluation, registry
        self._numbers: dict[str, int] = {}
        self._herd: Herd | None = None

    def forget(self) -> None:
        """Papers changed: everything is taken over anew."""
        self.give_back(self._numbers)
        self._herd = None

    def give_back(self, vehicles: Iterable[str]) -> None:
        """These are judged one by one next: bring what is remembered of them up to date."""
        herd = self._herd
        if herd is None:
            return
        for vehicle in vehicles:
            number = self._numbers.get(vehicle)
            if number is not None and herd.known[number]:
                self._evaluation.remembered[vehicle] = self._belief(herd, vehicle, number)
                herd.known[number] = False

    async def judge(self, lane: Lane, now: datetime) -> list[New]:
        """Bring what is recorded about the lane's cars up to their facts.

        Args:
            lane: New records, stored already.
            now: When this is recorded (UTC).

        Returns:
            Events for the supervision ledger.
        """
        herd = self._opened()
        numbers = np.array([self._numbers[vehicle] for vehicle in lane.vehicles], np.int64)
        self._take_over(herd, lane, numbers)
        together = herd.known[numbers] & ~herd.odd(lane, numbers)
        events: list[New] = []
        for car in np.flatnonzero(~together).tolist():
            events += await self._alone(lane, car, now)
        some = np.flatnonzero(together)
        if len(some):
            events += await self._together(herd, lane.of(some), numbers[some], now)
        return events

    async def _alone(self, lane: Lane, car: int, now: datetime) -> list[New]:
        vehicle = lane.vehicles[car]
        self.give_back([vehicle])
        return await self._evaluation.judge(vehicle, News(lane.arrived(car), now))

    async def _together(self, herd: Herd, lane: Lane, numbers: Int64s, now: datetime) -> list[New]:
        sweep = herd.sweep(lane, numbers)
        told = [_looked_at(herd, sweep, car) for car in np.flatnonzero(~sweep.steady).tolist()]
        herd.pass_on(lane, numbers)
        events: list[New] = []
        for one in told:
            if one.outcome.visits:
                events += await self._settle(herd, lane, one, now)
            herd.remember(one.number, one.tail, one.last)
        await self._store(herd, lane, numbers)
        return events

    async def _settle(self, herd: Herd, lane: Lane, one: "_Look", now: datetime) -> list[New]:
        """Record what changed, if anything did."""
        vehicle, belief = (
            lane.vehicles[one.car],
            self._evaluation.remembered[lane.vehicles[one.car]],
        )
        stood = belief.standing(one.outcome.visits, one.known.at)
        found = one.outcome.visits.items()
        if all([visit for _, visit in stood.get(key, ())] == visits for key, visits in found):
            return []
        since = int(herd.since[one.number] - lane.counts[one.car])
        before = belief.after(one.known, (), since)
        window = Window(one.known, herd.places(one.number), Stored(), before, live=True)
        case = Case(vehicle, News(lane.arrived(one.car), now), one.course, window)
        events = await self._evaluation.settle(case, one.outcome)
        herd.since[one.number] = self._evaluation.remembered[vehicle].since_checkpoint
        return events

    async def _store(self, herd: Herd, lane: Lane, numbers: Int64s) -> None:
        """Store the memories of cars of which none was stored for long."""
        due = np.flatnonzero(herd.since[numbers] >= CHECKPOINT_EVERY).tolist()
        told = [(lane.vehicles[car], herd.memory(int(numbers[car]))) for car in due]
        await self._evaluation.store(told)
        herd.since[numbers[due]] = 0

    def _belief(self, herd: Herd, vehicle: str, number: int) -> Belief:
        """What is remembered of a car that the herd knows, as of its last two places."""
        belief, since = self._evaluation.remembered[vehicle], int(herd.since[number])
        return belief.after(herd.memory(number), herd.places(number), since)

    def _take_over(self, herd: Herd, lane: Lane, numbers: Int64s) -> None:
        """Cars that were judged one by one so far, and are not odd."""
        found: dict[int, Belief] = {}
        for car in np.flatnonzero(~herd.known[numbers]).tolist():
            belief = self._evaluation.remembered.get(lane.vehicles[car])
            if belief is not None and trusted(belief.known, belief.places):
                found[int(numbers[car])] = belief
        herd.load(found)

    def _opened(self) -> Herd:
        if self._herd is None:
            vehicles = sorted(self._registry.terminals)
            self._numbers = {vehicle: number for number, vehicle in enumerate(vehicles)}
            own = {number: self._evaluation.own(name) for name, number in self._numbers.items()}
            shared = self._evaluation.shared
            tasks = [*shared.tasks.values(), *(task for some in own.values() for task in some)]
            self._herd = Herd(Areas(shared, own), edges_of(tasks), len(vehicles))
        return self._herd


@dataclass(frozen=True, slots=True)
class _Look:
    """A car of which something may have changed, and what was found.

    Attributes:
        car: Index in the lane.
        number: In the herd.
        known: Its memory before.
        course: The tasks that were looked at.
        outcome: What was found.
        kinds: What all places are to the areas.
    """

    car: int
    number: int
    known: Known
    course: Sequence[Task]
    outcome: Outcome
    kinds: Mapping[int, Sequence[int]]

    @property
    def tail(self) -> Known:
        """Its memory now."""
        return self.outcome.tail or self.known

    @property
    def last(self) -> dict[int, tuple[int, int]]:
        """What the last two places are to the areas."""
        return {area: (kinds[-2], kinds[-1]) for area, kinds in self.kinds.items()}


def _looked_at(herd: Herd, sweep: Sweep, car: int) -> _Look:
    number, areas = int(sweep.cars[car]), herd.areas
    known, kinds = herd.memory(number), sweep.kinds(car, herd.kinds[number])
    here = slice(*sweep.lane.edges[car : car + 2].tolist())
    passage = Passage(known, (*herd.times(number), *sweep.lane.t[here].tolist()))
    away = (OUT,) * len(passage.t)

    def of(task: Task) -> Sequence[int]:
        told = [kinds.get(area, away) for area in areas.of(number, task, known.at)]
        inside = told[0] if len(told) == 1 else [*map(max, *told)]
        return [-kind for kind in inside] if task.rule else inside

    near = {areas.tasks[area].key: areas.tasks[area] for area in kinds if area < len(areas.tasks)}
    shared = areas.shared.tasks
    near |= {key: shared[key] for key in known.memories if key in shared}
    course = (*areas.own[number], *near.values())
    return _Look(car, number, known, course, passage.run(course, of), kinds)
