"""USE-04 途中异常停留, USE-05 敏感场所停留: long stops at places that no order names."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from telemetry.car import Area, Car
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.movement import Stop, moves
from telemetry.path import Ends
from telemetry.rules.areas import drawn
from telemetry.rules.cover import Cover, at_home, covers, within
from telemetry.rules.papers import SECOND, when
from telemetry.spans import holds

LONG_STOP, SENSITIVE = "USE-04", "USE-05"


@dataclass(frozen=True, slots=True)
class _Suspicion:
    """A stop that may not last too long.

    Attributes:
        code: Of the alert.
        stop: The stop.
        most_s: It may last for less than this.
        until: From when on nobody minds, microseconds.
        about: The place; empty: none that is known.
        inputs: What else is told.
    """

    code: str
    stop: Stop
    most_s: int
    until: int = FOREVER
    about: str = ""
    inputs: dict[str, str] = field(default_factory=dict)


def long_stop(car: Car) -> Answer:
    """A long stop on the way at a place that is neither on the order nor home.

    The places of an order are those it names and the area it draws; an order without any says
    nothing about places.

    Source:
        alerts.json, USE-04; R075, R086.
    """
    return _judged(car, _unexplained(car))


def sensitive_stop(car: Car) -> Answer:
    """A stop inside a listed place that no order of that time names.

    A car whose home is there is at home.

    Source:
        alerts.json, USE-05; R086.
    """
    return _judged(car, _sensitive(car))


def _unexplained(car: Car) -> Iterator[_Suspicion]:
    book = car.rulebook
    for stop in _elsewhere(car):
        at = stop.stay.enter_hi
        sent = [it for it in covers(car) if it.whole[0] <= at < it.whole[1]]
        if sent and not any(_explained(car, cover, stop) for cover in sent):
            inputs = {"orders": " ".join(dict.fromkeys(it.order for it in sent))}
            until = max(it.whole[1] for it in sent)
            yield _Suspicion(LONG_STOP, stop, book.long_stop_s, until, inputs=inputs)


def _explained(car: Car, cover: Cover, stop: Stop) -> bool:
    """Whether an order names the place of a stop, or no place at all."""
    area = drawn(cover.allows)
    if area is None and not cover.allows.fences:
        return True
    named = [it for fence in cover.allows.fences for it in car.named.get(fence, ())]
    places = [it for it in named if it.begin <= stop.stay.enter_hi < it.end]
    return within([*places, *((area,) if area else ())], stop, car.rulebook.place_m)


def _sensitive(car: Car) -> Iterator[_Suspicion]:
    book, service = car.rulebook, when(car, "in_service")
    for stop in _elsewhere(car):
        for area in car.named.get(book.sensitive_layer, ()):
            if _inside(area, stop) and holds(service, stop.stay.enter_hi):
                place = _fence(area)
                inputs = {"place": area.name, "layer": book.sensitive_layer}
                if not _ordered(car, stop, place):
                    yield _Suspicion(SENSITIVE, stop, book.sensitive_s, FOREVER, place, inputs)


def _inside(area: Area, stop: Stop) -> bool:
    return area.begin <= stop.stay.enter_hi < area.end and within([area], stop, 0)


def _fence(area: Area) -> str:
    """The fence whose version it is."""
    return area.name.partition("@")[0]


def _ordered(car: Car, stop: Stop, place: str) -> bool:
    """Whether an order of the time in which the stop became too long names the place."""
    begin = stop.stay.enter_hi
    until = begin + car.rulebook.sensitive_s * SECOND
    meet = (it for it in covers(car) if it.whole[0] <= until and begin < it.whole[1])
    return any(place in it.allows.fences for it in meet)


def _elsewhere(car: Car) -> Iterator[Stop]:
    """The stops of the window that are not at home."""
    for stop in moves(car).stops:
        if not at_home(car, stop):
            yield stop


def _judged(car: Car, suspicions: Iterator[_Suspicion]) -> Answer:
    found, due = [], FOREVER
    for it in suspicions:
        found += _found(car, it)
        due = min(due, _due(car, it))
    mine = (it for it in found if car.begin <= it.begin < car.end)
    return Answer(tuple(mine), due)


def _found(car: Car, it: _Suspicion) -> list[Found]:
    """The stop, once it was too long."""
    movement, stop = moves(car), it.stop
    told = movement.lasted(stop, it.most_s)
    if told is None or movement.path.t[told] >= it.until:
        return []
    stay = movement.path.stay(Ends(stop.entry.last, stop.first, told), stop.leaving)
    place = {"stop": f"{stop.lon:.6f},{stop.lat:.6f}", "limit_s": str(it.most_s)}
    return [Found(it.code, stay, it.about, {**place, **it.inputs})]


def _due(car: Car, it: _Suspicion) -> int:
    """When a stop that lasts is too long."""
    if it.stop.leaving is not None:
        return FOREVER
    due = it.stop.stay.enter_hi + it.most_s * SECOND
    return due if due > moves(car).path.t[-1] and due < it.until else FOREVER
