"""Laws that hold whatever is said, in whatever order."""

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fleet.decider import Conflict, Refused
from fleet.quota.allocation import (
    AdjustHeadcount,
    HeadcountAdjusted,
    SlotsTransferred,
    TransferSlots,
)
from fleet.quota.authorisation import AuthoriseSlot, RetireSlot, SlotAuthorised, SlotRetired
from fleet.quota.book import BookCommand, BookEvent, book
from fleet.quota.ceiling import LowerCeiling, RaiseCeiling
from fleet.quota.slot import slot
from fleet.quota.slot_stages import Closed, Occupied, Reserved, Slot, Vacant
from fleet.quota.slot_words import (
    CloseSlot,
    LiftExcess,
    MarkExcess,
    MoveToUnit,
    OccupySlot,
    OpenSlot,
    ReleaseSlot,
    ReserveSlot,
    SlotCommand,
    SlotEvent,
    VacateSlot,
)
from fleet.quota.stages import Opened
from tests.fleet.quota.city import BUREAU, CITY
from tests.fleet.quota.test_ceiling import BOOK, NOW, opened

UNITS = st.sampled_from(["A", "B"])
SLOTS = st.sampled_from([f"S{number}" for number in range(6)])
CARS = st.sampled_from(["V1", "V2"])
PURCHASES = st.sampled_from(["P1", "P2"])
CEILINGS = st.integers(0, 6)
LAW: dict[str, Any] = {"category": "LAW_ENFORCEMENT"}


class TheBook(RuleBasedStateMachine):
    """A book and its slots, each save all or nothing."""

    def __init__(self) -> None:
        """Begin with a book for five slots."""
        super().__init__()
        self.past: list[BookEvent] = []
        self.slots: dict[str, list[SlotEvent]] = {}

    @initialize()
    def _opened(self) -> None:
        self.past.append(opened.model_copy(update={"ceiling": 5}))

    @property
    def known(self) -> Opened:
        """The book now."""
        known = book.fold(self.past)
        assert isinstance(known, Opened)
        return known

    def standing(self, number: str) -> Slot:
        """A slot now."""
        return slot.fold(self.slots.get(number, []))

    def say(self, command: BookCommand) -> None:
        """The book answers, and the slots with it; or nobody does."""
        with suppress(Refused, Conflict):
            told = book.decide(command, self.known)
            follow = [each for event in told for each in following(event)]
            answers = [(each.slot, slot.decide(each, self.standing(each.slot))) for each in follow]
            for number, events in answers:
                self.slots.setdefault(number, []).extend(events)
            self.past += told

    def tell(self, command: SlotCommand) -> None:
        """A slot answers alone."""
        with suppress(Refused, Conflict):
            events = slot.decide(command, self.standing(command.slot))
            self.slots.setdefault(command.slot, []).extend(events)

    @rule(number=SLOTS, unit=UNITS, baseline=st.booleans())
    def authorise(self, number: str, unit: str, *, baseline: bool) -> None:
        """Somebody wants a slot."""
        facts: dict[str, Any] = {"unit_sector": "PARTY_GOV", "unit_jurisdiction": CITY}
        told = {**LAW, "slot": number, "unit": unit, "baseline": baseline}
        self.say(AuthoriseSlot(**BOOK, brief=BUREAU, **told, **facts))

    @rule(number=SLOTS)
    def retire(self, number: str) -> None:
        """Somebody gives a slot up."""
        self.say(RetireSlot(**BOOK, brief=BUREAU, slot=number))

    @rule(ceiling=CEILINGS)
    def lower(self, ceiling: int) -> None:
        """Somebody names a ceiling."""
        before = self.known.ceiling
        self.say(LowerCeiling(**BOOK, brief=BUREAU, ceiling=ceiling, document="x"))
        self.say(RaiseCeiling(**BOOK, brief=BUREAU, ceiling=ceiling + 1))
        assert self.known.ceiling <= before

    @rule(numbers=st.lists(SLOTS, min_size=1, max_size=3), to=UNITS, giver=UNITS)
    def transfer(self, numbers: list[str], to: str, giver: str) -> None:
        """A function moves."""
        facts: dict[str, Any] = {"unit_sector": "PARTY_GOV", "unit_jurisdiction": CITY}
        before = self.known
        told = {"slots": tuple(numbers), "from_unit": giver, "to_unit": to, "document": "x"}
        self.say(TransferSlots(**BOOK, brief=BUREAU, **told, **facts))
        assert self.known.slots.keys() == before.slots.keys()
        assert self.known.ceiling == before.ceiling

    @rule(unit=UNITS, headcount=st.integers(0, 80))
    def adjust(self, unit: str, headcount: int) -> None:
        """The staff changes."""
        held = [number for number in self.slots if self.lives(number)]
        told = {**LAW, "unit": unit, "headcount": headcount, "document": "x"}
        self.say(AdjustHeadcount(**BOOK, brief=BUREAU, occupied=tuple(held), **told))
        assert len(self.known.of(unit, LAW["category"])) <= headcount // 20

    def lives(self, number: str) -> bool:
        """Whether somebody is on a slot, or will be."""
        return isinstance(self.standing(number), Occupied | Reserved)

    @precondition(lambda self: self.slots)
    @rule(data=st.data(), car=CARS, unit=UNITS, purchase=PURCHASES)
    def use(self, data: st.DataObject, car: str, unit: str, purchase: str) -> None:
        """Somebody wants to be on a slot, or off it."""
        number = data.draw(st.sampled_from(sorted(self.slots)))
        on, own = {"slot": number, "at": NOW}, {"unit": unit, **LAW}
        choices: list[SlotCommand] = [
            OccupySlot(**on, **own, vehicle=car),
            OccupySlot(**on, **own, vehicle=car, purchase=purchase),
            VacateSlot(**on, vehicle=car, case="D1"),
            ReserveSlot(**on, **own, purchase=purchase, kind="RENEWAL"),
            ReleaseSlot(**on, purchase=purchase),
        ]
        before, command = self.standing(number), data.draw(st.sampled_from(choices))
        self.tell(command)
        assert one_at_a_time(before, self.standing(number))

    @invariant()
    def open_slots_never_exceed_the_ceiling(self) -> None:
        """Law: open slots <= ceiling."""
        if self.past:
            assert self.known.counted == len(self.known.slots) <= self.known.ceiling

    @invariant()
    def book_and_slots_agree(self) -> None:
        """Law: the same slots, units and excesses on both sides; what is retired is closed."""
        if not self.past:
            return
        for number, right in self.known.slots.items():
            standing = self.standing(number)
            assert isinstance(standing, Vacant | Reserved | Occupied)
            told = (standing.right.unit, standing.right.excess)
            assert told == (right.unit, number in self.known.excess)
        assert all(isinstance(self.standing(number), Closed) for number in self.known.retired)


def one_at_a_time(before: Slot, after: Slot) -> bool:
    """Law: whoever is on a slot leaves it before another one comes."""
    if isinstance(before, Occupied) and isinstance(after, Occupied):
        return before.vehicle == after.vehicle
    if isinstance(before, Reserved) and isinstance(after, Reserved):
        return before.purchase == after.purchase
    return not (isinstance(before, Occupied) and isinstance(after, Reserved))


def following(event: BookEvent) -> list[SlotCommand]:
    """What the slots are told when the book has spoken."""
    match event:
        case SlotAuthorised():
            own = {"unit": event.unit, "category": event.category, "book": "330100-PARTY_GOV"}
            return [OpenSlot(slot=event.slot, at=event.at, **own)]
        case SlotRetired():
            return [CloseSlot(slot=event.slot, at=event.at)]
        case SlotsTransferred(slots=moved):
            units = {"from_unit": event.from_unit, "to_unit": event.to_unit}
            return [MoveToUnit(slot=one, at=NOW, **units) for one in moved]
        case HeadcountAdjusted():
            return [
                *(CloseSlot(slot=one, at=NOW, told_vacant=True) for one in event.retired),
                *(MarkExcess(slot=one, at=NOW) for one in event.excess),
                *(LiftExcess(slot=one, at=NOW) for one in event.lifted),
            ]
        case _:
            return []


TestTheBook = TheBook.TestCase
