"""How a purchase begins, and what it has to rest on."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from fleet.policy.grounds import Grounds
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_events import PurchaseApplied, PurchaseDrafted
from fleet.procurement.quotes import Quote
from fleet.procurement.rules import RULES, ranking
from tests.fleet.procurement.office import (
    CAP_FEN,
    CAR,
    CITY,
    CONTENT,
    FOREIGN,
    JOINT,
    LATER,
    NOW,
    QUOTE,
    REFERENCE,
    WRITE_OFF,
    apply,
    brief,
    check,
    draft,
    other,
    policy,
    refusal,
    told,
    until,
)
from tests.given import Given

given = Given(purchase)
drafted = PurchaseDrafted(
    purchase="P1",
    unit="A1",
    slot="S1",
    kind="RENEWAL",
    indicator="I1",
    category="EMERGENCY_SUPPORT",
    vehicle="V1",
    jurisdiction=CITY,
    policy=REFERENCE,
    by="chen",
    at=NOW,
)
grounds = Grounds(
    policy=REFERENCE,
    rules=("R040", "R049", "R108"),
    inputs={
        "kind": "RENEWAL",
        "case": "D1",
        "predecessor": str(WRITE_OFF),
        "origins": ["DOMESTIC_BRAND"],
        "chosen": 0,
        "skip_reason": "",
    },
)
applied = PurchaseApplied(
    purchase="P1",
    unit="A1",
    slot="S1",
    kind="RENEWAL",
    indicator="I1",
    case="D1",
    vehicle="V1",
    category="EMERGENCY_SUPPORT",
    quotes=(QUOTE,),
    chosen=0,
    ranking=(0,),
    body_reason="山路",
    predecessor=WRITE_OFF,
    by="chen",
    grounds=grounds,
    at=NOW,
)
bare = drafted.model_copy(update={"kind": "ADDITION", "vehicle": None})
addition = other(apply, case=None, predecessor=None, written_off_at=None)
JOINT_QUOTE = Quote(vendor="丙行", specification=JOINT, price_fen=CAP_FEN - 1)


@pytest.mark.proves("R033")
def test_a_file_is_begun_under_the_policy_in_force() -> None:
    given().when(draft).then(drafted)
    given(drafted).when(other(draft, at=LATER)).then()
    newer = policy(version="2027-03-02", effective_from="2027-03-02")
    later = brief("chen", "UNIT_CLERK", newer)
    no = refusal(other(draft, brief=later))
    assert no.code == "NoPolicyInForce"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("indicator", "I2"),
        ("unit", "A2"),
        ("slot", "S2"),
        ("kind", "ADDITION"),
        ("category", "执勤执法用车"),
        ("vehicle", None),
    ],
)
def test_a_number_stands_for_one_purchase(field: str, value: object) -> None:
    assert refusal(other(draft, **{field: value}), [drafted]).code == "PurchaseDiffers"


def test_the_unit_belongs_to_a_region_with_a_policy() -> None:
    assert refusal(other(draft, unit_jurisdiction="440100")).code == "NoPolicyInForce"
    assert refusal(other(draft, category="领导专车")).code == "UnknownCategory"


def test_another_region_has_no_say() -> None:
    elsewhere = brief("chen", "UNIT_CLERK", region="330200")
    assert refusal(other(draft, brief=elsewhere)).code == "OutsideJurisdiction"
    assert refusal(other(apply, brief=elsewhere), [drafted]).code == "OutsideJurisdiction"


@pytest.mark.proves("R049")
@pytest.mark.proves("R113")
def test_a_renewal_rests_on_a_write_off_and_names_it() -> None:
    given(drafted).when(apply).then(applied)
    given(drafted, applied).when(other(apply, at=LATER)).then()


@pytest.mark.proves("R108")
@pytest.mark.proves("PROC-04")
@pytest.mark.parametrize("missing", ["case", "predecessor"])
def test_no_renewal_before_the_write_off(missing: str) -> None:
    no = refusal(other(apply, **{missing: None}), [drafted])
    assert (no.rule, no.code) == ("退一补一", "WriteOffMissing")
    assert (no.alert, no.policy) == ("PROC-04", REFERENCE)
    assert (no.values["slot"], no.values["vehicle"]) == ("S1", "V1")


@pytest.mark.proves("R049")
def test_an_addition_rests_on_a_vacant_slot_only() -> None:
    (event,) = told(addition, past=[bare])[1:]
    assert isinstance(event, PurchaseApplied)
    assert (event.kind, event.case, event.predecessor, event.slot) == ("ADDITION", None, None, "S1")
    no = refusal(apply, [bare])
    assert (no.rule, no.code, no.alert) == ("退一补一", "CaseOnAddition", "")


def test_no_purchase_without_an_indicator() -> None:
    given(drafted.model_copy(update={"indicator": None})).when(apply).refused("先指标后预算")


@pytest.mark.proves("R112")
def test_the_paper_comes_before_the_wish() -> None:
    second = timedelta(seconds=1)
    assert refusal(other(apply, at=NOW - second), [drafted]).code == "EarlierThanBefore"
    assert told(other(apply, written_off_at=NOW - second), past=[drafted])[1:] == [applied]
    assert told(other(apply, written_off_at=None), past=[drafted])[1:] == [applied]


@pytest.mark.proves("R040")
def test_a_domestic_brand_is_passed_over_with_a_reason_only() -> None:
    skipping = other(apply, quotes=(QUOTE, JOINT_QUOTE), chosen=1, exception="例外1号")
    no = refusal(skipping, [drafted])
    assert (no.rule, no.code, no.policy) == ("国产自主品牌优先", "SkipReasonMissing", REFERENCE)
    assert (no.values["chosen"], no.values["better"]) == ("丙行", "甲行")
    (event,) = told(other(skipping, skip_reason="无同级车型"), past=[drafted])[1:]
    assert isinstance(event, PurchaseApplied)
    assert (event.ranking, event.skip_reason) == ((0, 1), "无同级车型")


@pytest.mark.proves("R040")
def test_the_first_choice_is_domestic_then_cheap() -> None:
    cheap = Quote(vendor="丁行", specification=CAR, price_fen=CAP_FEN - 1)
    foreign = Quote(vendor="戊行", specification=FOREIGN, price_fen=1)
    assert ranking(policy(), (foreign, JOINT_QUOTE, QUOTE, cheap)) == (3, 2, 1, 0)
    assert told(other(apply, quotes=(foreign, JOINT_QUOTE), chosen=1), past=[drafted])
    assert refusal(other(apply, quotes=(foreign, JOINT_QUOTE)), [drafted]).code


def test_the_chosen_quote_is_one_of_those_offered() -> None:
    other(apply, quotes=(QUOTE, JOINT_QUOTE), chosen=1)
    for wrong in ({"chosen": 1}, {"chosen": -1}, {"quotes": ()}):
        with pytest.raises(ValidationError):
            other(apply, **wrong)


def test_a_file_nobody_has_begun_is_not_applied_for() -> None:
    no = refusal(apply)
    assert (no.rule, no.code, no.values["purchase"]) == ("先立项后购置", "PurchaseUnknown", "P1")
    with pytest.raises(LookupError):
        purchase.fold([applied])


def test_what_was_decided_can_be_asked_again_from_what_was_stored() -> None:
    for event in until(check)[1:]:
        stored = Grounds.model_validate_json(event.grounds.model_dump_json())  # type: ignore[union-attr]
        assert all(RULES[name].holds(policy(), stored.inputs) for name in stored.rules)
    assert all(name == rule.name for name, rule in RULES.items())
    assert CONTENT["origin"]["imported"] == "NEVER"
