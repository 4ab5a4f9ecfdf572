"""A year of the invented city: thirteen districts, every car on its slot, a loop closed. Pure.

The same seed tells the same year; what the boards must show at each quarter's end is known before
anything is said. A plan year is prepared in the second half of one year and carried out in the
first half of the next, so the story runs from July to June.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from simulators import story_loop as loop
from simulators import story_start as start
from simulators.fleetbook import Car, cars
from simulators.paperwork import Wire
from simulators.story_known import Known, known
from simulators.story_people import Fleet
from simulators.story_steps import quarter_end
from simulators.story_use import Use

RENEWALS, ADDITIONS, NEV = 21, 6, 9
_SCRAPPED, _REJECTED = 10, 5
_GONE_IN_SPRING, _GONE_IN_SUMMER = 6, 15
_SPRING = 2
_SCRAPPED_FROM, _RENEWED_FROM = date(2025, 10, 1), date(2026, 1, 1)
ORDERS = 30_000
"""A year, of the 162 cars of the centre (R064)."""
_MEASURED = frozenset({"LAW_ENFORCEMENT", "EMERGENCY_SUPPORT", "CONFIDENTIAL_COMMS"})
QUARTERS = ("2025Q3", "2025Q4", "2026Q1", "2026Q2")
_MONTHS = (
    ("2025-07", "2025-08", "2025-09"),
    ("2025-10", "2025-11", "2025-12"),
    ("2026-01", "2026-02", "2026-03"),
    ("2026-04", "2026-05", "2026-06"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays which part in the year.

    Attributes:
        cars: Every car, as the books before us have it.
        renewed: Cars that are replaced, all of one district.
        scrapped: Cars that leave because they are unsafe, and are not replaced.
        kept: Cars whose renewal is asked for and refused: they can be used on.
        added: Units of the same district that get a car on a vacant slot.
    """

    cars: tuple[Car, ...]
    renewed: tuple[Car, ...]
    scrapped: tuple[Car, ...]
    kept: tuple[Car, ...]
    added: tuple[Car, ...]

    @property
    def asked(self) -> tuple[loop.Wish, ...]:
        """What is asked for and granted: the renewals, then the additions."""
        wishes = [loop.Wish.renewal(n, car) for n, car in enumerate(self.renewed)]
        more = [loop.Wish.addition(n, car) for n, car in enumerate(self.added)]
        both = (*wishes, *more)
        return tuple(wish.with_energy(nev=place < NEV) for place, wish in enumerate(both))


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the story.

    Attributes:
        name: `2025Q3`.
        wires: What is said in it, in order.
        known: What the boards must show at its end.
    """

    name: str
    wires: tuple[Wire, ...]
    known: Known

    @property
    def last(self) -> date:
        """Its last day."""
        return quarter_end(QUARTERS.index(self.name))


def cast(count: int = 1840, seed: int = 1) -> Cast:
    """Share the parts out.

    Args:
        count: How many cars; at least 700, so that one district has enough of them.
        seed: The same seed, the same parts.
    """
    everyone, random = cars(count, seed), Random(seed)
    [(division, _)] = Counter(car.unit.district.division for car in everyone).most_common(1)
    there = (car for car in everyone if car.unit.district.division == division)
    local = [car for car in there if car.category in _MEASURED]
    random.shuffle(local)
    renewed, kept, scrapped, added = _parts(local, RENEWALS, _REJECTED, _SCRAPPED, ADDITIONS)
    return Cast(everyone, renewed, scrapped, kept, added)


def _parts(local: Sequence[Car], *sizes: int) -> Iterator[tuple[Car, ...]]:
    begin = 0
    for size in sizes:
        yield tuple(local[begin : begin + size])
        begin += size


def year(
    count: int = 1840, seed: int = 1, orders: int = ORDERS, percent: int = 100, every: int = 1
) -> Iterator[Quarter]:
    """The four quarters, one after the other.

    Args:
        count: How many cars; at least 700.
        seed: The same seed, the same year.
        orders: How many a year the 162 cars of the centre have; fewer if there are fewer cars.
        percent: So much of the proportional number the cars of the other units have.
        every: Every so many-th car is checked.
    """
    parts = cast(count, seed)
    use = replace(used(parts, orders, percent), every=every)
    acts = (_autumn, _winter, _spring, _summer)
    for number, (name, act) in enumerate(zip(QUARTERS, acts, strict=True)):
        papers = (*act(parts), *_renewed(parts, number), *use.begins(number))
        daily = (wire for month in range(3) for wire in _month(parts, use, number, month))
        shown = replace(known(len(parts.cars), number), in_use=use.known(number))
        yield Quarter(name, (*papers, *daily), shown)


def used(parts: Cast, orders: int, percent: int = 100) -> Use:
    """The cars in use in the year: all but those that leave."""
    gone = {car.vehicle: _SCRAPPED_FROM for car in parts.scrapped}
    gone |= {car.vehicle: _RENEWED_FROM for car in parts.renewed}
    stay = tuple(car for car in parts.cars if car.vehicle not in gone)
    return Use(Fleet(len(parts.cars), stay), parts.cars, gone, orders, percent)


def _autumn(parts: Cast) -> Iterator[Wire]:
    """The books are opened, every car is taken over, the indicators are asked for and decided."""
    yield from start.city(parts.cars, parts.added)
    for wish in parts.asked:
        yield from loop.asked(wish)
    for number, car in enumerate(parts.kept):
        yield from loop.refused(loop.Wish.renewal(100 + number, car))


def _winter(parts: Cast) -> Iterator[Wire]:
    """The plan is approved and budgeted; unsafe cars are written off."""
    yield from loop.planned(parts.asked)
    for wish in parts.asked:
        yield from loop.budgeted(wish)
    for number, car in enumerate(parts.scrapped):
        yield from loop.scrapped(number, car)


def _spring(parts: Cast) -> Iterator[Wire]:
    """Old cars are written off, new ones are applied for and contracted."""
    for wish in parts.asked:
        yield from loop.bought(wish)
    for number, car in enumerate(parts.scrapped[:_GONE_IN_SPRING]):
        yield from loop.gone(f"S{number:03d}", car, "2026-03-20T10:00:00+08:00")


def _summer(parts: Cast) -> Iterator[Wire]:
    """New cars come and are put into service; old ones go for good."""
    for wish in parts.asked:
        yield from loop.delivered(wish)
    for wish in parts.asked[:_GONE_IN_SUMMER]:
        yield from loop.gone(wish.case, wish.car, "2026-06-20T10:00:00+08:00")


def _renewed(parts: Cast, quarter: int) -> Iterator[Wire]:
    """In the third quarter the insurance and the inspection of every car are renewed."""
    if quarter != _SPRING:
        return
    out = {car.vehicle for car in (*parts.scrapped, *parts.renewed)}
    for car in parts.cars:
        if car.vehicle not in out:
            for kind in ("INSURANCE", "REGISTRATION"):
                yield start.paper(car.vehicle, kind, "2026-03-30T09:00:00+08:00", "2027-12-31")


def _month(parts: Cast, use: Use, quarter: int, month: int) -> Iterator[Wire]:
    """A month of a quarter: its trips and checks; then every odometer is read."""
    yield from use.told(quarter, month)
    out = {car.vehicle for car in parts.scrapped} if quarter > 0 else set()
    out |= {car.vehicle for car in parts.renewed} if quarter > 1 else set()
    day = f"{_MONTHS[quarter][month]}-28T18:00:00+08:00"
    for car in parts.cars:
        if car.vehicle not in out:
            yield start.read(car, day, 40_000 + 1_100 * (3 * quarter + month + 1))
