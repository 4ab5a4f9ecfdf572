"""SEAL-01, DISP-03, INSP-04: movement that a seal, the retirement or a failed check forbids."""

import pytest

from telemetry.car import Car
from telemetry.moment import FOREVER
from telemetry.rules.retired import retired_movement
from telemetry.rules.seals import sealed_movement
from telemetry.rules.unsafe import unsafe_movement
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Told,
    at,
    car,
    driving,
    fact,
    seconds,
    standing,
)

SHORT = [*standing(-120, 0), *standing(30, 600, 80)]
LONG = [*standing(-120, 0), *driving(0, 600), *standing(610, 900, 6000)]
SEAL = fact("sealed", -3600, 3600, "S1")


def one(*facts: Fact, told: list[Told] | None = None) -> Car:
    return car(told or LONG, (IN_SERVICE, *facts))


@pytest.mark.proves("SEAL-01")
@pytest.mark.proves("R078")
def test_a_sealed_car_that_moves_80_metres_is_found() -> None:
    (it,) = sealed_movement(one(SEAL, told=SHORT)).found
    assert (it.code, it.about, it.inputs["period"]) == ("SEAL-01", "S1", "S1")
    assert (seconds(it.stay.enter_hi), seconds(it.stay.enter_confirmed)) == (30, 90)


@pytest.mark.proves("SEAL-01")
def test_one_drifting_fix_of_a_sealed_car_is_none() -> None:
    drift = [*standing(-120, 0), Told(30, 120), *standing(60, 600)]
    assert sealed_movement(one(SEAL, told=drift)).found == ()


@pytest.mark.proves("R078")
def test_an_exempt_car_may_move_and_an_order_is_no_exemption() -> None:
    assert sealed_movement(one(SEAL, fact("exempt", 0, 3600, "S1"))).found == ()
    assert sealed_movement(one(SEAL, fact("ordered", -600, 3600))).found != ()


def test_an_exemption_from_another_period_is_none() -> None:
    assert sealed_movement(one(SEAL, fact("exempt", 0, 3600, "S2"))).found != ()


def test_movement_after_the_exemption_is_found() -> None:
    (it,) = sealed_movement(one(SEAL, fact("exempt", -3600, 300, "S1"))).found
    assert (seconds(it.stay.enter_lo), seconds(it.stay.enter_hi)) == (290, 300)


def test_each_period_has_its_own_finding() -> None:
    seals = fact("sealed", -3600, 200, "S1"), fact("sealed", 200, 3600, "S2")
    found = sealed_movement(one(*seals)).found
    assert [(it.about, seconds(it.stay.exit_hi)) for it in found] == [("S1", 200), ("S2", 600)]


def test_movement_that_began_before_the_seal_is_found_in_it() -> None:
    (it,) = sealed_movement(one(fact("sealed", 300, 3600, "S1"))).found
    assert (seconds(it.stay.enter_lo), seconds(it.stay.exit_hi)) == (290, 600)


def test_it_is_asked_again_when_the_seal_begins() -> None:
    there = [*standing(-60, 0), *driving(0, 300)]
    assert sealed_movement(one(fact("sealed", 900, 3600), told=there)).due == at(900)
    assert sealed_movement(one()).due == FOREVER


@pytest.mark.proves("DISP-03")
@pytest.mark.proves("R109")
def test_a_car_that_is_written_off_and_moves_is_found() -> None:
    (it,) = retired_movement(one(fact("retired", -60, None), told=SHORT)).found
    assert (it.code, seconds(it.stay.enter_hi)) == ("DISP-03", 30)


@pytest.mark.proves("DISP-03")
def test_neither_an_order_nor_a_seal_changes_that() -> None:
    (it,) = retired_movement(one(fact("retired"), fact("ordered", -60, 900, "O1"), SEAL)).found
    assert it.inputs["orders"] == "O1"
    assert sealed_movement(one(fact("retired"), SEAL)).found == ()


def test_before_the_write_off_and_after_the_end_it_is_another_matter() -> None:
    assert retired_movement(one(fact("retired", 700))).found == ()
    assert retired_movement(one(fact("retired", -900, 0))).found == ()


@pytest.mark.proves("INSP-04")
@pytest.mark.proves("R094")
def test_a_car_with_a_failed_safety_item_that_moves_is_found() -> None:
    failed = fact("unsafe", -60, None, "TYRES", "BRAKES")
    (it,) = unsafe_movement(one(failed, fact("ordered", -60, 900))).found
    assert (it.code, it.inputs["items"]) == ("INSP-04", "BRAKES TYRES")


@pytest.mark.proves("INSP-04")
def test_a_car_that_was_mended_may_move() -> None:
    assert unsafe_movement(one(fact("unsafe", -900, 11, "BRAKES"))).found == ()
    assert unsafe_movement(one()).found == ()
