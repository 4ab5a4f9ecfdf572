"""S04: no purchase before the write-off, one write-off for one purchase."""

from datetime import UTC, datetime

import pytest

from fleet.decider import Refused
from fleet.ledger.handle import load
from fleet.procurement.purchase import purchase
from fleet.procurement.stages import Applied, Draft
from fleet.quota.slot import slot
from fleet.quota.slot_stages import Reserved
from tests.scenarios.office import Office


@pytest.fixture
def executable(office: Office) -> Office:
    """Slot X with a car on it, and an executable renewal indicator for it."""
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "X", "Y")
    office.car("1", "A", "X")
    office.indicator("I1", "A", "X", vehicle="C1")
    office.approve("I1")
    office.budget("I1", "A")
    office.draft("P1", "A", "X", "I1", vehicle="C1")
    return office


@pytest.mark.proves("R108")
@pytest.mark.proves("PROC-04")
@pytest.mark.parametrize("case", [None, "D1"])
def test_nothing_is_bought_for_a_car_that_is_not_written_off(
    executable: Office, case: str | None
) -> None:
    place = {"unit": "A", "slot": "X", "category": "LAW_ENFORCEMENT", "ground": "REPLACEMENT"}
    executable.say("DraftDisposal", case="D1", vehicle="C1", **place)
    with pytest.raises(Refused) as refusal:
        executable.apply("P1", case)
    assert (refusal.value.rule, refusal.value.alert) == ("退一补一", "PROC-04")
    assert isinstance(load(executable.ledger, "purchase:P1", purchase), Draft)
    assert [notice.code for notice in executable.notices()] == ["PROC-04"]


@pytest.mark.proves("R108")
@pytest.mark.proves("R113")
def test_one_write_off_backs_one_purchase(executable: Office) -> None:
    executable.dispose("D1", "C1", "A", "X", "I1")
    executable.apply("P1", "D1")
    assert isinstance(load(executable.ledger, "purchase:P1", purchase), Applied)
    reserved = load(executable.ledger, "slot:X", slot)
    assert isinstance(reserved, Reserved)
    assert reserved.purchase == "P1"
    executable.draft("P2", "A", "X", "I1", vehicle="C1")
    with pytest.raises(Refused) as refusal:
        executable.apply("P2", "D1")
    assert refusal.value.code == "AlreadyPaired"
    assert isinstance(load(executable.ledger, "purchase:P2", purchase), Draft)


@pytest.mark.proves("R110")
def test_a_replacement_is_disposed_of_with_its_indicator_only(executable: Office) -> None:
    place = {"unit": "A", "slot": "X", "category": "LAW_ENFORCEMENT", "ground": "REPLACEMENT"}
    executable.say("DraftDisposal", case="D1", vehicle="C1", **place)
    refusal = executable.refused("RequestDisposal", case="D1", indicator="I1")
    assert (refusal.code, refusal.values["missing"]) == ("PapersMissing", "execution_document")
    papers = {"indicator": "I1", "execution_document": "另一份"}
    refusal = executable.refused("RequestDisposal", case="D1", **papers)
    assert refusal.code == "IndicatorSaysOtherwise"


@pytest.mark.proves("R115")
def test_the_new_certificate_reminds_of_the_old_car_and_seals_it(executable: Office) -> None:
    executable.dispose("D1", "C1", "A", "X", "I1")
    executable.apply("P1", "D1")
    executable.buy("P1", "N1")
    saves = [
        entry for entry in executable.entries if entry.stream in ("purchase:P1", "disposal:D1")
    ]
    [certified] = [entry for entry in saves if entry.event.TOPIC == "purchase.certificate-issued"]
    same = [e.event.TOPIC for e in saves if e.recorded_at == certified.recorded_at]
    assert same == [
        "purchase.certificate-issued",
        "disposal.reminded",
        "disposal.vehicle-sealed",
    ]
