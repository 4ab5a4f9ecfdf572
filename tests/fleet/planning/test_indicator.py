"""From the draft to the car in service: what an indicator answers at each step."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.planning import indicator_commands as said
from fleet.planning import indicator_events as told
from fleet.planning import indicator_stages as stages
from fleet.planning.indicator import indicator
from fleet.planning.indicator_machine import MACHINE
from fleet.planning.rules import RULES
from fleet.policy.brief import Actor
from tests.fleet.planning.drafts import (
    ADDITION,
    APPROVED,
    ASSESSED,
    BUDGETED,
    BUREAU,
    CITED,
    CLERK,
    CONSUMED,
    ELECTRIC,
    ENTERED,
    FINANCE,
    JULY,
    NOTES,
    OTHER,
    PRICE,
    REFERENCE,
    RELEASED,
    REVIEWED,
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
WITHDRAWN = say(said.WithdrawIndicator, reason="不需要了")
DISPOSAL = say(said.CiteExecutable, case="D", document="执1", vehicle="C1")
EXPIRED = say(said.ExpireIndicator, CLERK, at("2027-01-01 00:00:00"))
REJECTED = say(said.RejectIndicator, BUREAU, reason="ContinueInUse")
RETURNED = say(said.ReturnForCorrection, BUREAU, reason="缺意见")


@pytest.mark.proves("R033")
def test_a_draft_keeps_the_policy_of_its_day_and_who_wrote_it() -> None:
    [drafted] = answer(stages.Unknown(), draft(category="执勤执法用车"))
    assert isinstance(drafted, told.IndicatorDrafted)
    known = (drafted.policy, drafted.category, drafted.by, drafted.form, drafted.jurisdiction)
    assert known == (REFERENCE, "LAW_ENFORCEMENT", "钱文", "一般公务用车更新申请表", "330100")
    assert (drafted.first_registered, drafted.price_fen) == (date(2014, 3, 2), PRICE)
    assert drafted.model_dump(include={*OF_SLOT}) == OF_SLOT


def test_the_same_draft_again_is_nothing_new_and_another_one_is_refused() -> None:
    assert answer(after(draft()), draft()) == []
    assert refused(after(draft()), draft(price_fen=1)).code == "IndicatorDiffers"
    assert refused(until(SUBMITTED), draft()).code == "IndicatorDiffers"


@pytest.mark.proves("R032")
@pytest.mark.parametrize(("track", "sector"), [("BUSINESS", "PARTY_GOV"), ("GENERAL", None)])
def test_a_track_is_for_its_own_sectors(track: str, sector: str | None) -> None:
    refusal = refused(stages.Unknown(), draft(track=track, unit_sector=sector))
    assert (refusal.code, refusal.values["track"]) == ("TrackUnfit", track)


@pytest.mark.proves("R032")
def test_an_unknown_track_is_refused_with_those_there_are() -> None:
    refusal = refused(stages.Unknown(), draft(track="X"))
    assert (refusal.code, refusal.values["known"]) == ("TrackUnfit", "GENERAL")
    assert kinds(answer(stages.Unknown(), draft(track="BUSINESS", unit_sector="INSTITUTION"))) == [
        "IndicatorDrafted"
    ]


@pytest.mark.proves("R049")
@pytest.mark.parametrize("change", [{"vehicle": None}, {"kind": "ADDITION"}])
def test_a_renewal_names_the_old_car_and_an_addition_none(change: dict[str, object]) -> None:
    assert refused(stages.Unknown(), draft(**change)).code == "KindDiffers"


def test_a_draft_is_corrected_in_what_is_given() -> None:
    command = say(said.CorrectIndicator, notes=NOTES.model_copy(update={"need": "抢险"}))
    [corrected] = answer(after(draft()), command)
    assert isinstance(corrected, told.IndicatorCorrected)
    assert (corrected.notes.need, corrected.price_fen, corrected.by) == ("抢险", PRICE, "钱文")
    known = after(draft(), command)
    assert isinstance(known, stages.Draft)
    assert known.form.notes.need == "抢险"
    assert answer(known, command) == []
    assert refused(until(SUBMITTED), command).code == "OutOfOrder"


@pytest.mark.parametrize(
    "change", [{"specification": ELECTRIC}, {"price_fen": 1}, {"safety_ground": "检1"}]
)
def test_each_field_can_be_corrected(change: dict[str, Any]) -> None:
    known = after(draft(), say(said.CorrectIndicator, **change))
    assert isinstance(known, stages.Draft)
    [(name, value)] = change.items()
    assert getattr(known.form, name) == value


def test_opinion_and_condition_are_papers_until_the_decision() -> None:
    opinion = say(said.AttachOpinion, opinion="意1")
    assert kinds(answer(after(draft()), opinion)) == ["OpinionAttached"]
    assert answer(after(draft(), opinion), opinion) == []
    assert answer(until(ASSESSED), ASSESSED) == []
    [assessed] = answer(
        until(REVIEWED), say(said.AssessCondition, BUREAU, grade="GOOD", document="2")
    )
    assert isinstance(assessed, told.ConditionAssessed)
    assert (assessed.grade, assessed.document, assessed.by) == ("GOOD", "2", "孙立")
    assert refused(until(APPROVED), opinion).code == "OutOfOrder"


@pytest.mark.proves("R027")
@pytest.mark.proves("IND-01")
@given(st.integers(-3, 3))
@example(0)
@example(-1)
def test_a_second_decides_about_the_deadline(seconds: int) -> None:
    midnight = at("2025-08-01 00:00:00")
    sent = say(said.SubmitIndicator, CLERK, midnight + seconds * SECOND)
    if seconds < 0:
        assert kinds(answer(until(ASSESSED), sent)) == ["IndicatorSubmitted"]
    else:
        refusal = refused(until(ASSESSED), sent)
        assert (refusal.code, refusal.alert, refusal.policy) == (
            "DeadlinePassed",
            "IND-01",
            REFERENCE,
        )
        assert refusal.values["last"] == "2025-07-31"


SECOND = at("2025-08-01 00:00:01") - at("2025-08-01 00:00:00")


def test_a_submission_stores_on_what_it_rests() -> None:
    [submitted] = answer(until(ASSESSED), SUBMITTED)
    assert isinstance(submitted, told.IndicatorSubmitted)
    assert submitted.model_dump(include={*OF_SLOT}) == OF_SLOT
    grounds = submitted.grounds
    assert (grounds.policy, grounds.rules) == (REFERENCE, ("R027", "R035"))
    assert all(RULES[name].holds(policy(), grounds.inputs) for name in grounds.rules)
    assert grounds.inputs["on"] == "2026-12-31"
    assert answer(until(SUBMITTED), SUBMITTED) == []


def test_what_was_sent_in_time_and_returned_may_be_sent_again_later() -> None:
    returned = after(draft(), ASSESSED, SUBMITTED, REVIEWED, YES_FINANCE, RETURNED)
    assert isinstance(returned, stages.Draft)
    assert returned.form.decisions == {}
    late = say(said.SubmitIndicator, CLERK, at("2025-09-01 09:00:00"))
    assert kinds(answer(returned, late)) == ["IndicatorSubmitted"]


@pytest.mark.proves("R035")
def test_a_car_without_a_birthday_cannot_be_replaced() -> None:
    young = after(draft(first_registered=None))
    assert refused(young, SUBMITTED).code == "FirstRegistrationUnknown"
    assert kinds(answer(after(draft(**ADDITION)), SUBMITTED)) == ["IndicatorSubmitted"]


@pytest.mark.proves("R035")
@pytest.mark.proves("IND-03")
@pytest.mark.parametrize(("born", "fits"), [("2018-12-31", True), ("2019-01-01", False)])
def test_a_car_that_reaches_the_age_within_the_plan_year_may_be_asked_for(
    born: str, *, fits: bool
) -> None:
    known = after(draft(first_registered=date.fromisoformat(born)))
    if fits:
        assert answer(known, SUBMITTED)
    else:
        refusal = refused(known, SUBMITTED)
        assert (refusal.code, refusal.alert) == ("BelowMinimumAge", "IND-03")
        assert refusal.values["from_"] == "2027-01-01"


@pytest.mark.proves("R035")
@pytest.mark.proves("IND-03")
@pytest.mark.parametrize(
    ("born", "decided", "fits"),
    [
        ("2018-03-02", "2026-03-01", False),
        ("2018-03-02", "2026-03-02", True),
        ("2020-02-29", "2028-02-28", False),
        ("2016-02-29", "2024-02-29", True),
    ],
)
def test_the_age_is_that_of_the_decision_day(born: str, decided: str, *, fits: bool) -> None:
    year = int(decided[:4])
    first = draft(
        CLERK,
        at(f"{year - 1}-06-01 09:00:00"),
        first_registered=date.fromisoformat(born),
        plan_year=year,
    )
    sent = say(said.SubmitIndicator, CLERK, at(f"{year - 1}-07-01 09:00:00"))
    known = after(first, ASSESSED, sent, REVIEWED, YES_FINANCE, YES_BUREAU)
    approve = say(said.ApproveIndicator, FINANCE, at(f"{decided} 09:00:00"))
    if fits:
        assert kinds(answer(known, approve)) == ["IndicatorApproved"]
    else:
        assert refused(known, approve).values["on"] == decided


@pytest.mark.proves("R035")
def test_an_unsafe_car_needs_no_age() -> None:
    young = draft(first_registered=date(2022, 1, 1), safety_ground="检1")
    assert kinds(answer(until(YES_BUREAU, young), APPROVED)) == ["IndicatorApproved"]


@pytest.mark.proves("R016")
def test_a_special_case_needs_the_opinion_of_the_supervising_unit() -> None:
    special = after(draft(special_case=True))
    refusal = refused(special, SUBMITTED)
    assert (refusal.code, refusal.policy) == ("MissingSupervisorOpinion", REFERENCE)
    opinion = say(said.AttachOpinion, opinion="意1")
    assert answer(after(draft(special_case=True), opinion), SUBMITTED)


def test_only_the_unit_that_asked_withdraws() -> None:
    [withdrawn] = answer(until(SUBMITTED), WITHDRAWN)
    assert isinstance(withdrawn, told.IndicatorWithdrawn)
    assert (withdrawn.reason, withdrawn.by) == ("不需要了", "钱文")
    assert withdrawn.model_dump(include={*OF_SLOT}) == OF_SLOT
    foreign = say(said.WithdrawIndicator, OTHER)
    assert refused(until(SUBMITTED), foreign).code == "NotApplicant"
    colleague = say(said.WithdrawIndicator, brief("郑和", "UNIT_LEADER", "A"))
    assert answer(after(draft()), colleague)
    applicant = say(said.WithdrawIndicator, brief("钱文", "UNIT_CLERK"))
    assert answer(after(draft()), applicant)
    assert answer(after(draft(), WITHDRAWN), WITHDRAWN) == []


@pytest.mark.parametrize("stage", [APPROVED, BUDGETED, RELEASED])
def test_what_was_not_used_ends_with_its_year(stage: said.IndicatorCommand) -> None:
    early = say(said.ExpireIndicator, CLERK, at("2026-12-31 23:59:59"))
    assert refused(until(stage), early).code == "YearNotOver"
    [expired] = answer(until(stage), EXPIRED)
    assert isinstance(expired, told.IndicatorExpired)
    assert expired.model_dump(include={*OF_SLOT}) == OF_SLOT


def test_an_expired_indicator_stays_so() -> None:
    gone = after(*WAY_TO_APPROVAL, EXPIRED)
    assert isinstance(gone, stages.Expired)
    assert answer(gone, EXPIRED) == []


WAY_TO_APPROVAL = (draft(), ASSESSED, SUBMITTED, REVIEWED, YES_FINANCE, YES_BUREAU, APPROVED)


@pytest.mark.proves("R026")
@pytest.mark.proves("R028")
@pytest.mark.proves("IND-02")
@pytest.mark.parametrize("stage", [SUBMITTED, REVIEWED, YES_BUREAU])
def test_money_is_asked_for_after_the_approval_only(stage: said.IndicatorCommand) -> None:
    refusal = refused(until(stage), CITED)
    assert (refusal.rule, refusal.code, refusal.alert) == (
        "先指标后预算",
        "IndicatorNotApproved",
        "IND-02",
    )


@pytest.mark.proves("R029")
def test_one_indicator_backs_one_line_one_plan_one_purchase_one_disposal() -> None:
    known = until(ENTERED)
    disposal = say(said.CiteExecutable, case="D1", document="执1", vehicle="C1")
    plan = say(said.EnterPlan, plan="330100-2026")
    full = after(*FULL, disposal, plan)
    for again in (CITED, ENTERED, disposal, plan):
        assert answer(full, again) == []
    for command, change in (
        (CITED, {"line": "L2"}),
        (ENTERED, {"purchase": "P2"}),
        (disposal, {"case": "D2"}),
        (plan, {"plan": "330100-2027"}),
    ):
        refusal = refused(full, command.model_copy(update=change))
        assert refusal.code == "IndicatorUsed"
        assert refusal.values["told"] == next(iter(change.values()))
    assert isinstance(known, stages.Executable)


FULL = (*WAY_TO_APPROVAL, CITED, BUDGETED, RELEASED, ENTERED)


@pytest.mark.parametrize(
    ("command", "change", "field"),
    [
        (ENTERED, {"slot": "S2"}, "slot"),
        (ENTERED, {"kind": "ADDITION"}, "kind"),
        (DISPOSAL, {"vehicle": "C2"}, "vehicle"),
        (DISPOSAL, {"document": "执2"}, "document"),
    ],
)
@pytest.mark.proves("R110")
def test_what_is_cited_is_what_the_indicator_says(
    command: said.IndicatorCommand, change: dict[str, str], field: str
) -> None:
    refusal = refused(until(RELEASED), command.model_copy(update=change))
    assert (refusal.code, refusal.values["field"]) == ("IndicatorSaysOtherwise", field)
    assert answer(until(RELEASED), command)


def test_nothing_rests_on_an_indicator_that_is_not_far_enough() -> None:
    disposal = say(said.CiteExecutable, case="D1", document="执1", vehicle="C1")
    assert refused(until(BUDGETED), disposal).code == "OutOfOrder"
    assert refused(until(BUDGETED), ENTERED).code == "OutOfOrder"
    assert refused(until(YES_BUREAU), say(said.EnterPlan, plan="P")).code == "OutOfOrder"
    assert answer(until(APPROVED), say(said.EnterPlan, plan="P"))


@pytest.mark.parametrize(
    ("command", "change", "field"),
    [(BUDGETED, {"line": "L2"}, "line"), (RELEASED, {"line": "L2"}, "line")],
)
def test_a_line_that_is_not_its_own_moves_nothing(
    command: said.IndicatorCommand, change: dict[str, str], field: str
) -> None:
    before = until(CITED) if command is BUDGETED else until(BUDGETED)
    assert refused(before, command.model_copy(update=change)).values["field"] == field


def test_the_way_from_the_money_to_the_road() -> None:
    [budgeted] = answer(until(CITED), BUDGETED)
    assert budgeted == told.IndicatorBudgeted(indicator="I1", at=JULY, line="L1")
    [released] = answer(until(BUDGETED), RELEASED)
    said_so = {"line": "L1", "document": "执1"}
    assert released == told.ExecutionDocumentIssued(indicator="I1", at=JULY, **said_so, **OF_SLOT)
    [consumed] = answer(until(ENTERED), CONSUMED)
    assert consumed == told.IndicatorConsumed(indicator="I1", at=JULY, purchase="P1")
    other = CONSUMED.model_copy(update={"purchase": "P2"})
    assert refused(until(ENTERED), other).values["field"] == "purchase"
    for state, command in ((BUDGETED, BUDGETED), (RELEASED, RELEASED), (CONSUMED, CONSUMED)):
        assert answer(until(state), command) == []
    assert refused(until(BUDGETED), BUDGETED.model_copy(update={"line": "L2"})).code == "OutOfOrder"
    assert refused(until(RELEASED), RELEASED.model_copy(update={"document": "X"}))
    assert refused(until(CONSUMED), CONSUMED.model_copy(update={"purchase": "X"}))


def test_a_cancelled_purchase_gives_its_indicator_back() -> None:
    leave = say(said.LeavePurchase, purchase="P1")
    assert kinds(answer(until(ENTERED), leave)) == ["PurchaseLeft"]
    assert answer(until(RELEASED), leave) == []
    free = after(*FULL, leave)
    assert kinds(answer(free, ENTERED.model_copy(update={"purchase": "P2"}))) == ["PurchaseEntered"]


def test_what_nobody_has_drafted_answers_nothing() -> None:
    [submitted] = answer(until(ASSESSED), SUBMITTED)
    assert indicator.evolve(stages.Unknown(), submitted) == stages.Unknown()
    assert refused(stages.Unknown(), SUBMITTED).values["stage"] == "Unknown"


@pytest.mark.proves("R011")
def test_a_district_says_nothing_about_the_citys_indicators() -> None:
    stranger = replace(BUREAU, actor=Actor("方宁", "BUREAU", jurisdiction="330106"))
    assert refused(until(SUBMITTED), say(said.StartReview, stranger)).code == "OutsideJurisdiction"


STATES = {
    "Draft": after(draft()),
    "Submitted": until(SUBMITTED),
    "UnderReview": until(YES_BUREAU),
    "Approved": after(*WAY_TO_APPROVAL, CITED),
    "Budgeted": until(BUDGETED),
    "Executable": until(ENTERED),
    "Consumed": until(CONSUMED),
    "Rejected": after(draft(), ASSESSED, SUBMITTED, REVIEWED, REJECTED),
    "Withdrawn": after(draft(), WITHDRAWN),
    "Expired": after(*WAY_TO_APPROVAL, EXPIRED),
}
MOVES = {
    type(command).__name__: command
    for command in (
        SUBMITTED, WITHDRAWN, REVIEWED, RETURNED, YES_BUREAU, YES_FINANCE, APPROVED, REJECTED,
        EXPIRED, BUDGETED, RELEASED, CONSUMED,
    )
}  # fmt: skip


def not_done(state: stages.Indicator, command: said.IndicatorCommand) -> str:
    """How a command that moves nothing is answered."""
    try:
        return "" if answer(state, command) else "nothing"
    except Refused as refusal:
        return refusal.code


@pytest.mark.parametrize("stage", STATES)
@pytest.mark.parametrize("command", MOVES)
def test_the_table_of_moves_is_what_happens(stage: str, command: str) -> None:
    assert type(STATES[stage]).__name__ == stage
    moves = [it for it in MACHINE.moves if (it.source, it.command) == (stage, command)]
    if not moves:
        assert not_done(STATES[stage], MOVES[command]) in ("nothing", "OutOfOrder")
        return
    [move] = moves
    [event] = answer(STATES[stage], MOVES[command])
    assert type(event).__name__ == move.event
    assert type(indicator.evolve(STATES[stage], event)).__name__ == move.target
