"""A budget line (预算): the money for one car; it exists only behind one approved indicator.

Unknown --RequestBudget--> Requested --ApproveBudget--> Approved
Approved --IssueExecutionDocument--> Released
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Command, Decider, Event, Refused
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.terms import Code, Moment, Name, UnitCode

Year = Annotated[int, Field(ge=2000, le=2200)]
Amount = Annotated[int, Field(ge=1, le=10**13)]


class _Said(Briefed):
    line: Code
    at: Moment


class RequestBudget(_Said):
    """A unit asks for the money.

    Attributes:
        indicator: The indicator it rests on; without one it is refused, and seen.
        year: The budget year.
        amount_fen: How much.
        cars: For how many cars: one.
    """

    indicator: Code | None = None
    unit: UnitCode
    year: Year
    amount_fen: Amount
    cars: Annotated[int, Field(ge=1, le=1000)] = 1


class ApproveBudget(_Said):
    """Finance puts it into the budget."""


class IssueExecutionDocument(_Said):
    """Finance releases it in the plan year (采购预算执行书)."""

    document: Name


class _Happened(Event):
    line: str
    indicator: str
    at: Moment


class BudgetRequested(_Happened):
    """The money is asked for on the strength of one indicator."""

    TOPIC: ClassVar = "budget-line.requested"
    unit: str
    year: int
    amount_fen: int
    cars: int
    by: str


class BudgetApproved(_Happened):
    """It is in the budget."""

    TOPIC: ClassVar = "budget-line.approved"
    unit: str
    year: int
    amount_fen: int
    by: str


class ExecutionDocumentIssued(_Happened):
    """It may be spent."""

    TOPIC: ClassVar = "budget-line.execution-document-issued"
    unit: str
    document: str
    by: str


BudgetCommand = RequestBudget | ApproveBudget | IssueExecutionDocument
BudgetEvent = BudgetRequested | BudgetApproved | ExecutionDocumentIssued


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody has: one of the stages below."""

    indicator: str
    unit: str
    year: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Requested(Asked):
    """Waits for finance."""


@dataclass(frozen=True, slots=True)
class Approved(Asked):
    """In the budget."""


@dataclass(frozen=True, slots=True)
class Released(Asked):
    """May be spent, by this document."""

    document: str


BudgetLine = Unknown | Requested | Approved | Released


def decide(command: BudgetCommand, line: BudgetLine) -> list[BudgetEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If there is no indicator behind it, or a step is left out.

    Source:
        R026, R028, R029; handbook 4 (BudgetLine).
    """
    authority.check(command.brief)
    by = command.brief.actor.person
    match command, line:
        case RequestBudget(indicator=None), _:
            raise _without_indicator(command)
        case RequestBudget(), Unknown():
            return [_requested(command)]
        case RequestBudget(), Asked() if _told(command) == _known(line):
            return []
        case ApproveBudget(), Requested():
            authority.require(command.brief, "FINANCE")
            return [BudgetApproved(line=command.line, at=command.at, by=by, **_known(line))]
        case ApproveBudget(), Approved() | Released():
            return []
        case IssueExecutionDocument(document=document), Approved(indicator=it, unit=unit):
            authority.require(command.brief, "FINANCE")
            said = {"indicator": it, "unit": unit, "document": document, "by": by}
            return [ExecutionDocumentIssued(line=command.line, at=command.at, **said)]
        case IssueExecutionDocument(document=told), Released(document=known) if told == known:
            return []
        case _:
            raise _out_of_order(command, line)


def _requested(command: RequestBudget) -> BudgetRequested:
    if command.cars != 1:
        raise _more_cars(command)
    by = command.brief.actor.person
    said = {"line": command.line, "at": command.at, "cars": command.cars, "by": by}
    return BudgetRequested(**said, **_told(command))


def _told(command: RequestBudget) -> dict[str, object]:
    names = ("indicator", "unit", "year", "amount_fen")
    return {name: getattr(command, name) for name in names}


def _known(line: Asked) -> dict[str, object]:
    names = ("indicator", "unit", "year", "amount_fen")
    return {name: getattr(line, name) for name in names}


def evolve(line: BudgetLine, event: BudgetEvent) -> BudgetLine:
    """Take one event into account."""
    match event:
        case BudgetRequested(indicator=it, unit=unit, year=year, amount_fen=amount):
            return Requested(it, unit, year, amount)
        case BudgetApproved(indicator=it, unit=unit, year=year, amount_fen=amount):
            return Approved(it, unit, year, amount)
        case ExecutionDocumentIssued(indicator=it, unit=unit, document=document):
            year, amount = (line.year, line.amount_fen) if isinstance(line, Asked) else (0, 0)
            return Released(it, unit, year, amount, document)


def _without_indicator(command: RequestBudget) -> Refused:
    return Refused(
        "先指标后预算",
        "IndicatorMissing",
        "R026",
        zh="单位 {unit} 的预算 {line}（{year} 年）没有已批准的更新指标：请先申报指标。",
        en="budget line {line} of unit {unit} for {year} names no approved indicator: "
        "apply for one first.",
        line=command.line,
        unit=command.unit,
        year=command.year,
        amount_fen=command.amount_fen,
    ).raising("IND-02")


def _more_cars(command: RequestBudget) -> Refused:
    return Refused(
        "先指标后预算",
        "MoreCarsThanIndicators",
        "R029",
        zh="预算 {line} 列了 {cars} 辆，指标 {indicator} 只对应 1 辆：请一车一项申报。",
        en="budget line {line} asks for {cars} cars, indicator {indicator} is for one: "
        "ask for each car by itself.",
        line=command.line,
        cars=command.cars,
        indicator=command.indicator or "-",
    ).raising("IND-02")


def _out_of_order(command: Command, line: BudgetLine) -> Refused:
    return Refused(
        "办理次序",
        "OutOfOrder",
        "R026, R028",
        zh="预算 {line} 处于 {stage} 状态，不能办理 {command}，或内容与原件不符："
        "请逐步办理或核对。",
        en="{command} does not follow {stage} (budget line {line}), or says something else than "
        "was asked for: take the steps in order, or check it.",
        line=getattr(command, "line", "-"),
        stage=type(line).__name__,
        command=type(command).__name__,
    )


budget_line: Decider[BudgetCommand, BudgetEvent, BudgetLine] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
