"""A purchase that does not come about gives back what it held."""

from datetime import UTC, datetime

import pytest

from fleet.decider import Refused
from fleet.ledger.handle import load
from fleet.quota.slot import slot
from fleet.quota.slot_stages import Reserved, Vacant
from tests.scenarios.office import BUREAU, FINANCE, PRICE, SEDAN, Office

IMPORTED = {**SEDAN, "origin": "IMPORTED"}


@pytest.fixture
def applied(office: Office) -> Office:
    """A written-off car, and the draft of the purchase that replaces it."""
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "X")
    office.car("1", "A", "X")
    office.indicator("I1", "A", "X", vehicle="C1")
    office.approve("I1")
    office.budget("I1", "A")
    office.dispose("D1", "C1", "A", "X", "I1")
    office.draft("P1", "A", "X", "I1", vehicle="C1")
    return office


def again(office: Office) -> None:
    """Another purchase may rest on the same write-off, indicator and slot."""
    assert isinstance(load(office.ledger, "slot:X", slot), Vacant)
    office.draft("P2", "A", "X", "I1", vehicle="C1")
    office.apply("P2", "D1")
    held = load(office.ledger, "slot:X", slot)
    assert isinstance(held, Reserved)
    assert held.purchase == "P2"


@pytest.mark.proves("R042")
@pytest.mark.proves("PROC-02")
def test_an_imported_car_fails_the_check_and_gives_its_slot_back(applied: Office) -> None:
    quote = {"vendor": "甲", "specification": IMPORTED, "price_fen": PRICE}
    applied.apply("P1", "D1", quotes=[quote])
    [failed, *freed] = applied.say("CheckStandard", BUREAU, purchase="P1")
    told = failed.event.model_dump()["failures"]
    assert [(each["code"], each["alert"]) for each in told] == [("Imported", "PROC-02")]
    assert [entry.event.TOPIC for entry in freed] == [
        "slot.released",
        "disposal.purchase-unpaired",
        "indicator.purchase-left",
    ]
    again(applied)


@pytest.mark.proves("R113")
@pytest.mark.parametrize("ending", ["RejectPurchase", "CancelPurchase"])
def test_a_rejected_or_cancelled_purchase_gives_its_slot_back(applied: Office, ending: str) -> None:
    applied.apply("P1", "D1")
    if ending == "RejectPurchase":
        applied.say("CheckStandard", BUREAU, purchase="P1")
    applied.say(ending, BUREAU, purchase="P1", reason="不买了")
    again(applied)


@pytest.mark.proves("R026")
@pytest.mark.parametrize(
    ("change", "field"), [({"unit": "B"}, "unit"), ({"year": 2027}, "plan_year")]
)
def test_money_is_asked_for_by_the_unit_and_year_of_the_indicator(
    office: Office, change: dict[str, object], field: str
) -> None:
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A", "B")
    office.slots("A", "S1")
    office.indicator("I1", "A", "S1")
    office.approve("I1", renewal=False)
    asks = {"line": "L1", "indicator": "I1", "unit": "A", "year": 2026, "amount_fen": PRICE}
    with pytest.raises(Refused) as refusal:
        office.say("RequestBudget", **(asks | change))
    assert refusal.value.values["field"] == field


def test_a_contract_that_fails_takes_its_car_off_the_books(applied: Office) -> None:
    applied.apply("P1", "D1")
    applied.buy_until_contract("P1", "N1")
    [_, *followed] = applied.say("RecordContractFailure", purchase="P1", reason="供应商违约")
    assert [entry.event.TOPIC for entry in followed] == ["vehicle.order-cancelled"]


@pytest.mark.proves("R011")
def test_a_car_that_goes_to_another_jurisdiction_frees_its_slot_plate_and_vin(
    office: Office,
) -> None:
    office.open("A")
    office.slots("A", "S1")
    office.car("1", "A", "S1", vin="LSVAA4182E2184841")
    told = {"vehicle": "C1", "jurisdiction": "330200", "acceptance": "甬收1号"}
    entries = office.say("TransferOut", BUREAU, **told)
    assert [entry.event.TOPIC for entry in entries] == [
        "vehicle.transferred-out",
        "plate.released",
        "vin.released",
        "slot.vacated",
        "car-schedule.blocked",
    ]


@pytest.mark.proves("R114")
def test_a_withdrawn_disposal_brings_the_car_back(office: Office) -> None:
    office.open("A")
    office.slots("A", "S1")
    office.car("1", "A", "S1")
    place = {"unit": "A", "slot": "S1", "category": "LAW_ENFORCEMENT", "ground": "SAFETY"}
    office.say("DraftDisposal", case="D1", vehicle="C1", **place)
    office.say("RequestDisposal", case="D1", document="检1")
    office.say("ApproveDisposal", {**BUREAU, "role": "FINANCE", "person": "周敏"}, case="D1")
    office.say("ApproveDisposal", BUREAU, case="D1")
    office.say("EnterDisposal", vehicle="C1", approval="处1", case="D1")
    entries = office.say("WithdrawDisposal", BUREAU, case="D1", reason="修好了", document="撤1")
    assert [entry.event.TOPIC for entry in entries] == [
        "disposal.withdrawn",
        "vehicle.restored",
        "car-schedule.unblocked",
        "docket.case-finished",
    ]


@pytest.mark.proves("R005")
@pytest.mark.proves("QUOT-01")
def test_fewer_heads_retire_empty_slots_and_mark_the_car_that_is_too_many(office: Office) -> None:
    office.open("A")
    office.slots("A", "S1", "S2", "S3")
    office.car("1", "A", "S1")
    office.car("2", "A", "S2")
    book = {"jurisdiction": "330100", "sector": "PARTY_GOV"}
    told = {"unit": "A", "category": "LAW_ENFORCEMENT", "document": "编1"}
    entries = office.say("AdjustHeadcount", BUREAU, headcount=20, **told, **book)
    assert [entry.event.TOPIC for entry in entries] == [
        "quota-book.headcount-adjusted",
        "slot.closed",
        "slot.marked-excess",
    ]
    entries = office.say("AdjustHeadcount", BUREAU, headcount=40, **told, **book)
    assert entries[-1].event.TOPIC == "slot.excess-lifted"


@pytest.mark.proves("R009")
@pytest.mark.proves("R010")
@pytest.mark.proves("RENT-04")
def test_a_unit_founded_after_the_baseline_gets_money_and_no_slots(office: Office) -> None:
    office.open()
    where = {"jurisdiction": "330100", "sector": "PARTY_GOV"}
    entries = office.say(
        "RegisterUnit", BUREAU, unit="N", name="新局", created_on="2022-03-01", **where
    )
    assert [entry.event.TOPIC for entry in entries] == ["unit.registered", "travel-budget.allotted"]
    office.say("RecordBaseline", BUREAU, retained=0, document="1", **where)
    slot_told = {"slot": "S1", "unit": "N", "category": "LAW_ENFORCEMENT", **where}
    assert office.refused("AuthoriseSlot", BUREAU, **slot_told).code == "NewUnitGetsBudget"
    claim = {"unit": "N", "year": 2022}
    office.say("PostClaim", claim="B1", amount_fen=5_800_000, **claim)
    assert (
        office.refused("PostClaim", claim="B2", amount_fen=300_000, **claim).code == "CapExceeded"
    )
    office.say("PostClaim", claim="B3", amount_fen=200_000, **claim)


@pytest.mark.proves("R014")
@pytest.mark.proves("R039")
def test_a_car_of_a_platform_is_lent_for_a_major_task_only(office: Office) -> None:
    office.open("A", "B")
    platform = {"platform": "执法平台", "jurisdiction": "330100", "category": "ADMIN_ENFORCEMENT"}
    office.say("OpenPlatform", BUREAU, **platform)
    car = {"platform": "执法平台", "vehicle": "C1"}
    office.say("AttachVehicle", BUREAU, unit="A", category="ADMIN_ENFORCEMENT", **car)
    lent = {**car, "to_unit": "B", "order": "单1"}
    assert (
        office.refused("LendVehicle", BUREAU, reason="ROUTINE", **lent).code == "ReasonNotAllowed"
    )
    [entry] = office.say("LendVehicle", BUREAU, reason="MAJOR_TASK", **lent)
    assert entry.event.model_dump()["count"] == 1


@pytest.mark.proves("R110")
def test_a_rejected_disposal_gives_its_indicator_back(office: Office) -> None:
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "S1")
    office.car("1", "A", "S1")
    office.indicator("I1", "A", "S1", vehicle="C1")
    office.approve("I1")
    office.budget("I1", "A")
    place = {"unit": "A", "slot": "S1", "category": "LAW_ENFORCEMENT", "ground": "REPLACEMENT"}
    papers = {"indicator": "I1", "execution_document": "执I1"}
    office.say("DraftDisposal", case="D1", vehicle="C1", **place)
    office.say("RequestDisposal", case="D1", **papers)
    office.say("RejectDisposal", BUREAU, case="D1", reason="车况良好")
    other = {"case": "D1", "indicator": "I9", "execution_document": "执I9"}
    assert office.refused("CiteIndicator", **other).code == "OutOfOrder"
    office.say("DraftDisposal", case="D2", vehicle="C1", **place)
    office.say("RequestDisposal", case="D2", **papers)


@pytest.mark.proves("R108")
def test_one_car_is_disposed_of_once(office: Office) -> None:
    office.open("A")
    office.slots("A", "S1")
    office.car("1", "A", "S1")
    place = {"unit": "A", "slot": "S1", "category": "LAW_ENFORCEMENT", "ground": "SAFETY"}
    for case in ("D1", "D2"):
        office.say("DraftDisposal", case=case, vehicle="C1", **place)
        office.say("RequestDisposal", case=case, document="检1")
        office.say("ApproveDisposal", FINANCE, case=case)
    office.say("ApproveDisposal", BUREAU, case="D1")
    assert office.refused("ApproveDisposal", BUREAU, case="D2").code == "DisposalOpenAlready"
    out = {"vehicle": "C1", "jurisdiction": "330200", "acceptance": "甬收1号"}
    assert office.refused("TransferOut", BUREAU, **out).code == "NotFree"
    off = office.say("WithdrawDisposal", BUREAU, case="D1", reason="修好了", document="撤1")
    assert "vehicle.disposal-dropped" in [entry.event.TOPIC for entry in off]
    office.say("ApproveDisposal", BUREAU, case="D2")


@pytest.mark.proves("R108")
@pytest.mark.proves("R115")
def test_a_purchase_rests_on_the_write_off_of_the_car_it_replaces(applied: Office) -> None:
    applied.draft("P2", "A", "X", "I1")
    with pytest.raises(Refused) as refusal:
        applied.apply("P2", "D1")
    assert refusal.value.code == "CaseOnAddition"


@pytest.mark.proves("R108")
@pytest.mark.proves("R049")
def test_a_slot_that_was_vacated_is_filled_by_a_purchase_only(applied: Office) -> None:
    car = {"plate": "浙A9", "category": "LAW_ENFORCEMENT"}
    told = {"vehicle": "C9", "unit": "A", "slot": "X", **car}
    assert applied.refused("TakeOverVehicle", **told).code == "PurchaseNeeded"


@pytest.mark.proves("R027")
def test_an_indicator_is_no_good_after_its_year(applied: Office) -> None:
    applied.now = datetime(2027, 1, 4, 1, tzinfo=UTC)
    with pytest.raises(Refused) as refusal:
        applied.apply("P1", "D1")
    assert refusal.value.code == "YearOver"


@pytest.mark.proves("R043")
def test_what_was_planned_electric_is_bought_electric(applied: Office) -> None:
    electric = {"body": "SEDAN", "energy": "BATTERY", "origin": "DOMESTIC_BRAND"}
    quote = {"vendor": "甲", "specification": electric, "price_fen": PRICE}
    with pytest.raises(Refused) as refusal:
        applied.apply("P1", "D1", quotes=[quote])
    assert refusal.value.values["field"] == "nev"


@pytest.mark.proves("R035")
def test_a_dossier_that_is_completed_later_is_enough(office: Office) -> None:
    office.now = datetime(2025, 6, 2, 1, tzinfo=UTC)
    office.open("A")
    office.slots("A", "S1")
    office.car("1", "A", "S1", first_registered=None)
    office.indicator("I1", "A", "S1", vehicle="C1")
    assert office.refused("SubmitIndicator", indicator="I1").code == "FirstRegistrationUnknown"
    office.say("UpdateDossier", vehicle="C1", first_registered="2014-03-02")
    office.approve("I1")


@pytest.mark.proves("R011")
def test_a_district_does_not_touch_the_citys_book(office: Office) -> None:
    office.open("A")
    office.slots("A", "S1")
    stranger = {"person": "方宁", "role": "BUREAU", "jurisdiction": "330106"}
    book = {"jurisdiction": "330100", "sector": "PARTY_GOV"}
    lower = {**book, "ceiling": 500, "document": "1"}
    assert office.refused("LowerCeiling", stranger, **lower).code == "OutsideJurisdiction"
    assert office.refused("RetireSlot", slot="S1", **book).code == "RoleMayNot"
