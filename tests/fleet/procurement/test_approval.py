"""Who agrees, who does not, and how a purchase is given up."""

import pytest

from fleet.policy.grounds import Grounds
from fleet.procurement.purchase import purchase
from fleet.procurement.purchase_events import (
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseRejected,
    PurchaseSigned,
)
from fleet.procurement.quotes import Signature
from fleet.procurement.rules import RULES, bodies
from tests.fleet.procurement.office import (
    CAP_FEN,
    LATER,
    NOW,
    REFERENCE,
    allowed,
    apply,
    approve,
    brief,
    cancel,
    certify,
    check,
    countersign,
    draft,
    other,
    policy,
    refusal,
    reject,
    told,
    until,
)
from tests.given import Given

given = Given(purchase)
CHECKED = until(check)
signed = PurchaseSigned(
    purchase="P1",
    unit="A1",
    slot="S1",
    kind="RENEWAL",
    indicator="I1",
    case="D1",
    by="wang",
    body="BUREAU",
    at=NOW,
)
signatures = (Signature(by="wang", body="BUREAU"), Signature(by="li", body="FINANCE"))
agreed = {"applicant": "chen", "signatures": [each.model_dump() for each in signatures]}
shared = signed.model_dump() | {"by": "li", "body": "FINANCE"}
approved = PurchaseApproved(
    **shared,
    price_fen=CAP_FEN,
    signatures=signatures,
    grounds=Grounds(policy=REFERENCE, rules=("R015",), inputs=agreed),
)
rejected = PurchaseRejected(**shared, reason="OverStandard")
off = {name: value for name, value in shared.items() if name not in ("by", "body")}
given_up = PurchaseCancelled(
    **off,
    held=True,
    certificate=None,
    reason="不再需要",
    document=None,
    by="chen",
    body="UNIT_CLERK",
)
ONE = policy(purchase={"second_signature": "BUREAU_ONLY"})


@pytest.mark.proves("R015")
def test_a_purchase_is_approved_by_two_people_of_two_bodies() -> None:
    given(*CHECKED).when(approve).then(signed)
    given(*CHECKED, signed).when(countersign).then(approved)
    given(*CHECKED, signed, approved).when(countersign).then()


@pytest.mark.proves("R015")
def test_finance_may_sign_first() -> None:
    first, last = told(countersign, approve, past=CHECKED)[-2:]
    assert isinstance(first, PurchaseSigned)
    assert first.body == "FINANCE"
    assert isinstance(last, PurchaseApproved)
    assert last.signatures == signatures[::-1]


@pytest.mark.proves("R015")
@pytest.mark.parametrize("role", ["BUREAU", "FINANCE"])
def test_nobody_signs_twice(role: str) -> None:
    no = refusal(other(approve, brief=brief("wang", role)), [*CHECKED, signed])
    assert (no.rule, no.code, no.values["person"]) == ("双人双审", "SamePersonTwice", "wang")


@pytest.mark.proves("R015")
def test_nobody_signs_what_he_has_applied_for() -> None:
    no = refusal(other(approve, brief=brief("chen", "BUREAU")), CHECKED)
    assert (no.rule, no.code) == ("双人双审", "SamePersonTwice")


@pytest.mark.proves("R015")
def test_a_body_signs_once() -> None:
    no = refusal(other(approve, brief=brief("zhou", "BUREAU")), [*CHECKED, signed])
    assert (no.rule, no.code, no.values["body"]) == ("双人双审", "SameBodyTwice", "BUREAU")


@pytest.mark.parametrize("role", ["", "UNIT_LEADER", "DISCIPLINE"])
def test_others_have_no_say(role: str) -> None:
    nobody = brief("sun", role)
    assert refusal(other(approve, brief=nobody), CHECKED).code == "RoleMayNot"
    assert refusal(other(reject, brief=nobody), CHECKED).code == "RoleMayNot"


def test_a_policy_may_leave_it_to_the_bureau() -> None:
    assert bodies(ONE) == {"BUREAU"}
    event = told(other(approve, brief=brief("wang", "BUREAU", ONE)), past=CHECKED)[-1]
    assert isinstance(event, PurchaseApproved)
    assert event.signatures == signatures[:1]
    no = refusal(other(approve, brief=brief("li", "FINANCE", ONE)), CHECKED)
    assert no.code == "RoleMayNot"


def test_the_signatures_can_be_judged_again() -> None:
    holds = RULES["R015"].holds
    assert holds(policy(), agreed)
    assert not holds(policy(), agreed | {"applicant": "li"})
    assert not holds(policy(), agreed | {"signatures": agreed["signatures"][:1]})
    assert holds(ONE, agreed | {"signatures": agreed["signatures"][:1]})


@pytest.mark.parametrize("mind", [reject, other(reject, brief=approve.brief)])
def test_one_body_is_enough_to_say_no(mind: object) -> None:
    body = mind.brief.actor  # type: ignore[attr-defined]
    expected = rejected.model_copy(update={"by": body.person, "body": body.role})
    given(*CHECKED).when(mind).then(expected)  # type: ignore[arg-type]
    given(*CHECKED, rejected).when(other(reject, at=LATER)).then()
    given(*CHECKED, rejected).when(other(reject, reason="NoNeed")).refused("办理次序")


def test_the_applicant_may_give_it_up_before_it_is_decided() -> None:
    given(*until(apply)).when(cancel).then(given_up)
    given(*until(apply), given_up).when(cancel).then()
    bare = given_up.model_copy(update={"case": None, "held": False})
    given(*until(draft)).when(cancel).then(bare)
    given(*CHECKED).when(cancel).refused("办理次序")


def test_an_approved_purchase_is_given_up_with_leave_only() -> None:
    for past in (until(countersign), until(certify)):
        assert refusal(cancel, past).code == "RoleMayNot"
        no = refusal(other(allowed, document=None), past)
        assert (no.rule, no.code) == ("取消须经批准", "CancellationNotApproved")


def test_a_certificate_is_void_when_the_purchase_is_off() -> None:
    by = {"by": "wang", "body": "BUREAU", "document": "杭机管〔2027〕9号"}
    given(*until(countersign)).when(allowed).then(given_up.model_copy(update=by))
    void = given_up.model_copy(update=by | {"certificate": "Z1"})
    given(*until(certify)).when(allowed).then(void)
    finance = other(allowed, brief=countersign.brief)
    assert len(told(finance, past=until(certify))) == len(until(certify)) + 1
