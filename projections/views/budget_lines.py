"""The budget lines (预算): the money for each car, and the indicator behind it."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.planning.budget_line import (
    BudgetApproved,
    BudgetEvent,
    BudgetRequested,
    ExecutionDocumentIssued,
)
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One row a line.

    Attributes:
        stage: `requested`, `approved` or `released`.
        document: The execution document; empty: none.
    """

    line: str
    indicator: str
    unit: str
    year: int
    amount_fen: int
    stage: str = "requested"
    document: str = ""


def _key(entry: Entry) -> str | None:
    return entry.event.line if isinstance(entry.event, BudgetEvent) else None


def _evolve(row: BudgetLine | None, entry: Entry) -> BudgetLine | None:
    match entry.event:
        case BudgetRequested(line=line, indicator=it, unit=unit, year=year, amount_fen=amount):
            return BudgetLine(line, it, unit, year, amount)
        case BudgetApproved() if row:
            return replace(row, stage="approved")
        case ExecutionDocumentIssued(document=document) if row:
            return replace(row, stage="released", document=document)
        case _:
            return row


view = Projection("budget_lines", version=1, row=BudgetLine, key=_key, evolve=_evolve)
