"""Trips and orders by platform and period, and orders per car (R063, R064)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from projections.views.platforms import Platform
from projections.views.trip_counts import TripCount
from projections.views.vehicles import IN_SERVICE, Vehicle

Shown = dict[str, Any]
COLUMNS = (
    "period", "platform", "orders", "trips", "outsourced", "emergencies", "cars",
    "orders_per_car",
)  # fmt: skip
PLATFORMS, OWN = "平台合计", "本单位用车"
_YEAR = len("2026")


@dataclass(frozen=True, slots=True)
class _Pool:
    name: str
    cars: int
    holds: Callable[[str], bool]


def rows(
    counts: Iterable[TripCount], platforms: Iterable[Platform], vehicles: Iterable[Vehicle]
) -> list[Shown]:
    """One line a year or month, and platform; all platforms together; then units' own cars.

    Source:
        R063 (one for each closed order with a matched trip); R064: 30,000 orders of 162 cars are
        185.2 a car and year; handbook 12 (orders per car-year).
    """
    known = list(counts)
    pools = _pools(list(platforms), vehicles)
    periods = sorted({each.month for each in known} | {each.month[:_YEAR] for each in known})
    lines = [_line(period, pool, known) for period in periods for pool in pools]
    return [line for line in lines if line["orders"] or line["outsourced"]]


def _pools(platforms: list[Platform], vehicles: Iterable[Vehicle]) -> list[_Pool]:
    pooled = {car for platform in platforms for car in platform.vehicles}
    own = sum(car.stage in IN_SERVICE and car.vehicle not in pooled for car in vehicles)
    each = [_Pool(it.platform, len(it.vehicles), it.platform.__eq__) for it in platforms]
    return [*each, _Pool(PLATFORMS, len(pooled), bool), _Pool(OWN, own, lambda name: not name)]


def _line(period: str, pool: _Pool, counts: list[TripCount]) -> Shown:
    held = [it for it in counts if it.month.startswith(period) and pool.holds(it.platform)]
    orders = sum(each.orders for each in held)
    return {
        "period": period,
        "platform": pool.name,
        "orders": orders,
        "trips": sum(each.trips for each in held),
        "outsourced": sum(each.outsourced for each in held),
        "emergencies": sum(each.emergencies for each in held),
        "cars": pool.cars,
        "orders_per_car": round(orders / pool.cars, 1) if pool.cars else None,
    }
