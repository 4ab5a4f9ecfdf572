"""V01: authorised, held, reserved, vacant and excess, under each book's ceiling."""

import pytest

from projections.boards.quota_board import rows
from projections.views.books import Book
from projections.views.slots import Slot
from projections.views.units import Unit

BOOK = "330100-PARTY_GOV"
BOOKS = {BOOK: Book(BOOK, "330100", "PARTY_GOV", 1018, 1018)}
SLOTS = [
    Slot("S1", BOOK, "A", "MAIL", vehicle="C1"),
    Slot("S2", BOOK, "A", "MAIL", vehicle="C2", excess=True),
    Slot("S3", BOOK, "A", "MAIL", purchase="P1"),
    Slot("S4", BOOK, "B", "MAIL"),
    Slot("S5", "other", "B", "MAIL"),
]
COUNTS = ("authorised", "held", "reserved", "vacant", "excess")


@pytest.mark.proves("R003")
def test_the_ceiling_stands_above_what_is_counted_under_it() -> None:
    total, *_ = rows(BOOKS, SLOTS, {})
    assert (total["book"], total["unit_name"], total["ceiling"]) == (BOOK, "合计", 1018)
    assert [total[name] for name in COUNTS] == [4, 2, 1, 1, 1]


@pytest.mark.proves("R005")
def test_each_unit_and_category_is_counted_by_itself() -> None:
    _, first, second = rows(BOOKS, SLOTS, {"A": Unit("A", "档案馆")})
    assert (first["unit_name"], second["unit_name"]) == ("档案馆", "B")
    assert [first[name] for name in COUNTS] == [3, 2, 1, 0, 1]
    assert [second[name] for name in COUNTS] == [1, 0, 0, 1, 0]
    assert second["ceiling"] is None


def test_a_book_without_slots_is_its_ceiling_and_zeros() -> None:
    [total] = rows(BOOKS, [], {})
    assert [total[name] for name in COUNTS] == [0, 0, 0, 0, 0]
