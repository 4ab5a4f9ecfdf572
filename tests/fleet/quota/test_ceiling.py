"""The ceiling of a book: set by the policy, lowered, never raised."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.policy.grounds import Grounds
from fleet.quota.authorisation import AuthoriseSlot, SlotAuthorised
from fleet.quota.book import BookCommand, BookEvent, book
from fleet.quota.ceiling import (
    CeilingLowered,
    LowerCeiling,
    OpenBook,
    QuotaBookOpened,
    RaiseCeiling,
)
from fleet.quota.stages import Opened, book_code
from tests.fleet.quota.city import BUREAU, CITY, CLERK, DISTRICT, FINANCE, REFERENCE, refusal
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
BOOK: dict[str, Any] = {"jurisdiction": CITY, "sector": "PARTY_GOV", "at": NOW}

given = Given(book)
open_book = OpenBook(**BOOK, brief=BUREAU, document="杭车改〔2016〕1号")
opened = QuotaBookOpened(
    **BOOK,
    ceiling=1018,
    document="杭车改〔2016〕1号",
    grounds=Grounds(
        policy=REFERENCE,
        rules=("R002",),
        inputs={"jurisdiction": CITY, "sector": "PARTY_GOV", "ceiling": 1018},
    ),
)
lower = LowerCeiling(**BOOK, brief=BUREAU, ceiling=1010, document="杭车改〔2027〕1号")
lowered = CeilingLowered(
    **BOOK,
    ceiling=1010,
    previous=1018,
    document="杭车改〔2027〕1号",
    grounds=Grounds(
        policy=REFERENCE,
        rules=("R008", "R001"),
        inputs={"ceiling": 1010, "previous": 1018, "open": 0},
    ),
)
raise_ceiling = RaiseCeiling(**BOOK, brief=CLERK, ceiling=1018)
small = opened.model_copy(update={"ceiling": 2})


def slot(number: int, **more: object) -> SlotAuthorised:
    """One slot of the baseline."""
    told: dict[str, Any] = {"unit": "A", "category": "EMERGENCY_SUPPORT", "baseline": True}
    return SlotAuthorised(
        **BOOK, slot=f"S{number}", **told | more, grounds=Grounds(policy=REFERENCE)
    )


def authorise(number: int, **more: object) -> AuthoriseSlot:
    """The wish for one slot of the baseline."""
    told: dict[str, Any] = {"unit": "A", "category": "EMERGENCY_SUPPORT", "baseline": True}
    fact = {"unit_sector": "PARTY_GOV", "unit_jurisdiction": CITY}
    return AuthoriseSlot(**BOOK, brief=BUREAU, slot=f"S{number}", **fact, **told | more)


@pytest.mark.proves("R001")
@pytest.mark.proves("R002")
@pytest.mark.parametrize(("sector", "ceiling"), [("PARTY_GOV", 1018), ("INSTITUTION", 1088)])
def test_a_book_opens_with_the_ceiling_of_its_sector(sector: str, ceiling: int) -> None:
    command = open_book.model_copy(update={"sector": sector})
    [event] = book.decide(command, book.initial)
    assert isinstance(event, QuotaBookOpened)
    assert (event.sector, event.ceiling) == (sector, ceiling)


def test_opening_says_on_what_it_rests() -> None:
    given().when(open_book).then(opened)
    given().when(open_book.model_copy(update={"brief": FINANCE})).then(opened)


def test_opening_twice_changes_nothing() -> None:
    given(opened).when(open_book).then()


def test_a_district_has_no_ceiling_of_the_city() -> None:
    command = open_book.model_copy(update={"jurisdiction": DISTRICT})
    no = refusal(lambda: book.decide(command, book.initial))
    assert (no.rule, no.code, no.policy) == ("核定总量", "CeilingNotSet", REFERENCE)
    assert no.values == {"policy": REFERENCE, "jurisdiction": DISTRICT, "sector": "PARTY_GOV"}
    assert (no.basis, no.alert) == ("R001, R002", "")


@pytest.mark.parametrize("command", [open_book, lower])
def test_only_the_bureau_and_finance_write_in_a_book(command: OpenBook | LowerCeiling) -> None:
    asked = command.model_copy(update={"brief": CLERK})
    given(opened).when(asked).refused("职责权限")


@pytest.mark.parametrize("command", [lower, raise_ceiling, authorise(1)])
def test_nothing_is_said_to_a_book_nobody_opened(command: BookCommand) -> None:
    no = refusal(lambda: book.decide(command, book.initial))
    assert (no.rule, no.code, no.basis) == ("先建编制簿", "BookNotOpened", "R001, R002")
    assert no.values == {"jurisdiction": CITY, "sector": "PARTY_GOV"}


@pytest.mark.proves("R001")
def test_slot_1019_is_refused() -> None:
    full = book.fold([opened, *map(slot, range(1018))])
    no = refusal(lambda: book.decide(authorise(1018), full))
    assert (no.rule, no.code, no.basis) == ("总量控制", "CeilingExceeded", "R001")
    assert no.values["ceiling"] == no.values["open"] == 1018
    assert no.values["slot"] == "S1018"
    assert (no.values["jurisdiction"], no.values["sector"]) == (CITY, "PARTY_GOV")
    assert (no.alert, no.policy) == ("", REFERENCE)


@pytest.mark.proves("R001")
def test_the_last_slot_is_authorised() -> None:
    past: list[BookEvent] = [small, slot(0)]
    assert len(book.decide(authorise(1), book.fold(past))) == 1


def test_what_does_not_count_is_authorised_under_a_full_ceiling() -> None:
    past: list[BookEvent] = [
        small,
        slot(0),
        slot(1),
        slot(2, category="SPECIAL_TECH", counted=False),
    ]
    [event] = book.decide(authorise(3, category="SPECIAL_TECH"), book.fold(past))
    assert isinstance(event, SlotAuthorised)
    assert not event.counted
    assert event.grounds.inputs["open"] == 2


@pytest.mark.proves("R008")
def test_the_ceiling_is_lowered() -> None:
    given(opened).when(lower).then(lowered)
    given(opened, lowered).when(lower).then()
    assert book.fold([opened, lowered]) == Opened(1010)
    known = book.fold([opened, slot(1), lowered])
    assert isinstance(known, Opened)
    assert (known.ceiling, list(known.slots)) == (1010, ["S1"])


@pytest.mark.proves("R008")
@pytest.mark.proves("QUOT-02")
@pytest.mark.parametrize("command", [raise_ceiling, lower.model_copy(update={"ceiling": 1011})])
def test_no_ceiling_is_raised(command: LowerCeiling | RaiseCeiling) -> None:
    no = refusal(lambda: book.decide(command, book.fold([opened, lowered])))
    assert (no.rule, no.code, no.basis) == ("总量只减不增", "CeilingMayNotRise", "R008")
    assert (no.alert, no.policy) == ("QUOT-02", REFERENCE)
    wanted = {"ceiling": 1010, "wished": command.ceiling}
    assert no.values == {"jurisdiction": CITY, "sector": "PARTY_GOV", **wanted}


@pytest.mark.proves("R008")
def test_raising_is_refused_even_where_nothing_is_raised() -> None:
    down = raise_ceiling.model_copy(update={"ceiling": 5})
    given(opened).when(down).refused("总量只减不增")


def test_the_ceiling_stays_above_the_open_slots() -> None:
    past: list[BookEvent] = [opened, slot(0), slot(1)]
    lowest = lower.model_copy(update={"ceiling": 2})
    assert len(book.decide(lowest, book.fold(past))) == 1
    below = lower.model_copy(update={"ceiling": 1})
    no = refusal(lambda: book.decide(below, book.fold([*past, slot(2)])))
    assert (no.rule, no.code, no.basis) == ("总量只减不增", "MoreSlotsOpen", "R008, B21")
    assert no.values == {"open": 3, "wished": 1, "surplus": 2}
    assert (no.alert, no.policy) == ("", REFERENCE)


def test_a_policy_must_be_in_force() -> None:
    early = open_book.model_copy(update={"at": datetime(2021, 10, 31, 15, 59, tzinfo=UTC)})
    with pytest.raises(Refused, match="NoPolicyInForce"):
        book.decide(early, book.initial)
    later = open_book.model_copy(update={"at": early.at + timedelta(minutes=1)})
    assert book.decide(later, book.initial)


def test_a_lowering_told_of_no_book_is_still_taken_into_account() -> None:
    assert book.fold([lowered]) == Opened(1010)
    assert book.fold([slot(1)]) == book.fold([small.model_copy(update={"ceiling": 0}), slot(1)])


def test_a_book_is_called_by_its_region_and_sector() -> None:
    assert book_code(CITY, "PARTY_GOV") == "330100-PARTY_GOV"
