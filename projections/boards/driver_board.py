"""V16 driver board: who may drive today and why not, stars, licence, pledge and training."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from projections.views.drivers import Driver
from projections.views.units import Unit

Shown = dict[str, Any]
COLUMNS = (
    "driver", "name", "unit_name", "obstacle", "licence", "licence_until", "days_left", "pledged",
    "points", "stars", "period", "score", "attended", "contests", "rules_read",
)  # fmt: skip


def rows(drivers: Iterable[Driver], units: Mapping[str, Unit], today: date) -> list[Shown]:
    """One line a driver: those who may not drive at the top, then whose licence ends first.

    Source:
        R095-R101; handbook 11 (V16).
    """
    lines = [_line(each, units.get(each.unit, Unit(each.unit)), today) for each in drivers]
    lines.sort(key=lambda line: (not line["obstacle"], line["licence_until"] or "", line["driver"]))
    return lines


def obstacle(driver: Driver, today: date) -> str:
    """Why he may not drive any car on a day; empty: he may. The class is a matter of the car."""
    papers = driver.qualification
    if papers.suspended:
        return "SUSPENDED"
    if papers.valid_until is None:
        return "NO_LICENCE"
    if papers.valid_until < today:
        return "LICENCE_EXPIRED"
    return "" if today.year in papers.pledged else "PLEDGE_MISSING"


def _line(driver: Driver, unit: Unit, today: date) -> Shown:
    papers = driver.qualification
    until = papers.valid_until
    return {
        "driver": driver.driver,
        "name": driver.name,
        "unit": driver.unit,
        "unit_name": unit.name or unit.unit,
        "obstacle": obstacle(driver, today),
        "licence": "|".join(papers.classes),
        "licence_until": until.isoformat() if until else None,
        "days_left": (until - today).days if until else None,
        "pledged": today.year in papers.pledged,
        "points": papers.points,
        "suspended": papers.suspended,
        "stars": driver.stars,
        "period": driver.period,
        "score": None if driver.hundredths is None else driver.hundredths / 100,
        "attended": driver.attended.get(today.year, 0),
        "contests": driver.contests.get(today.year, 0),
        "rules_read": driver.rules_read,
    }
