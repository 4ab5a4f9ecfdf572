"""The standards check: at the quote a verdict, at the contract a refusal."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleet.policy.specification import Specification
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_commands import PurchaseCommand
from fleet.procurement.purchase_events import (
    ContractRecorded,
    PurchaseApplied,
    PurchaseApproved,
    StandardCheckFailed,
    StandardCheckPassed,
)
from fleet.procurement.rules import RULES
from fleet.procurement.stages import Checked, Draft
from tests.fleet.procurement.office import (
    CAP_FEN,
    CAR,
    CONTENT,
    FOREIGN,
    JOINT,
    REFERENCE,
    VAN,
    approve,
    brief,
    certify,
    check,
    contract,
    countersign,
    draft,
    other,
    policy,
    quoted,
    refusal,
    told,
    until,
)

Verdict = StandardCheckPassed | StandardCheckFailed


def verdict(application: PurchaseCommand, category: str = "EMERGENCY_SUPPORT") -> Verdict:
    """What the check says of an application."""
    event = told(other(draft, category=category), application, check)[-1]
    assert isinstance(event, StandardCheckPassed | StandardCheckFailed)
    return event


def found(application: PurchaseCommand, category: str = "EMERGENCY_SUPPORT") -> list[Any]:
    """Code, alert and values of what is wrong."""
    event = verdict(application, category)
    failed = event.failures if isinstance(event, StandardCheckFailed) else ()
    return [(failure.code, failure.alert, failure.values) for failure in failed]


def car(**change: object) -> Specification:
    """A car like the plain one."""
    return Specification.model_validate(dict(CAR) | change)


@pytest.mark.proves("R017")
@pytest.mark.proves("PROC-01")
@given(st.integers(0, 2 * CAP_FEN))
@example(CAP_FEN)
@example(CAP_FEN + 1)
@example(180_001_00)
@settings(max_examples=60)
def test_one_fen_above_the_standard_is_above_the_standard(price: int) -> None:
    values = {"price_fen": price, "cap_fen": CAP_FEN}
    wrong = [("PriceAboveStandard", "PROC-01", values)] if price > CAP_FEN else []
    assert found(quoted(CAR, price)) == wrong


@pytest.mark.proves("R017")
@given(st.integers(1, 4000))
@example(1800)
@example(1801)
@settings(max_examples=60)
def test_one_millilitre_above_the_standard_is_above_the_standard(displacement: int) -> None:
    values = {"displacement_ml": displacement, "cap_ml": 1800}
    wrong = [("DisplacementAboveStandard", "PROC-01", values)] if displacement > 1800 else []
    assert found(quoted(car(displacement_ml=displacement))) == wrong


@pytest.mark.proves("R017")
def test_extras_are_above_the_standard() -> None:
    wrong = ("TrimAboveStandard", "PROC-01", {"trim": "天窗、真皮"})
    assert found(quoted(car(trim=("天窗", "真皮")))) == [wrong]


@pytest.mark.proves("R017")
def test_a_class_without_a_row_is_above_the_standard() -> None:
    bus = car(body="LARGE_BUS", displacement_ml=7000)
    values = {"category": "EMERGENCY_SUPPORT", "body": "LARGE_BUS"}
    assert found(quoted(bus)) == [("ClassAboveStandard", "PROC-01", values)]
    assert found(quoted(bus, 450_000_00, special_case=True)) == []
    assert found(quoted(bus, 450_000_01, special_case=True))[0][0] == "PriceAboveStandard"


@pytest.mark.proves("R017")
def test_a_category_without_rows_passes_nothing() -> None:
    values = {"category": "VETERAN_CADRE", "body": "SEDAN"}
    wrong = [("MissingStandard", "", values)]
    assert found(quoted(CAR, 1), "VETERAN_CADRE") == wrong
    assert found(quoted(car(energy="BATTERY", displacement_ml=None)), "VETERAN_CADRE") == []


@pytest.mark.parametrize("energy", ["PETROL", "DIESEL", "HYBRID", "PLUG_IN"])
def test_an_engine_says_its_size_where_there_is_a_limit(energy: str) -> None:
    values = {"displacement_ml": None, "cap_ml": 1800}
    silent = quoted(car(body="MPV", energy=energy, displacement_ml=None))
    assert found(silent) == [("DisplacementMissing", "", values)]


@pytest.mark.parametrize("energy", ["BATTERY", "FUEL_CELL"])
def test_a_car_without_cylinders_says_no_size(energy: str) -> None:
    assert found(quoted(car(body="MPV", energy=energy, displacement_ml=None))) == []


def test_the_work_may_need_more() -> None:
    law = "LAW_ENFORCEMENT"
    assert found(quoted(CAR, CAP_FEN), law)[0][2] == {"price_fen": CAP_FEN, "cap_fen": 120_000_00}
    assert found(quoted(CAR, CAP_FEN, work_need=True), law) == []


@pytest.mark.proves("R042")
@pytest.mark.proves("PROC-02")
def test_an_imported_car_is_never_approved() -> None:
    wrong = ("Imported", "PROC-02", {"origin": "IMPORTED", "brand": "雷克萨斯"})
    assert found(quoted(FOREIGN)) == [wrong]
    assert found(quoted(FOREIGN, exception="任何文件")) == [wrong]
    assert found(quoted(car(origin="IMPORTED", brand="")))[0][2]["brand"] == "-"


texts = st.sampled_from(["", "文件"])


@pytest.mark.proves("R042")
@given(
    st.builds(
        Specification,
        body=st.sampled_from(["SEDAN", "MPV", "LARGE_BUS"]),
        energy=st.sampled_from(["PETROL", "BATTERY"]),
        origin=st.just("IMPORTED"),
        displacement_ml=st.integers(1, 3000),
    ),
    st.integers(0, CAP_FEN),
    st.fixed_dictionaries(
        {
            "exception": st.sampled_from([None, "文件"]),
            "skip_reason": texts,
            "body_reason": texts,
            "special_case": st.booleans(),
            "work_need": st.booleans(),
        }
    ),
)
@settings(max_examples=60)
def test_no_words_bring_an_imported_car_through(
    foreign: Specification, price: int, words: dict[str, Any]
) -> None:
    event = verdict(quoted(foreign, price, **words))
    assert isinstance(event, StandardCheckFailed)
    assert event.failures[0].alert == "PROC-02"
    assert not RULES["R042"].holds(policy(), event.grounds.inputs)


@pytest.mark.proves("R041")
@pytest.mark.proves("PROC-03")
def test_a_joint_venture_needs_a_document() -> None:
    wrong = ("JointVenture", "PROC-03", {"origin": "JOINT_VENTURE", "brand": "帕萨特"})
    assert found(quoted(JOINT)) == [wrong]
    passed = verdict(quoted(JOINT, exception="例外1号"))
    assert isinstance(passed, StandardCheckPassed)
    assert passed.exception == "例外1号"
    assert passed.grounds.inputs["exception"] == "例外1号"


def test_an_exception_nobody_needed_is_not_listed() -> None:
    passed = verdict(quoted(CAR, exception="例外1号"))
    assert isinstance(passed, StandardCheckPassed)
    assert passed.exception is None


@pytest.mark.proves("R041")
def test_a_policy_may_know_no_exception() -> None:
    origin = CONTENT["origin"] | {"joint_venture": "NEVER"}
    told_by = brief("chen", "UNIT_CLERK", policy(origin=origin))
    past = told(draft, quoted(JOINT, exception="例外1号"))
    event = told(other(check, brief=told_by), past=past)[-1]
    assert isinstance(event, StandardCheckFailed)
    assert [failure.alert for failure in event.failures] == ["PROC-03"]


@pytest.mark.proves("R037")
def test_a_sedan_says_why_or_there_is_a_warning() -> None:
    for application, warnings in (
        (quoted(CAR, body_reason=""), ("PREF_BODY",)),
        (quoted(CAR, body_reason="山路"), ()),
        (quoted(VAN, body_reason=""), ()),
    ):
        event = verdict(application)
        assert isinstance(event, StandardCheckPassed)
        assert event.warnings == warnings


def test_everything_that_is_wrong_is_said_the_gravest_first() -> None:
    bad = car(origin="IMPORTED", displacement_ml=3000, trim=("天窗",))
    codes = [code for code, *_ in found(quoted(bad, CAP_FEN + 1))]
    above = ["PriceAboveStandard", "DisplacementAboveStandard", "TrimAboveStandard"]
    assert codes == ["Imported", *above]
    assert [code for code, *_ in found(quoted(JOINT, CAP_FEN + 1))] == [above[0], "JointVenture"]


@pytest.mark.proves("R017")
def test_the_verdict_keeps_what_it_rests_on() -> None:
    event = verdict(quoted(CAR, work_need=True))
    assert isinstance(event, StandardCheckPassed)
    assert (event.cap_fen, event.by, event.case, event.indicator) == (CAP_FEN, "wang", "D1", "I1")
    assert (event.grounds.policy, event.grounds.rules) == (REFERENCE, ("R017", "R041", "R042"))
    assert event.grounds.inputs == {
        "category": "EMERGENCY_SUPPORT",
        "specification": CAR.model_dump(mode="json"),
        "price_fen": CAP_FEN,
        "special_case": False,
        "work_need": True,
        "exception": None,
    }


def test_after_a_failed_check_the_unit_may_ask_again() -> None:
    failed = told(draft, quoted(FOREIGN), check)
    assert isinstance(purchase.fold(failed), Draft)
    again = told(quoted(FOREIGN), past=failed)[-1]
    assert isinstance(again, PurchaseApplied)
    assert isinstance(purchase.fold(told(quoted(CAR), check, past=failed)), Checked)


@pytest.mark.proves("R017")
@given(st.integers(0, 2 * CAP_FEN), st.integers(0, CAP_FEN))
@example(CAP_FEN, CAP_FEN)
@example(CAP_FEN + 1, CAP_FEN)
@example(CAP_FEN - 1, CAP_FEN - 2)
@settings(max_examples=60)
def test_a_contract_is_never_dearer_than_standard_and_approval(price: int, approved: int) -> None:
    past = told(draft, quoted(CAR, approved), check, approve, countersign, certify)
    signing = other(contract, price_fen=price)
    if price <= approved:
        event = told(signing, past=past)[-1]
        assert isinstance(event, ContractRecorded)
        assert event.price_fen == price
        return
    no = refusal(signing, past)
    above = ("PriceAboveStandard", "PROC-01", REFERENCE)
    dearer = ("ContractAboveApproved", "", "")
    assert (no.code, no.alert, no.policy) == (above if price > CAP_FEN else dearer)


@pytest.mark.proves("R017")
@pytest.mark.parametrize(
    ("change", "code", "alert"),
    [
        ({"displacement_ml": 1801}, "DisplacementAboveStandard", "PROC-01"),
        ({"displacement_ml": None}, "DisplacementMissing", ""),
        ({"trim": ("天窗",)}, "TrimAboveStandard", "PROC-01"),
        ({"body": "LARGE_BUS"}, "ClassAboveStandard", "PROC-01"),
        ({"origin": "IMPORTED"}, "Imported", "PROC-02"),
        ({"origin": "JOINT_VENTURE"}, "JointVenture", "PROC-03"),
        ({"body": "MPV"}, "ContractDiffers", ""),
        ({"energy": "HYBRID"}, "ContractDiffers", ""),
    ],
)
def test_the_contract_is_held_against_the_standard_too(
    change: dict[str, Any], code: str, alert: str
) -> None:
    no = refusal(other(contract, specification=car(**change)), until(certify))
    assert (no.code, no.alert) == (code, alert)
    assert no.say("zh") != no.say("en")


def test_the_contract_may_be_for_another_model_of_the_kind() -> None:
    event = told(other(contract, specification=car(model="H7")), past=until(certify))[-1]
    assert isinstance(event, ContractRecorded)
    assert event.grounds.inputs["specification"]["model"] == "H7"
    approved = until(countersign)[-1]
    assert isinstance(approved, PurchaseApproved)
    assert approved.price_fen == CAP_FEN


def test_a_category_without_rows_has_no_contract_either() -> None:
    battery = car(energy="BATTERY", displacement_ml=None)
    begun = other(draft, category="VETERAN_CADRE")
    past = told(begun, quoted(battery), check, approve, countersign, certify)
    no = refusal(contract, past)
    assert (no.code, no.basis, no.alert) == ("MissingStandard", "B11", "")
