"""S01: transfer, lower, never raise."""

import pytest

from fleet.ledger.handle import load
from fleet.quota.book import book
from fleet.quota.stages import Opened
from tests.scenarios.office import BUREAU, HANGZHOU, Office

PARTY_GOV = {"jurisdiction": HANGZHOU, "sector": "PARTY_GOV"}


@pytest.fixture
def books(office: Office) -> Office:
    """Two books; in PARTY_GOV unit A holds 5 slots, with cars on two of them, and B holds 2."""
    office.open("A", "B")
    institution = {"jurisdiction": HANGZHOU, "sector": "INSTITUTION"}
    office.say("OpenBook", BUREAU, document="车改〔2018〕1号", **institution)
    office.slots("A", "A1", "A2", "A3", "A4", "A5")
    office.slots("B", "B1", "B2")
    office.car("1", "A", "A1")
    office.car("2", "A", "A2")
    return office


def ceiling(office: Office, sector: str = "PARTY_GOV") -> int:
    known = load(office.ledger, f"quota-book:{HANGZHOU}-{sector}", book)
    assert isinstance(known, Opened)
    return known.ceiling


def held(office: Office) -> dict[str, int]:
    known = load(office.ledger, f"quota-book:{HANGZHOU}-PARTY_GOV", book)
    assert isinstance(known, Opened)
    units = [right.unit for right in known.slots.values()]
    return {unit: units.count(unit) for unit in sorted(set(units))}


@pytest.mark.proves("R007")
def test_three_slots_go_from_a_to_b_with_the_cars_on_them(books: Office) -> None:
    said = {"slots": ["A1", "A2", "A3"], "from_unit": "A", "to_unit": "B", "document": "编1号"}
    entries = books.say("TransferSlots", BUREAU, **PARTY_GOV, **said)
    assert held(books) == {"A": 2, "B": 5}
    assert ceiling(books) == 1018
    moved = [entry.event for entry in entries if entry.event.TOPIC == "vehicle.transferred"]
    assert [event.model_dump()["vehicle"] for event in moved] == ["C1", "C2"]


@pytest.mark.proves("R007")
def test_nothing_is_transferred_if_one_car_cannot_go(books: Office) -> None:
    books.say("SuspendVehicle", vehicle="C2", cause="INVESTIGATION")
    said = {"slots": ["A1", "A2", "A3"], "from_unit": "A", "to_unit": "B", "document": "编1号"}
    assert books.refused("TransferSlots", BUREAU, **PARTY_GOV, **said).code == "OutOfOrder"
    assert held(books) == {"A": 5, "B": 2}


@pytest.mark.proves("R001")
@pytest.mark.proves("R002")
@pytest.mark.proves("R008")
@pytest.mark.proves("QUOT-02")
def test_the_ceiling_is_lowered_and_never_raised_again(books: Office) -> None:
    books.say("LowerCeiling", BUREAU, ceiling=1010, document="编2号", **PARTY_GOV)
    assert ceiling(books) + ceiling(books, "INSTITUTION") == 1010 + 1088 == 2098
    refusal = books.refused("RaiseCeiling", BUREAU, ceiling=1018, **PARTY_GOV)
    assert (refusal.rule, refusal.code) == ("总量只减不增", "CeilingMayNotRise")
    assert ceiling(books) == 1010
    [attempt] = books.attempts()
    assert (attempt.command, attempt.code, attempt.alert) == (
        "RaiseCeiling",
        "CeilingMayNotRise",
        "QUOT-02",
    )
    [notice] = books.notices()
    assert (notice.code, notice.subject) == ("QUOT-02", "quota-book:330100-PARTY_GOV")


@pytest.mark.proves("R053")
def test_an_institution_is_no_matter_of_the_book_of_party_and_government(books: Office) -> None:
    books.unit("C", "INSTITUTION")
    assert books.refused("AuthoriseSlot", BUREAU, **books.slot("C1", "C")).code == "UnitOfOtherBook"


def test_a_retired_slot_is_closed_in_the_same_save(books: Office) -> None:
    entries = books.say("RetireSlot", BUREAU, **PARTY_GOV, slot="A5", document="编3号")
    assert [entry.event.TOPIC for entry in entries] == ["quota-book.slot-retired", "slot.closed"]
    assert held(books) == {"A": 4, "B": 2}
