"""The registry is complete and every car is on the network, or what lacks is listed."""

from dataclasses import replace

import pytest

from fleet.vehicle.binding import Binding
from projections.boards import registry
from projections.views.fence_plans import FencePlan
from projections.views.platforms import Platform
from projections.views.units import Unit
from projections.views.vehicles import Vehicle
from tests.projections.stories import PLAN
from tests.projections.use import NINE

UNITS = {"A": Unit("A", "档案馆", jurisdiction="330100")}


def pool(name: str, first: int, size: int) -> Platform:
    return Platform(name, vehicles={f"C{number}": "A" for number in range(first, first + size)})


SPEAKING = (Binding(device="T1", vehicle="C", valid_from=NINE, valid_to=None),)
COMPLETE = Vehicle("C", "浙A1", "A", "MAIL", "available", slot="S1", bindings=SPEAKING)
PLANS = {"C": FencePlan("C", (PLAN,))}


@pytest.mark.proves("R059")
@pytest.mark.parametrize(
    ("car", "gaps"),
    [
        (COMPLETE, None),
        (replace(COMPLETE, unit="X"), ["UNIT"]),
        (replace(COMPLETE, category=""), ["CATEGORY"]),
        (replace(COMPLETE, slot=None), ["SLOT"]),
        (replace(COMPLETE, bindings=()), ["TERMINAL"]),
        (replace(COMPLETE, vehicle="D", slot=None), ["SLOT", "FENCE"]),
    ],
)
def test_the_registry_lists_what_each_car_lacks(car: Vehicle, gaps: list[str] | None) -> None:
    total, *lines = registry.completeness([car], UNITS, PLANS, NINE)
    assert (total["in_service"], total["complete"]) == (1, 0 if gaps else 1)
    assert total["share_percent"] == (0.0 if gaps else 100.0)
    assert [line["gaps"] for line in lines] == ([gaps] if gaps else [])
    name = {"A": "档案馆", "X": "X"}[car.unit]
    assert [line["unit_name"] for line in lines] == ([name] if gaps else [])


def test_without_cars_there_is_nothing_to_complete_and_nothing_to_cover() -> None:
    gone = [replace(COMPLETE, stage="disposed")]
    assert registry.completeness(gone, UNITS, PLANS, NINE) == []
    assert registry.coverage(gone, [pool("EM", 0, 2)], set(), NINE) == []


def test_the_registry_counts_all_cars_in_service() -> None:
    many = [replace(COMPLETE, vehicle=f"C{number}") for number in range(1840)]
    plans = {f"C{number}": PLANS["C"] for number in range(1840)}
    gone = replace(COMPLETE, stage="disposed", slot=None)
    [total] = registry.completeness([*many, gone], UNITS, plans, NINE)
    assert (total["in_service"], total["complete"], total["share_percent"]) == (1840, 1840, 100.0)
    assert total["unit_name"] == "合计"


@pytest.mark.proves("R061")
def test_every_centre_car_is_on_the_network_and_the_one_that_is_not_is_named() -> None:
    cars = [replace(COMPLETE, vehicle=f"C{number}") for number in range(162)]
    platform = replace(pool("EM", 0, 162), category="MAIL")
    everything, centre = registry.coverage(cars, [platform], set(), NINE)
    assert (centre["bound"], centre["in_service"], centre["share_percent"]) == (162, 162, 100.0)
    assert (everything["platform"], centre["platform"]) == ("合计", "EM")
    silent = [replace(cars[0], bindings=()), *cars[1:]]
    _, fewer = registry.coverage(silent, [platform], set(), NINE)
    assert (fewer["bound"], fewer["missing"]) == (161, ["C0"])


def test_a_confidential_car_needs_no_terminal_and_counts_if_it_has_one() -> None:
    cars = [replace(COMPLETE, bindings=()), replace(COMPLETE, vehicle="D")]
    cars.append(replace(COMPLETE, vehicle="E", stage="disposed"))
    [line] = registry.coverage(cars, [pool("EM", 0, 0)], {"C", "D"}, NINE)[:1]
    assert (line["in_service"], line["exempt"], line["bound"], line["missing"]) == (2, 1, 1, [])
    assert line["share_percent"] == 100.0
