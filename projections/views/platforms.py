"""The dispatch platforms (平台): their cars, their dispatchers, whom they serve."""

from dataclasses import dataclass, field, replace

from fleet.decider import Entry, Event
from fleet.dispatch import platform as told
from fleet.dispatch import platform_staff as staff
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Platform:
    """One row a platform.

    Attributes:
        category: What its cars are kept for; None: what has no platform of its own.
        vehicles: Car -> the unit that owns it.
        reasons: For which its cars go to other units; empty: those of the law.
        lent: How often one did.
        dispatchers: Who may dispatch on it.
        on_duty: Who of them is on duty.
        beneficiaries: Whom it drives.
    """

    platform: str
    category: str | None = None
    jurisdiction: str = ""
    vehicles: dict[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    lent: int = 0
    dispatchers: tuple[str, ...] = ()
    on_duty: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()


def _key(entry: Entry) -> str | None:
    match entry.event:
        case told.PlatformOpened(platform=platform) | told.VehicleAttached(platform=platform):
            return platform
        case told.VehicleDetached(platform=platform) | told.PoolRuleSet(platform=platform):
            return platform
        case told.VehicleLent(platform=platform):
            return platform
        case event:
            return event.platform if isinstance(event, staff.StaffEvent) else None


def _evolve(row: Platform | None, entry: Entry) -> Platform | None:
    match entry.event:
        case told.PlatformOpened(platform=platform, category=category, jurisdiction=where):
            return Platform(platform, category, where)
        case event:
            return _told(row, event) if row else None


def _told(row: Platform, event: Event) -> Platform:
    match event:
        case told.VehicleAttached(vehicle=vehicle, unit=unit):
            return replace(row, vehicles=row.vehicles | {vehicle: unit})
        case told.VehicleDetached(vehicle=vehicle):
            left = {car: unit for car, unit in row.vehicles.items() if car != vehicle}
            return replace(row, vehicles=left)
        case told.PoolRuleSet(reasons=reasons):
            return replace(row, reasons=reasons)
        case told.VehicleLent(count=count):
            return replace(row, lent=count)
        case event:
            return _staffed(row, event) if isinstance(event, staff.StaffEvent) else row


def _staffed(row: Platform, event: staff.StaffEvent) -> Platform:
    match event:
        case staff.DispatcherAppointed(person=person):
            row = replace(row, dispatchers=_with(row.dispatchers, person))
        case staff.DispatcherDismissed(person=person):
            left, off = _without(row.dispatchers, person), _without(row.on_duty, person)
            row = replace(row, dispatchers=left, on_duty=off)
        case staff.DutyStarted(person=person):
            row = replace(row, on_duty=_with(row.on_duty, person))
        case staff.DutyEnded(person=person):
            row = replace(row, on_duty=_without(row.on_duty, person))
        case staff.BeneficiaryRegistered(person=person):
            row = replace(row, beneficiaries=_with(row.beneficiaries, person))
        case staff.BeneficiaryRemoved(person=person):
            row = replace(row, beneficiaries=_without(row.beneficiaries, person))
    return row


def _with(people: tuple[str, ...], person: str) -> tuple[str, ...]:
    return tuple(sorted({*people, person}))


def _without(people: tuple[str, ...], person: str) -> tuple[str, ...]:
    return tuple(each for each in people if each != person)


view = Projection("platforms", version=1, row=Platform, key=_key, evolve=_evolve)
