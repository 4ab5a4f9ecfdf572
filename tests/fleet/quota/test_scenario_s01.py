"""S01: quota book: transfer, lower, never raise."""

import time

import pytest

from fleet.quota.authorisation import RecordBaseline
from fleet.quota.book import BookEvent, book
from fleet.quota.ceiling import LowerCeiling, OpenBook
from fleet.quota.stages import Opened
from tests.fleet.quota.city import BUREAU, refusal
from tests.fleet.quota.test_allocation import transfer
from tests.fleet.quota.test_ceiling import (
    BOOK,
    authorise,
    lower,
    open_book,
    opened,
    raise_ceiling,
    slot,
)

HELD = [slot(n, unit="A" if n < 5 else "B" if n < 7 else f"U{n}") for n in range(1000)]


def after(*past: BookEvent) -> Opened:
    """The book then."""
    known = book.fold([opened, *HELD, *past])
    assert isinstance(known, Opened)
    return known


def held(known: Opened, unit: str) -> int:
    """How many slots a unit holds."""
    return sum(right.unit == unit for right in known.slots.values())


@pytest.mark.proves("R007")
def test_three_slots_go_from_a_to_b() -> None:
    before = after()
    assert (held(before, "A"), held(before, "B")) == (5, 2)
    moved = book.decide(transfer.model_copy(update={"slots": ("S0", "S1", "S2")}), before)
    known = after(*moved)
    assert (held(known, "A"), held(known, "B")) == (2, 5)
    assert (known.counted, known.ceiling) == (1000, 1018)


@pytest.mark.proves("R002")
@pytest.mark.proves("R008")
def test_the_ceilings_of_the_city_sum_to_2098() -> None:
    lowered = after(*book.decide(lower, after()))
    other = open_book.model_copy(update={"sector": "INSTITUTION"})
    institution = book.fold(book.decide(other, book.initial))
    assert isinstance(institution, Opened)
    assert (lowered.ceiling, institution.ceiling) == (1010, 1088)
    assert lowered.ceiling + institution.ceiling == 2098


@pytest.mark.proves("R008")
@pytest.mark.proves("QUOT-02")
def test_nobody_raises_the_ceiling_again() -> None:
    lowered = book.decide(lower, after())
    no = refusal(lambda: book.decide(raise_ceiling, after(*lowered)))
    assert (no.code, no.alert) == ("CeilingMayNotRise", "QUOT-02")
    assert after(*lowered).ceiling == 1010


@pytest.mark.proves("R002")
def test_the_ceilings_of_the_reforms_sum_to_2106() -> None:
    total = 0
    for sector in ("PARTY_GOV", "INSTITUTION"):
        command = OpenBook(**{**BOOK, "sector": sector}, brief=BUREAU, document="车改")
        known = book.fold(book.decide(command, book.initial))
        assert isinstance(known, Opened)
        total += known.ceiling
    assert total == 2106


@pytest.mark.proves("R003")
def test_the_whole_reform_is_told_in_a_second() -> None:
    begun, known = time.perf_counter(), book.fold([opened])
    for number in range(1018):
        for event in book.decide(authorise(number), known):
            known = book.evolve(known, event)
    [done] = book.decide(
        RecordBaseline(**BOOK, brief=BUREAU, retained=1018, document="车改"), known
    )
    known = book.evolve(known, done)
    assert isinstance(known, Opened)
    assert (known.counted, known.baseline) == (1018, 1018)
    assert time.perf_counter() - begun < 5  # measured: 0.3 s; a copy too many makes it minutes


def test_a_full_book_is_lowered_only_after_slots_are_retired() -> None:
    command = LowerCeiling(**BOOK, brief=BUREAU, ceiling=999, document="杭车改")
    assert refusal(lambda: book.decide(command, after())).values["surplus"] == 1
