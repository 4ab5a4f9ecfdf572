"""Is the registry complete, and is every car on the network (R059, R061)?"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from projections.boards.energy import percent
from projections.validity import holding
from projections.views.fence_plans import FencePlan
from projections.views.platforms import Platform
from projections.views.units import Unit
from projections.views.vehicles import IN_SERVICE, Vehicle

Shown = dict[str, Any]
COMPLETENESS = ("unit_name", "vehicle", "plate", "in_service", "complete", "share_percent", "gaps")
COVERAGE = (
    "platform", "category", "in_service", "exempt", "bound", "share_percent", "missing",
)  # fmt: skip
ALL_OF_THEM = "合计"


def completeness(
    vehicles: Iterable[Vehicle],
    units: Mapping[str, Unit],
    plans: Mapping[str, FencePlan],
    at: datetime,
) -> list[Shown]:
    """One line for all cars in service, then one a car that lacks something, with what it lacks.

    Source:
        R059: 1840 of 1840 have unit, category, slot, terminal and fence, or a listed gap.
    """
    kept = [car for car in vehicles if car.stage in IN_SERVICE]
    if not kept:
        return []
    lacking = [(car, found) for car in kept if (found := _gaps(car, units, plans, at))]
    total = {
        "unit": "",
        "unit_name": ALL_OF_THEM,
        "vehicle": "",
        "plate": "",
        "in_service": len(kept),
        "complete": len(kept) - len(lacking),
        "share_percent": percent(len(kept) - len(lacking), len(kept)),
        "gaps": [],
    }
    return [total, *(_lacking(car, units, found) for car, found in lacking)]


def _gaps(
    car: Vehicle, units: Mapping[str, Unit], plans: Mapping[str, FencePlan], at: datetime
) -> list[str]:
    held = {
        "UNIT": car.unit in units,
        "CATEGORY": bool(car.category),
        "SLOT": bool(car.slot),
        "TERMINAL": car.device(at) is not None,
        "FENCE": car.vehicle in plans and holding(plans[car.vehicle].versions, at) is not None,
    }
    return [name for name, has in held.items() if not has]


def _lacking(car: Vehicle, units: Mapping[str, Unit], gaps: list[str]) -> Shown:
    return {
        "unit": car.unit,
        "unit_name": units.get(car.unit, Unit(car.unit)).name or car.unit,
        "vehicle": car.vehicle,
        "plate": car.plate,
        "in_service": None,
        "complete": None,
        "share_percent": None,
        "gaps": gaps,
    }


def coverage(
    vehicles: Iterable[Vehicle],
    platforms: Iterable[Platform],
    restricted: Collection[str],
    at: datetime,
) -> list[Shown]:
    """Cars with a terminal that speaks for them: of all in service, then of each platform.

    Cars of the restricted list need none; those that have one are counted all the same.

    Source:
        R061: 162 of 162; TERM-05; handbook 12 (network coverage).
    """
    kept = {car.vehicle: car for car in vehicles if car.stage in IN_SERVICE}
    if not kept:
        return []
    lines = [_covered(Platform(ALL_OF_THEM), list(kept.values()), restricted, at)]
    for platform in platforms:
        own = [kept[car] for car in platform.vehicles if car in kept]
        lines.append(_covered(platform, own, restricted, at))
    return lines


def _covered(
    platform: Platform, cars: list[Vehicle], restricted: Collection[str], at: datetime
) -> Shown:
    bound = {car.vehicle for car in cars if car.device(at)}
    exempt = {car.vehicle for car in cars if car.vehicle in restricted} - bound
    missing = sorted({car.vehicle for car in cars} - bound - exempt)
    return {
        "platform": platform.platform,
        "category": platform.category,
        "in_service": len(cars),
        "exempt": len(exempt),
        "bound": len(bound),
        "share_percent": percent(len(bound), len(cars) - len(exempt)),
        "missing": missing,
    }
