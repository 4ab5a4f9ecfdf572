"""Slots follow the work: they move with a function (车随职能走), and change with the staff."""

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Event, Refused
from fleet.policy.authority import require
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.quota.refusals import may_hold, not_open
from fleet.quota.rules import BY_HEADCOUNT, OLD_UNITS_ONLY, slots_for
from fleet.quota.stages import Heads, OnBook, Opened, said
from fleet.terms import Code, Moment, Name, Sector, UnitCode


class TransferSlots(OnBook):
    """A function moves to another unit, and its slots and cars with it.

    Attributes:
        slots: Which ones; all of them or none.
        from_unit: Who holds them.
        to_unit: Who is to hold them.
        document: Who says so.
        unit_created: When the receiving unit was founded; None: long ago.
        unit_sector: The receiving unit's sector; None: nobody has said.
        unit_jurisdiction: Where the receiving unit belongs.
    """

    FACTS: ClassVar = OnBook.FACTS | {"unit_created", "unit_sector", "unit_jurisdiction"}

    slots: Annotated[tuple[Code, ...], Field(min_length=1)]
    from_unit: UnitCode
    to_unit: UnitCode
    document: Name
    unit_created: date | None = None
    unit_sector: Sector | None = None
    unit_jurisdiction: str = ""


class AdjustHeadcount(OnBook):
    """The staff of a unit has changed, and with it the cars it may keep.

    Attributes:
        category: One that is linked to the headcount.
        headcount: How many people there are now.
        document: Who says so.
        occupied: Slots of this unit and category that are occupied or reserved.
    """

    FACTS: ClassVar = OnBook.FACTS | {"occupied"}

    unit: UnitCode
    category: Name
    headcount: Annotated[int, Field(ge=0)]
    document: Name
    occupied: tuple[str, ...] = ()


class SlotsTransferred(Event):
    """The slots belong to another unit; the book holds as many as before."""

    TOPIC: ClassVar = "quota-book.slots-transferred"
    jurisdiction: str
    sector: str
    slots: tuple[str, ...]
    from_unit: str
    to_unit: str
    document: str
    grounds: Grounds
    at: Moment


class HeadcountAdjusted(Event):
    """A unit may keep more, or fewer, cars of a category.

    Attributes:
        headcount: How many people there are.
        authorised: How many slots that makes.
        retired: Vacant slots that go.
        excess: Held slots above what is authorised (QUOT-01).
        lifted: Slots that were in excess and are within it again.
    """

    TOPIC: ClassVar = "quota-book.headcount-adjusted"
    jurisdiction: str
    sector: str
    unit: str
    category: str
    headcount: int
    authorised: int
    retired: tuple[str, ...] = ()
    excess: tuple[str, ...] = ()
    lifted: tuple[str, ...] = ()
    document: str
    grounds: Grounds
    at: Moment


AllocationCommand = TransferSlots | AdjustHeadcount
AllocationEvent = SlotsTransferred | HeadcountAdjusted


def decide(command: AllocationCommand, book: Opened) -> list[AllocationEvent]:
    """Answer what is said about slots that follow the work.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R005, R007, R009, R053.
    """
    require(command.brief, "BUREAU", "FINANCE")
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    match command:
        case TransferSlots():
            return _transfer(command, book, policy)
        case AdjustHeadcount():
            return _adjust(command, book, policy)


def evolve(book: Opened, event: AllocationEvent) -> Opened:
    """Take one event into account."""
    match event:
        case SlotsTransferred():
            moved = {slot: replace(book.slots[slot], unit=event.to_unit) for slot in event.slots}
            return replace(book, slots={**book.slots, **moved})
        case HeadcountAdjusted():
            heads = {(event.unit, event.category): Heads(event.headcount, event.authorised)}
            left = book.without(event.retired)
            excess = left.excess.union(event.excess).difference(event.lifted)
            return replace(left, excess=excess, heads={**book.heads, **heads})


def _transfer(command: TransferSlots, book: Opened, policy: PolicySet) -> list[AllocationEvent]:
    slots = tuple(dict.fromkeys(command.slots))
    holders = {_holder(slot, book) for slot in slots}
    if holders == {command.to_unit}:
        return []
    if holders != {command.from_unit}:
        raise _not_theirs(command, book)
    asked = may_hold(command, command.to_unit, policy)
    told = said(command) | {"slots": slots}
    return [SlotsTransferred(**told, grounds=Grounds.of(policy, OLD_UNITS_ONLY, **asked))]


def _holder(slot: str, book: Opened) -> str:
    if slot not in book.slots:
        raise not_open(slot, book)
    return book.slots[slot].unit


def _adjust(command: AdjustHeadcount, book: Opened, policy: PolicySet) -> list[AllocationEvent]:
    category = policy.category(command.category)
    authorised = _authorised(command, category, policy)
    change = _change(command, category, authorised, book)
    known = book.heads.get((command.unit, category))
    if known == Heads(command.headcount, authorised) and not any(change.values()):
        return []
    asked = {"category": category, "headcount": command.headcount, "authorised": authorised}
    told = said(command) | {"category": category, "authorised": authorised} | change
    return [HeadcountAdjusted(**told, grounds=Grounds.of(policy, BY_HEADCOUNT, **asked))]


def _authorised(command: AdjustHeadcount, category: str, policy: PolicySet) -> int:
    authorised = slots_for(policy, category, command.headcount)
    linked = policy.categories[category].growth == "HEADCOUNT_LINKED"
    if not linked or authorised is None:
        raise _not_linked(category, policy)
    return authorised


def _change(
    command: AdjustHeadcount, category: str, authorised: int, book: Opened
) -> dict[str, tuple[str, ...]]:
    """What happens to the slots: vacant ones go first, excess ones and the newest before others."""
    within = book.of(command.unit, category)
    over = book.over(command.unit, category)
    ranked = (*reversed(over), *reversed(within))
    surplus = max(len(ranked) - authorised, 0)
    retired = tuple(slot for slot in ranked if slot not in command.occupied)[:surplus]
    held = [slot for slot in ranked if slot in command.occupied]
    above = held[: surplus - len(retired)]
    return {
        "retired": retired,
        "excess": tuple(slot for slot in above if slot not in over),
        "lifted": tuple(slot for slot in over if slot not in (*retired, *above)),
    }


def _not_theirs(told: TransferSlots, book: Opened) -> Refused:
    others = [slot for slot in told.slots if book.slots[slot].unit != told.from_unit]
    return Refused(
        "车随职能走",
        "SlotNotHeld",
        "R007",
        zh="编制 {slots} 不属于单位 {unit}，整批不予划转：请核对编制编号。",
        en="slots {slots} are not held by unit {unit}, so none is transferred: "
        "check their numbers.",
        slots=", ".join(others),
        unit=told.from_unit,
    )


def _not_linked(category: str, policy: PolicySet) -> Refused:
    return Refused(
        "按人员编制增减核定",
        "NotHeadcountLinked",
        "R005",
        zh="{policy} 没有规定 {category} 按人员编制核定：请按该类别的规则办理。",
        en="{policy} does not link {category} to the headcount: use the rule of that category.",
        policy=policy.reference,
        category=policy.categories[category].zh,
    ).raising("", policy.reference)
