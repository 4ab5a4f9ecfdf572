"""The city's board: one line a tenant, from one query (R067)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from projections.projection import Folded
from projections.views.alert_cases import ENDED
from projections.views.units import Unit
from projections.views.vehicles import IN_SERVICE, Vehicle

Shown = dict[str, Any]
COLUMNS = (
    "jurisdiction", "units", "in_service", "on_trip", "requested", "overdue_returns",
    "checks_missed", "open_cases", "red_cases", "escalated", "breaches", "disposals_overdue",
)  # fmt: skip
NEEDS = (
    "alert_cases", "check_counts", "disposals", "open_orders", "seals", "units", "vehicles",
)  # fmt: skip


def rows(folded: Folded, now: datetime) -> list[Shown]:
    """One line a region that has units.

    Source:
        R067: the city's board drills into 13 tenants with one query.
    """
    units: Mapping[str, Unit] = folded["units"]
    regions = sorted({unit.jurisdiction for unit in units.values() if unit.jurisdiction})
    of_unit = {name: _of_units(folded[name].values(), units) for name in NEEDS}
    seals = list(folded["seals"].values())
    return [
        {
            "jurisdiction": region,
            "units": sum(unit.jurisdiction == region for unit in units.values()),
            **_cars(of_unit["vehicles"].get(region, [])),
            **_orders(of_unit["open_orders"].get(region, []), now),
            "checks_missed": sum(it.missed for it in of_unit["check_counts"].get(region, [])),
            **_cases(of_unit["alert_cases"].get(region, [])),
            "breaches": sum(len(it.breaches) for it in seals if it.jurisdiction == region),
            "disposals_overdue": sum(it.overdue for it in of_unit["disposals"].get(region, [])),
        }
        for region in regions
    ]


def _of_units(rows_of: Iterable[Any], units: Mapping[str, Unit]) -> dict[str, list[Any]]:
    """Rows by the region of the unit they name."""
    found: dict[str, list[Any]] = {}
    for row in rows_of:
        unit = units.get(getattr(row, "unit", ""))
        found.setdefault(unit.jurisdiction if unit else "", []).append(row)
    return found


def _cars(cars: list[Vehicle]) -> Shown:
    stages = [car.stage for car in cars]
    return {
        "in_service": sum(stage in IN_SERVICE for stage in stages),
        "on_trip": stages.count("on_trip"),
    }


def _orders(orders: list[Any], now: datetime) -> Shown:
    late = [it for it in orders if it.stage == "underway" and it.overdue_at]
    return {
        "requested": sum(it.stage == "requested" for it in orders),
        "overdue_returns": sum(now >= it.overdue_at for it in late),
    }


def _cases(cases: list[Any]) -> Shown:
    waiting = [it for it in cases if it.stage not in ENDED]
    return {
        "open_cases": len(waiting),
        "red_cases": sum(it.severity == "RED" for it in waiting),
        "escalated": sum(it.stage == "escalated" for it in waiting),
    }
