"""What a quota book knows: its ceiling, its slots, the exceptions and the headcounts.

Unopened --OpenBook--> Opened. All parts are replaced, never changed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from fleet.decider import Refused
from fleet.policy.brief import Briefed
from fleet.terms import Jurisdiction, Moment, Sector


class OnBook(Briefed):
    """Whatever is said to a book.

    Attributes:
        jurisdiction: Whose book.
        sector: Which of its two books.
        at: When this became true in the office.
    """

    jurisdiction: Jurisdiction
    sector: Sector
    at: Moment


@dataclass(frozen=True, slots=True)
class Right:
    """The right to keep one car, as the book has it.

    Attributes:
        unit: Who may keep it.
        category: What for; a key of the policy.
        baseline: Whether it comes from the reform's own count.
        counted: Whether it counts towards the ceiling (A9).
    """

    unit: str
    category: str
    baseline: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Allowance:
    """An exception: so many slots in a category that does not grow.

    Attributes:
        category: Which.
        left: How many slots it is still good for.
        slots: How many it was good for.
    """

    category: str
    left: int
    slots: int


@dataclass(frozen=True, slots=True)
class Heads:
    """Staff of a unit, and the slots they are good for."""

    headcount: int
    authorised: int


@dataclass(frozen=True, slots=True)
class Unopened:
    """Nobody has opened the book."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A book in use.

    Attributes:
        ceiling: At most so many counted slots are open.
        baseline: The retained number of the reform; None until it is said.
        slots: The open ones, in the order in which they were authorised.
        retired: What became of them is told by the slots themselves.
        excess: Open slots above what their unit is authorised for.
        exceptions: By document.
        heads: By unit and category.
    """

    ceiling: int
    baseline: int | None = None
    slots: Mapping[str, Right] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    excess: frozenset[str] = frozenset()
    exceptions: Mapping[str, Allowance] = field(default_factory=dict)
    heads: Mapping[tuple[str, str], Heads] = field(default_factory=dict)

    @property
    def counted(self) -> int:
        """How many open slots count towards the ceiling."""
        return sum(right.counted for right in self.slots.values())

    def of(self, unit: str, category: str) -> tuple[str, ...]:
        """The slots a unit is authorised for in a category, the oldest first."""
        return tuple(slot for slot in self._held(unit, category) if slot not in self.excess)

    def over(self, unit: str, category: str) -> tuple[str, ...]:
        """The slots it holds above that, the oldest first."""
        return tuple(slot for slot in self._held(unit, category) if slot in self.excess)

    def _held(self, unit: str, category: str) -> Iterator[str]:
        for slot, right in self.slots.items():
            if (right.unit, right.category) == (unit, category):
                yield slot

    def without(self, gone: Collection[str]) -> Self:
        """The book after these slots have been retired."""
        return replace(
            self,
            slots={slot: right for slot, right in self.slots.items() if slot not in gone},
            retired=self.retired.union(gone),
            excess=self.excess.difference(gone),
        )


Book = Unopened | Opened


def book_code(jurisdiction: str, sector: str) -> str:
    """What slots call their book: `330100-PARTY_GOV`; the stream is `quota-book:` and this."""
    return f"{jurisdiction}-{sector}"


def said(command: OnBook) -> dict[str, Any]:
    """What was said, without what was looked up: the bulk of the event that follows."""
    return {name: value for name, value in command if name not in command.FACTS}


def opened(command: OnBook, book: Book) -> Opened:
    """The book that a command is about.

    Raises:
        Refused: If there is none.
    """
    if isinstance(book, Opened):
        return book
    raise Refused(
        "先建编制簿",
        "BookNotOpened",
        "R001, R002",
        zh="{jurisdiction} 尚未建立 {sector} 编制簿：请先建立。",
        en="{jurisdiction} has no quota book for {sector}: open it first.",
        jurisdiction=command.jurisdiction,
        sector=command.sector,
    )
