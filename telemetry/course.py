"""What is derived for one vehicle: which areas, which profile, over which stretch of time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from telemetry.fence import Box, Circle, Plane, Shape
from telemetry.moment import BEGINNING, FOREVER
from telemetry.profile import STANDARD, Profile
from telemetry.registry import Plan, Registry
from telemetry.rules.geofence import CODE, absence_profile
from telemetry.timeline import Timeline

FENCE, RULE, FAR = "fence:", "rule:", "far:"
"""How the key of a task begins."""


_NOWHERE = Shape(Box(inf, inf, -inf, -inf), Plane(0, 0), Circle(Plane(0, 0), 0))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of time in which the same areas are in force.

    Attributes:
        begin: Microseconds, inclusive.
        end: Microseconds, exclusive.
        shapes: Inside means inside any of these.
        versions: What they are, for the record: `plan 2`, `fence base 1`.
    """

    begin: int
    end: int
    shapes: tuple[Shape, ...]
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One run of the visits machine: of a fence version, or of a rule's absences.

    Attributes:
        key: `fence:L01@1` for version 1 of fence L01; `rule:GEO-02@0` for absences from the
            beginning on.
        profile: Band, dwell, gap, jump.
        pieces: Without gaps between them.
        fence: Its id; empty for a rule.
        version: Of the fence; 0 for a rule.
        rule: The alert code; empty for a fence.
        everyone: All vehicles have this task; of most of them it is too far away to matter.
    """

    key: str
    profile: Profile
    pieces: tuple[Piece, ...]
    fence: str = ""
    version: int = 0
    rule: str = ""
    everyone: bool = False

    @property
    def begin(self) -> int:
        """Microseconds, inclusive."""
        return self.pieces[0].begin

    @property
    def end(self) -> int:
        """Microseconds, exclusive."""
        return self.pieces[-1].end


def fence_of(key: str) -> tuple[str, int]:
    """The fence and the version that a key names."""
    fence, _, version = key.removeprefix(FENCE).rpartition("@")
    return fence, int(version)


def tasks(registry: Registry, vehicle: str) -> tuple[Task, ...]:
    """Everything that is derived for this vehicle and not for all."""
    return (*_visits(registry, registry.watched(vehicle)), *_absences(registry, vehicle))


def everyones(registry: Registry) -> list[Task]:
    """The visits that are derived for all vehicles."""
    return _visits(registry, sorted(registry.everyones), everyone=True)


def far(max_speed_kmh: float | None) -> Task:
    """Stands for every fence of everyone that a vehicle is far from: it is outside all the time.

    What the machine remembers of it, it remembers of each of them, where the same legs are jumps.

    Args:
        max_speed_kmh: Of their profile.
    """
    profile = replace(STANDARD, max_speed_kmh=max_speed_kmh)
    return Task(far_key(max_speed_kmh), profile, (Piece(BEGINNING, FOREVER, (_NOWHERE,)),))


def far_key(max_speed_kmh: float | None) -> str:
    """The key of the task that stands for those with this limit."""
    return f"{FAR}{max_speed_kmh}"


def _visits(registry: Registry, fences: Iterable[str], *, everyone: bool = False) -> list[Task]:
    return [
        Task(
            key=f"{FENCE}{fence}@{version.value.version}",
            profile=version.value.profile,
            pieces=(Piece(version.begin, version.end, (version.value.shape,)),),
            fence=fence,
            version=version.value.version,
            everyone=everyone,
        )
        for fence in fences
        for version in registry.fences[fence].versions
    ]


def _absences(registry: Registry, vehicle: str) -> list[Task]:
    """GEO-02: one task for each stretch of time in which the plan names operating areas."""
    plans = registry.plans.get(vehicle, Timeline[Plan]())
    edges = set(plans.edges())
    for version in plans.versions:
        for fence in version.value.operating:
            if fence in registry.fences:
                edges |= registry.fences[fence].edges()
    pieces = [_piece(registry, plans, begin, end) for begin, end in pairwise(sorted(edges))]
    return [
        Task(
            key=f"{RULE}{CODE}@{run[0].begin}",
            profile=absence_profile(STANDARD),
            pieces=tuple(run),
            rule=CODE,
        )
        for run in _contiguous([piece for piece in pieces if piece.shapes])
    ]


def _piece(registry: Registry, plans: Timeline[Plan], begin: int, end: int) -> Piece:
    plan = plans.at(begin)
    piece = Piece(begin, end, ())
    if plan is None:
        return piece
    for fence in plan.operating:
        version = registry.fences[fence].at(begin) if fence in registry.fences else None
        if version is not None:
            piece = replace(
                piece,
                shapes=(*piece.shapes, version.shape),
                versions=(*piece.versions, f"{fence}@{version.version}"),
            )
    return replace(piece, versions=(f"plan@{plan.version}", *piece.versions))


def _contiguous(pieces: list[Piece]) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.begin:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs
