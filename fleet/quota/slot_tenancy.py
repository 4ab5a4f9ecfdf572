"""Who is on a slot: at most one car lives there, at most one purchase will fill it."""

from dataclasses import replace
from typing import Any, Protocol

from fleet.quota import slot_refusals as no
from fleet.quota.slot_stages import Occupied, Open, Reserved, Right, Slot, Vacant, right_of
from fleet.quota.slot_words import (
    OccupySlot,
    OnSlot,
    ReleaseSlot,
    ReserveSlot,
    SlotOccupied,
    SlotReleased,
    SlotReserved,
    SlotVacated,
    VacateSlot,
)

TenancyCommand = OccupySlot | VacateSlot | ReserveSlot | ReleaseSlot
TenancyEvent = SlotOccupied | SlotVacated | SlotReserved | SlotReleased


class Tenant(Protocol):
    """Whoever wants to use a slot, and for what."""

    @property
    def slot(self) -> str:
        """The slot."""

    @property
    def unit(self) -> str:
        """For whom."""

    @property
    def category(self) -> str:
        """What for."""


def of(command: OnSlot, right: Right) -> dict[str, Any]:
    """What every event of a slot says."""
    return {
        "slot": command.slot,
        "book": right.book,
        "unit": right.unit,
        "category": right.category,
        "at": command.at,
    }


def fits(tenant: Tenant, right: Right) -> None:
    """Let nobody use a slot but its unit, and for nothing but its category.

    Raises:
        Refused: If it is somebody else's, or for something else.
    """
    if (tenant.unit, tenant.category) != (right.unit, right.category):
        raise no.not_its_own(tenant.slot, right, tenant.unit, tenant.category)


def decide(command: TenancyCommand, slot: Open) -> list[TenancyEvent]:
    """Answer who may be on a slot.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R108, R113 (退一补一); handbook 4.
    """
    match command:
        case OccupySlot():
            return _occupy(command, slot)
        case VacateSlot():
            return _vacate(command, slot)
        case ReserveSlot():
            return _reserve(command, slot)
        case ReleaseSlot():
            return _release(command, slot)


def evolve(slot: Slot, event: TenancyEvent) -> Slot:
    """Take one event into account."""
    right = right_of(slot, event)
    match event:
        case SlotOccupied(vehicle=vehicle):
            return Occupied(right, vehicle)
        case SlotVacated(vehicle=vehicle):
            return Vacant(replace(right, left=vehicle))
        case SlotReserved(purchase=purchase):
            return Reserved(right, purchase)
        case SlotReleased():
            return Vacant(right)


def _occupy(command: OccupySlot, slot: Open) -> list[TenancyEvent]:
    if isinstance(slot, Occupied) and slot.vehicle == command.vehicle:
        return []
    fits(command, slot.right)
    match slot:
        case Occupied():
            raise no.occupied(command.slot, slot)
        case Reserved() if slot.purchase != command.purchase:
            raise no.reserved(command.slot, slot)
        case Vacant() if command.purchase is not None:
            raise no.not_reserved(command.slot, command.purchase)
        case Vacant() if slot.right.excess:
            raise no.in_excess(command.slot, slot.right)
        case Vacant() if slot.right.left or slot.right.plans:
            raise no.to_be_bought(command.slot, command.vehicle)
        case _:
            told = of(command, slot.right)
            vehicle, purchase = command.vehicle, command.purchase
            return [SlotOccupied(**told, vehicle=vehicle, purchase=purchase)]


def _vacate(command: VacateSlot, slot: Open) -> list[TenancyEvent]:
    right = slot.right
    if isinstance(slot, Occupied) and slot.vehicle == command.vehicle:
        told = of(command, right)
        vehicle, case = command.vehicle, command.case
        return [SlotVacated(**told, vehicle=vehicle, case=case, excess=right.excess)]
    if right.left == command.vehicle:
        return []
    raise no.not_living_there(command.slot, command.vehicle, right)


def _reserve(command: ReserveSlot, slot: Open) -> list[TenancyEvent]:
    if isinstance(slot, Reserved) and slot.purchase == command.purchase:
        return []
    fits(command, slot.right)
    if isinstance(slot, Occupied):
        raise no.occupied(command.slot, slot).raising("PROC-04")
    free(command.slot, slot)
    told = of(command, slot.right)
    return [SlotReserved(**told, purchase=command.purchase, kind=command.kind)]


def _release(command: ReleaseSlot, slot: Open) -> list[TenancyEvent]:
    if not isinstance(slot, Reserved) or slot.purchase != command.purchase:
        return []
    told = of(command, slot.right)
    return [SlotReleased(**told, purchase=command.purchase, excess=slot.right.excess)]


def free(number: str, slot: Open) -> None:
    """Let a slot be filled only while nobody is on it, and while it is to stay.

    Raises:
        Refused: If it is occupied, reserved or in excess.
    """
    match slot:
        case Occupied():
            raise no.occupied(number, slot)
        case Reserved():
            raise no.reserved(number, slot)
        case Vacant(right=right):
            if right.excess:
                raise no.in_excess(number, right)
