"""What follows in the same save when indicators, budget lines and plans change."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.disposal.docket import ReadGate
from fleet.planning import budget_line
from fleet.planning.indicator_commands import (
    CiteBudget,
    EnterPlan,
    IssueExecutionDocument,
    LinkBudget,
)
from fleet.planning.indicator_events import (
    IndicatorApproved,
    IndicatorDrafted,
    IndicatorExpired,
    IndicatorRejected,
    IndicatorReviewStarted,
    IndicatorSubmitted,
    IndicatorWithdrawn,
)
from fleet.planning.year_plan import PlanAmended, PlanApproved
from fleet.quota.slot_words import PlanSlot, UnplanSlot
from fleet.reactions.streams import AnySaid, to_docket, to_indicator, to_slot, to_unit


def _drafted(event: IndicatorDrafted) -> Iterable[AnySaid]:
    return [to_unit(event.unit)]


def _submitted(event: IndicatorSubmitted) -> Iterable[AnySaid]:
    """One open indicator a slot and year."""
    plan = PlanSlot(
        slot=event.slot,
        indicator=event.indicator,
        year=event.plan_year,
        unit=event.unit,
        category=event.category,
        kind=event.kind,
        vehicle=event.vehicle,
        at=event.at,
    )
    return [to_slot(plan)]


def _ended(event: IndicatorWithdrawn | IndicatorRejected | IndicatorExpired) -> Iterable[AnySaid]:
    return [to_slot(UnplanSlot(slot=event.slot, indicator=event.indicator, at=event.at))]


def _read(event: IndicatorReviewStarted | IndicatorApproved) -> Iterable[AnySaid]:
    """The docket confirms what the review was told, so that no disposal slips in between."""
    gate = ReadGate(
        unit=event.unit,
        indicator=event.indicator,
        told=event.unfinished,
        overdue_on=event.overdue_on,
        at=event.at,
    )
    return [to_docket(gate)]


def _requested(event: budget_line.BudgetRequested) -> Iterable[AnySaid]:
    cited = CiteBudget(
        indicator=event.indicator,
        line=event.line,
        unit=event.unit,
        year=event.year,
        at=event.at,
    )
    return [to_indicator(cited)]


def _budgeted(event: budget_line.BudgetApproved) -> Iterable[AnySaid]:
    return [to_indicator(LinkBudget(indicator=event.indicator, line=event.line, at=event.at))]


def _released(event: budget_line.ExecutionDocumentIssued) -> Iterable[AnySaid]:
    said = {"indicator": event.indicator, "line": event.line, "at": event.at}
    return [to_indicator(IssueExecutionDocument(document=event.document, **said))]


def _planned(event: PlanApproved | PlanAmended) -> Iterable[AnySaid]:
    for number in event.indicators:
        yield to_indicator(EnterPlan(indicator=number, plan=event.plan, at=event.at))


PLANNING: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    IndicatorDrafted: _drafted,
    IndicatorSubmitted: _submitted,
    IndicatorWithdrawn: _ended,
    IndicatorRejected: _ended,
    IndicatorExpired: _ended,
    IndicatorReviewStarted: _read,
    IndicatorApproved: _read,
    budget_line.BudgetRequested: _requested,
    budget_line.BudgetApproved: _budgeted,
    budget_line.ExecutionDocumentIssued: _released,
    PlanApproved: _planned,
    PlanAmended: _planned,
}
