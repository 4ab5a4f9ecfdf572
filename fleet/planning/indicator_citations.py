"""What an indicator backs: one budget line, one plan, one purchase, one disposal; never two."""

from dataclasses import replace
from typing import Any

from fleet.planning import indicator_refusals as refuse
from fleet.planning.indicator_commands import (
    CiteBudget,
    CiteExecutable,
    ConsumeIndicator,
    EnterPlan,
    EnterPurchase,
    GuardCommand,
    IssueExecutionDocument,
    LeaveDisposal,
    LeavePurchase,
    LinkBudget,
)
from fleet.planning.indicator_events import (
    BudgetCited,
    DisposalCited,
    DisposalLeft,
    ExecutionDocumentIssued,
    GuardEvent,
    IndicatorBudgeted,
    IndicatorConsumed,
    PlanEntered,
    PurchaseEntered,
    PurchaseLeft,
    StageEvent,
)
from fleet.planning.indicator_stages import (
    Approved,
    Budgeted,
    Consumed,
    Drafted,
    Executable,
    Form,
)


def decide(command: GuardCommand, indicator: Drafted) -> list[GuardEvent]:
    """Answer another record that wants to rest on the indicator.

    Raises:
        Refused: If it is not approved, or backs another one already.

    Source:
        R026, R028, R029, R110, R113.
    """
    match command:
        case CiteBudget():
            return _budget(command, indicator)
        case EnterPlan(plan=plan):
            return _plan(command, indicator, plan)
        case LeavePurchase(purchase=told):
            left = PurchaseLeft(indicator=command.indicator, at=command.at, purchase=told)
            return [left] if indicator.form.purchase == told else []
        case EnterPurchase():
            return _purchase(command, indicator)
        case CiteExecutable():
            return _disposal(command, indicator)
        case LeaveDisposal(case=case):
            gone = DisposalLeft(indicator=command.indicator, at=command.at, case=case)
            return [gone] if indicator.form.case == case else []


def _budget(command: CiteBudget, indicator: Drafted) -> list[GuardEvent]:
    known = indicator.form.line
    if known == command.line:
        return []
    if known:
        raise refuse.used_already(command.indicator, "budget-line", known, command.line)
    if not isinstance(indicator, Approved):
        raise refuse.not_approved(command, command.indicator, indicator)
    _check_line(command, indicator.form)
    return [BudgetCited(indicator=command.indicator, at=command.at, line=command.line)]


def _check_line(command: CiteBudget, form: Form) -> None:
    """The line is of the same unit, and of the plan year."""
    if command.unit is not None:
        same(command.indicator, "unit", form.unit, command.unit)
    if command.year is not None:
        same(command.indicator, "plan_year", str(form.plan_year), str(command.year))


def _plan(command: EnterPlan, indicator: Drafted, plan: str) -> list[GuardEvent]:
    known = indicator.form.plan
    if known == plan:
        return []
    if known:
        raise refuse.used_already(command.indicator, "year-plan", known, plan)
    if not isinstance(indicator, Approved | Budgeted | Executable | Consumed):
        raise refuse.out_of_order(command, command.indicator, indicator)
    return [PlanEntered(indicator=command.indicator, at=command.at, plan=plan)]


def _purchase(command: EnterPurchase, indicator: Drafted) -> list[GuardEvent]:
    form = indicator.form
    if form.purchase == command.purchase:
        return []
    if form.purchase:
        raise refuse.used_already(command.indicator, "purchase", form.purchase, command.purchase)
    if not isinstance(indicator, Executable):
        raise refuse.out_of_order(command, command.indicator, indicator)
    same(command.indicator, "slot", form.slot, command.slot)
    same(command.indicator, "kind", form.kind, command.kind)
    same(command.indicator, "vehicle", form.vehicle or "", command.vehicle or "")
    same(command.indicator, "nev", f"{form.specification.is_nev}", f"{command.nev}")
    year = command.brief.shelf.cited(form.policy).jurisdiction.day(command.at).year
    if year > form.plan_year:
        raise refuse.year_over(command.indicator, form.plan_year)
    entered = PurchaseEntered(indicator=command.indicator, at=command.at, purchase=command.purchase)
    return [entered]


def _disposal(command: CiteExecutable, indicator: Drafted) -> list[GuardEvent]:
    form = indicator.form
    if form.case == command.case:
        return []
    if form.case:
        raise refuse.used_already(command.indicator, "disposal", form.case, command.case)
    if not isinstance(indicator, Executable):
        raise refuse.out_of_order(command, command.indicator, indicator)
    same(command.indicator, "document", form.document, command.document)
    same(command.indicator, "vehicle", form.vehicle or "", command.vehicle)
    cited = DisposalCited(
        indicator=command.indicator, at=command.at, case=command.case, document=command.document
    )
    return [cited]


def moved(
    command: LinkBudget | IssueExecutionDocument | ConsumeIndicator, form: Form
) -> list[StageEvent]:
    """Answer the record it backs: there is money, the money is released, the car is in service.

    Raises:
        Refused: If it is another record than the one it backs.
    """
    number, at = command.indicator, command.at
    match command:
        case LinkBudget(line=line):
            same(number, "line", form.line, line)
            return [IndicatorBudgeted(indicator=number, at=at, line=line)]
        case IssueExecutionDocument(line=line, document=document):
            same(number, "line", form.line, line)
            said = {"line": line, "document": document}
            return [ExecutionDocumentIssued(indicator=number, at=at, **said, **of_slot(form))]
        case ConsumeIndicator(purchase=purchase):
            same(number, "purchase", form.purchase, purchase)
            return [IndicatorConsumed(indicator=number, at=at, purchase=purchase)]


def of_slot(form: Form) -> dict[str, Any]:
    """What the slot and the boards have to know."""
    names = ("unit", "slot", "plan_year", "category", "kind", "vehicle")
    return {name: getattr(form, name) for name in names}


def same(number: str, field: str, known: str, told: str) -> None:
    """Let only that be cited which the indicator says.

    Raises:
        Refused: If it says something else.
    """
    if known != told:
        raise refuse.says_otherwise(number, field, known, told)


def noted(form: Form, event: GuardEvent) -> Form:
    """Remember what it backs."""
    match event:
        case BudgetCited(line=line):
            return replace(form, line=line)
        case PlanEntered(plan=plan):
            return replace(form, plan=plan)
        case PurchaseEntered(purchase=purchase):
            return replace(form, purchase=purchase)
        case PurchaseLeft():
            return replace(form, purchase="")
        case DisposalCited(case=case):
            return replace(form, case=case)
        case DisposalLeft():
            return replace(form, case="")
