"""What orders cover: their approved time with the grace, and the time until the car was back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from telemetry.car import Area, Car, Role
from telemetry.fence import OUT
from telemetry.moment import FOREVER
from telemetry.movement import Stop, moves
from telemetry.rules.papers import SECOND
from telemetry.spans import Span, Spans, union
from telemetry.timelines.fact import Allowance, Fact

_FORGOTTEN = 86_400 * SECOND
"""A return that nobody has recorded so long after the order's end was forgotten."""


@dataclass(frozen=True, slots=True)
class Cover:
    """An order covers a car's use for a time. All in microseconds.

    Attributes:
        order: Its name.
        allows: What it allows.
        span: The approved time, with the grace on both sides.
        back: When the car was back that had left on it: by its papers, or because it stood at
            home after the order ended; the end of the grace at the earliest.
        told: The same, by its papers alone.
    """

    order: str
    allows: Allowance
    span: Span
    back: int
    told: int

    @property
    def whole(self) -> Span:
        """All the time that it covers: being late is a matter of papers (USE-02)."""
        return self.span[0], self.back


def covers(car: Car) -> list[Cover]:
    """The orders of a car, worked out once."""
    if "covers" not in car.memo:
        car.memo["covers"] = [*_covers(car)]
    return cast("list[Cover]", car.memo["covers"])


def covered(car: Car) -> Spans:
    """When any order covers the car's use. An emergency is an order, too."""
    return union(cover.whole for cover in covers(car))


def named(car: Car, begin: int, end: int) -> str:
    """The orders that cover any of the time [begin, end): `O1 O2`."""
    meet = (it for it in covers(car) if it.whole[0] < end and begin < it.whole[1])
    return " ".join(dict.fromkeys(it.order for it in meet))


def restless(car: Car) -> Iterator[Span]:
    """Where no window may begin: at stops elsewhere after the car was back, its papers still open.

    From there on nobody could see that it had been back.
    """
    for cover in covers(car):
        for stop in moves(car).stops if cover.back < cover.told else ():
            begin = stop.stay.enter_hi
            if cover.back <= begin < cover.told and not at_home(car, stop):
                yield begin, begin + 1


def at_home(car: Car, stop: Stop) -> bool:
    """Whether it stood in a home area of its plan."""
    return within(areas(car, "home", stop.stay.enter_hi), stop, car.rulebook.move_m)


def areas(car: Car, role: Role, at: int) -> list[Area]:
    """Those of its plan at a moment."""
    return [area for area in car.areas if area.role == role and area.begin <= at < area.end]


def within(areas: list[Area], stop: Stop, metres: float) -> bool:
    """Whether a stop's place is in one of these areas, or nearer to it than so many metres."""
    lon, lat = np.array([stop.lon]), np.array([stop.lat])
    return any(area.shape.classes(lon, lat, metres)[0] != OUT for area in areas)


def _covers(car: Car) -> Iterator[Cover]:
    grace = car.rulebook.grace_s * SECOND
    for fact in car.of("ordered"):
        span = (max(fact.begin - grace, 0), min(fact.end + grace, FOREVER))
        for name in fact.names if fact.allows else ():
            told = _told(car, name, fact, span[1])
            back = _back(car, fact, span[1], told)
            yield Cover(name, cast("Allowance", fact.allows), span, back, told)


def _told(car: Car, order: str, fact: Fact, since: int) -> int:
    """When the papers say that it was back; what nobody recorded within a day was forgotten."""
    left = [it for it in car.of("driven") if order in it.names and it.begin < fact.end]
    return min(max([since, *(it.end for it in left)]), since + _FORGOTTEN)


def _back(car: Car, fact: Fact, since: int, told: int) -> int:
    """When it was back, also by where it stood."""
    if told == since:
        return since
    for stop in moves(car).stops:
        left = FOREVER if stop.stay.exit_hi is None else stop.stay.exit_hi
        if fact.end < left and at_home(car, stop):
            return max(since, min(told, stop.stay.enter_hi))
    return told
