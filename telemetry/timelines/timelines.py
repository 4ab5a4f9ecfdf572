"""The timelines of all cars: a fold over the lifecycle ledger that names what it changes.

Two facts that differ are gone and come; the window is all the time either of them covers. So a
paper that comes late names the past that has to be judged again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from fleet.decider import Event
from telemetry.timelines import orders as of_orders
from telemetry.timelines import seals as of_seals
from telemetry.timelines import service as of_service
from telemetry.timelines.fact import Fact
from telemetry.timelines.orders import orders
from telemetry.timelines.seals import Seals
from telemetry.timelines.service import Facts, service

TOPICS = frozenset(
    event.TOPIC for part in (of_service, of_orders, of_seals) for event in part.HEARD
)
"""The events that say something about a car over time, by their names in the ledger."""


@dataclass(frozen=True, slots=True)
class Window:
    """What has to be judged again of a car.

    Attributes:
        vehicle: Which car.
        begin: Microseconds since 1970 (UTC), inclusive.
        end: Microseconds, exclusive.
    """

    vehicle: str
    begin: int
    end: int


class Timelines:
    """The papers so far. `apply` takes one more into account."""

    def __init__(self) -> None:
        self._facts: dict[str, Facts] = {}
        self._keys: dict[str, dict[str, None]] = defaultdict(dict)
        self._seals = Seals()

    def apply(self, event: Event) -> tuple[Window, ...]:
        """Take an event into account; others than those of `TOPICS` say nothing.

        Returns:
            For each car whose facts changed, the time they changed in, by car.
        """
        if event.TOPIC not in TOPICS:
            return ()
        changed = [fact for key, after in self._said(event) for fact in self._put(key, after)]
        cars = sorted({fact.vehicle for fact in changed})
        return tuple(_window(car, [it for it in changed if it.vehicle == car]) for car in cars)

    def of(self, vehicle: str) -> list[Fact]:
        """Everything the papers say about a car, in the order of time."""
        keys = self._keys.get(vehicle, {})
        mine = (it for key in keys for it in self._facts[key] if it.vehicle == vehicle)
        return sorted(mine, key=lambda it: (it.begin, it.end, it.kind, it.names))

    def at(self, vehicle: str, when: int) -> frozenset[Fact]:
        """What the papers say about a car at a moment (microseconds)."""
        return frozenset(fact for fact in self.of(vehicle) if fact.holds(when))

    def _said(self, event: Event) -> Iterator[tuple[str, Facts]]:
        yield from service(event, self._facts)
        yield from orders(event, self._facts)
        yield from self._seals.facts(event, self._facts)

    def _put(self, key: str, after: Facts) -> frozenset[Fact]:
        """Keep what a key says now; what came and what went."""
        whole = tuple(fact for fact in after if fact.begin < fact.end)
        changed = frozenset(self._facts.get(key, ())) ^ frozenset(whole)
        self._facts[key] = whole
        for fact in whole:
            self._keys[fact.vehicle][key] = None
        return changed


def _window(car: str, changed: list[Fact]) -> Window:
    return Window(car, min(it.begin for it in changed), max(it.end for it in changed))
