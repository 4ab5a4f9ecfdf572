"""The ceiling (总量): set once when a book is opened, and never raised."""

from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Event, Refused
from fleet.policy.authority import require
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.quota.rules import CEILING_OF_POLICY, NEVER_RAISED, WITHIN_CEILING, ceiling_of
from fleet.quota.stages import Book, OnBook, Opened, Unopened, opened, said
from fleet.terms import Moment, Name

Ceiling = Annotated[int, Field(ge=0)]
"""A number of slots."""


class OpenBook(OnBook):
    """A book begins, with the ceiling that the policy of its own jurisdiction names.

    Attributes:
        document: The reform's document.
    """

    document: Name


class LowerCeiling(OnBook):
    """The ceiling comes down.

    Attributes:
        ceiling: The new one, slots.
        document: Who says so.
    """

    ceiling: Ceiling
    document: Name


class RaiseCeiling(OnBook):
    """Said only to be refused: supervisors want to see the attempt (B13).

    Attributes:
        ceiling: The wished one, slots.
    """

    ceiling: Ceiling


class QuotaBookOpened(Event):
    """A book has begun; it holds no slots yet."""

    TOPIC: ClassVar = "quota-book.opened"
    jurisdiction: str
    sector: str
    ceiling: int
    document: str
    grounds: Grounds
    at: Moment


class CeilingLowered(Event):
    """Fewer cars may be kept from now on.

    Attributes:
        ceiling: The new ceiling, slots.
        previous: The one before.
    """

    TOPIC: ClassVar = "quota-book.ceiling-lowered"
    jurisdiction: str
    sector: str
    ceiling: int
    previous: int
    document: str
    grounds: Grounds
    at: Moment


CeilingCommand = OpenBook | LowerCeiling | RaiseCeiling
CeilingEvent = QuotaBookOpened | CeilingLowered


def decide(command: CeilingCommand, book: Book) -> list[CeilingEvent]:
    """Answer what is said about the ceiling.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R001, R002, R008; handbook 7, B13, B21.
    """
    match command:
        case OpenBook():
            require(command.brief, "BUREAU", "FINANCE")
            return _open(command) if isinstance(book, Unopened) else []
        case LowerCeiling():
            require(command.brief, "BUREAU", "FINANCE")
            return _lower(command, opened(command, book))
        case RaiseCeiling():
            policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
            raise _may_not_rise(command, opened(command, book), policy)


def evolve(book: Book, event: CeilingEvent) -> Book:
    """Take one event of the ceiling into account."""
    match event, book:
        case CeilingLowered(), Opened():
            return replace(book, ceiling=event.ceiling)
        case _:
            return Opened(event.ceiling)


def _open(command: OpenBook) -> list[CeilingEvent]:
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    asked = {
        "jurisdiction": command.jurisdiction,
        "sector": command.sector,
        "ceiling": ceiling_of(policy, command.jurisdiction, command.sector),
    }
    if not CEILING_OF_POLICY.holds(policy, asked):
        raise _no_ceiling(command, policy)
    return [
        QuotaBookOpened(
            **said(command),
            ceiling=asked["ceiling"],
            grounds=Grounds.of(policy, CEILING_OF_POLICY, **asked),
        )
    ]


def _lower(command: LowerCeiling, book: Opened) -> list[CeilingEvent]:
    if command.ceiling == book.ceiling:
        return []
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    asked = {"ceiling": command.ceiling, "previous": book.ceiling, "open": book.counted}
    if not NEVER_RAISED.holds(policy, asked):
        raise _may_not_rise(command, book, policy)
    if not WITHIN_CEILING.holds(policy, asked):
        raise _more_open(command, book, policy)
    grounds = Grounds.of(policy, NEVER_RAISED, WITHIN_CEILING, **asked)
    return [CeilingLowered(**said(command), previous=book.ceiling, grounds=grounds)]


def _may_not_rise(told: LowerCeiling | RaiseCeiling, book: Opened, policy: PolicySet) -> Refused:
    return Refused(
        "总量只减不增",
        "CeilingMayNotRise",
        "R008",
        zh="{jurisdiction} {sector} 编制总量为 {ceiling}，不能调整为 {wished}："
        "请在总量之内调剂，或先调减其他编制。",
        en="the ceiling of {jurisdiction} {sector} is {ceiling} and may not become {wished}: "
        "reallocate slots within it.",
        jurisdiction=told.jurisdiction,
        sector=told.sector,
        ceiling=book.ceiling,
        wished=told.ceiling,
    ).raising("QUOT-02", policy.reference)


def _more_open(told: LowerCeiling, book: Opened, policy: PolicySet) -> Refused:
    return Refused(
        "总量只减不增",
        "MoreSlotsOpen",
        "R008, B21",
        zh="现有编制 {open} 个，总量不能降为 {wished}：请先注销 {surplus} 个空编。",
        en="{open} slots are open, so the ceiling cannot become {wished}: "
        "retire {surplus} vacant slots first.",
        open=book.counted,
        wished=told.ceiling,
        surplus=book.counted - told.ceiling,
    ).raising("", policy.reference)


def _no_ceiling(told: OpenBook, policy: PolicySet) -> Refused:
    return Refused(
        "核定总量",
        "CeilingNotSet",
        "R001, R002",
        zh="{policy} 没有核定 {jurisdiction} {sector} 的编制总量：请先在该地区的政策中核定。",
        en="{policy} sets no ceiling for {jurisdiction} {sector}: "
        "publish a policy of that jurisdiction that does.",
        policy=policy.reference,
        jurisdiction=told.jurisdiction,
        sector=told.sector,
    ).raising("", policy.reference)
