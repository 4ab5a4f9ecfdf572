"""The quota slots (编制): whose each is, and what is on it; a retired one is gone."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.quota.slot_words import (
    SlotClosed,
    SlotEvent,
    SlotExcessLifted,
    SlotMarkedExcess,
    SlotMoved,
    SlotOccupied,
    SlotOpened,
    SlotReleased,
    SlotReserved,
    SlotVacated,
)
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Slot:
    """One row an open slot.

    Attributes:
        book: `330100-PARTY_GOV`.
        vehicle: The car that lives on it; empty: none.
        purchase: The purchase it is reserved for; empty: none.
        excess: The car on it is one too many.
    """

    slot: str
    book: str
    unit: str
    category: str
    vehicle: str = ""
    purchase: str = ""
    excess: bool = False

    @property
    def standing(self) -> str:
        """`held`, `reserved` or `vacant`."""
        return "held" if self.vehicle else "reserved" if self.purchase else "vacant"


def _key(entry: Entry) -> str | None:
    return entry.event.slot if isinstance(entry.event, SlotEvent) else None


def _evolve(row: Slot | None, entry: Entry) -> Slot | None:
    match entry.event:
        case SlotOpened() as told:
            return Slot(told.slot, told.book, told.unit, told.category)
        case SlotClosed():
            return None
        case event:
            return _told(row, event) if row else None


def _told(row: Slot, event: object) -> Slot:
    match event:
        case SlotOccupied(vehicle=vehicle):
            row = replace(row, vehicle=vehicle, purchase="")
        case SlotVacated():
            row = replace(row, vehicle="")
        case SlotReserved(purchase=purchase):
            row = replace(row, purchase=purchase)
        case SlotReleased():
            row = replace(row, purchase="")
        case SlotMoved(to_unit=unit):
            row = replace(row, unit=unit)
        case SlotMarkedExcess():
            row = replace(row, excess=True)
        case SlotExcessLifted():
            row = replace(row, excess=False)
        case _:
            pass
    return row


view = Projection("slots", version=1, row=Slot, key=_key, evolve=_evolve)
