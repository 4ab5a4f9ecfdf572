"""The papers about cars, as far as rules read them: what is in force, and whom a paper touches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from fleet.decider import Event
from fleet.vehicle.fence import FencePublished, FenceWithdrawn
from telemetry.car import Area, Car, Role
from telemetry.judging.codex import Codex, in_force
from telemetry.judging.keepers import Keepers
from telemetry.moment import BEGINNING, FOREVER, micros
from telemetry.records import Records
from telemetry.registry import Plan, Registry
from telemetry.rulebook import Rulebook
from telemetry.spans import Span
from telemetry.timeline import InForce, Timeline
from telemetry.timelines.fact import Fact
from telemetry.timelines.timelines import Timelines
from telemetry.touched import Touched

_BEFORE = 2 * 86_400_000_000
"""So long before a window facts and areas are told, microseconds: an order of the day before may
matter."""


_EVER = (BEGINNING, FOREVER)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a car in a window, beside the papers.

    Attributes:
        begin: Of the window, microseconds.
        now: Up to when silence is known, microseconds.
        records: From there on, with those before it.
        contested: When two links claimed a terminal's number.
    """

    begin: int
    now: int
    records: Records
    contested: Sequence[Fact] = ()


class Books:
    """Everything but the records.

    Args:
        registry: Bindings, fences and plans; somebody else keeps it up to date.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._timelines = Timelines()
        self._keepers = Keepers()
        self._named_by: dict[str, set[str]] = defaultdict(set)
        self._codex = Codex()
        self._layered: dict[str, list[str]] | None = None

    def take(self, event: Event, places: Touched | None) -> list[Touched]:
        """Take a paper into account.

        Args:
            event: That the registry has taken already.
            places: What it touches as far as bindings, fences and plans go.

        Returns:
            What it may have changed.
        """
        facts = self._timelines.apply(event)
        for fence in getattr(event, "fences", ()):
            self._named_by[fence] |= facts.vehicles if facts else frozenset()
        told = (places, facts, self._fence(event), self._kept(event), self._numbers(event))
        return [each for each in told if each is not None]

    def rulebooks(self, vehicle: str) -> Sequence[InForce[Rulebook]]:
        """The numbers for a car, one after the other, from the beginning of time to its end."""
        return self._codex.books(self._keepers.region(vehicle))

    def car(self, vehicle: str, seen: Seen) -> Car:
        """What a rule may look at, from a moment on."""
        begin = seen.begin
        told = [*self._timelines.of(vehicle), *self._bound(vehicle), *seen.contested]
        facts = sorted((fact for fact in told if fact.end > begin - _BEFORE), key=_in_order)
        return Car(
            vehicle=vehicle,
            unit=self._keepers.unit(vehicle),
            category=self._keepers.category(vehicle),
            begin=begin,
            end=FOREVER,
            now=seen.now,
            records=seen.records,
            facts=facts,
            areas=self._areas(vehicle, begin),
            rulebook=in_force(self.rulebooks(vehicle), begin),
            named=self._named(facts),
        )

    def _bound(self, vehicle: str) -> Iterator[Fact]:
        """When a terminal spoke for it."""
        for span in self._registry.spans(vehicle):
            yield Fact("bound", vehicle, span.begin, span.end, (span.device,))

    def _kept(self, event: Event) -> Touched | None:
        """Another unit keeps cars, or another region."""
        kept = self._keepers.apply(event)
        return Touched(kept, _since(event), event.TOPIC) if kept else None

    def _numbers(self, event: Event) -> Touched | None:
        """Other numbers hold for all cars."""
        changed = self._codex.apply(event)
        if changed is None:
            return None
        self._layered = None
        everybody = frozenset(self._registry.terminals)
        return Touched(everybody, changed.begin, changed.reason, changed.end)

    def _fence(self, event: Event) -> Touched | None:
        """A fence that orders name is another one from now on."""
        match event:
            case FencePublished(fence=fence, valid_from=since):
                pass
            case FenceWithdrawn(fence=fence, at=since):
                pass
            case _:
                return None
        self._layered = None
        named = frozenset(self._named_by.get(fence, ()))
        if any(_in_layer(fence, layer) for layer in self._codex.layers):
            named = frozenset(self._registry.terminals)
        return Touched(named, micros(since), "fence_withdrawn") if named else None

    def _areas(self, vehicle: str, begin: int) -> list[Area]:
        """Those of its plan that are in force after a moment, and those of orders before it."""
        plans = self._registry.plans.get(vehicle, Timeline[Plan]())
        found = [
            area
            for plan in plans.versions
            for fence, role in _roles(plan.value)
            for area in self._versions(fence, role, (max(plan.begin, begin - _BEFORE), plan.end))
        ]
        return sorted(found, key=lambda area: (area.begin, area.end, area.role, area.name))

    def _versions(self, fence: str, role: Role, during: Span) -> Iterator[Area]:
        if fence not in self._registry.fences:
            return
        for version in self._registry.fences[fence].versions:
            begin, end = max(version.begin, during[0]), min(version.end, during[1])
            if begin < end:
                name = f"{fence}@{version.value.version}"
                yield Area(begin, end, role, name, version.value.shape)

    def _layers(self) -> dict[str, list[str]]:
        """Layer -> its areas; there may be thousands of others."""
        if self._layered is None:
            self._layered = {
                layer: [fence for fence in self._registry.fences if _in_layer(fence, layer)]
                for layer in self._codex.layers
            }
        return self._layered

    def _named(self, facts: Iterable[Fact]) -> dict[str, list[Area]]:
        """The areas that orders name."""
        named = dict(self._layers())
        for fact in facts:
            named |= {fence: [fence] for fence in (fact.allows.fences if fact.allows else ())}
        return {
            name: [area for it in sorted(fences) for area in self._versions(it, "operating", _EVER)]
            for name, fences in sorted(named.items())
        }


def _in_order(fact: Fact) -> tuple[int, int, str, tuple[str, ...]]:
    return fact.begin, fact.end, fact.kind, fact.names


def _in_layer(fence: str, layer: str) -> bool:
    """Whether an area is one of a layer, as its id says: `sensitive-2021.west-lake`."""
    return fence == layer or fence.startswith(f"{layer}.")


def _roles(plan: Plan) -> Iterator[tuple[str, Role]]:
    yield from ((fence, "operating") for fence in plan.operating)
    yield from ((fence, "home") for fence in plan.home)
    yield from ((fence, "forbidden") for fence in plan.forbidden)


def _since(event: Event) -> int:
    """When it became true; of a unit's region nobody says since when: ever since."""
    at = getattr(event, "at", None)
    return micros(at) if isinstance(at, datetime) else BEGINNING
