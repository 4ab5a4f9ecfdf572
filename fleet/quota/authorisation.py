"""Slots come and go: the reform's own count first, then only as each category may grow."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from fleet.decider import Event, Refused
from fleet.policy.authority import require
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.quota.growth import Wish, may_grow
from fleet.quota.refusals import may_hold, not_open
from fleet.quota.rules import NO_GROWTH, OLD_UNITS_ONLY, WITHIN_CEILING
from fleet.quota.stages import Allowance, OnBook, Opened, Right, said
from fleet.terms import Code, Moment, Name, Sector, UnitCode


class AuthoriseSlot(OnBook):
    """A unit may keep one more car.

    Attributes:
        slot: Its number; never used again.
        unit: Who may keep the car.
        category: What for: a key of the policy, its name or an alias.
        baseline: It belongs to the reform's own count (until the baseline is recorded).
        exception: Document of an exception, for a category that does not grow.
        application: The department's application, for a category by reviewed need.
        review: Finance's special review, for the same.
        unit_created: When the unit was founded; None: long ago.
        unit_sector: The unit's sector; None: nobody has said.
        unit_jurisdiction: Where the unit belongs.
    """

    FACTS: ClassVar = OnBook.FACTS | {"unit_created", "unit_sector", "unit_jurisdiction"}

    slot: Code
    unit: UnitCode
    category: Name
    baseline: bool = False
    exception: Name | None = None
    application: Name | None = None
    review: Name | None = None
    unit_created: date | None = None
    unit_sector: Sector | None = None
    unit_jurisdiction: str = ""


class RecordBaseline(OnBook):
    """All slots of the reform are in the book (实物留车数).

    Attributes:
        retained: How many there have to be.
        document: The reform's document.
    """

    retained: Annotated[int, Field(ge=0)]
    document: Name


class AuthoriseException(OnBook):
    """So many slots more in a category that does not grow.

    Attributes:
        category: Which: a key of the policy, its name or an alias.
        document: The bureau's document; slots cite it.
        slots: How many.
    """

    category: Name
    document: Name
    slots: Annotated[int, Field(ge=1)]


class RetireSlot(OnBook):
    """A vacant slot is given up for ever.

    Attributes:
        document: Who says so; None where a rule does (an excess slot has become vacant).
    """

    slot: Code
    document: Name | None = None


class SlotAuthorised(Event):
    """There is one slot more.

    Attributes:
        category: A key of the policy.
        counted: Whether it counts towards the ceiling.
        exception: The exception that was used up by one; None for most (QUOT-04).
    """

    TOPIC: ClassVar = "quota-book.slot-authorised"
    jurisdiction: str
    sector: str
    slot: str
    unit: str
    category: str
    baseline: bool
    counted: bool = True
    exception: str | None = None
    application: str | None = None
    review: str | None = None
    grounds: Grounds
    at: Moment


class BaselineRecorded(Event):
    """The count of the reform is complete."""

    TOPIC: ClassVar = "quota-book.baseline-recorded"
    jurisdiction: str
    sector: str
    retained: int
    document: str
    at: Moment


class ExceptionAuthorised(Event):
    """A category that does not grow may, by so many slots."""

    TOPIC: ClassVar = "quota-book.exception-authorised"
    jurisdiction: str
    sector: str
    category: str
    document: str
    slots: int
    grounds: Grounds
    at: Moment


class SlotRetired(Event):
    """There is one slot less."""

    TOPIC: ClassVar = "quota-book.slot-retired"
    jurisdiction: str
    sector: str
    slot: str
    unit: str
    category: str
    document: str | None
    at: Moment


AuthorisationCommand = AuthoriseSlot | RecordBaseline | AuthoriseException | RetireSlot
AuthorisationEvent = SlotAuthorised | BaselineRecorded | ExceptionAuthorised | SlotRetired


def decide(command: AuthorisationCommand, book: Opened) -> list[AuthorisationEvent]:
    """Answer what is said about single slots.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R001-R006, R009, R053; handbook 7, A9.
    """
    match command:
        case RetireSlot():
            return _retire(command, book)
        case RecordBaseline():
            require(command.brief, "BUREAU", "FINANCE")
            return _record(command, book)
        case AuthoriseException():
            require(command.brief, "BUREAU")
            return _except(command, book)
        case AuthoriseSlot():
            require(command.brief, "BUREAU", "FINANCE")
            return _authorise(command, book)


def evolve(book: Opened, event: AuthorisationEvent) -> Opened:
    """Take one event of single slots into account."""
    match event:
        case SlotAuthorised():
            right = Right(event.unit, event.category, event.baseline, event.counted)
            grown = replace(book, slots={**book.slots, event.slot: right})
            return grown if event.exception is None else _used(grown, event.exception)
        case SlotRetired(slot=slot):
            return book.without((slot,))
        case BaselineRecorded(retained=retained):
            return replace(book, baseline=retained)
        case ExceptionAuthorised(document=document, category=category, slots=slots):
            allowed = {document: Allowance(category, slots, slots)}
            return replace(book, exceptions={**book.exceptions, **allowed})


def _used(book: Opened, document: str) -> Opened:
    known = book.exceptions[document]
    rest = {document: replace(known, left=known.left - 1)}
    return replace(book, exceptions={**book.exceptions, **rest})


def _retire(command: RetireSlot, book: Opened) -> list[AuthorisationEvent]:
    if command.slot in book.retired:
        return []
    if command.slot not in book.excess:  # else a rule says so, not a person
        require(command.brief, "BUREAU", "FINANCE")
    right = book.slots.get(command.slot)
    if right is None:
        raise not_open(command.slot, book)
    return [SlotRetired(**said(command), unit=right.unit, category=right.category)]


def _record(command: RecordBaseline, book: Opened) -> list[AuthorisationEvent]:
    if book.baseline == command.retained:
        return []
    if book.baseline is not None:
        raise _recorded(command, book.baseline)
    counted = sum(right.baseline for right in book.slots.values())
    if counted != command.retained:
        raise _other_count(command, counted)
    return [BaselineRecorded(**said(command))]


def _except(command: AuthoriseException, book: Opened) -> list[AuthorisationEvent]:
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    category = policy.category(command.category)
    known = book.exceptions.get(command.document)
    if known is not None:
        if (known.category, known.slots) != (category, command.slots):
            raise _document_used(command, known)
        return []
    grounds = Grounds.of(policy, category=category, slots=command.slots)
    told = said(command) | {"category": category}
    return [ExceptionAuthorised(**told, grounds=grounds)]


def _authorise(command: AuthoriseSlot, book: Opened) -> list[AuthorisationEvent]:
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    category = policy.category(command.category)
    if command.slot in book.slots:
        return _again(command, category, book.slots[command.slot])
    if command.slot in book.retired:
        raise not_open(command.slot, book)
    counted = policy.categories[category].counts_towards_ceiling
    asked: dict[str, Any] = {"open": book.counted + counted, "ceiling": book.ceiling}
    if not WITHIN_CEILING.holds(policy, asked):
        raise _exceeded(command, book, policy)
    asked |= may_hold(command, command.unit, policy)
    told = said(command) | {"category": category, "counted": counted, "exception": None}
    if command.baseline:
        _still_counting(command, book)
        grounds = Grounds.of(policy, WITHIN_CEILING, OLD_UNITS_ONLY, **asked)
        return [SlotAuthorised(**told, grounds=grounds)]
    wish = Wish(command.unit, category, command.exception, command.application, command.review)
    rule, more = may_grow(wish, book, policy)
    if rule is NO_GROWTH:
        told["exception"] = command.exception
    grounds = Grounds.of(policy, WITHIN_CEILING, OLD_UNITS_ONLY, rule, **asked, **more)
    return [SlotAuthorised(**told, grounds=grounds)]


def _again(told: AuthoriseSlot, category: str, known: Right) -> list[AuthorisationEvent]:
    if (told.unit, category, told.baseline) == (known.unit, known.category, known.baseline):
        return []
    raise Refused(
        "一车一编",
        "SlotDiffers",
        "R003",
        zh="编制 {slot} 已核定给单位 {unit}（{category}），与所报不符：请核对编制编号。",
        en="slot {slot} is authorised for unit {unit} ({category}), not as said: check its number.",
        slot=told.slot,
        unit=known.unit,
        category=known.category,
    )


def _still_counting(told: AuthoriseSlot, book: Opened) -> None:
    if book.baseline is None:
        return
    raise Refused(
        "车改核定数为基准",
        "BaselineClosed",
        "R003",
        zh="车改核定数 {baseline} 个已登记，不能再补登编制 {slot}：请按类别规则申请增编。",
        en="the baseline of {baseline} slots is recorded, slot {slot} cannot be added to it: "
        "ask for it under the rule of its category.",
        baseline=book.baseline,
        slot=told.slot,
    )


def _exceeded(told: AuthoriseSlot, book: Opened, policy: PolicySet) -> Refused:
    return Refused(
        "总量控制",
        "CeilingExceeded",
        "R001",
        zh="{jurisdiction} {sector} 编制总量 {ceiling} 个已用 {open} 个，不能再核定 {slot}："
        "请先注销空编。",
        en="{open} of {ceiling} slots of {jurisdiction} {sector} are open, so {slot} cannot be "
        "authorised: retire a vacant slot first.",
        jurisdiction=told.jurisdiction,
        sector=told.sector,
        ceiling=book.ceiling,
        open=book.counted,
        slot=told.slot,
    ).raising("", policy.reference)


def _recorded(told: RecordBaseline, known: int) -> Refused:
    return Refused(
        "车改核定数为基准",
        "BaselineDiffers",
        "R003",
        zh="车改核定数已登记为 {known} 个，不能改为 {retained} 个：此后的增减请逐项办理。",
        en="the baseline is recorded as {known}, not {retained}: "
        "later changes are told one by one.",
        known=known,
        retained=told.retained,
    )


def _other_count(told: RecordBaseline, counted: int) -> Refused:
    return Refused(
        "车改核定数为基准",
        "BaselineIncomplete",
        "R003",
        zh="簿中有基准编制 {counted} 个，与车改核定数 {retained} 个不符：请先补登或核对。",
        en="the book holds {counted} baseline slots, not {retained}: "
        "authorise the missing ones, or check the number.",
        counted=counted,
        retained=told.retained,
    )


def _document_used(told: AuthoriseException, known: Allowance) -> Refused:
    return Refused(
        "例外增编",
        "ExceptionDiffers",
        "R004",
        zh="文件 {document} 已登记为 {category} 增编 {slots} 个，与所报不符：请核对文号。",
        en="document {document} is known for {slots} slots of {category}, not as said: "
        "check its number.",
        document=told.document,
        category=known.category,
        slots=known.slots,
    )
