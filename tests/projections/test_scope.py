"""A reader sees what belongs to his region or unit, and nothing else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fleet.vehicle.fence_plan import FencePlanPublished
from projections import scope
from projections.projection import Folded
from projections.scope import NoReaderError, Reader
from projections.views import ALL
from projections.views.alerts import Alert
from projections.views.books import Book
from projections.views.fence_plans import FencePlan
from projections.views.fences import Fence
from projections.views.orders import Order
from projections.views.policies import Policy
from projections.views.restricted import Restricted
from projections.views.sites import Site
from projections.views.units import Unit
from projections.views.vehicles import Vehicle
from projections.views.year_plans import YearPlan
from tests.projections import use as told
from tests.projections.papers import row
from tests.projections.stories import AREA, OPENED, PLAN

DISTRICTS = {"A": "330106", "B": "330110", "C": "330100", "A2": "330106"}
POLICY = Policy("p@1", "330110", date(2021, 11, 1), "ab", "文1")


def order(number: str, unit: str, vehicle: str = "") -> Order:
    known = row(ALL["orders"], told.DRAFTED)
    assert known
    found: Order = replace(
        known, order=number, unit=unit, jurisdiction=DISTRICTS.get(unit, ""), vehicle=vehicle
    )
    return found


def area(name: str, *, everyone: bool = False) -> Fence:
    version = AREA.model_copy(update={"fence": name, "everyone": everyone})
    return Fence(name, (version,))


def plan(vehicle: str, fence: str) -> FencePlan:
    of = {"vehicle": vehicle, "home": (fence,), "operating": (), "forbidden": ()}
    version: FencePlanPublished = PLAN.model_copy(update=of)
    return FencePlan(vehicle, (version,))


def books() -> Folded:
    """Two districts of a city; each unit has a car, an order and a fence."""
    alert = row(ALL["alerts"], OPENED)
    seal = row(ALL["seals"], told.PLANNED, told.CHECKED, told.GRANTED, told.BREACHED)
    assert isinstance(alert, Alert)
    about = alert.finding.model_copy(update={"vehicle": "car-A"})
    return {
        "units": {code: Unit(code, jurisdiction=where) for code, where in DISTRICTS.items()},
        "vehicles": {f"car-{code}": Vehicle(f"car-{code}", unit=code) for code in DISTRICTS}
        | {"C1": Vehicle("C1", unit="C"), "C2": Vehicle("C2", unit="C")},
        "orders": {code: order(code, code) for code in DISTRICTS}
        | {"lent": order("lent", "A", "car-C"), "lost": order("lost", "nobody")},
        "fence_plans": {f"car-{code}": plan(f"car-{code}", f"yard-{code}") for code in "AB"},
        "sites": {"s": Site("s", "A", "大院", "site-A")},
        "fences": {name: area(name) for name in ("yard-A", "yard-B", "site-A", "old")}
        | {"all": area("all", everyone=True)},
        "policies": {"p@1": POLICY},
        "books": {"b": Book("b", "330106", "PARTY_GOV", 1, 1)},
        "year_plans": {"y": YearPlan("330110-2027")},
        "alerts": {"a": replace(alert, finding=about)},
        "seals": {"S1": seal},
    }


def seen(who: str) -> dict[str, list[str]]:
    return {name: sorted(rows) for name, rows in scope.scoped(books(), scope.reader(who)).items()}


@pytest.mark.proves("R057")
@pytest.mark.parametrize("role", ["CENTRE", "DISTRICT", "BUREAU"])
def test_what_belongs_to_district_a_is_invisible_to_district_b(role: str) -> None:
    found = seen(f"{role}:B")
    assert found == {
        "units": ["B"], "vehicles": ["car-B"], "orders": ["B"], "fence_plans": ["car-B"],
        "sites": [], "fences": ["all", "yard-B"], "policies": ["p@1"], "books": [],
        "year_plans": ["y"], "alerts": [], "seals": [],
    }  # fmt: skip


@pytest.mark.proves("R057")
def test_a_city_sees_its_districts_and_a_district_what_it_lends_and_asks_for() -> None:
    city = seen("CENTRE:C")
    assert city["orders"] == ["A", "A2", "B", "C", "lent"]
    assert (city["books"], city["year_plans"], city["alerts"]) == (["b"], ["y"], ["a"])
    assert city["fences"] == ["all", "site-A", "yard-A", "yard-B"]
    assert seen("CENTRE:A")["orders"] == ["A", "A2", "lent"]


def test_a_unit_sees_its_own_rows_and_the_sealed_days_of_its_region() -> None:
    own = seen("UNIT_CLERK:A")
    assert (own["units"], own["vehicles"], own["orders"]) == (["A"], ["car-A"], ["A", "lent"])
    assert (own["books"], own["policies"], own["alerts"]) == ([], ["p@1"], ["a"])
    assert seen("UNIT_CLERK:A2")["alerts"] == []
    assert seen("UNIT_LEADER:C")["orders"] == ["C", "lent"]


def test_of_a_sealed_period_a_unit_sees_its_own_cars_only() -> None:
    known = books()
    known["vehicles"]["C1"] = Vehicle("C1", unit="A")
    clerk = scope.scoped(known, Reader("UNIT_CLERK", "C"))["seals"]["S1"]
    assert ([*clerk.places], [it.vehicle for it in clerk.exemptions]) == (["C2"], ["C2"])
    assert clerk.breaches == {}
    centre = scope.scoped(known, Reader("CENTRE", "C"))["seals"]["S1"]
    assert centre == known["seals"]["S1"]


def test_a_car_is_confidential_also_for_the_unit_that_had_it_before() -> None:
    known = books() | {"restricted": {"car-B": Restricted("car-B", "330110", "zhou")}}
    assert [*scope.scoped(known, Reader("UNIT_CLERK", "A"))["restricted"]] == ["car-B"]


def test_what_is_above_a_region_is_what_its_newest_policy_says() -> None:
    known = books()
    moved = replace(POLICY, parent="440100")
    known["policies"] = {"z": moved, "a": replace(moved, parent=None, effective_from=date.min)}
    assert sorted(scope.scoped(known, Reader("CENTRE", "C"))["orders"]) == ["A", "A2", "C", "lent"]


def test_views_without_areas_are_scoped_too() -> None:
    few: dict[str, Any] = {name: books()[name] for name in ("units", "vehicles", "policies")}
    assert [*scope.scoped(few, Reader("CENTRE", "B"))["units"]] == ["B"]


@pytest.mark.parametrize("text", ["CENTRE", "CENTRE:", "KING:A"])
def test_who_is_no_reader_is_told_so(text: str) -> None:
    with pytest.raises(NoReaderError, match="CENTRE"):
        scope.reader(text)


def test_a_reader_of_a_unit_that_is_not_in_the_books_reads_nothing() -> None:
    with pytest.raises(NoReaderError, match="there is no unit 'Z'"):
        scope.scoped(books(), Reader("CENTRE", "Z"))


def test_every_role_of_the_handbook_that_reads_is_known() -> None:
    assert not scope.OF_REGION & scope.OF_UNIT
    assert scope.reader(" DRIVER:A ") == Reader("DRIVER", "A")
