"""The timelines of all cars: a fold over the lifecycle ledger that names what it changes.

Two facts that differ are gone and come; the window is all the time either of them covers. So a
paper that comes late names the past that has to be judged again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fleet.decider import Event
from telemetry.moment import FOREVER
from telemetry.timelines import orders as of_orders
from telemetry.timelines import seals as of_seals
from telemetry.timelines import service as of_service
from telemetry.timelines.fact import Fact
from telemetry.timelines.orders import orders
from telemetry.timelines.seals import Seals
from telemetry.timelines.service import Facts, service
from telemetry.touched import Touched

TOPICS = frozenset(
    event.TOPIC for part in (of_service, of_orders, of_seals) for event in part.HEARD
)
"""The events that say something about a car over time, by their names in the ledger."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What a key said before, and what it says after."""

    before: frozenset[Fact]
    after: frozenset[Fact]

    @property
    def facts(self) -> frozenset[Fact]:
        """Those that went and those that came."""
        return self.before ^ self.after

    def spans(self) -> Iterator[tuple[int, int]]:
        """When something differs: where only the end moves, the time between the two ends.

        An order is judged as a whole: its end decides about the time before it, too.
        """
        gone = {_start(fact): fact.end for fact in self.before - self.after}
        come = {_start(fact): fact.end for fact in self.after - self.before}
        for fact in self.facts:
            start = _start(fact)
            if start in gone and start in come:
                yield min(gone[start], come[start]), max(gone[start], come[start])
            else:
                yield fact.begin, fact.end


def _start(fact: Fact) -> Fact:
    return fact if fact.allows else replace(fact, end=FOREVER)


class Timelines:
    """The papers so far. `apply` takes one more into account."""

    def __init__(self) -> None:
        self._facts: dict[str, Facts] = {}
        self._keys: dict[str, dict[str, None]] = defaultdict(dict)
        self._seals = Seals()

    def apply(self, event: Event) -> Touched | None:
        """Take an event into account; others than those of `TOPICS` say nothing.

        Returns:
            The cars whose facts changed, and the time they changed in; None where none did.
        """
        if event.TOPIC not in TOPICS:
            return None
        changes = [self._put(key, after) for key, after in [*self._said(event)]]
        cars = frozenset(fact.vehicle for change in changes for fact in change.facts)
        if not cars:
            return None
        spans = [span for change in changes for span in change.spans()]
        begin, end = min(begin for begin, _ in spans), max(end for _, end in spans)
        return Touched(cars, begin, event.TOPIC, end)

    def of(self, vehicle: str) -> list[Fact]:
        """Everything the papers say about a car, in the order of time."""
        said = (self._facts.get(key, ()) for key in self._keys.get(vehicle, ()))
        mine = _whole(it for facts in said for it in facts if it.vehicle == vehicle)
        return sorted(mine, key=lambda it: (it.begin, it.end, it.kind, it.names))

    def at(self, vehicle: str, when: int) -> frozenset[Fact]:
        """What the papers say about a car at a moment (microseconds)."""
        return frozenset(fact for fact in self.of(vehicle) if fact.holds(when))

    def _said(self, event: Event) -> Iterator[tuple[str, Facts]]:
        yield from service(event, self._facts)
        yield from orders(event, self._facts)
        yield from self._seals.facts(event, self._facts)

    def _put(self, key: str, after: Facts) -> _Change:
        """Keep what a key says now; what came and what went."""
        before = self._facts.pop(key, ())
        if after:
            self._facts[key] = after
        for fact in after:
            self._keys[fact.vehicle][key] = None
        return _Change(_whole(before), _whole(after))


def _whole(facts: Iterable[Fact]) -> frozenset[Fact]:
    """Those that hold at all: an order may have no time left, until it is extended."""
    return frozenset(fact for fact in facts if fact.begin < fact.end)
