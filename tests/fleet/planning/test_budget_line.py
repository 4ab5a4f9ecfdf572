"""A budget line: the money for one car, behind one approved indicator."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.planning.budget_line import (
    ApproveBudget,
    BudgetApproved,
    BudgetLine,
    BudgetRequested,
    ExecutionDocumentIssued,
    IssueExecutionDocument,
    Released,
    RequestBudget,
    budget_line,
)
from tests.fleet.planning.drafts import BUREAU, CLERK, FINANCE, PRICE, brief

NOW = datetime(2025, 10, 8, 1, tzinfo=UTC)
ASK: dict[str, Any] = {"indicator": "I1", "unit": "A", "year": 2026, "amount_fen": PRICE}
REQUEST = RequestBudget(line="L1", at=NOW, brief=CLERK, **ASK)
APPROVE = ApproveBudget(line="L1", at=NOW, brief=FINANCE)
RELEASE = IssueExecutionDocument(line="L1", at=NOW, brief=FINANCE, document="执1")
REQUESTED = BudgetRequested(line="L1", at=NOW, cars=1, by="钱文", **ASK)
APPROVED = BudgetApproved(line="L1", at=NOW, by="周敏", **ASK)
RELEASED = ExecutionDocumentIssued(
    line="L1", at=NOW, indicator="I1", unit="A", document="执1", by="周敏"
)
PAST = (REQUESTED, APPROVED, RELEASED)


def after(*events: Any) -> BudgetLine:  # noqa: ANN401 - events of a line
    return budget_line.fold(events)


def refused(command: Any, *events: Any) -> Refused:  # noqa: ANN401 - commands and events of a line
    with pytest.raises(Refused) as refusal:
        budget_line.decide(command, after(*events))
    assert refusal.value.say("zh")
    assert refusal.value.say("en")
    return refusal.value


@pytest.mark.proves("R029")
def test_a_line_says_which_indicator_it_rests_on_and_for_how_many_cars() -> None:
    assert budget_line.decide(REQUEST, after()) == [REQUESTED]
    assert budget_line.decide(APPROVE, after(REQUESTED)) == [APPROVED]
    assert budget_line.decide(RELEASE, after(REQUESTED, APPROVED)) == [RELEASED]


@pytest.mark.proves("R026")
@pytest.mark.proves("IND-02")
@pytest.mark.parametrize("past", [(), (REQUESTED,)])
def test_there_is_no_money_without_an_indicator(past: tuple[Any, ...]) -> None:
    refusal = refused(REQUEST.model_copy(update={"indicator": None}), *past)
    assert (refusal.rule, refusal.code, refusal.alert) == (
        "先指标后预算",
        "IndicatorMissing",
        "IND-02",
    )
    assert (refusal.values["line"], refusal.values["unit"], refusal.values["year"]) == (
        "L1",
        "A",
        2026,
    )


@pytest.mark.proves("R029")
def test_one_indicator_is_money_for_one_car() -> None:
    refusal = refused(REQUEST.model_copy(update={"cars": 2}))
    assert (refusal.code, refusal.alert) == ("MoreCarsThanIndicators", "IND-02")
    assert (refusal.values["cars"], refusal.values["indicator"]) == (2, "I1")


@pytest.mark.parametrize("known", [1, 2, 3])
def test_the_same_again_is_nothing_new(known: int) -> None:
    state = after(*PAST[:known])
    assert budget_line.decide(REQUEST, state) == []
    if known > 1:
        assert budget_line.decide(APPROVE, state) == []
    if known > 2:
        assert budget_line.decide(RELEASE, state) == []


@pytest.mark.parametrize(
    "change", [{"indicator": "I2"}, {"unit": "B"}, {"year": 2027}, {"amount_fen": 1}]
)
def test_another_request_under_the_same_number_is_refused(change: dict[str, Any]) -> None:
    refusal = refused(REQUEST.model_copy(update=change), REQUESTED)
    assert (refusal.code, refusal.values["stage"]) == ("OutOfOrder", "Requested")


def test_steps_are_not_left_out() -> None:
    assert refused(APPROVE).values["stage"] == "Unknown"
    assert refused(RELEASE, REQUESTED).values["command"] == "IssueExecutionDocument"
    other = RELEASE.model_copy(update={"document": "执2"})
    assert refused(other, *PAST).values["line"] == "L1"


def test_finance_alone_approves_and_releases() -> None:
    assert refused(APPROVE.model_copy(update={"brief": BUREAU}), REQUESTED).code == "RoleMayNot"
    released = RELEASE.model_copy(update={"brief": brief("x", "UNIT_CLERK")})
    assert refused(released, REQUESTED, APPROVED).code == "RoleMayNot"


def test_a_released_line_still_says_what_was_asked_for() -> None:
    assert after(*PAST) == Released("I1", "A", 2026, PRICE, "执1")
    assert after(RELEASED) == Released("I1", "A", 0, 0, "执1")
