"""A vehicle's fence plan (一车一围栏): where it lives, where it works, where it must not go.

Unplanned --PublishFencePlan, AddFences--> Planned --PublishFencePlan, AddFences--> Planned
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import FenceId, Moment, VehicleId
from fleet.vehicle.versions import Version, Versions, published

Role = Literal["home", "operating", "forbidden"]
"""`home`: parked there after use; `operating`: used there; `forbidden`: never there."""

Fences = Annotated[tuple[FenceId, ...], AfterValidator(lambda ids: tuple(sorted(set(ids))))]
"""Ids, sorted, each once."""


class PublishFencePlan(Command):
    """From `valid_from` on, the plan is this.

    Attributes:
        valid_to: Until when (not included); None: until another version.
    """

    vehicle: VehicleId
    home: Fences = ()
    operating: Fences = ()
    forbidden: Fences = ()
    valid_from: Moment
    valid_to: Moment | None = None

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is not later than valid_from")
        return self


class AddFences(Command):
    """From `valid_from` on, the plan is what the last version says, and these.

    Attributes:
        role: What the areas are to the vehicle.
    """

    vehicle: VehicleId
    role: Role
    fences: Annotated[Fences, Field(min_length=1)]
    valid_from: Moment


class CiteFencePlan(Command):
    """The vehicle goes into service and needs a plan with a home."""

    vehicle: VehicleId


class FencePlanPublished(Event):
    """From `valid_from` on, the plan is this; earlier versions end there.

    Attributes:
        version: From 1 on.
        home: Ids of areas.
        operating: Ids of areas.
        forbidden: Ids of areas.
    """

    TOPIC: ClassVar = "fence-plan.published"
    vehicle: str
    version: int
    home: tuple[str, ...]
    operating: tuple[str, ...]
    forbidden: tuple[str, ...]
    valid_from: Moment
    valid_to: Moment | None


FencePlanCommand = PublishFencePlan | AddFences | CiteFencePlan
FencePlanEvent = FencePlanPublished


@dataclass(frozen=True, slots=True)
class Unplanned:
    """It has no plan."""


@dataclass(frozen=True, slots=True)
class Planned:
    """It has one.

    Attributes:
        last: The version published last.
        versions: Those that are in force at some time; they never overlap.
    """

    last: FencePlanPublished
    versions: Versions


FencePlan = Unplanned | Planned


def decide(command: FencePlanCommand, plan: FencePlan) -> list[FencePlanEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R069 (一车一围栏), R077 (回单位停放).
    """
    match command, plan:
        case PublishFencePlan(), _:
            return _publish(command, plan)
        case AddFences(), Planned(last=last) if _says_so(last, command):
            return []
        case AddFences(), _:
            return _publish(_extended(command, plan), plan)
        case CiteFencePlan(), Planned(last=last) if last.home:
            return []
        case CiteFencePlan(), _:
            raise _homeless(command.vehicle)


def evolve(plan: FencePlan, event: FencePlanEvent) -> FencePlan:
    """Take one event into account."""
    versions = plan.versions if isinstance(plan, Planned) else ()
    version = Version(event.version, event.valid_from, event.valid_to)
    return Planned(event, published(versions, version))


def _publish(command: PublishFencePlan, plan: FencePlan) -> list[FencePlanEvent]:
    if not command.home + command.operating + command.forbidden:
        raise _empty(command.vehicle)
    if both := set(command.forbidden) & set(command.home + command.operating):
        raise _contradiction(command.vehicle, min(both))
    number = plan.last.version if isinstance(plan, Planned) else 0
    event = FencePlanPublished(**dict(command), version=number)
    if isinstance(plan, Planned) and event == plan.last:
        return []
    return [event.model_copy(update={"version": number + 1})]


def _extended(command: AddFences, plan: FencePlan) -> PublishFencePlan:
    known = {
        role: getattr(plan.last, role) if isinstance(plan, Planned) else ()
        for role in ("home", "operating", "forbidden")
    }
    known[command.role] = (*known[command.role], *command.fences)
    return PublishFencePlan(vehicle=command.vehicle, valid_from=command.valid_from, **known)


def _says_so(last: FencePlanPublished, command: AddFences) -> bool:
    known = set(getattr(last, command.role)) >= set(command.fences)
    return known and last.valid_to is None and last.valid_from <= command.valid_from


def _empty(vehicle: str) -> Refused:
    return Refused(
        "一车一围栏",
        "PlanEmpty",
        "R069",
        zh="车辆 {vehicle} 的围栏方案没有任何区域：请至少指定一个区域。",
        en="the plan of vehicle {vehicle} names no area: name at least one.",
        vehicle=vehicle,
    )


def _contradiction(vehicle: str, fence: str) -> Refused:
    return Refused(
        "一车一围栏",
        "PlanContradicts",
        "R069",
        zh="车辆 {vehicle} 的围栏方案中，区域 {fence} 既允许又禁入：请二选一。",
        en="the plan of vehicle {vehicle} both allows and forbids area {fence}: choose one.",
        vehicle=vehicle,
        fence=fence,
    )


def _homeless(vehicle: str) -> Refused:
    return Refused(
        "一车一围栏",
        "HomeMissing",
        "R069",
        zh="车辆 {vehicle} 没有停放区域：请先发布含停放区域的围栏方案。",
        en="vehicle {vehicle} has no home area: publish a fence plan with one first.",
        vehicle=vehicle,
    )


fence_plan: Decider[FencePlanCommand, FencePlanEvent, FencePlan] = Decider(
    initial=Unplanned(), decide=decide, evolve=evolve
)
