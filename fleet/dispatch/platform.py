"""A dispatch platform (平台): cars of one category, from many units, under one dispatcher.

Unopened --OpenPlatform--> Opened; cars join and leave, and are lent across units for a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Command, Decider, Event
from fleet.dispatch import platform_refusals as refuse
from fleet.dispatch import platform_staff
from fleet.dispatch.platform_staff import Staff, StaffCommand, StaffEvent
from fleet.dispatch.rules import CATEGORY_BELONGS, PLATFORM_CATEGORY
from fleet.policy.authority import require
from fleet.policy.brief import Briefed
from fleet.policy.grounds import Grounds
from fleet.terms import Code, Jurisdiction, Moment, Name, UnitCode, VehicleId

POOL_REASONS = ("MAJOR_TASK", "SPECIAL_URGENT")
"""重大任务, 特殊紧急需要: nothing else sends a car to another unit."""


class OpenPlatform(Briefed):
    """A platform begins.

    Attributes:
        platform: Its number.
        category: What its cars are kept for: a key of the policy, its name or an alias; None for
            a platform of all categories that have none of their own.
        jurisdiction: Whose platform.
    """

    platform: Code
    category: Name | None = None
    jurisdiction: Jurisdiction
    at: Moment


class AttachVehicle(Briefed):
    """A car joins; it still belongs to its unit.

    Attributes:
        vehicle: The car.
        category: What it is kept for.
        unit: The unit that owns it.
        kept: Unit and category as the car's dossier has them, looked up; None: no such car.
    """

    FACTS: ClassVar[frozenset[str]] = Briefed.FACTS | {"kept"}

    platform: Code
    vehicle: VehicleId
    category: Name
    unit: UnitCode
    kept: tuple[str, str] | None = None
    at: Moment


class DetachVehicle(Command):
    """A car leaves the platform."""

    platform: Code
    vehicle: VehicleId
    at: Moment


class SetPoolRule(Command):
    """For which reasons cars go to other units.

    Attributes:
        reasons: Some of MAJOR_TASK, SPECIAL_URGENT.
        document: Who says so.
    """

    platform: Code
    reasons: Annotated[tuple[Name, ...], Field(min_length=1)]
    document: Name | None = None
    at: Moment


class LendVehicle(Command):
    """An order sends a car to another unit than its own.

    Attributes:
        to_unit: Who is to use it.
        order: The dispatch order.
        reason: Why: MAJOR_TASK, SPECIAL_URGENT; others can be said, and are refused.
    """

    platform: Code
    vehicle: VehicleId
    to_unit: UnitCode
    order: Code
    reason: Name
    at: Moment


class PlatformOpened(Event):
    """A platform has begun; it has no cars yet."""

    TOPIC: ClassVar = "platform.opened"
    platform: str
    category: str | None
    jurisdiction: str
    grounds: Grounds
    at: Moment


class VehicleAttached(Event):
    """A car has joined; it still belongs to its unit."""

    TOPIC: ClassVar = "platform.vehicle-attached"
    platform: str
    vehicle: str
    category: str
    unit: str
    grounds: Grounds
    at: Moment


class VehicleDetached(Event):
    """A car has left."""

    TOPIC: ClassVar = "platform.vehicle-detached"
    platform: str
    vehicle: str
    unit: str
    at: Moment


class PoolRuleSet(Event):
    """Cars go to other units for these reasons only."""

    TOPIC: ClassVar = "platform.pool-rule-set"
    platform: str
    reasons: tuple[str, ...]
    document: str | None = None
    at: Moment


class VehicleLent(Event):
    """A car goes to another unit than its own.

    Attributes:
        unit: The unit that owns it, still.
        count: How many cross-unit lendings of this platform that makes.
    """

    TOPIC: ClassVar = "platform.vehicle-lent"
    platform: str
    vehicle: str
    unit: str
    to_unit: str
    order: str
    reason: str
    count: int
    at: Moment


PlatformCommand = (
    OpenPlatform | AttachVehicle | DetachVehicle | SetPoolRule | LendVehicle | StaffCommand
)
PlatformEvent = (
    PlatformOpened | VehicleAttached | VehicleDetached | PoolRuleSet | VehicleLent | StaffEvent
)


@dataclass(frozen=True, slots=True)
class Unopened:
    """Nobody has opened it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A platform in use.

    Attributes:
        category: What its cars are kept for; None: what has no platform of its own.
        jurisdiction: Whose platform.
        vehicles: Car -> the unit that owns it.
        reasons: For which cars go to other units.
        lent: Orders and the cars they sent to other units.
        staff: Who dispatches, who is on duty, whom it drives.
    """

    category: str | None
    jurisdiction: str
    vehicles: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = POOL_REASONS
    lent: frozenset[tuple[str, str]] = frozenset()
    staff: Staff = field(default_factory=Staff)


Platform = Unopened | Opened


def decide(command: PlatformCommand, platform: Platform) -> list[PlatformEvent]:
    """Answer a command to a platform.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R014, R038, R039, R055.
    """
    if isinstance(command, OpenPlatform):
        return _open(command, platform)
    if isinstance(platform, Unopened):
        raise refuse.not_opened(command.platform)
    match command:
        case AttachVehicle():
            return _attach(command, platform)
        case DetachVehicle():
            return _detach(command, platform)
        case SetPoolRule():
            return _set(command, platform)
        case LendVehicle():
            return _lend(command, platform)
        case _:
            return [*platform_staff.decide(command, platform.staff, platform.category)]


def evolve(platform: Platform, event: PlatformEvent) -> Platform:
    """Take one event into account."""
    known = platform if isinstance(platform, Opened) else Opened(None, "")
    match event:
        case PlatformOpened(category=category, jurisdiction=jurisdiction):
            return Opened(category, jurisdiction)
        case VehicleAttached(vehicle=vehicle, unit=unit):
            return replace(known, vehicles={**known.vehicles, vehicle: unit})
        case VehicleDetached(vehicle=gone):
            vehicles = {car: unit for car, unit in known.vehicles.items() if car != gone}
            return replace(known, vehicles=vehicles)
        case PoolRuleSet(reasons=reasons):
            return replace(known, reasons=reasons)
        case VehicleLent(order=order, vehicle=vehicle):
            return replace(known, lent=known.lent | {(order, vehicle)})
        case _:
            return replace(known, staff=platform_staff.evolve(known.staff, event))


def _open(command: OpenPlatform, platform: Platform) -> list[PlatformEvent]:
    require(command.brief, "BUREAU", "CENTRE")
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    category = None if command.category is None else policy.category(command.category)
    if isinstance(platform, Opened):
        return _again(command, category, platform)
    asked = {"category": category}
    if not PLATFORM_CATEGORY.holds(policy, asked):
        raise refuse.no_platform(policy, str(category))
    return [
        PlatformOpened(
            platform=command.platform,
            category=category,
            jurisdiction=command.jurisdiction,
            grounds=Grounds.of(policy, PLATFORM_CATEGORY, **asked),
            at=command.at,
        )
    ]


def _again(told: OpenPlatform, category: str | None, known: Opened) -> list[PlatformEvent]:
    if (told.jurisdiction, category) == (known.jurisdiction, known.category):
        return []
    raise refuse.differs(told.platform, known.jurisdiction, known.category)


def _attach(command: AttachVehicle, platform: Opened) -> list[PlatformEvent]:
    if platform.vehicles.get(command.vehicle) == command.unit:
        return []
    policy = command.brief.shelf.in_force(platform.jurisdiction, command.at)
    category = policy.category(command.category)
    if command.kept not in (None, (command.unit, category)):
        raise refuse.kept_otherwise(command.vehicle, (command.unit, category), command.kept)
    asked = {"platform_category": platform.category, "category": category}
    if not CATEGORY_BELONGS.holds(policy, asked):
        said = (command.vehicle, command.category, command.platform, platform.category)
        raise refuse.other_category(*said).raising("", policy.reference)
    return [
        VehicleAttached(
            platform=command.platform,
            vehicle=command.vehicle,
            category=category,
            unit=command.unit,
            grounds=Grounds.of(policy, CATEGORY_BELONGS, **asked),
            at=command.at,
        )
    ]


def _detach(command: DetachVehicle, platform: Opened) -> list[PlatformEvent]:
    unit = platform.vehicles.get(command.vehicle)
    if unit is None:
        return []
    return [VehicleDetached(**dict(command), unit=unit)]


def _set(command: SetPoolRule, platform: Opened) -> list[PlatformEvent]:
    for reason in command.reasons:
        _check_reason(reason, POOL_REASONS)
    if command.reasons == platform.reasons:
        return []
    return [PoolRuleSet(**dict(command))]


def _lend(command: LendVehicle, platform: Opened) -> list[PlatformEvent]:
    unit = platform.vehicles.get(command.vehicle)
    if unit is None:
        raise refuse.not_attached(command.vehicle, command.platform)
    if unit == command.to_unit or (command.order, command.vehicle) in platform.lent:
        return []
    _check_reason(command.reason, platform.reasons)
    return [VehicleLent(**dict(command), unit=unit, count=len(platform.lent) + 1)]


def _check_reason(reason: str, allowed: tuple[str, ...]) -> None:
    if reason not in allowed:
        raise refuse.reason_not_allowed(reason, allowed)


platform: Decider[PlatformCommand, PlatformEvent, Platform] = Decider(
    initial=Unopened(), decide=decide, evolve=evolve
)
