"""How old cars are: reuse past the term, age at disposal, and who is next (R034, R036, R047)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fleet.terms import ZONE
from projections.views.disposals import Disposal
from projections.views.vehicles import IN_SERVICE, Vehicle

Shown = dict[str, Any]
REUSE = ("vehicle", "plate", "unit", "category", "first_registered", "age_years", "reuse_years")
PROFILE = ("disposed", "age_known", "reused", "share_percent", "mean_age_years")
PLANNER = ("unit", "rank", "vehicle", "plate", "category", "slot", "age_years", "eligible")
TERM, LONG = 8, 12
"""Years after which a car may be replaced, and from which on it counts as long used."""


def full_years(begin: date, end: date) -> int:
    """Whole years between two days.

    >>> full_years(date(2014, 3, 2), date(2026, 3, 1))
    11
    """
    return end.year - begin.year - ((end.month, end.day) < (begin.month, begin.day))


def reuse(vehicles: Iterable[Vehicle], today: date) -> list[Shown]:
    """Cars in service, and how many years past the term each has been used on.

    Source:
        R034: 12 years in service with a term of 8 are 4.
    """
    aged = [car for car in vehicles if car.stage in IN_SERVICE and car.first_registered]
    aged.sort(key=lambda car: (car.first_registered or today, car.vehicle))
    return [_reused(car, full_years(car.first_registered or today, today)) for car in aged]


def _reused(car: Vehicle, age: int) -> Shown:
    return {
        "vehicle": car.vehicle,
        "plate": car.plate,
        "unit": car.unit,
        "category": car.category,
        "first_registered": car.first_registered.isoformat() if car.first_registered else None,
        "age_years": age,
        "reuse_years": max(0, age - TERM),
    }


def profile(disposals: Iterable[Disposal], vehicles: Mapping[str, Vehicle]) -> list[Shown]:
    """One line, if any car is gone: the share of those used for twelve years or more.

    Source:
        R036, R120: 68 of 81 are 83.95 percent.
    """
    gone = [case for case in disposals if case.ended_at]
    if not gone:
        return []
    ages = [age for case in gone if (age := _age(case, vehicles.get(case.vehicle))) is not None]
    reused = sum(age >= LONG for age in ages)
    return [
        {
            "disposed": len(gone),
            "age_known": len(ages),
            "reused": reused,
            "share_percent": round(100 * reused / len(ages), 2) if ages else None,
            "mean_age_years": round(sum(ages) / len(ages), 2) if ages else None,
        }
    ]


def _age(case: Disposal, car: Vehicle | None) -> int | None:
    if car is None or car.first_registered is None or case.ended_at is None:
        return None
    return full_years(car.first_registered, case.ended_at.astimezone(ZONE).date())


def planner(vehicles: Iterable[Vehicle], today: date) -> list[Shown]:
    """Which car each unit should replace first: the oldest; the same facts give the same order.

    Source:
        R047.
    """
    kept = (car for car in vehicles if car.stage in IN_SERVICE)
    aged = [car for car in kept if car.first_registered and car.slot]
    aged.sort(key=lambda car: (car.unit, car.first_registered or today, car.vehicle))
    ranked: list[Shown] = []
    for car in aged:
        rank = ranked[-1]["rank"] + 1 if ranked and ranked[-1]["unit"] == car.unit else 1
        ranked.append(_ranked(car, rank, today))
    return ranked


def _ranked(car: Vehicle, rank: int, today: date) -> Shown:
    born = car.first_registered or today
    age = full_years(born, today)
    return {
        "unit": car.unit,
        "rank": rank,
        "vehicle": car.vehicle,
        "plate": car.plate,
        "category": car.category,
        "slot": car.slot,
        "age_years": age,
        "eligible": age >= TERM,
    }
