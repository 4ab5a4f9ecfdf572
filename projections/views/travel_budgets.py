"""The travel budgets (公务交通年度报销额度) of units without slots."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.social.travel_budget import (
    ClaimPosted,
    ClaimReversed,
    TravelBudgetAllotted,
    TravelBudgetEvent,
)
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class TravelBudget:
    """One row a unit and year."""

    unit: str
    year: int
    cap_fen: int
    spent_fen: int = 0
    claims: int = 0


def _key(entry: Entry) -> str | None:
    event = entry.event
    return f"{event.unit}-{event.year}" if isinstance(event, TravelBudgetEvent) else None


def _evolve(row: TravelBudget | None, entry: Entry) -> TravelBudget | None:
    match entry.event:
        case TravelBudgetAllotted(unit=unit, year=year, cap_fen=cap):
            return TravelBudget(unit, year, cap)
        case ClaimPosted(spent_fen=spent) if row:
            return replace(row, spent_fen=spent, claims=row.claims + 1)
        case ClaimReversed(spent_fen=spent) if row:
            return replace(row, spent_fen=spent, claims=row.claims - 1)
        case _:
            return row


view = Projection("travel_budgets", version=1, row=TravelBudget, key=_key, evolve=_evolve)
