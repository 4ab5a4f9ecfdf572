"""Words about indicators, budget lines and year plans."""

from fleet.desk.route import gated
from fleet.planning import indicator_commands as words
from fleet.planning.budget_line import (
    ApproveBudget,
    IssueExecutionDocument,
    RequestBudget,
    budget_line,
)
from fleet.planning.indicator import indicator
from fleet.planning.year_plan import AmendPlan, ApprovePlan, OpenPlanYear, year_plan
from fleet.reactions.briefing import of_indicator, of_itself, of_line, of_unit
from fleet.reactions.lookups import birthday, entries, gate, old_car

_INDICATOR = "indicator:{indicator}"
_LINE = "budget-line:{line}"
_PLAN = "year-plan:{jurisdiction}-{year}"

PLANNING = (
    gated(words.DraftIndicator, _INDICATOR, indicator, of_unit, birthday),
    gated(words.CorrectIndicator, _INDICATOR, indicator, of_indicator),
    gated(words.AttachOpinion, _INDICATOR, indicator, of_indicator),
    gated(words.AssessCondition, _INDICATOR, indicator, of_indicator),
    gated(words.SubmitIndicator, _INDICATOR, indicator, of_indicator, old_car),
    gated(words.WithdrawIndicator, _INDICATOR, indicator, of_indicator),
    gated(words.StartReview, _INDICATOR, indicator, of_indicator, gate),
    gated(words.ReturnForCorrection, _INDICATOR, indicator, of_indicator),
    gated(words.RecordBureauDecision, _INDICATOR, indicator, of_indicator),
    gated(words.RecordFinanceDecision, _INDICATOR, indicator, of_indicator),
    gated(words.ApproveIndicator, _INDICATOR, indicator, of_indicator, gate),
    gated(words.RejectIndicator, _INDICATOR, indicator, of_indicator),
    gated(words.ExpireIndicator, _INDICATOR, indicator, of_indicator),
    gated(RequestBudget, _LINE, budget_line, of_unit),
    gated(ApproveBudget, _LINE, budget_line, of_line),
    gated(IssueExecutionDocument, _LINE, budget_line, of_line),
    gated(OpenPlanYear, _PLAN, year_plan, of_itself),
    gated(ApprovePlan, _PLAN, year_plan, of_itself, entries),
    gated(AmendPlan, _PLAN, year_plan, of_itself, entries),
)
