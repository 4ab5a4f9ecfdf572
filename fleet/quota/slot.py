"""A quota slot (编制): opened and closed by its book, lived on by at most one car."""

from fleet.decider import Conflict, Decider
from fleet.quota import slot_refusals as no
from fleet.quota import slot_standing, slot_tenancy
from fleet.quota.slot_stages import (
    Closed,
    Occupied,
    Reserved,
    Right,
    Slot,
    Unopened,
    Vacant,
    right_of,
)
from fleet.quota.slot_words import (
    CloseSlot,
    LiftExcess,
    MarkExcess,
    OccupySlot,
    OpenSlot,
    ReleaseSlot,
    ReserveSlot,
    SlotClosed,
    SlotCommand,
    SlotEvent,
    SlotOccupied,
    SlotOpened,
    SlotReleased,
    SlotReserved,
    SlotVacated,
    UnplanSlot,
    VacateSlot,
)


def decide(command: SlotCommand, slot: Slot) -> list[SlotEvent]:
    """Answer a command to a slot.

    Raises:
        Refused: If a rule forbids it.
        Conflict: If the book was told of a slot that has changed since.

    Source:
        R001, R002, R005, R007, R113; handbook 4.
    """
    match command, slot:
        case OpenSlot(), _:
            return _open(command, slot)
        case CloseSlot(), _:
            return _close(command, slot)
        case _, Unopened() | Closed():
            return _nowhere(command, slot)
        case ((OccupySlot() | VacateSlot() | ReserveSlot() | ReleaseSlot()), _):
            return [*slot_tenancy.decide(command, slot)]
        case _:
            return [*slot_standing.decide(command, slot)]


def evolve(slot: Slot, event: SlotEvent) -> Slot:
    """Take one event into account."""
    match event:
        case SlotOpened():
            return Vacant(Right(event.book, event.unit, event.category))
        case SlotClosed():
            return Closed(right_of(slot, event))
        case SlotOccupied() | SlotVacated() | SlotReserved() | SlotReleased():
            return slot_tenancy.evolve(slot, event)
        case _:
            return slot_standing.evolve(slot, event)


def _open(command: OpenSlot, slot: Slot) -> list[SlotEvent]:
    if isinstance(slot, Unopened):
        return [SlotOpened(**dict(command))]
    if isinstance(slot, Closed):
        raise no.retired(command.slot)
    right = slot.right
    if (command.book, command.unit, command.category) != (right.book, right.unit, right.category):
        raise no.other_book(command.slot, right)
    return []


def _close(command: CloseSlot, slot: Slot) -> list[SlotEvent]:
    match slot:
        case Unopened():
            raise no.unknown(command.slot)
        case Closed():
            return []
        case Vacant(right=right):
            return [SlotClosed(**slot_tenancy.of(command, right))]
        case _ if command.told_vacant:
            raise Conflict(f"slot {command.slot} is not vacant any more")
        case Occupied():
            raise no.occupied(command.slot, slot)
        case Reserved():
            raise no.reserved(command.slot, slot)


def _nowhere(command: SlotCommand, slot: Unopened | Closed) -> list[SlotEvent]:
    """What was never on it can be taken off; the book's word may be older than the slot's end."""
    if isinstance(command, ReleaseSlot | UnplanSlot):
        return []
    if isinstance(command, MarkExcess | LiftExcess):
        raise Conflict(f"slot {command.slot} is not open any more")
    raise no.retired(command.slot) if isinstance(slot, Closed) else no.unknown(command.slot)


slot: Decider[SlotCommand, SlotEvent, Slot] = Decider(
    initial=Unopened(), decide=decide, evolve=evolve
)
