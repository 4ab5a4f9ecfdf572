"""What the papers of a car say, as stretches of time that rules add and take away."""

from telemetry.car import Car
from telemetry.spans import Spans, minus, union
from telemetry.timelines.fact import Kind

SECOND = 1_000_000
"""In microseconds."""


def when(car: Car, *kinds: Kind) -> Spans:
    """When any fact of these kinds holds."""
    return union((fact.begin, fact.end) for fact in car.of(*kinds))


def sealed(car: Car) -> dict[str, Spans]:
    """When the car must stand still: period -> its time without the exemptions from it."""
    periods = dict.fromkeys(name for fact in car.of("sealed") for name in fact.names)
    return {
        name: minus(_named(car, "sealed", name), _named(car, "exempt", name)) for name in periods
    }


def shut(car: Car) -> Spans:
    """When another rule than those on orders watches every movement: sealed, or retired."""
    periods = (span for spans in sealed(car).values() for span in spans)
    return union((*periods, *when(car, "retired")))


def _named(car: Car, kind: Kind, name: str) -> Spans:
    return union((fact.begin, fact.end) for fact in car.of(kind) if name in fact.names)
