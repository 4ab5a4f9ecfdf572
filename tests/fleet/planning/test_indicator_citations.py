"""What an indicator backs: one budget line, one plan, one purchase, one disposal."""

from typing import Any

import pytest

from fleet.planning import indicator_commands as said
from fleet.planning import indicator_events as told
from fleet.planning import indicator_stages as stages
from tests.fleet.planning.drafts import (
    APPROVED,
    ASSESSED,
    BUDGETED,
    CITED,
    CLERK,
    CONSUMED,
    ENTERED,
    JULY,
    RELEASED,
    REVIEWED,
    SUBMITTED,
    YES_BUREAU,
    YES_FINANCE,
    after,
    answer,
    at,
    draft,
    kinds,
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
DISPOSAL = say(said.CiteExecutable, case="D", document="执1", vehicle="C1")
EXPIRED = say(said.ExpireIndicator, CLERK, at("2027-01-01 00:00:00"))
WAY_TO_APPROVAL = (draft(), ASSESSED, SUBMITTED, REVIEWED, YES_FINANCE, YES_BUREAU, APPROVED)
FULL = (*WAY_TO_APPROVAL, CITED, BUDGETED, RELEASED, ENTERED)


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


def test_nothing_expires_under_a_purchase_that_was_applied_for_in_time() -> None:
    refusal = refused(until(ENTERED), EXPIRED)
    assert (refusal.code, refusal.values["purchase"]) == ("PurchaseUnderWay", "P1")
    left = say(said.LeavePurchase, purchase="P1")
    assert kinds(answer(after(*FULL, left), EXPIRED)) == ["IndicatorExpired"]
    assert kinds(answer(until(ENTERED), CONSUMED)) == ["IndicatorConsumed"]


@pytest.mark.proves("R028")
@pytest.mark.parametrize(
    ("change", "field"), [({"year": 2027}, "plan_year"), ({"unit": "B"}, "unit")]
)
def test_a_line_is_of_the_same_unit_and_of_the_plan_year(
    change: dict[str, object], field: str
) -> None:
    full = CITED.model_copy(update={"unit": "A", "year": 2026})
    assert kinds(answer(until(APPROVED), full)) == ["BudgetCited"]
    refusal = refused(until(APPROVED), full.model_copy(update=change))
    assert (refusal.code, refusal.values["field"]) == ("IndicatorSaysOtherwise", field)
