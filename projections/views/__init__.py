"""The views, one file each. `ALL` is the table of contents."""

from typing import Any

from projections.projection import Projection
from projections.views import alerts, fence_plans, fences, units, vehicles

ALL: dict[str, Projection[Any]] = {
    view.name: view
    for view in (alerts.view, fence_plans.view, fences.view, units.view, vehicles.view)
}
