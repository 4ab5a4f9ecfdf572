"""The quota books: each sector's ceiling, and what the reform retained."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.quota.authorisation import BaselineRecorded
from fleet.quota.ceiling import CeilingLowered, QuotaBookOpened
from fleet.quota.stages import book_code
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Book:
    """One row a book.

    Attributes:
        book: `330100-PARTY_GOV`.
        ceiling: How many slots there may be.
        opened_with: How many there might be when it was opened.
        baseline: How many the reform retained; None: not recorded.
    """

    book: str
    jurisdiction: str
    sector: str
    ceiling: int
    opened_with: int
    baseline: int | None = None


def _key(entry: Entry) -> str | None:
    event = entry.event
    if isinstance(event, QuotaBookOpened | CeilingLowered | BaselineRecorded):
        return book_code(event.jurisdiction, event.sector)
    return None


def _evolve(row: Book | None, entry: Entry) -> Book | None:
    match entry.event:
        case QuotaBookOpened(jurisdiction=where, sector=sector, ceiling=ceiling):
            return Book(book_code(where, sector), where, sector, ceiling, ceiling)
        case CeilingLowered(ceiling=ceiling) if row:
            return replace(row, ceiling=ceiling)
        case BaselineRecorded(retained=retained) if row:
            return replace(row, baseline=retained)
        case _:
            return row


view = Projection("books", version=1, row=Book, key=_key, evolve=_evolve)
