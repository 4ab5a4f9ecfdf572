"""From the draft to the car in service: what an indicator answers at each step."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fleet.planning import indicator_commands as said
from fleet.planning import indicator_events as told
from fleet.planning import indicator_stages as stages
from fleet.planning.indicator import indicator
from fleet.planning.rules import OLD_ENOUGH, RULES
from fleet.policy.brief import Actor
from tests.fleet.planning.drafts import (
    ADDITION,
    APPROVED,
    ASSESSED,
    BUDGETED,
    BUREAU,
    CLERK,
    ELECTRIC,
    FINANCE,
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
EXPIRED = say(said.ExpireIndicator, CLERK, at("2027-01-01 00:00:00"))
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


def test_what_nobody_has_drafted_answers_nothing() -> None:
    [submitted] = answer(until(ASSESSED), SUBMITTED)
    assert indicator.evolve(stages.Unknown(), submitted) == stages.Unknown()
    assert refused(stages.Unknown(), SUBMITTED).values["stage"] == "Unknown"


@pytest.mark.proves("R011")
def test_a_district_says_nothing_about_the_citys_indicators() -> None:
    stranger = replace(BUREAU, actor=Actor("方宁", "BUREAU", jurisdiction="330106"))
    assert refused(until(SUBMITTED), say(said.StartReview, stranger)).code == "OutsideJurisdiction"


@pytest.mark.proves("R027")
def test_s02_the_last_moment_of_july_is_in_time() -> None:
    last = say(said.SubmitIndicator, CLERK, at("2025-07-31 23:59:59.999999"))
    assert kinds(answer(until(ASSESSED), last)) == ["IndicatorSubmitted"]
    utc = say(said.SubmitIndicator, CLERK, datetime(2025, 7, 31, 16, tzinfo=UTC))
    refusal = refused(until(ASSESSED), utc)
    assert (refusal.code, refusal.values["now"]) == ("DeadlinePassed", "2025-08-01 00:00:00+08:00")
    assert isinstance(until(ASSESSED), stages.Draft)


@pytest.mark.proves("R035")
@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.integers(-2, 2))
@example(date(2016, 2, 29), 0)
@example(date(2016, 2, 29), -1)
def test_a_car_is_old_enough_from_its_birthday_on_and_29_february_is_1_march(
    born: date, days: int
) -> None:
    rules = policy(renewal={"min_age_years": 9})
    leap = (born.month, born.day) == (2, 29)
    birthday = date(born.year + 9, 3, 1) if leap else born.replace(year=born.year + 9)
    asked = {"kind": "RENEWAL", "safety_ground": None, "first_registered": born.isoformat()}
    on = birthday + timedelta(days=days)
    assert OLD_ENOUGH.holds(rules, asked | {"on": on.isoformat()}) == (days >= 0)
