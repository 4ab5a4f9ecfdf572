"""V07 order board: what is asked for, who drives what, who is late, and what cannot go on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from projections.alert_form import shown
from projections.views.blocked_cars import BlockedCar
from projections.views.orders import Order
from projections.views.uncovered_drivers import UncoveredDriver
from projections.views.units import Unit

Shown = dict[str, Any]
COLUMNS = (
    "order", "unit_name", "platform", "purpose", "stage", "begins_at", "ends_at", "vehicle",
    "driver", "emergency", "late_minutes", "attention", "conflict",
)  # fmt: skip
_MINUTE = timedelta(minutes=1)
_RUNNING = frozenset({"requested", "approved", "dispatched", "underway"})
_TURN = {"CONFLICT": 0, "OVERDUE": 1, "LATE": 2, "PAPERS": 3, "KEY": 4}


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps a car or a driver from an order they are promised to."""

    cars: Mapping[str, BlockedCar]
    drivers: Mapping[str, UncoveredDriver]

    def of(self, order: Order) -> list[str]:
        """Why an order that waits for its departure cannot go on as it was assigned."""
        if order.stage != "dispatched":
            return []
        car, driver = self.cars.get(order.vehicle), self.drivers.get(order.driver)
        causes = car.causes.items() if car else ()
        blocked = [f"CAR:{cause}" for cause, since in sorted(causes) if since < order.ends_at]
        lacking = driver.orders.get(order.order) if driver else None
        return [*blocked, f"DRIVER:{lacking}"] if lacking else blocked


def rows(
    orders: Iterable[Order], units: Mapping[str, Unit], obstacles: Obstacles, now: datetime
) -> list[Shown]:
    """One line an order that runs, or still owes something: first what needs somebody at once.

    Source:
        R056, R060; USE-02, USE-11, USE-12; handbook 11 (V07).
    """
    lines = [
        _line(order, units.get(order.unit, Unit(order.unit)), obstacles.of(order), now)
        for order in orders
        if order.stage in _RUNNING or order.key_due or order.papers_due
    ]
    lines.sort(key=lambda it: (_TURN.get(it["attention"], 9), it["begins_at"], it["order"]))
    return lines


def _line(order: Order, unit: Unit, conflict: list[str], now: datetime) -> Shown:
    late = order.stage == "underway" and now >= order.ends_at
    return {
        "order": order.order,
        "unit": order.unit,
        "unit_name": unit.name or unit.unit,
        "platform": order.platform,
        "purpose": order.purpose,
        "category": order.category,
        "stage": order.stage,
        "begins_at": shown(order.begins_at),
        "ends_at": shown(order.ends_at),
        "vehicle": order.vehicle,
        "driver": order.driver,
        "emergency": order.emergency,
        "late_minutes": (now - order.ends_at) // _MINUTE if late else None,
        "attention": "CONFLICT" if conflict else _attention(order, now),
        "conflict": conflict,
        "papers_due": shown(order.papers_due),
        "key_due": shown(order.key_due),
    }


def _attention(order: Order, now: datetime) -> str:
    if order.stage == "underway" and now >= order.ends_at:
        return "OVERDUE" if order.overdue_at and now >= order.overdue_at else "LATE"
    if order.papers_due:
        return "PAPERS"
    return "KEY" if order.key_due and now >= order.key_due else ""
