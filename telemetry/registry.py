"""What the papers say and verdicts need: bindings, fences, plans, each valid in time.

A fold over the lifecycle ledger. Every entry answers which vehicles it touches and from when on,
so that late papers are judged like late fixes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from fleet.datum import Datum
from fleet.decider import Event
from fleet.vehicle.fence import FencePublished, FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered, TerminalUnbound
from fleet.vehicle.terminal_habits import ClockDeclared, DatumDeclared
from telemetry.fence import Shape
from telemetry.moment import BEGINNING, FOREVER, micros
from telemetry.profile import Profile, named
from telemetry.timeline import Timeline
from telemetry.touched import Touched

_SECOND = 1_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Binding:
    """A terminal was in a vehicle, [begin, end) in microseconds.

    Attributes:
        spare: A second terminal of the vehicle: kept, but not used for verdicts.
    """

    device: str
    vehicle: str
    begin: int
    end: int
    spare: bool = False


@dataclass(frozen=True, slots=True)
class FenceVersion:
    """One version of a fence, compiled.

    Attributes:
        everyone: Visits are derived for all vehicles, not only for those whose plan names it.
    """

    fence: str
    version: int
    shape: Shape
    profile: Profile
    everyone: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a vehicle's plan: ids of fences."""

    version: int
    operating: tuple[str, ...]
    home: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    @property
    def fences(self) -> tuple[str, ...]:
        """All that it names."""
        return self.operating + self.home + self.forbidden


class Registry:
    """The papers so far. `apply` takes one more into account.

    Attributes:
        turned: A fence of everyone changed; whoever takes note of it says so.
    """

    def __init__(self) -> None:
        self.devices: set[str] = set()
        self.bindings: dict[str, list[Binding]] = defaultdict(list)
        self.terminals: dict[str, set[str]] = defaultdict(set)
        self.fences: dict[str, Timeline[FenceVersion]] = {}
        self.plans: dict[str, Timeline[Plan]] = {}
        self.everyones: set[str] = set()
        self.named_by: dict[str, set[str]] = defaultdict(set)
        self.datums: dict[str, Timeline[Datum]] = {}
        self.clocks: dict[str, Timeline[int]] = {}
        self._farthest: dict[str, int] = defaultdict(int)
        self.turned = True

    def apply(self, event: Event) -> Touched | None:
        """Take an event into account; None when it is no matter of verdicts."""
        touched: Touched | None = None
        match event:
            case TerminalRegistered(device=device):
                self.devices.add(device)
            case TerminalBound():
                touched = self._bind(event)
            case TerminalUnbound():
                touched = self._unbind(event)
            case FencePublished():
                touched = self._publish(event)
            case FenceWithdrawn(fence=fence, at=at):
                touched = self._changed(fence, self._fence(fence).cut(micros(at)), micros(at))
            case FencePlanPublished():
                touched = self._plan(event)
            case DatumDeclared() | ClockDeclared():
                touched = self._declare(event)
            case _:
                pass
        return touched

    def vehicle(self, device: str, at: datetime) -> str | None:
        """The vehicle whose place this terminal told at that time; None for unbound and spare."""
        when = micros(at)
        for binding in self.bindings.get(device, ()):
            if binding.begin <= when < binding.end and not binding.spare:
                return binding.vehicle
        return None

    def datum(self, device: str, at: datetime) -> Datum | None:
        """On which datum the terminal was declared to send its places at that time, if it was."""
        declared = self.datums.get(device)
        return None if declared is None else declared.at(micros(at))

    def ahead(self, device: str, told: datetime) -> int:
        """By how many seconds the terminal's clock was declared to be ahead when it told a time."""
        at = micros(told)
        declared = self.clocks.get(device)
        for version in reversed(declared.versions if declared else ()):
            if version.begin <= at - version.value * _SECOND < version.end:
                return version.value
        return 0

    def ahead_at(self, device: str, at: datetime) -> int:
        """By how many seconds the terminal's clock was declared to be ahead at that moment."""
        declared = self.clocks.get(device)
        return (declared.at(micros(at)) or 0) if declared else 0

    def since(self, device: str, begin: int) -> int:
        """From when on its records may stand that tell of `begin` or later (microseconds)."""
        return max(begin - self._farthest[device] * _SECOND, BEGINNING)

    def bound(self, device: str, first: int, last: int) -> str | None:
        """The vehicle of which `vehicle` would say so at every moment from `first` to `last`.

        Args:
            device: A terminal.
            first: Microseconds.
            last: Microseconds, inclusive.

        Returns:
            None also when it is not clear without looking at each moment.
        """
        if device in self.clocks:
            return None
        for binding in self.bindings.get(device, ()):
            if binding.begin <= first and last < binding.end and not binding.spare:
                return binding.vehicle
            if binding.begin <= last and first < binding.end and not binding.spare:
                return None
        return None

    def spans(self, vehicle: str) -> list[Binding]:
        """When which terminal spoke for the vehicle, oldest first."""
        return sorted(
            (
                binding
                for device in self.terminals.get(vehicle, ())
                for binding in self.bindings[device]
                if binding.vehicle == vehicle and not binding.spare
            ),
            key=lambda binding: binding.begin,
        )

    def watched(self, vehicle: str) -> list[str]:
        """The fences whose visits are derived for this vehicle and not for all, sorted."""
        mine = _named(self.plans.get(vehicle, Timeline[Plan]()))
        return sorted((mine & self.fences.keys()) - self.everyones)

    def _bind(self, event: TerminalBound) -> Touched:
        begin = micros(event.valid_from)
        end = FOREVER if event.valid_to is None else micros(event.valid_to)
        binding = Binding(event.device, event.vehicle, begin, end, event.spare)
        self.bindings[event.device].append(binding)
        self.terminals[event.vehicle].add(event.device)
        return Touched(frozenset({event.vehicle}), begin, "binding_changed")

    def _unbind(self, event: TerminalUnbound) -> Touched:
        at = micros(event.at)
        ended = _ended(self.bindings[event.device], event.vehicle, at)
        self.bindings[event.device] = list(ended)
        return Touched(frozenset({event.vehicle}), at, "binding_changed")

    def _declare(self, event: DatumDeclared | ClockDeclared) -> Touched:
        begin, device = micros(event.valid_from), event.device
        end = FOREVER if event.valid_to is None else micros(event.valid_to)
        if isinstance(event, DatumDeclared):
            datums = self.datums.get(device, Timeline[Datum]())
            self.datums[device] = datums.publish(event.datum, begin, end)
        else:
            clocks = self.clocks.get(device, Timeline[int]())
            self.clocks[device] = clocks.publish(event.ahead_s, begin, end)
            self._farthest[device] = max(self._farthest[device], abs(event.ahead_s))
        vehicles = {binding.vehicle for binding in self.bindings.get(device, ())}
        return Touched(frozenset(vehicles), self.since(device, begin), "binding_changed")

    def _fence(self, fence: str) -> Timeline[FenceVersion]:
        return self.fences.get(fence, Timeline[FenceVersion]())

    def _publish(self, event: FencePublished) -> Touched:
        begin = micros(event.valid_from)
        end = FOREVER if event.valid_to is None else micros(event.valid_to)
        after = self._fence(event.fence).publish(_compiled(event), begin, end)
        return self._changed(event.fence, after, begin)

    def _changed(self, fence: str, after: Timeline[FenceVersion], begin: int) -> Touched:
        before, every = self._fence(fence), fence in self.everyones
        self.fences[fence] = after
        if any(version.value.everyone for version in after.versions):
            self.everyones.add(fence)
        else:
            self.everyones.discard(fence)
        self.turned |= every or fence in self.everyones
        if every != (fence in self.everyones):
            begin = min(begin, _since(before), _since(after))
        touched = (
            self.terminals.keys() if every or fence in self.everyones else self.named_by[fence]
        )
        return Touched(frozenset(touched), begin, "fence_withdrawn")

    def _plan(self, event: FencePlanPublished) -> Touched:
        begin = micros(event.valid_from)
        end = FOREVER if event.valid_to is None else micros(event.valid_to)
        plan = Plan(event.version, event.operating, event.home, event.forbidden)
        before = self.plans.get(event.vehicle, Timeline[Plan]())
        after = self.plans[event.vehicle] = before.publish(plan, begin, end)
        for fence in plan.fences:
            self.named_by[fence].add(event.vehicle)
        # A fence that is watched from now on, or no more, is so for all its time.
        turned = _named(before) ^ _named(after)
        begin = min([begin, *(_since(self._fence(fence)) for fence in turned)])
        return Touched(frozenset({event.vehicle}), begin, "fence_withdrawn")


def _named(plans: Timeline[Plan]) -> set[str]:
    """The fences that any version names."""
    return {fence for version in plans.versions for fence in version.value.fences}


def _since(fence: Timeline[FenceVersion]) -> int:
    """When its first version begins."""
    return min((version.begin for version in fence.versions), default=FOREVER)


def _compiled(event: FencePublished) -> FenceVersion:
    shape = Shape.compiled(event.geometry, radius_m=event.radius_m, half_width_m=event.half_width_m)
    return FenceVersion(event.fence, event.version, shape, named(event.profile), event.everyone)


def _ended(bindings: Iterable[Binding], vehicle: str, at: int) -> Iterable[Binding]:
    for binding in bindings:
        if binding.vehicle == vehicle and binding.begin < at < binding.end:
            yield replace(binding, end=at)
        elif binding.vehicle != vehicle or binding.begin != at:
            yield binding
