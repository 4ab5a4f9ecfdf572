"""The year plans: how many cars each year buys, and how many of them are NEVs."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.planning.year_plan import PlanAmended, PlanApproved, PlanEvent, PlanYearOpened
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class YearPlan:
    """One row a plan."""

    plan: str
    stage: str = "open"
    renewals: int = 0
    additions: int = 0
    nev: int = 0
    indicators: tuple[str, ...] = ()


def _key(entry: Entry) -> str | None:
    return entry.event.plan if isinstance(entry.event, PlanEvent) else None


def _evolve(row: YearPlan | None, entry: Entry) -> YearPlan | None:
    match entry.event:
        case PlanYearOpened(plan=plan):
            return YearPlan(plan)
        case PlanApproved() | PlanAmended() as told if row:
            counted = replace(row, renewals=told.renewals, additions=told.additions, nev=told.nev)
            return replace(counted, stage="approved", indicators=told.indicators)
        case _:
            return row


view = Projection("year_plans", version=1, row=YearPlan, key=_key, evolve=_evolve)
