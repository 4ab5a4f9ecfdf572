"""What is true of a slot whoever is on it: its unit, its excess, the indicators planned on it."""

from dataclasses import replace

from fleet.decider import Conflict
from fleet.quota import slot_refusals as no
from fleet.quota.slot_stages import (
    Occupied,
    Open,
    Reserved,
    Slot,
    Vacant,
    right_of,
    with_right,
)
from fleet.quota.slot_tenancy import fits, free, of
from fleet.quota.slot_words import (
    LiftExcess,
    MarkExcess,
    MoveToUnit,
    PlanSlot,
    SlotExcessLifted,
    SlotMarkedExcess,
    SlotMoved,
    SlotPlanned,
    SlotUnplanned,
    UnplanSlot,
)

StandingCommand = MoveToUnit | MarkExcess | LiftExcess | PlanSlot | UnplanSlot
StandingEvent = SlotMoved | SlotMarkedExcess | SlotExcessLifted | SlotPlanned | SlotUnplanned


def decide(command: StandingCommand, slot: Open) -> list[StandingEvent]:
    """Answer what changes about a slot itself.

    Raises:
        Refused: If a rule forbids it.
        Conflict: If the book was told that somebody is on it, and nobody is any more.

    Source:
        R005, R007, R026; handbook 4.
    """
    match command:
        case MoveToUnit():
            return _move(command, slot)
        case MarkExcess():
            return _mark(command, slot)
        case LiftExcess():
            lifted = SlotExcessLifted(**of(command, slot.right))
            return [lifted] if slot.right.excess else []
        case PlanSlot():
            return _plan(command, slot)
        case UnplanSlot(indicator=indicator):
            told = of(command, slot.right)
            years = [year for year, known in slot.right.plans.items() if known == indicator]
            return [SlotUnplanned(**told, indicator=indicator, year=year) for year in years]


def evolve(slot: Slot, event: StandingEvent) -> Slot:
    """Take one event into account."""
    right = right_of(slot, event)
    match event:
        case SlotMoved(to_unit=unit):
            return with_right(slot, replace(right, unit=unit))
        case SlotMarkedExcess():
            return with_right(slot, replace(right, excess=True))
        case SlotExcessLifted():
            return with_right(slot, replace(right, excess=False))
        case SlotPlanned(year=year, indicator=indicator):
            return with_right(slot, replace(right, plans={**right.plans, year: indicator}))
        case SlotUnplanned(year=year):
            plans = {known: told for known, told in right.plans.items() if known != year}
            return with_right(slot, replace(right, plans=plans))


def _move(command: MoveToUnit, slot: Open) -> list[StandingEvent]:
    right = slot.right
    if right.unit == command.to_unit:
        return []
    if right.unit != command.from_unit:
        raise no.not_its_own(command.slot, right, command.from_unit, right.category)
    if isinstance(slot, Reserved):
        raise no.reserved(command.slot, slot)
    told = of(command, replace(right, unit=command.to_unit))
    vehicle = _vehicle(slot)
    return [
        SlotMoved(**told, from_unit=right.unit, to_unit=command.to_unit, vehicle=vehicle),
    ]


def _mark(command: MarkExcess, slot: Open) -> list[StandingEvent]:
    if isinstance(slot, Vacant):
        raise Conflict(f"slot {command.slot} is not held any more")
    if slot.right.excess:
        return []
    return [SlotMarkedExcess(**of(command, slot.right), vehicle=_vehicle(slot))]


def _vehicle(slot: Open) -> str | None:
    return slot.vehicle if isinstance(slot, Occupied) else None


def _plan(command: PlanSlot, slot: Open) -> list[StandingEvent]:
    right = slot.right
    standing = right.plans.get(command.year)
    if standing == command.indicator:
        return []
    fits(command, right)
    if standing is not None:
        raise no.planned(command.slot, command.year, standing)
    if command.kind == "RENEWAL":
        _lives_there(command, slot)
    else:
        free(command.slot, slot)
    told = of(command, right)
    return [
        SlotPlanned(
            **told,
            indicator=command.indicator,
            year=command.year,
            kind=command.kind,
            vehicle=command.vehicle,
        )
    ]


def _lives_there(command: PlanSlot, slot: Open) -> None:
    """The car to be renewed lives there, or was the last to (written off on a safety ground)."""
    right = slot.right
    if isinstance(slot, Reserved):
        raise no.reserved(command.slot, slot)
    if right.excess:
        raise no.in_excess(command.slot, right)
    lives = slot.vehicle if isinstance(slot, Occupied) else right.left
    if not lives or lives != command.vehicle:
        raise no.not_living_there(command.slot, command.vehicle or "-", right)
