"""Which row of the table a car is measured against."""

from typing import Any

import pytest

from fleet.policy.specification import Specification
from fleet.policy.standards import Standard
from tests.fleet.policy.sample import HANGZHOU

WAN = 1_000_000  # fen


def _car(body: str, energy: str = "PETROL") -> Specification:
    told: dict[str, Any] = {"body": body, "energy": energy, "origin": "DOMESTIC_BRAND"}
    return Specification(**told)


def _row(category: str, car: Specification, **asked: bool) -> Standard | None:
    told = {"special_case": False, "work_need": False, **asked}
    return HANGZHOU.standards_for(car, category, **told)


def _cap(category: str, car: Specification, **asked: bool) -> tuple[int, int | None]:
    row = _row(category, car, **asked)
    assert row
    return row.max_price_fen // WAN, row.max_displacement_ml


def test_money_is_in_fen_and_displacement_in_millilitres() -> None:
    row = _row("CONFIDENTIAL_COMMS", _car("SEDAN"))
    assert row
    assert (row.max_price_fen, row.max_displacement_ml) == (12_000_000, 1600)


@pytest.mark.parametrize("body", ["SEDAN", "MPV", "SUV", "MINIBUS", "SMALL_BUS"])
def test_a_row_for_small_cars_is_for_all_of_them(body: str) -> None:
    assert _cap("EMERGENCY_SUPPORT", _car(body)) == (18, 1800)


@pytest.mark.parametrize("body", ["MEDIUM_BUS", "SMALL_BUS"])
def test_a_special_case_has_its_own_row(body: str) -> None:
    assert _cap("EMERGENCY_SUPPORT", _car(body), special_case=True) == (25, 3000)


def test_a_large_bus_has_no_limit_of_displacement() -> None:
    assert _cap("EMERGENCY_SUPPORT", _car("LARGE_BUS"), special_case=True) == (45, None)


def test_a_special_case_without_a_row_of_its_own_has_the_plain_one() -> None:
    assert _cap("EMERGENCY_SUPPORT", _car("SEDAN"), special_case=True) == (18, 1800)
    assert _cap("CONFIDENTIAL_COMMS", _car("SEDAN"), work_need=True) == (12, 1600)


def test_a_need_of_the_work_has_its_own_row() -> None:
    assert _cap("LAW_ENFORCEMENT", _car("SEDAN")) == (12, 1600)
    assert _cap("LAW_ENFORCEMENT", _car("SEDAN"), work_need=True) == (18, 1800)


@pytest.mark.parametrize("energy", ["BATTERY", "PLUG_IN", "FUEL_CELL"])
@pytest.mark.parametrize("category", ["CONFIDENTIAL_COMMS", "VETERAN_CADRE", "LAW_ENFORCEMENT"])
def test_a_new_energy_sedan_is_measured_against_its_own_row_only(
    category: str, energy: str
) -> None:
    assert _cap(category, _car("SEDAN", energy)) == (18, None)


def test_a_hybrid_is_not_of_new_energy() -> None:
    assert _cap("CONFIDENTIAL_COMMS", _car("SEDAN", "HYBRID")) == (12, 1600)


def test_a_new_energy_bus_is_measured_like_any_bus() -> None:
    assert _cap("CONFIDENTIAL_COMMS", _car("MPV", "BATTERY")) == (12, 1600)


@pytest.mark.parametrize("category", ["VETERAN_CADRE", "SPECIAL_TECH", "ADMIN_ENFORCEMENT"])
def test_without_a_row_there_is_no_standard(category: str) -> None:
    assert _row(category, _car("SEDAN")) is None


@pytest.mark.parametrize("body", ["LARGE_BUS", "MEDIUM_BUS", "SPECIAL"])
def test_without_a_special_case_there_is_no_standard_for_a_bus(body: str) -> None:
    assert _row("EMERGENCY_SUPPORT", _car(body)) is None
