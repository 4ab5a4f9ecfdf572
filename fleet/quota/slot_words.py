"""What is said to a quota slot, and what becomes of it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fleet.decider import Command, Event
from fleet.terms import Code, Moment, Name, UnitCode, VehicleId

Kind = Literal["RENEWAL", "ADDITION"]
"""配备更新, 新增购置: replace an old car, or fill a vacant slot."""

Year = Annotated[int, Field(ge=2000, le=2999)]
"""A plan year."""


class OnSlot(Command):
    """Whatever is said to a slot.

    Attributes:
        slot: Its number.
        at: When this became true in the office.
    """

    slot: Code
    at: Moment


class OpenSlot(OnSlot):
    """The book has authorised it.

    Attributes:
        book: `330100-PARTY_GOV`.
        unit: Who may keep the car.
        category: What for; a key of the policy.
    """

    book: Code
    unit: UnitCode
    category: Name


class CloseSlot(OnSlot):
    """The book has given it up.

    Attributes:
        told_vacant: The book was told that it is vacant; if it is not, somebody was faster.
    """

    told_vacant: bool = False


class OccupySlot(OnSlot):
    """A car comes to live on it.

    Attributes:
        vehicle: The car.
        purchase: Under which the slot was reserved; None for a car taken over.
        unit: Who keeps the car.
        category: What for; a key of the policy.
    """

    vehicle: VehicleId
    purchase: Code | None = None
    unit: UnitCode
    category: Name


class VacateSlot(OnSlot):
    """The car is written off (退编).

    Attributes:
        vehicle: The car.
        case: The disposal case.
    """

    vehicle: VehicleId
    case: Code


class ReserveSlot(OnSlot):
    """A purchase is applied for, to fill it.

    Attributes:
        purchase: Which.
        kind: Renewal or addition.
        unit: Whose purchase.
        category: What for; a key of the policy.
    """

    purchase: Code
    kind: Kind
    unit: UnitCode
    category: Name


class ReleaseSlot(OnSlot):
    """The purchase is off."""

    purchase: Code


class MoveToUnit(OnSlot):
    """It goes to another unit, with the car on it."""

    from_unit: UnitCode
    to_unit: UnitCode


class MarkExcess(OnSlot):
    """Its unit is not authorised for it any more, but a car is on it (超编)."""


class LiftExcess(OnSlot):
    """Its unit is authorised for it again."""


class PlanSlot(OnSlot):
    """An indicator asks for the car of a plan year on it.

    Attributes:
        indicator: Which.
        year: The plan year.
        unit: Whose indicator.
        category: What for; a key of the policy.
        kind: Renewal or addition.
        vehicle: The car to be renewed; None for an addition.
    """

    indicator: Code
    year: Year
    unit: UnitCode
    category: Name
    kind: Kind
    vehicle: VehicleId | None = None


class UnplanSlot(OnSlot):
    """The indicator is withdrawn, rejected or expired."""

    indicator: Code


class OfSlot(Event):
    """Attributes that every event of a slot has.

    Attributes:
        slot: Its number.
        book: `330100-PARTY_GOV`.
        unit: Who may keep the car; after a move, the new unit.
        category: What for.
        at: When this became true in the office.
    """

    slot: str
    book: str
    unit: str
    category: str
    at: Moment


class SlotOpened(OfSlot):
    """It exists, and is vacant."""

    TOPIC: ClassVar = "slot.opened"


class SlotClosed(OfSlot):
    """It does not exist any more."""

    TOPIC: ClassVar = "slot.closed"


class SlotOccupied(OfSlot):
    """A car lives on it."""

    TOPIC: ClassVar = "slot.occupied"
    vehicle: str
    purchase: str | None


class SlotVacated(OfSlot):
    """No car lives on it any more.

    Attributes:
        excess: It was one too many: the book now has to retire it.
    """

    TOPIC: ClassVar = "slot.vacated"
    vehicle: str
    case: str
    excess: bool = False


class SlotReserved(OfSlot):
    """A purchase will fill it."""

    TOPIC: ClassVar = "slot.reserved"
    purchase: str
    kind: str


class SlotReleased(OfSlot):
    """The purchase that was to fill it is off.

    Attributes:
        excess: It was one too many: the book now has to retire it.
    """

    TOPIC: ClassVar = "slot.released"
    purchase: str
    excess: bool = False


class SlotMoved(OfSlot):
    """It belongs to another unit, `to_unit`, and so does the car.

    Attributes:
        vehicle: The car that moves along; None if it is vacant.
    """

    TOPIC: ClassVar = "slot.moved"
    from_unit: str
    to_unit: str
    vehicle: str | None


class SlotMarkedExcess(OfSlot):
    """It is held above what its unit is authorised for (QUOT-01).

    Attributes:
        vehicle: The car on it; None if it is reserved.
    """

    TOPIC: ClassVar = "slot.marked-excess"
    vehicle: str | None


class SlotExcessLifted(OfSlot):
    """It is within what its unit is authorised for again."""

    TOPIC: ClassVar = "slot.excess-lifted"


class SlotPlanned(OfSlot):
    """An indicator stands on it for a plan year."""

    TOPIC: ClassVar = "slot.planned"
    indicator: str
    year: int
    kind: str
    vehicle: str | None


class SlotUnplanned(OfSlot):
    """The indicator does not stand on it any more."""

    TOPIC: ClassVar = "slot.unplanned"
    indicator: str
    year: int


SlotCommand = (
    OpenSlot
    | CloseSlot
    | OccupySlot
    | VacateSlot
    | ReserveSlot
    | ReleaseSlot
    | MoveToUnit
    | MarkExcess
    | LiftExcess
    | PlanSlot
    | UnplanSlot
)
SlotEvent = (
    SlotOpened
    | SlotClosed
    | SlotOccupied
    | SlotVacated
    | SlotReserved
    | SlotReleased
    | SlotMoved
    | SlotMarkedExcess
    | SlotExcessLifted
    | SlotPlanned
    | SlotUnplanned
)
