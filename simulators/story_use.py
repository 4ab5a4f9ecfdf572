"""A year of cars in use, told chapter by chapter, and what the boards then show. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from simulators import story_checks as checks
from simulators import story_orders as orders
from simulators import story_people as people
from simulators import story_seals as seals
from simulators.fleetbook import Car
from simulators.paperwork import Wire
from simulators.story_people import Fleet
from simulators.story_steps import Mark, Step, chapters, quarter_end, quarter_of
from simulators.story_trips import Trip, trips

_RUNNING = frozenset({"requested", "approved", "dispatched", "underway"})
_NEW_YEAR = 1


@dataclass(frozen=True, slots=True)
class InUse:
    """Counts at a quarter's end.

    Attributes:
        orders: Stage -> how many, of all orders.
        running: Lines of the order board.
        trips: Platform -> closed orders; `OWN`: of units' own cars.
        matched: Closed orders whose trip matched.
        emergencies: Closed orders whose papers followed.
        checks: `MONTHLY missed` -> how many; of all periods so far.
        on_board: The same, of the month and the quarter that end, and of special checks.
        seals: Stage -> how many periods.
        exemptions: `in_time`, `late` -> how many.
        crowded: Units with more than 20 % of their cars exempt in a period.
        drivers: How many there are.
        pooled: Cars on the platforms.
    """

    orders: dict[str, int] = field(default_factory=dict)
    running: int = 0
    trips: dict[str, int] = field(default_factory=dict)
    matched: int = 0
    emergencies: int = 0
    checks: dict[str, int] = field(default_factory=dict)
    on_board: dict[str, int] = field(default_factory=dict)
    seals: dict[str, int] = field(default_factory=dict)
    exemptions: dict[str, int] = field(default_factory=dict)
    crowded: int = 0
    drivers: int = 0
    pooled: int = 0


@dataclass(frozen=True)
class Use:
    """The year of the cars in use.

    Attributes:
        fleet: The cars that stay.
        cars: Every car.
        gone: Car -> from when on it is no longer there.
        orders: A year, of 162 cars of the centre.
        percent: Of the proportional number, of the other cars.
        every: Every so many-th car is checked.
    """

    fleet: Fleet
    cars: tuple[Car, ...]
    gone: dict[str, date]
    orders: int
    percent: int = 100
    every: int = 1

    @cached_property
    def trips(self) -> list[Trip]:
        """Every order."""
        return trips(self.fleet, self.orders, self.percent)

    @cached_property
    def driven(self) -> tuple[Car, ...]:
        """The cars with a driver: all of the centre, and those that are asked for elsewhere."""
        asked = {trip.car.vehicle for trip in self.trips} | set(self.fleet.centre.platforms)
        return tuple(car for car in self.fleet.cars if car.vehicle in asked)

    @cached_property
    def chapters(self) -> list[tuple[date, list[Step]]]:
        """What is said, chapter by chapter."""
        steps = (
            *seals.steps(self.fleet.cars, self.fleet.centre.cars),
            *checks.steps(self.cars[:: self.every], self.gone),
            *orders.steps(self.trips),
        )
        return [*chapters(steps, seals.cuts())]

    def begins(self, quarter: int) -> Iterator[Wire]:
        """What is said before a quarter's chapters."""
        if quarter == 0:
            yield from people.platforms(self.fleet)
            yield from people.drivers(self.driven)
        elif quarter == _NEW_YEAR:
            yield from people.pledged_again(self.driven)

    def told(self, quarter: int, month: int) -> Iterator[Wire]:
        """The words of a month of a quarter, both from 0."""
        for first, steps in self.chapters:
            if quarter_of(first) == quarter and (first.month - 1) % 3 == month:
                yield from (step.wire for step in steps)

    def known(self, quarter: int) -> InUse:
        """What the boards show at the end of a quarter."""
        end = quarter_end(quarter)
        marks = [m for _, steps in self.chapters for s in steps if s.day <= end for m in s.marks]
        stages = _stages(marks)
        closed = [trip for trip in self.trips if stages.get(trip.number) == "closed"]
        waiting = sum(
            trip.fate == "unpapered" and stages.get(trip.number) == "returned"
            for trip in self.trips
        )
        periods = {mark.subject: mark.became for mark in marks if mark.board == "seal"}
        return InUse(
            orders=dict(Counter(stages.values())),
            running=sum(stage in _RUNNING for stage in stages.values()) + waiting,
            trips=dict(Counter(trip.platform or "OWN" for trip in closed)),
            matched=sum(not trip.deviates for trip in closed),
            emergencies=sum(trip.fate == "emergency" for trip in closed),
            checks=_checks(marks),
            on_board=_checks(marks, end),
            seals=dict(Counter(periods.values())),
            exemptions=dict(Counter(m.became for m in marks if m.board == "exemption")),
            crowded=seals.crowded(self.fleet.cars),
            drivers=len(self.driven),
            pooled=len(self.fleet.centre.cars),
        )


def _stages(marks: Sequence[Mark]) -> dict[str, str]:
    """Where each order stands, in the order in which it was told."""
    told = (mark for mark in marks if mark.board == "order" and mark.became != "papers")
    return {mark.subject: mark.became for mark in told}


def _checks(marks: Sequence[Mark], running: date | None = None) -> dict[str, int]:
    """All checks, or those that the board shows on a day."""
    counts: Counter[str] = Counter()
    for mark in marks:
        if mark.board == "check" and mark.became != "late":
            kind, period = mark.subject.split()
            if running is None or _shown(kind, period, running):
                counts[f"{kind} {mark.became}"] += mark.by
    return {name: count for name, count in counts.items() if count}


def _shown(kind: str, period: str, day: date) -> bool:
    month, quarter = f"{day:%Y-%m}", f"{day:%Y}Q{(day.month + 2) // 3}"
    return kind == "SPECIAL" or period in (month, quarter) or period.startswith(f"{month}-")
