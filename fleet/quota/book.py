"""A quota book (编制簿): every slot of one sector in one jurisdiction, under one ceiling."""

from fleet.decider import Decider
from fleet.policy import authority
from fleet.quota import allocation, authorisation, ceiling
from fleet.quota.allocation import AllocationCommand, AllocationEvent
from fleet.quota.authorisation import AuthorisationCommand, AuthorisationEvent
from fleet.quota.ceiling import CeilingCommand, CeilingEvent
from fleet.quota.stages import Book, Opened, Unopened, opened

BookCommand = CeilingCommand | AuthorisationCommand | AllocationCommand
BookEvent = CeilingEvent | AuthorisationEvent | AllocationEvent


def decide(command: BookCommand, book: Book) -> list[BookEvent]:
    """Answer a command to a book.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R011; handbook 4 (QuotaBook).
    """
    authority.check(command.brief)
    match command:
        case ceiling.OpenBook() | ceiling.LowerCeiling() | ceiling.RaiseCeiling():
            return [*ceiling.decide(command, book)]
        case allocation.TransferSlots() | allocation.AdjustHeadcount():
            return [*allocation.decide(command, opened(command, book))]
        case _:
            return [*authorisation.decide(command, opened(command, book))]


def evolve(book: Book, event: BookEvent) -> Book:
    """Take one event into account."""
    match event:
        case ceiling.QuotaBookOpened() | ceiling.CeilingLowered():
            return ceiling.evolve(book, event)
        case allocation.SlotsTransferred() | allocation.HeadcountAdjusted():
            return allocation.evolve(_known(book), event)
        case _:
            return authorisation.evolve(_known(book), event)


def _known(book: Book) -> Opened:
    """A stream begins with an opening; what is told of no book is told of an empty one."""
    return book if isinstance(book, Opened) else Opened(0)


book: Decider[BookCommand, BookEvent, Book] = Decider(
    initial=Unopened(), decide=decide, evolve=evolve
)
