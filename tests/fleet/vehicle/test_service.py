"""A car in service: the guards of its moves."""

from typing import Any

import pytest

from fleet.vehicle.service import ServiceCommand
from fleet.vehicle.stages import (
    InMaintenance,
    OnTrip,
    Reserved,
    Sealed,
    Suspended,
    car_of,
)
from fleet.vehicle.vehicle import VehicleCommand, VehicleEvent, vehicle
from tests.fleet.vehicle.garage import (
    back,
    by,
    complete,
    completed,
    depart,
    departed,
    given,
    other,
    refusal,
    reinstate,
    reinstated,
    release,
    released,
    reserve,
    reserved,
    returned,
    seal,
    sealed,
    send,
    started,
    suspend,
    suspended,
    taken_over,
    unseal,
    unsealed,
)

UNDERWAY = (taken_over, reserved, departed)


def test_a_trip_goes_from_the_promise_to_the_return() -> None:
    given(taken_over).when(reserve).then(reserved)
    given(taken_over, reserved).when(depart).then(departed)
    given(*UNDERWAY).when(back).then(returned)
    given(*UNDERWAY, returned).when(reserve).then(reserved)


def test_a_promise_may_be_taken_back() -> None:
    given(taken_over, reserved).when(release).then(released)
    given(taken_over, reserved, released).when(reserve).then(reserved)


@pytest.mark.parametrize(
    ("command", "past"),
    [(depart, UNDERWAY[:2]), (back, UNDERWAY)],
)
def test_only_the_order_that_has_a_car_may_act(
    command: ServiceCommand, past: tuple[VehicleEvent, ...]
) -> None:
    no = refusal(other(command, order="O2"), *past)
    assert (no.code, no.values["known"], no.values["told"]) == ("OtherOrder", "O1", "O2")


@pytest.mark.parametrize("past", [(), UNDERWAY, (taken_over, started)])
def test_what_an_order_does_not_have_is_given_back_already(past: tuple[VehicleEvent, ...]) -> None:
    given(taken_over, reserved).when(other(release, order="O2")).then()
    if past:
        given(*past).when(release).then()
    else:
        assert refusal(release).code == "OutOfOrder"


def test_only_an_order_that_was_promised_a_car_gets_it_ready() -> None:
    no = refusal(other(reserve, promised=False), taken_over)
    assert (no.rule, no.code, no.values["order"]) == ("凭单用车", "OrderHasNoCar", "O1")


@pytest.mark.parametrize("change", [{"driver": "钱二"}, {"evidence": None}])
def test_the_named_driver_leaves_and_somebody_sees_it(change: dict[str, Any]) -> None:
    assert refusal(other(depart, **change), taken_over, reserved).code == "DepartureUnproven"


@pytest.mark.parametrize("evidence", ["telemetry", "cabinet", "manual"])
def test_a_departure_is_seen_in_other_ways_than_by_its_key(evidence: str) -> None:
    seen = departed.model_copy(update={"evidence": evidence})
    given(taken_over, reserved).when(other(depart, evidence=evidence)).then(seen)


@pytest.mark.parametrize("change", [{"inside_home": False}, {"odometer_km": None}])
def test_a_car_is_back_when_it_stands_at_home_with_a_reading(change: dict[str, Any]) -> None:
    assert refusal(other(back, **change), *UNDERWAY).code == "ReturnUnproven"


def test_a_car_is_back_elsewhere_when_a_note_says_where_and_why() -> None:
    elsewhere = other(back, inside_home=False, note="停车场施工，停对面")
    told = returned.model_copy(update={"note": "停车场施工，停对面"})
    given(*UNDERWAY).when(elsewhere).then(told)
    assert refusal(other(elsewhere, odometer_km=None), *UNDERWAY).code == "ReturnUnproven"


def test_a_trip_never_takes_kilometres_off() -> None:
    again = (*UNDERWAY, returned, reserved, departed)
    assert refusal(other(back, odometer_km=119), *again).values["before"] == 120
    given(*again).when(back).then(returned)
    given(*UNDERWAY).when(other(back, odometer_km=0)).then(
        returned.model_copy(update={"odometer_km": 0})
    )
    assert car_of(vehicle.fold((*UNDERWAY, returned))).odometer_km == 120


def test_a_car_goes_to_a_listed_workshop_or_with_an_exception() -> None:
    given(taken_over).when(send).then(started)
    unlisted = other(send, designated=False)
    assert refusal(unlisted, taken_over).code == "WorkshopNotDesignated"
    assert refusal(other(unlisted, breakdown=True), taken_over).code == "WorkshopNotDesignated"
    allowed = other(unlisted, exception="例外1号")
    told = started.model_copy(update={"exception": "例外1号"})
    given(taken_over).when(allowed).then(told)


def test_a_car_on_the_road_goes_to_a_workshop_when_it_broke_down() -> None:
    no = refusal(send, *UNDERWAY)
    assert (no.code, no.values["order"]) == ("BreakdownNotReported", "O1")
    broken = other(send, breakdown=True, designated=False)
    given(*UNDERWAY).when(broken).then(started.model_copy(update={"breakdown": True}))


def test_a_car_leaves_the_workshop_safe() -> None:
    given(taken_over, started).when(complete).then(completed)
    assert refusal(other(complete, safe=False), taken_over, started).code == "SafetyItemFailed"
    given(taken_over, started, completed).when(reserve).then(reserved)


def test_a_seal_spares_exempt_cars() -> None:
    given(taken_over).when(seal).then(sealed)
    assert refusal(other(seal, exempt=True), taken_over).code == "ExemptFromSeal"


def test_a_seal_ends_with_its_period() -> None:
    given(taken_over, sealed).when(unseal).then(unsealed)
    given(taken_over, sealed, unsealed).when(reserve).then(reserved)


@pytest.mark.parametrize(
    "change", [{}, {"approver": "孙立"}, {"reason": "防汛"}, {"approver": "孙立", "reason": ""}]
)
def test_a_seal_stands_until_then(change: dict[str, Any]) -> None:
    early = other(unseal, over=False)
    assert refusal(other(early, **change), taken_over, sealed).code == "SealStands"


def test_a_seal_is_broken_in_an_emergency_with_approver_and_reason() -> None:
    need = {"approver": "孙立", "reason": "防汛"}
    told = unsealed.model_copy(update=need)
    given(taken_over, sealed).when(other(unseal, over=False, **need)).then(told)


@pytest.mark.proves("R078")
@pytest.mark.parametrize("command", [seal, other(unseal, approver="孙立", reason="防汛")])
def test_of_people_only_the_bureau_seals_and_unseals(command: VehicleCommand) -> None:
    past = (taken_over,) if command is seal else (taken_over, sealed)
    assert vehicle.decide(by(command, "吴越", "BUREAU"), vehicle.fold(past))
    for role in ("CENTRE", "UNIT_LEADER", "PASSENGER"):
        assert refusal(by(command, "甲", role), *past).code == "RoleMayNot"
    no = refusal(by(command, "吴越", "BUREAU", "330200"), *past)
    assert no.code == "OutsideJurisdiction"


@pytest.mark.proves("R078")
def test_nobody_breaks_a_seal_on_his_own_word() -> None:
    need = other(unseal, over=False, approver="孙立", reason="防汛")
    assert refusal(by(need, "孙立", "BUREAU"), taken_over, sealed).code == "SamePersonTwice"
    assert vehicle.decide(by(need, "吴越", "BUREAU"), vehicle.fold((taken_over, sealed)))
    over = other(need, over=True)
    assert vehicle.decide(by(over, "孙立", "BUREAU"), vehicle.fold((taken_over, sealed)))


def test_a_suspended_car_is_used_again_when_the_cause_is_shown_to_be_cleared() -> None:
    given(taken_over).when(suspend).then(suspended)
    given(taken_over, suspended).when(reinstate).then(reinstated)
    no = refusal(other(reinstate, evidence=None), taken_over, suspended)
    assert no.code == "EvidenceMissing"
    given(taken_over, suspended, reinstated).when(reserve).then(reserved)


@pytest.mark.parametrize(
    ("command", "past"),
    [
        (other(reserve, order="O2"), (reserved,)),
        (other(reserve, driver="钱二"), (reserved,)),
        (other(depart, order="O2"), (reserved, departed)),
        (other(send, workshop="二厂"), (started,)),
        (other(seal, period="2027-春节"), (sealed,)),
        (other(suspend, cause="INVESTIGATION"), (suspended,)),
    ],
)
def test_what_stands_there_for_another_reason_is_not_told_twice(
    command: ServiceCommand, past: tuple[VehicleEvent, ...]
) -> None:
    assert refusal(command, taken_over, *past).code == "OutOfOrder"


def test_a_stage_knows_what_it_is_for() -> None:
    car = car_of(vehicle.fold([taken_over]))
    assert vehicle.fold([taken_over, reserved]) == Reserved(car, "O1", "赵一")
    assert vehicle.fold(UNDERWAY) == OnTrip(car, "O1")
    assert vehicle.fold([taken_over, started]) == InMaintenance(car, "定点一厂")
    assert vehicle.fold([taken_over, sealed]) == Sealed(car, "2027-国庆")
    assert vehicle.fold([taken_over, suspended]) == Suspended(car, "RECALL")
