"""New energy: its share, what was bought, and the piles."""

from dataclasses import replace

import pytest

from projections.boards.energy import bought, charging, electrification, percent
from projections.views.purchases import Purchase
from projections.views.sites import Site
from projections.views.units import Unit
from projections.views.vehicles import Vehicle
from tests.projections.papers import at

PETROL = Vehicle("C1", "浙A1", "A", "MAIL", "available", energy="PETROL")
ELECTRIC = replace(PETROL, energy="BATTERY")
BOUGHT = Purchase(
    "P1", "A", "330100", "RENEWAL", "S1", "MAIL", "I1", "C1", stage="closed",
    delivered_at=at("2021-06-01T00:00:00"),
)  # fmt: skip


@pytest.mark.proves("R044")
def test_40_new_energy_vehicles_and_10_piles_are_4_a_pile() -> None:
    sites = [Site("H2", "B", "南院", None, 4), Site("H1", "A", "北院", None, 6)]
    fleet = [ELECTRIC] * 30 + [replace(ELECTRIC, unit="B")] * 10 + [PETROL] * 5
    north, south, everything = charging(sites, [*fleet, replace(ELECTRIC, stage="disposed")])
    assert (north["name"], north["nev"], north["nev_per_pile"]) == ("北院", 30, 5.0)
    assert (south["name"], south["nev"], south["nev_per_pile"]) == ("南院", 10, 2.5)
    assert (everything["name"], everything["piles"]) == ("合计", 10)
    assert (everything["nev"], everything["nev_per_pile"]) == (40, 4.0)


def test_without_piles_there_is_no_ratio_and_without_sites_no_line() -> None:
    site, everything = charging([Site("H1", "A", "北院", None)], [ELECTRIC])
    assert (site["nev_per_pile"], everything["nev_per_pile"]) == (None, None)
    assert charging([], [ELECTRIC]) == []


@pytest.mark.proves("R045")
def test_the_share_of_new_energy_is_told_by_unit_and_category() -> None:
    fleet = [PETROL, PETROL, ELECTRIC, replace(PETROL, unit="B"), replace(ELECTRIC, stage="gone")]
    first, second = electrification(fleet, {"A": Unit("A", "档案馆")})
    assert (first["unit_name"], first["category"]) == ("档案馆", "MAIL")
    assert (first["in_service"], first["nev"], first["share_percent"]) == (3, 1, 33.33)
    assert (second["unit"], second["share_percent"]) == ("B", 0.0)


@pytest.mark.proves("R048")
def test_four_years_of_purchases_are_108() -> None:
    years = {2018: 30, 2019: 27, 2020: 24, 2021: 27}
    made = [
        replace(BOUGHT, delivered_at=at(f"{year}-06-01T00:00:00"))
        for year, count in years.items()
        for _ in range(count)
    ]
    lines = bought(made)
    assert {line["year"]: line["total"] for line in lines} == years
    assert sum(line["total"] for line in lines) == 108


@pytest.mark.proves("R049")
def test_21_renewals_and_6_additions_are_told_apart() -> None:
    made = [BOUGHT] * 21 + [replace(BOUGHT, kind="ADDITION", nev=True)] * 6
    [line] = bought(
        [*made, replace(BOUGHT, stage="contracted"), replace(BOUGHT, delivered_at=None)]
    )
    assert (line["renewals"], line["additions"], line["total"]) == (21, 6, 27)
    assert (line["nev"], line["nev_percent"]) == (6, 22.22)


@pytest.mark.proves("R048")
def test_a_car_that_comes_on_new_years_morning_in_hangzhou_is_of_the_new_year() -> None:
    [line] = bought([replace(BOUGHT, delivered_at=at("2020-12-31T16:00:00"))])
    assert line["year"] == 2021


def test_a_share_of_nothing_is_no_number() -> None:
    assert percent(0, 0) is None
