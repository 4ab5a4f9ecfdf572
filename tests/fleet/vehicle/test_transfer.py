"""A car goes to another unit or another jurisdiction; others cite it."""

from typing import Any

import pytest

from fleet.vehicle.retirement import DisposalDropped
from fleet.vehicle.stages import Available, TransferredOut, car_of
from fleet.vehicle.transfer import (
    CiteForDisposal,
    CiteInService,
    DisposalOpened,
    DisposalPrepared,
    OpenDisposal,
    PurchaseServed,
)
from fleet.vehicle.vehicle import VehicleEvent, vehicle
from tests.fleet.vehicle.garage import (
    BOUGHT,
    ON_PAPER,
    V,
    cancel,
    departed,
    given,
    move,
    moved,
    ordered,
    other,
    refusal,
    registered,
    reserved,
    sealed,
    send_out,
    sent_out,
    started,
    suspended,
    taken_over,
    withdrawn,
)

serve = CiteInService(**V, purchase="P1")
served = PurchaseServed(**V, purchase="P1")
prepare = CiteForDisposal(**V, case="D1", unit="A1", slot="S1", category="应急保障")
prepared = DisposalPrepared(**V, case="D1")
open_case = OpenDisposal(**V, case="D1")
opened = DisposalOpened(**V, case="D1")
drop = other(cancel, case="D1")
dropped = DisposalDropped(**V, case="D1")
LEFT: tuple[VehicleEvent, ...] = (*BOUGHT, moved)


@pytest.mark.proves("R007")
def test_a_car_goes_with_its_slot_to_another_unit() -> None:
    given(*BOUGHT).when(move).then(moved)
    given(*LEFT).when(move).then()
    state = vehicle.fold(LEFT)
    assert isinstance(state, Available)
    assert (state.car.unit, state.car.slot) == ("B2", "S1")


@pytest.mark.proves("R007")
@pytest.mark.parametrize("change", [{"from_unit": "C3"}, {"slot": "S2"}])
def test_a_car_goes_only_from_where_it_lives(change: dict[str, Any]) -> None:
    assert refusal(other(move, **change), *BOUGHT).code == "LivesElsewhere"


def test_a_car_that_is_out_does_not_change_its_unit() -> None:
    no = refusal(move, *BOUGHT, reserved)
    assert (no.code, no.values["stage"]) == ("OutOfOrder", "Reserved")
    given(*LEFT, reserved).when(move).then()


def test_what_was_moved_of_nobody_is_available_there() -> None:
    nobody = vehicle.fold([moved])
    assert isinstance(nobody, Available)
    assert nobody.car.unit == "B2"


def test_another_jurisdiction_takes_a_car_it_has_accepted() -> None:
    given(*BOUGHT).when(send_out).then(sent_out)
    assert refusal(other(send_out, acceptance=None), *BOUGHT).code == "NotAccepted"
    bare = sent_out.model_copy(update={"slot": None, "vin": None})
    given(taken_over).when(send_out).then(bare)
    assert vehicle.fold((*BOUGHT, sent_out)) == TransferredOut(
        car_of(vehicle.fold(BOUGHT)), "330200"
    )


def test_a_car_is_sent_to_one_jurisdiction() -> None:
    given(*BOUGHT, sent_out).when(send_out).then()
    elsewhere = other(send_out, jurisdiction="330300")
    assert refusal(elsewhere, *BOUGHT, sent_out).code == "OutOfOrder"


@pytest.mark.proves("R052")
@pytest.mark.parametrize(
    "past", [(), (reserved,), (reserved, departed), (started,), (sealed,), (suspended,), (served,)]
)
def test_a_purchase_ends_with_its_car_in_service(past: tuple[VehicleEvent, ...]) -> None:
    given(*BOUGHT, *past).when(serve).then(served)
    assert vehicle.fold((*BOUGHT, *past, served)) == vehicle.fold((*BOUGHT, *past))


@pytest.mark.proves("R052")
@pytest.mark.parametrize(
    "past", [(), (ordered,), (ordered, registered), (taken_over,), (*BOUGHT, withdrawn), ON_PAPER]
)
def test_a_purchase_does_not_end_before(past: tuple[VehicleEvent, ...]) -> None:
    assert refusal(serve, *past).code == "NotInService"
    assert refusal(other(serve, purchase="P2"), *BOUGHT).code == "NotInService"


@pytest.mark.proves("R108")
def test_a_disposal_says_whose_car_it_is_and_where_it_lives() -> None:
    given(*BOUGHT).when(prepare).then(prepared)
    assert vehicle.fold((*BOUGHT, prepared)) == vehicle.fold(BOUGHT)
    assert refusal(prepare).code == "OutOfOrder"


@pytest.mark.proves("R108")
@pytest.mark.parametrize("change", [{"unit": "B2"}, {"slot": "S2"}, {"category": "机要通信"}])
def test_a_disposal_of_another_car_is_not_prepared(change: dict[str, Any]) -> None:
    assert refusal(other(prepare, **change), *BOUGHT).code == "KeptOtherwise"


@pytest.mark.proves("R108")
def test_one_disposal_at_a_time_is_open_about_a_car() -> None:
    given(*BOUGHT).when(open_case).then(opened)
    given(*BOUGHT, opened).when(open_case).then()
    no = refusal(other(open_case, case="D2"), *BOUGHT, opened)
    assert (no.code, no.values["known"], no.values["case"]) == ("DisposalOpenAlready", "D1", "D2")
    assert car_of(vehicle.fold((*BOUGHT, opened))).case == "D1"


@pytest.mark.proves("R108")
def test_a_disposal_that_is_off_leaves_the_car_free_for_another_one() -> None:
    given(*BOUGHT, opened).when(drop).then(dropped)
    assert vehicle.fold((*BOUGHT, opened, dropped)) == vehicle.fold(BOUGHT)
    given(*BOUGHT, opened, dropped).when(open_case).then(opened)
    assert vehicle.fold([dropped]) == vehicle.initial


@pytest.mark.proves("R011")
def test_a_car_with_an_open_disposal_does_not_leave_the_region() -> None:
    no = refusal(send_out, *BOUGHT, opened)
    assert (no.rule, no.code, no.values["case"]) == ("跨地区调拨", "NotFree", "D1")
