"""The views, one file each. `ALL` is the table of contents."""

from typing import Any

from projections.projection import Projection
from projections.views import (
    alerts,
    attempts,
    books,
    budget_lines,
    disposals,
    dossiers,
    fence_plans,
    fences,
    indicators,
    policies,
    purchases,
    sites,
    slots,
    travel_budgets,
    units,
    vehicles,
    year_plans,
)

ALL: dict[str, Projection[Any]] = {
    view.name: view
    for view in (
        alerts.view,
        attempts.view,
        books.view,
        budget_lines.view,
        disposals.view,
        dossiers.view,
        fence_plans.view,
        fences.view,
        indicators.view,
        policies.view,
        purchases.view,
        sites.view,
        slots.view,
        travel_budgets.view,
        units.view,
        vehicles.view,
        year_plans.view,
    )
}
