"""A car whose brakes failed a check is not dispatched until they pass one."""

from datetime import timedelta

import pytest

from fleet.vehicle.stages import InBooks, Suspended, Vehicle, car_of
from fleet.vehicle.vehicle import VehicleEvent, vehicle
from tests.fleet.vehicle.garage import (
    BOUGHT,
    ON_PAPER,
    complete,
    completed,
    depart,
    departed,
    fail,
    failed,
    given,
    in_order,
    ordered,
    other,
    refusal,
    reinstate,
    reinstated,
    repair,
    repaired,
    reserve,
    reserved,
    returned,
    sealed,
    started,
    stopped,
    suspended,
)

STOPPED = (*BOUGHT, failed, stopped)
BOTH = ("BRAKES", "LIGHTS")
NOW, BEFORE = fail.at, fail.at - timedelta(microseconds=1)
fail_both = other(fail, items=("LIGHTS", "BRAKES"))
failed_both = failed.model_copy(update={"items": ("LIGHTS", "BRAKES"), "failed": BOTH})


def items(state: Vehicle) -> dict[str, str]:
    """What fails, and by which check."""
    return dict(car_of(state).failed)


@pytest.mark.proves("R094")
def test_a_car_whose_brakes_fail_is_suspended_until_they_pass() -> None:
    given(*BOUGHT).when(fail).then(failed, stopped)
    assert refusal(reserve, *STOPPED).code == "OutOfOrder"
    again = reinstated.model_copy(update={"evidence": "W1"})
    given(*STOPPED).when(repair).then(repaired, again)
    given(*STOPPED, repaired, again).when(reserve).then(reserved)


@pytest.mark.proves("R094")
def test_a_failed_item_keeps_a_car_from_orders_whatever_the_stage() -> None:
    no = refusal(reserve, *BOUGHT, failed)
    assert (no.rule, no.code, no.alert) == ("带病不上路", "SafetyItemFailed", "")
    assert (no.values["items"], no.values["checks"]) == ("BRAKES", "C1")
    later = failed.model_copy(update={"check": "C2", "items": ("TYRES",)})
    both = refusal(reserve, *BOUGHT, failed, later)
    assert (both.values["items"], both.values["checks"]) == ("BRAKES, TYRES", "C1, C2")


@pytest.mark.proves("R094")
@pytest.mark.proves("INSP-04")
def test_a_car_with_a_failed_item_does_not_leave() -> None:
    no = refusal(depart, *BOUGHT, reserved, failed)
    assert (no.code, no.alert) == ("SafetyItemFailed", "INSP-04")
    given(*BOUGHT, reserved, failed, repaired).when(depart).then(departed)


@pytest.mark.parametrize("past", [(reserved,), (reserved, departed), (started,), (sealed,)])
def test_elsewhere_a_failure_is_written_down_and_the_stage_stays(
    past: tuple[VehicleEvent, ...],
) -> None:
    given(*BOUGHT, *past).when(fail).then(failed)
    before, after = vehicle.fold((*BOUGHT, *past)), vehicle.fold((*BOUGHT, *past, failed))
    assert type(before) is type(after)
    assert items(after) == {"BRAKES": "C1"}
    given(*BOUGHT, *past, failed).when(repair).then(repaired)
    mended = vehicle.fold((*BOUGHT, *past, failed, repaired))
    assert (type(mended), items(mended)) == (type(before), {})


def test_the_same_failure_again_is_nothing_new() -> None:
    given(*STOPPED).when(fail).then()
    later = failed.model_copy(update={"check": "C2"})
    given(*STOPPED).when(other(fail, check="C2")).then(later)
    assert items(vehicle.fold((*STOPPED, later))) == {"BRAKES": "C2"}
    given(*STOPPED).when(fail_both).then(failed_both)
    given(*BOUGHT).when(repair).then()
    given(*STOPPED).when(other(repair, items=("LIGHTS",))).then()


def test_a_car_is_used_again_when_nothing_fails_any_more() -> None:
    past = (*BOUGHT, failed_both, stopped)
    half = repaired.model_copy(update={"failed": ("LIGHTS",)})
    given(*past).when(repair).then(half)
    state = vehicle.fold((*past, half))
    assert isinstance(state, Suspended)
    assert items(state) == {"LIGHTS": "C1"}
    whole = repaired.model_copy(update={"items": BOTH})
    again = reinstated.model_copy(update={"evidence": "W1"})
    given(*past).when(other(repair, items=("TYRES", "LIGHTS", "BRAKES"))).then(whole, again)


def test_a_car_suspended_for_another_reason_stays_so() -> None:
    past = (*BOUGHT, suspended)
    given(*past).when(fail).then(failed)
    given(*past, failed).when(repair).then(repaired)
    given(*past, failed).when(reinstate).then(reinstated)


def test_no_paper_replaces_a_repair() -> None:
    for no in (refusal(reinstate, *STOPPED), refusal(complete, *BOUGHT, started, failed)):
        assert (no.code, no.values["vehicle"], no.alert) == ("SafetyItemFailed", "V1", "")
    given(*BOUGHT, started, failed, repaired).when(complete).then(completed)


@pytest.mark.proves("R094")
def test_a_repair_of_before_does_not_clear_what_failed_after_it() -> None:
    given(*STOPPED).when(other(repair, at=BEFORE)).then()
    older = failed_both.model_copy(update={"at": BEFORE})
    past = (*BOUGHT, older, failed.model_copy(update={"check": "C2"}))
    half = {"at": BEFORE, "items": ("LIGHTS",), "failed": ("BRAKES",)}
    given(*past).when(other(repair, at=BEFORE, items=BOTH)).then(repaired.model_copy(update=half))
    whole = {"items": BOTH, "at": NOW}
    given(*past).when(other(repair, items=BOTH)).then(repaired.model_copy(update=whole))


@pytest.mark.proves("R094")
def test_a_late_paper_of_an_older_check_does_not_fail_what_passed_after_it() -> None:
    late = other(fail, at=BEFORE)
    again = reinstated.model_copy(update={"evidence": "W1"})
    given(*STOPPED, repaired, again).when(other(late, check="C2")).then()
    half = failed_both.model_copy(
        update={"at": BEFORE, "items": ("LIGHTS",), "failed": ("LIGHTS",)}
    )
    both = other(fail_both, at=BEFORE)
    given(*BOUGHT, reserved, failed, repaired).when(both).then(half)
    given(*BOUGHT, started, failed, repaired).when(fail).then(failed)
    given(*STOPPED).when(other(late, check="C2")).then()


@pytest.mark.proves("R094")
def test_a_safety_item_that_never_failed_is_known_to_be_in_order() -> None:
    sound = other(repair, safety=("BRAKES",), items=("BRAKES", "雨刮"))
    given(*BOUGHT).when(sound).then(in_order)
    given(*BOUGHT, in_order).when(sound).then()
    given(*BOUGHT, in_order).when(other(sound, at=BEFORE)).then()
    given(*BOUGHT, in_order).when(other(fail, at=BEFORE)).then()
    given(*BOUGHT, in_order).when(fail).then(failed, stopped)
    later = {"at": NOW + (NOW - BEFORE)}
    given(*BOUGHT, in_order).when(other(sound, **later)).then(in_order.model_copy(update=later))
    past = (*BOUGHT, failed, stopped)
    more = other(repair, items=("TYRES", "BRAKES", "LIGHTS"), safety=("TYRES", "BRAKES", "LIGHTS"))
    again = reinstated.model_copy(update={"evidence": "W1"})
    found = in_order.model_copy(update={"items": ("LIGHTS", "TYRES")})
    given(*past).when(more).then(repaired, again, found)
    assert vehicle.fold((*past, repaired, again, found)) == vehicle.fold(
        (*past, repaired, found, again)
    )
    hand = (*BOUGHT, stopped)
    given(*hand).when(sound).then(in_order)
    assert isinstance(vehicle.fold((*hand, in_order)), Suspended)


@pytest.mark.parametrize("past", [(), (ordered,), ON_PAPER])
def test_nothing_is_checked_that_is_not_there(past: tuple[VehicleEvent, ...]) -> None:
    for command in (fail, repair):
        no = refusal(command, *past)
        said = (no.code, no.values["vehicle"], no.values["command"])
        assert said == ("OutOfOrder", "V1", type(command).__name__)


def test_what_failed_of_nobody_is_forgotten() -> None:
    assert vehicle.fold([failed, repaired]) == vehicle.initial
    assert isinstance(vehicle.fold([*BOUGHT, reserved, departed, failed, returned]), InBooks)
