"""USE-03 偏离审批区域, USE-08 超范围执法: outside the area of the order, or of the office."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import orjson

from telemetry.car import Area, Car
from telemetry.fence import IN, Shape
from telemetry.found import Answer, Found, earliest
from telemetry.moment import FOREVER
from telemetry.movement import Movement, moves
from telemetry.path import MAX_SPEED_KMH
from telemetry.profile import Profile
from telemetry.rulebook import Rulebook
from telemetry.rules.cover import covers
from telemetry.rules.levels import Level, level, outside
from telemetry.rules.margin import margin
from telemetry.rules.papers import SECOND, when
from telemetry.spans import Spans, minus, union
from telemetry.timelines.fact import Allowance, Fact
from telemetry.visits import Visit

OFF_AREA, OFF_DISTRICT = "USE-03", "USE-08"

ENFORCEMENT = frozenset({"LAW_ENFORCEMENT", "ADMIN_ENFORCEMENT"})
"""The categories that have an enforcement area (R013)."""

_RETURN_S = 60  # back inside for so long, it is back


@dataclass(frozen=True, slots=True)
class _Bound:
    """Where a car may be, and when that matters.

    Attributes:
        code: Of the alert.
        about: The order; empty: none.
        spans: When.
        areas: Where.
        dwell_s: Outside for so long is found.
    """

    code: str
    about: str
    spans: Spans
    areas: tuple[Area, ...]
    dwell_s: int


def off_area(car: Car) -> Answer:
    """Outside the area that an order draws, for `area_s`; at home it is never outside.

    Fences that an order names belong to it, and are one where the car's home lies in them. Where
    it does not, they are places: the order says where it goes, and not which way.

    Source:
        alerts.json, USE-03; R069, R075.
    """
    answers = [_judged(car, bound) for bound in _bounds(car)]
    found = sorted((it for each in answers for it in each.found), key=lambda it: it.begin)
    busy = tuple(span for each in answers for span in each.busy)
    return Answer(tuple(found), earliest(answers), busy)


def off_district(car: Car) -> Answer:
    """An enforcement car outside the operating areas of its plan, for `enforcement_s`.

    An order across areas allows it, and so does an emergency.

    Source:
        alerts.json, USE-08; R013, R069.
    """
    areas = tuple(area for area in car.areas if area.role == "operating")
    if car.category not in ENFORCEMENT or not areas:
        return Answer()
    free = union(it.whole for it in covers(car) if it.allows.cross_area or it.allows.emergency)
    spans = minus(when(car, "in_service"), free)
    return _judged(car, _Bound(OFF_DISTRICT, "", spans, areas, car.rulebook.enforcement_s))


def drawn(allows: Allowance) -> Area | None:
    """The area that an order draws."""
    if allows.area is None:
        return None
    return Area(0, FOREVER, "operating", "order", _compiled(allows.area))


@lru_cache(maxsize=1024)
def _compiled(area: str) -> Shape:
    return Shape.compiled(orjson.loads(area))


def _bounds(car: Car) -> Iterator[_Bound]:
    """The orders that bound the car to an area."""
    for fact in car.of("ordered"):
        where, span = _allowed(car, fact), ((fact.begin, fact.end),)
        for name in fact.names if where else ():
            yield _Bound(OFF_AREA, name, span, where, car.rulebook.area_s)


def _allowed(car: Car, fact: Fact) -> tuple[Area, ...]:
    """Where an order lets the car be, its home included; empty: anywhere."""
    if fact.allows is None:
        return ()
    homes = _during(fact, (area for area in car.areas if area.role == "home"))
    fences = _during(fact, (it for name in fact.allows.fences for it in car.named.get(name, ())))
    area = drawn(fact.allows)
    if area is not None:
        return (area, *fences, *homes)
    return (*fences, *homes) if _reachable(fences, homes) else ()


def _during(fact: Fact, areas: Iterable[Area]) -> list[Area]:
    return [area for area in areas if area.begin < fact.end and fact.begin < area.end]


def _reachable(fences: list[Area], homes: list[Area]) -> bool:
    """Whether the car can be in these fences from its home on, without leaving them on the way."""
    around = [it for it in fences if any(_holds(it, home) for home in homes)]
    far = [it for it in fences if it not in around]
    return bool(around) and all(any(_holds(wide, it) for wide in around) for it in far)


def _holds(area: Area, other: Area) -> bool:
    """Whether the middle of another area lies in an area."""
    middle = other.shape.plane
    told = area.shape.classes(np.array([middle.lon]), np.array([middle.lat]), 0)
    return bool(told[0] == IN)


def _judged(car: Car, bound: _Bound) -> Answer:
    book, path = car.rulebook, moves(car).path
    signal = outside(path, car.begin, bound.spans, bound.areas, book.buffer_m)
    profile = Profile(bound.code, book.buffer_m, bound.dwell_s, _RETURN_S, book.gap_s)
    found = level(signal, profile)
    stays = [Found(bound.code, it, bound.about, _inputs(bound, book, it)) for it in found.stays]
    mine = tuple(it for it in stays if car.begin <= it.begin < car.end)
    return Answer(mine, _due(car, bound, found), tuple(found.busy))


def _due(car: Car, bound: _Bound, found: Level) -> int:
    """When something new may be found: the car is still inside for as long as it needs to leave."""
    movement = moves(car)
    if found.begun or not movement.stops:
        return found.due if found.begun else FOREVER
    now = int(movement.path.t[-1])
    ahead = next((begin for begin, end in bound.spans if end > now), FOREVER)
    if ahead == FOREVER:
        return FOREVER
    inside = (_inside_until(movement, area, car.rulebook.move_m) for area in bound.areas)
    return min(max(ahead, now + 1, *inside) + bound.dwell_s * SECOND, FOREVER)


def _inside_until(movement: Movement, area: Area, circle_m: float) -> int:
    """Until when a car that goes on quietly is in an area; 0: it is not, or who knows."""
    path, trip = movement.path, movement.driving
    now = int(path.t[-1])
    if not area.begin <= now < area.end:
        return 0
    if trip is None:
        stop = movement.stops[-1]
        stays = movement.begun is None and margin(area.shape, stop.lon, stop.lat) > circle_m
        return area.end if stays else 0
    slack_m = margin(area.shape, float(path.lon[-1]), float(path.lat[-1]))
    return min(now + int(slack_m / MAX_SPEED_KMH * 3.6 * SECOND), area.end)


def _inputs(bound: _Bound, book: Rulebook, stay: Visit) -> dict[str, str]:
    """The areas in force when it left them, and the numbers."""
    at = stay.enter_hi
    names = dict.fromkeys(area.name for area in bound.areas if area.begin <= at < area.end)
    return {
        "areas": " ".join(names),
        "buffer_m": f"{book.buffer_m:g}",
        "dwell_s": str(bound.dwell_s),
    }
