"""V01 quota board: authorised, held, reserved, vacant and excess by unit and category."""

from collections.abc import Iterable, Mapping
from typing import Any

from projections.views.books import Book
from projections.views.slots import Slot
from projections.views.units import Unit

Shown = dict[str, Any]
COLUMNS = (
    "book", "unit_name", "category", "ceiling", "authorised", "held", "reserved", "vacant",
    "excess",
)  # fmt: skip


def rows(
    books: Mapping[str, Book], slots: Iterable[Slot], units: Mapping[str, Unit]
) -> list[Shown]:
    """One line a book with its ceiling, then one a unit and category.

    Source:
        R001-R008; handbook 11 (V01).
    """
    found = list(slots)
    board: list[Shown] = []
    for name, book in sorted(books.items()):
        of_book = [slot for slot in found if slot.book == name]
        board.append(_line(name, Unit("", name="合计"), "", of_book) | {"ceiling": book.ceiling})
        for unit, category in sorted({(slot.unit, slot.category) for slot in of_book}):
            held = [slot for slot in of_book if (slot.unit, slot.category) == (unit, category)]
            board.append(_line(name, units.get(unit, Unit(unit)), category, held))
    return board


def _line(book: str, unit: Unit, category: str, slots: list[Slot]) -> Shown:
    standing = [slot.standing for slot in slots]
    return {
        "book": book,
        "unit": unit.unit,
        "unit_name": unit.name or unit.unit,
        "category": category,
        "ceiling": None,
        "authorised": len(slots),
        "held": standing.count("held"),
        "reserved": standing.count("reserved"),
        "vacant": standing.count("vacant"),
        "excess": sum(slot.excess for slot in slots),
    }
