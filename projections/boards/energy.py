"""New energy: its share in the fleet and in purchases, and the piles (R044, R045, R048)."""

from collections.abc import Iterable, Mapping
from typing import Any

from fleet.policy.specification import NEV
from fleet.terms import ZONE
from projections.views.purchases import Purchase
from projections.views.sites import Site
from projections.views.units import Unit
from projections.views.vehicles import IN_SERVICE, Vehicle

Shown = dict[str, Any]
ELECTRIFICATION = ("unit_name", "category", "in_service", "nev", "share_percent")
BOUGHT = ("jurisdiction", "year", "renewals", "additions", "total", "nev", "nev_percent")
CHARGING = ("site", "name", "unit", "piles", "nev", "nev_per_pile")


def electrification(vehicles: Iterable[Vehicle], units: Mapping[str, Unit]) -> list[Shown]:
    """New-energy vehicles in service, by unit and category.

    Source:
        R045.
    """
    groups: dict[tuple[str, str], list[bool]] = {}
    for car in vehicles:
        if car.stage in IN_SERVICE:
            groups.setdefault((car.unit, car.category), []).append(car.energy in NEV)
    return [
        {
            "unit": unit,
            "unit_name": units.get(unit, Unit(unit)).name or unit,
            "category": category,
            "in_service": len(cars),
            "nev": sum(cars),
            "share_percent": percent(sum(cars), len(cars)),
        }
        for (unit, category), cars in sorted(groups.items())
    ]


def bought(purchases: Iterable[Purchase]) -> list[Shown]:
    """Purchases that were closed, by jurisdiction and year of the delivery.

    Source:
        R048, R049.
    """
    groups: dict[tuple[str, int], list[Purchase]] = {}
    for each in purchases:
        if each.stage == "closed" and each.delivered_at:
            year = each.delivered_at.astimezone(ZONE).year
            groups.setdefault((each.jurisdiction, year), []).append(each)
    return [_year(where, year, group) for (where, year), group in sorted(groups.items())]


def _year(where: str, year: int, group: list[Purchase]) -> Shown:
    kinds, nev = [each.kind for each in group], sum(each.nev for each in group)
    return {
        "jurisdiction": where,
        "year": year,
        "renewals": kinds.count("RENEWAL"),
        "additions": kinds.count("ADDITION"),
        "total": len(group),
        "nev": nev,
        "nev_percent": percent(nev, len(group)),
    }


def charging(sites: Iterable[Site], vehicles: Iterable[Vehicle]) -> list[Shown]:
    """New-energy vehicles for each charging pile, by site and for all of them; none without sites.

    Source:
        R044: 40 vehicles and 10 piles are 4.0 a pile.
    """
    nev: dict[str, int] = {}
    for car in vehicles:
        if car.stage in IN_SERVICE and car.energy in NEV:
            nev[car.unit] = nev.get(car.unit, 0) + 1
    known = sorted(sites, key=lambda site: site.site)
    if not known:
        return []
    everything = Site("", "", "合计", None, sum(site.piles for site in known))
    lines = [_site(site, nev.get(site.unit, 0)) for site in known]
    return [*lines, _site(everything, sum(nev.values()))]


def _site(site: Site, nev: int) -> Shown:
    return {
        "site": site.site,
        "name": site.name,
        "unit": site.unit,
        "piles": site.piles,
        "nev": nev,
        "nev_per_pile": round(nev / site.piles, 1) if site.piles else None,
    }


def percent(part: int, whole: int) -> float | None:
    """A share in percent, two decimals; None of nothing."""
    return round(100 * part / whole, 2) if whole else None
