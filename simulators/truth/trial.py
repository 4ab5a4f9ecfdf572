"""The labelled story, car by car: written, heard, judged, reckoned. Pure but for the processes."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from simulators import town
from simulators.districts import outlines
from simulators.town import Town
from simulators.truth.book import written
from simulators.truth.judged import findings, rulebook, the_car
from simulators.truth.reckoning import Reckoning, reckoned
from simulators.truth.span import Span
from simulators.truth.stage import Stage

_AT_ONCE = 8  # cars: so that the bar moves, and every process has something to do


@dataclass(frozen=True, slots=True)
class Plan:
    """Which story.

    Attributes:
        vehicles: How many cars.
        days: How many days.
        seed: The same seed, the same story.
    """

    vehicles: int
    days: int
    seed: int


@dataclass(slots=True)
class Tried:
    """What came of some cars.

    Attributes:
        reckoning: Planted against found.
        cars: How many.
        records: What their terminals said.
    """

    reckoning: Reckoning
    cars: int = 0
    records: int = 0

    def add(self, other: "Tried") -> None:
        """Of further cars."""
        self.reckoning.add(other.reckoning)
        self.cars += other.cars
        self.records += other.records


def tried(plan: Plan, built: Town, numbers: Sequence[int]) -> Tried:
    """Write, hear, judge and reckon these cars."""
    span = Span(plan.days)
    book, whole = rulebook(span), Tried(Reckoning())
    for number in numbers:
        script = written(Stage(built, built.cars[number]), span, plan.seed)
        car = the_car(script, book)
        whole.add(Tried(reckoned(script, findings(car)), 1, len(car.records.t)))
    return whole


def in_parts(plan: Plan, processes: int) -> Iterator[Tried]:
    """All cars, a few at a time, in any order; what one car gives does not depend on others."""
    parts = np.array_split(np.arange(plan.vehicles), -(-plan.vehicles // _AT_ONCE))
    numbers = [part.tolist() for part in parts]
    if processes == 1:
        built = _built(plan)
        yield from (tried(plan, built, some) for some in numbers)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, _start, (plan,)) as pool:
        waiting = [pool.submit(_tried, plan, some) for some in numbers]
        yield from (it.result() for it in as_completed(waiting))


def _built(plan: Plan) -> Town:
    return town.build(outlines(), plan.vehicles, plan.seed)


_TOWNS: dict[Plan, Town] = {}


def _start(plan: Plan) -> None:
    """Each process builds the city once."""
    _TOWNS[plan] = _built(plan)


def _tried(plan: Plan, numbers: Sequence[int]) -> Tried:
    return tried(plan, _TOWNS[plan], numbers)
