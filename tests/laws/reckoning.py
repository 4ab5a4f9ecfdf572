"""The laws of the closed loop, looked for in everything the ledger holds."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from fleet.decider import Entry
from fleet.disposal.disposal_events import AssetWrittenOff
from fleet.planning.budget_line import BudgetRequested
from fleet.planning.indicator_events import IndicatorApproved
from fleet.procurement.purchase_events import PurchaseApplied, PurchaseCancelled
from fleet.quota.authorisation import SlotAuthorised, SlotRetired
from fleet.quota.ceiling import CeilingLowered, QuotaBookOpened
from fleet.quota.slot_words import (
    SlotOccupied,
    SlotReleased,
    SlotReserved,
    SlotVacated,
)
from fleet.quota.stages import book_code


@dataclass(slots=True)
class Reckoning:
    """What the entries so far amount to.

    Attributes:
        seen: How often each kind of event was seen, so that a law is not kept by silence.
    """

    ceilings: dict[str, int] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    occupants: dict[str, str] = field(default_factory=dict)
    reserved: dict[str, str] = field(default_factory=dict)
    written_off: dict[str, AssetWrittenOff] = field(default_factory=dict)
    paired: dict[str, str] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    lines: dict[str, str] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def take(self, entries: Iterable[Entry]) -> None:
        """Look at each entry, and at the whole after each save."""
        saves: dict[object, list[Entry]] = defaultdict(list)
        for entry in entries:
            saves[entry.recorded_at].append(entry)
        for save in saves.values():
            for entry in save:
                self.seen[entry.event.TOPIC] += 1
                self._book(entry)
                self._slot(entry)
                self._loop(entry)
            self._whole()

    def _whole(self) -> None:
        """Held + reserved <= authorised <= ceiling."""
        for book, ceiling in self.ceilings.items():
            slots = {slot for slot, of in self.slots.items() if of == book}
            used = slots & (self.occupants.keys() | self.reserved.keys())
            assert len(used) <= len(slots) <= ceiling, (book, used, slots, ceiling)
        assert not self.occupants.keys() & self.reserved.keys()

    def _book(self, entry: Entry) -> None:
        match entry.event:
            case QuotaBookOpened(jurisdiction=where, sector=sector, ceiling=ceiling):
                self.ceilings[book_code(where, sector)] = ceiling
            case CeilingLowered(jurisdiction=where, sector=sector, ceiling=ceiling):
                assert ceiling < self.ceilings[book_code(where, sector)], "a ceiling rose"
                self.ceilings[book_code(where, sector)] = ceiling
            case SlotAuthorised(jurisdiction=where, sector=sector, slot=slot):
                assert slot not in self.slots
                self.slots[slot] = book_code(where, sector)
            case SlotRetired(slot=slot):
                assert slot not in self.occupants
                del self.slots[slot]
            case _:
                pass

    def _slot(self, entry: Entry) -> None:
        match entry.event:
            case SlotOccupied(slot=slot, vehicle=vehicle):
                assert slot not in self.occupants, "two cars on one slot"
                self.occupants[slot] = vehicle
                self.reserved.pop(slot, None)
            case SlotVacated(slot=slot, vehicle=vehicle):
                assert self.occupants.pop(slot) == vehicle
            case SlotReserved(slot=slot, purchase=purchase):
                assert slot not in self.reserved, "two purchases for one slot"
                self.reserved[slot] = purchase
            case SlotReleased(slot=slot, purchase=purchase):
                assert self.reserved.pop(slot) == purchase
            case _:
                pass

    def _loop(self, entry: Entry) -> None:
        match entry.event:
            case AssetWrittenOff(case=case) as event:
                self.written_off[case] = event
            case PurchaseApplied(kind="RENEWAL") as event:
                assert event.case is not None
                off = self.written_off[event.case]  # it was earlier
                assert (off.slot, off.vehicle) == (event.slot, event.vehicle)
                assert event.case not in self.paired, "one write-off, two purchases"
                self.paired[event.case] = event.purchase
            case PurchaseCancelled(case=str(case), held=True):
                del self.paired[case]
            case IndicatorApproved(indicator=indicator):
                self.approved.add(indicator)
            case BudgetRequested(indicator=indicator, line=line):
                assert indicator in self.approved, "money without an indicator"
                assert indicator not in self.lines, "two lines for one indicator"
                self.lines[indicator] = line
            case _:
                pass
