"""The review: the gate, two bodies, the condition, the age, four reasons."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fleet.planning import indicator_commands as said
from fleet.planning import indicator_events as told
from fleet.planning.indicator import indicator
from fleet.planning.indicator_stages import Decision, UnderReview
from fleet.planning.rules import RULES
from fleet.policy.brief import Brief
from fleet.policy.shelf import Shelf
from tests.fleet.planning.drafts import (
    ADDITION,
    APPROVED,
    ASSESSED,
    BUREAU,
    CITY,
    CLERK,
    FINANCE,
    JULY,
    MARCH,
    NOTES,
    PRICE,
    REFERENCE,
    REVIEWED,
    SEDAN,
    SUBMITTED,
    YES_BUREAU,
    YES_FINANCE,
    after,
    answer,
    at,
    brief,
    draft,
    kinds,
    policy,
    refused,
    say,
    until,
)

OF_SLOT: dict[str, Any] = {
    "unit": "A",
    "slot": "S1",
    "plan_year": 2026,
    "category": "LAW_ENFORCEMENT",
    "kind": "RENEWAL",
    "vehicle": "C1",
}
REJECTED = say(said.RejectIndicator, BUREAU, reason="ContinueInUse")
RETURNED = say(said.ReturnForCorrection, BUREAU, reason="缺意见")


@pytest.mark.proves("R119")
def test_the_gate_is_read_and_stored_when_the_review_starts() -> None:
    command = say(said.StartReview, BUREAU, unfinished=("D1",), overdue_on=date(2026, 7, 1))
    [started] = answer(until(SUBMITTED), command)
    assert isinstance(started, told.IndicatorReviewStarted)
    assert (started.unfinished, started.overdue_on) == (("D1",), date(2026, 7, 1))
    assert (started.unit, started.lead) == ("A", "FINANCE")
    assert (started.grounds.rules, started.grounds.inputs) == (("R119",), {"unfinished": ["D1"]})


@pytest.mark.proves("R012")
@pytest.mark.proves("R013")
@pytest.mark.parametrize(
    ("category", "first", "second"),
    [("LAW_ENFORCEMENT", YES_FINANCE, YES_BUREAU), ("CONFIDENTIAL_COMMS", YES_BUREAU, YES_FINANCE)],
)
def test_the_leading_body_decides_first(
    category: str, first: said.IndicatorCommand, second: said.IndicatorCommand
) -> None:
    known = until(REVIEWED, draft(category=category))
    assert refused(known, second).code == "LeadDecidesFirst"
    decided = after(draft(category=category), ASSESSED, SUBMITTED, REVIEWED, first)
    [event] = answer(decided, second)
    assert event.model_dump(include={"positive", "reason"}) == {"positive": True, "reason": ""}


@pytest.mark.proves("R015")
def test_two_bodies_are_two_people_and_neither_asked_for_it() -> None:
    both = brief("周敏", "BUREAU")
    again = say(said.RecordBureauDecision, both, positive=True)
    assert refused(until(YES_FINANCE), again).code == "SamePersonTwice"
    own = say(said.RecordFinanceDecision, brief("钱文", "FINANCE"), positive=True)
    assert refused(until(REVIEWED), own).code == "SamePersonTwice"
    own = say(said.AssessCondition, brief("钱文", "BUREAU"), grade="POOR", document="鉴1")
    assert refused(until(SUBMITTED), own).code == "SamePersonTwice"
    clerk = say(said.RecordFinanceDecision, CLERK, positive=True)
    assert refused(until(REVIEWED), clerk).code == "RoleMayNot"


@pytest.mark.proves("R015")
def test_one_decision_is_not_enough_and_a_no_is_final() -> None:
    refusal = refused(until(YES_FINANCE), APPROVED)
    assert (refusal.code, refusal.values["waiting"]) == ("DecisionMissing", "BUREAU")
    no = say(said.RecordBureauDecision, BUREAU, positive=False, reason="无必要")
    refusal = refused(after(draft(), ASSESSED, SUBMITTED, REVIEWED, YES_FINANCE, no), APPROVED)
    assert (refusal.code, refusal.values["bodies"]) == ("DecisionNegative", "BUREAU")


@pytest.mark.proves("R031")
@pytest.mark.parametrize(("grade", "fit"), [("GOOD", True), ("FAIR", True), ("UNSAFE", False)])
def test_a_car_that_can_be_used_on_is_not_replaced(grade: str, *, fit: bool) -> None:
    assessed = say(said.AssessCondition, BUREAU, grade=grade, document="鉴1")
    known = after(draft(), assessed, SUBMITTED, REVIEWED, YES_FINANCE, YES_BUREAU)
    if fit:
        refusal = refused(known, APPROVED)
        assert (refusal.code, refusal.values["condition"]) == ("ContinueInUse", grade)
        assert refusal.policy == REFERENCE
    else:
        assert kinds(answer(known, APPROVED)) == ["IndicatorApproved"]


@pytest.mark.proves("R031")
def test_nobody_decides_about_a_car_that_nobody_has_looked_at() -> None:
    known = after(draft(), SUBMITTED, REVIEWED, YES_FINANCE, YES_BUREAU)
    assert refused(known, APPROVED).code == "ConditionUnknown"
    addition = after(draft(**ADDITION), SUBMITTED, REVIEWED, YES_FINANCE, YES_BUREAU)
    assert kinds(answer(addition, APPROVED)) == ["IndicatorApproved"]


@pytest.mark.proves("R046")
@pytest.mark.parametrize("missing", ["need", "cost", "energy", "pooling"])
def test_all_four_reasons_are_written_before_the_approval(missing: str) -> None:
    silent = draft(notes=NOTES.model_copy(update={missing: ""}))
    refusal = refused(until(YES_BUREAU, silent), APPROVED)
    assert (refusal.code, refusal.values["missing"]) == ("NotesMissing", missing)


@pytest.mark.proves("R119")
@pytest.mark.proves("IND-04")
def test_an_unfinished_disposal_closes_the_gate() -> None:
    shut = say(said.ApproveIndicator, FINANCE, unfinished=("D1", "D2"))
    refusal = refused(until(YES_BUREAU), shut)
    assert (refusal.code, refusal.alert, refusal.values["cases"]) == (
        "DisposalIncomplete",
        "IND-04",
        "D1, D2",
    )


@pytest.mark.proves("R046")
def test_an_approval_stores_what_it_rests_on_and_when_its_year_ends() -> None:
    [approved] = answer(until(YES_BUREAU), say(said.ApproveIndicator, FINANCE, MARCH))
    assert isinstance(approved, told.IndicatorApproved)
    assert approved.model_dump(include={*OF_SLOT}) == OF_SLOT
    assert (approved.price_fen, approved.nev, approved.notes) == (PRICE, False, NOTES)
    assert approved.year_ends == at("2027-01-01 00:00:00")
    assert approved.grounds.rules == ("R016", "R042", "R031", "R035", "R119")
    assert all(
        RULES[rule].holds(policy(), approved.grounds.inputs) for rule in approved.grounds.rules
    )
    assert (approved.by, approved.unfinished, approved.overdue_on) == ("周敏", (), None)


def test_only_the_two_bodies_approve_return_and_reject() -> None:
    for command in (said.ApproveIndicator, said.ReturnForCorrection, said.RejectIndicator):
        fields = {} if command is said.ApproveIndicator else {"reason": "R"}
        assert refused(until(YES_BUREAU), say(command, CLERK, **fields)).code == "RoleMayNot"


def test_a_rejection_has_a_reason_and_frees_the_slot() -> None:
    [rejected] = answer(until(REVIEWED), REJECTED)
    assert isinstance(rejected, told.IndicatorRejected)
    assert (rejected.reason, rejected.by) == ("ContinueInUse", "孙立")
    assert rejected.model_dump(include={*OF_SLOT}) == OF_SLOT
    assert answer(after(draft(), ASSESSED, SUBMITTED, REVIEWED, REJECTED), REJECTED) == []


def test_a_return_says_why() -> None:
    [returned] = answer(until(REVIEWED), RETURNED)
    assert returned.model_dump(include={"reason", "by"}) == {"reason": "缺意见", "by": "孙立"}


@pytest.mark.proves("R042")
@pytest.mark.parametrize(("origin", "fits"), [("IMPORTED", False), ("JOINT_VENTURE", True)])
def test_no_imported_car_is_approved(origin: str, *, fits: bool) -> None:
    car = SEDAN.model_copy(update={"origin": origin, "brand": "洋牌"})
    known = until(YES_BUREAU, draft(specification=car))
    if fits:
        assert kinds(answer(known, APPROVED)) == ["IndicatorApproved"]
        return
    refusal = refused(known, APPROVED)
    assert (refusal.code, refusal.alert, refusal.policy) == ("Imported", "PROC-02", REFERENCE)
    assert refusal.values["brand"] == "洋牌"


@pytest.mark.proves("R015")
def test_a_body_decides_once() -> None:
    assert answer(until(YES_FINANCE), YES_FINANCE) == []
    no = YES_FINANCE.model_copy(update={"positive": False})
    other = YES_FINANCE.model_copy(update={"brief": brief("冯远", "FINANCE")})
    for command in (no, other):
        refusal = refused(until(YES_FINANCE), command)
        assert (refusal.code, refusal.values["body"]) == ("SameBodyTwice", "FINANCE")
    again = after(
        draft(), ASSESSED, SUBMITTED, REVIEWED, YES_FINANCE, RETURNED, SUBMITTED, REVIEWED
    )
    assert kinds(answer(again, no)) == ["FinanceDecisionRecorded"]


@pytest.mark.proves("R032")
def test_whose_decisions_a_track_needs_is_data() -> None:
    track = {"zh": "一般公务用车", "sectors": ["PARTY_GOV"], "approvers": ["BUREAU"]}
    rules = policy(indicator={"tracks": {"GENERAL": track}})
    bureau = brief("孙立", "BUREAU", rules=rules)
    known = until(REVIEWED)
    yes = YES_BUREAU.model_copy(update={"brief": bureau})
    approve = say(said.ApproveIndicator, bureau)
    decided = indicator.evolve(known, answer(known, yes)[0])
    assert kinds(answer(decided, approve)) == ["IndicatorApproved"]
    assert refused(decided, APPROVED).values["waiting"] == "FINANCE"


@pytest.mark.proves("R033")
def test_an_indicator_is_judged_by_the_version_it_was_drafted_under() -> None:
    later = {"version": "2025-06-15", "effective_from": date(2025, 6, 15)}
    stricter = policy(renewal={"min_age_years": 20}).model_copy(update=later)
    both = Brief(FINANCE.actor, CITY, Shelf({CITY: (policy(), stricter)}))
    [approved] = answer(until(YES_BUREAU), say(said.ApproveIndicator, both, MARCH))
    assert isinstance(approved, told.IndicatorApproved)
    assert approved.grounds.policy == REFERENCE
    [new] = answer(after(), draft(replace(both, actor=CLERK.actor), at("2025-06-15 00:00:00")))
    assert isinstance(new, told.IndicatorDrafted)
    assert new.policy == "cn-zj-hangzhou@2025-06-15"


@pytest.mark.proves("R119")
@pytest.mark.proves("IND-04")
def test_s06_the_gate_is_shut_while_a_disposal_is_open_and_lifted_after_it() -> None:
    started = say(said.StartReview, BUREAU, at("2026-07-02 09:00:00"), unfinished=("D1",))
    first = draft(CLERK, at("2026-06-01 09:00:00"), plan_year=2027)
    sent = say(said.SubmitIndicator, CLERK, at("2026-07-01 09:00:00"))
    known = after(first, ASSESSED, sent, started, YES_FINANCE, YES_BUREAU)
    shut = say(said.ApproveIndicator, FINANCE, at("2026-07-20 09:00:00"), unfinished=("D1",))
    refusal = refused(known, shut)
    assert (refusal.code, refusal.alert) == ("DisposalIncomplete", "IND-04")
    assert (refusal.values["cases"], refusal.values["unit"]) == ("D1", "A")
    lifted = say(said.ApproveIndicator, FINANCE, at("2026-08-20 09:00:00"))
    [approved] = answer(known, lifted)
    assert isinstance(approved, told.IndicatorApproved)
    assert approved.grounds.inputs["unfinished"] == []


@pytest.mark.parametrize("body", [BUREAU, FINANCE])
def test_each_of_the_two_bodies_approves_returns_and_rejects(body: Brief) -> None:
    known = until(YES_BUREAU)
    assert kinds(answer(known, say(said.ApproveIndicator, body))) == ["IndicatorApproved"]
    back = say(said.ReturnForCorrection, body, reason="缺意见")
    assert kinds(answer(known, back)) == ["IndicatorReturned"]
    no = say(said.RejectIndicator, body, reason="OverStandard")
    assert kinds(answer(known, no)) == ["IndicatorRejected"]


@pytest.mark.proves("R119")
def test_an_approval_stores_how_the_gate_was_read_and_all_it_was_asked_about() -> None:
    read = say(said.ApproveIndicator, FINANCE, MARCH, overdue_on=date(2026, 3, 2))
    special = draft(special_case=True, opinion="意1", safety_ground="检1")
    [approved] = answer(until(YES_BUREAU, special), read)
    assert isinstance(approved, told.IndicatorApproved)
    assert approved.overdue_on == date(2026, 3, 2)
    assert approved.grounds.inputs == {
        "kind": "RENEWAL",
        "plan_year": 2026,
        "vehicle": "C1",
        "first_registered": "2014-03-02",
        "safety_ground": "检1",
        "condition": "POOR",
        "special_case": True,
        "opinion": "意1",
        "origin": "DOMESTIC_BRAND",
        "on": "2026-03-02",
        "unfinished": [],
    }


@pytest.mark.proves("R015")
def test_each_decision_says_who_took_it_and_why() -> None:
    no = say(said.RecordBureauDecision, BUREAU, positive=False, reason="无必要")
    known = after(draft(), ASSESSED, SUBMITTED, REVIEWED, YES_FINANCE, no)
    assert isinstance(known, UnderReview)
    finance, bureau = Decision(positive=True, by="周敏"), Decision(positive=False, by="孙立")
    assert known.form.decisions == {"FINANCE": finance, "BUREAU": bureau}
    [event] = answer(until(YES_FINANCE), no)
    who = {"indicator": "I1", "at": JULY, "by": "孙立"}
    assert event == told.BureauDecisionRecorded(positive=False, reason="无必要", **who)
