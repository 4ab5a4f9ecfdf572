"""V02 indicator pipeline: how many are at each stage, days left to the deadline, gate blocks."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from projections.views.indicators import Indicator
from projections.views.policies import Policy

Shown = dict[str, Any]
COLUMNS = (
    "jurisdiction", "plan_year", "stage", "count", "renewals", "additions", "nev", "blocked",
    "deadline", "days_left",
)  # fmt: skip


def rows(
    indicators: Iterable[Indicator], policies: Mapping[str, Policy], today: date
) -> list[Shown]:
    """One line a jurisdiction, plan year and stage.

    Source:
        R027, R119; handbook 11 (V02).
    """
    groups: dict[tuple[str, int, str], list[Indicator]] = {}
    for each in indicators:
        groups.setdefault((each.jurisdiction, each.plan_year, each.stage), []).append(each)
    return [_line(group, policies, today) for _, group in sorted(groups.items())]


def _line(group: list[Indicator], policies: Mapping[str, Policy], today: date) -> Shown:
    first = group[0]
    policy = policies.get(first.policy)
    month, day = policy.deadline if policy else (7, 31)
    deadline = date(first.plan_year - 1, month, day)
    kinds = [each.kind for each in group]
    return {
        "jurisdiction": first.jurisdiction,
        "plan_year": first.plan_year,
        "stage": first.stage,
        "count": len(group),
        "renewals": kinds.count("RENEWAL"),
        "additions": kinds.count("ADDITION"),
        "nev": sum(each.nev for each in group),
        "blocked": sum(bool(each.unfinished) for each in group),
        "deadline": deadline.isoformat(),
        "days_left": max(0, (deadline - today).days),
    }
