"""Where a quota slot stands.

Unopened --OpenSlot--> Vacant --ReserveSlot--> Reserved --OccupySlot--> Occupied
--VacateSlot--> Vacant --CloseSlot--> Closed; a car taken over occupies a vacant slot at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fleet.quota.slot_words import OfSlot


@dataclass(frozen=True, slots=True)
class Right:
    """What is true of a slot wherever it stands.

    Attributes:
        book: `330100-PARTY_GOV`.
        unit: Who may keep the car.
        category: What for; a key of the policy.
        excess: Its unit is not authorised for it any more.
        plans: Plan year -> the indicator that stands on it.
        left: The car that lived on it last; empty if there was none.
    """

    book: str
    unit: str
    category: str
    excess: bool = False
    plans: Mapping[int, str] = field(default_factory=dict)
    left: str = ""


@dataclass(frozen=True, slots=True)
class Unopened:
    """No book has authorised it."""


@dataclass(frozen=True, slots=True)
class Vacant:
    """No car lives on it."""

    right: Right


@dataclass(frozen=True, slots=True)
class Reserved:
    """A purchase will fill it; none but that one."""

    right: Right
    purchase: str


@dataclass(frozen=True, slots=True)
class Occupied:
    """A car lives on it; none but that one."""

    right: Right
    vehicle: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The book has given it up, for ever."""

    right: Right


Open = Vacant | Reserved | Occupied
Slot = Unopened | Open | Closed


def right_of(slot: Slot, told: OfSlot) -> Right:
    """What is true of it; of a slot nobody has opened, what the event says."""
    if isinstance(slot, Unopened):
        return Right(told.book, told.unit, told.category)
    return slot.right


def with_right(slot: Slot, right: Right) -> Slot:
    """The same, where something else is true of it."""
    return Vacant(right) if isinstance(slot, Unopened) else replace(slot, right=right)
