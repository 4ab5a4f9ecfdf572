"""What schedules, cars, platforms and budgets are told in the same save."""

from typing import Any

import pytest

from fleet.decider import Command, Event
from fleet.dispatch.order_facts import Car
from fleet.dispatch.platform import LendVehicle
from fleet.organisation.unit import CiteUnit
from fleet.people.driver_schedule_words import ExtendDriver, ReleaseDriver, ReserveDriver, SetOff
from fleet.reactions.together import together
from fleet.social.travel_budget import PostClaim, ReplaceClaim
from fleet.vehicle.car_schedule_words import CarSetsOff, ExtendCar, ReleaseCar, ReserveCar
from fleet.vehicle.service import (
    Depart,
    ReleaseReservation,
    ReserveForOrder,
    ReturnVehicle,
    SendToWorkshop,
    UnsealVehicle,
)
from tests.fleet.dispatch.trips import (
    BACK,
    BEGIN,
    END,
    LEFT,
    OTHERS,
    POLICY,
    SENT,
    SETTLED,
    approve,
    assign,
    brief,
    cancel,
    change,
    depart,
    draft,
    emergency,
    expire,
    extend,
    give_back,
    last,
    local,
    other,
    outsource,
    pay,
    reassign,
    request,
    settle,
    told,
    until,
    void,
)

O1: dict[str, Any] = {"order": "O1"}
PROMISED: dict[str, Any] = O1 | {"unit": "A1", "begins_at": BEGIN, "ends_at": END}
CLASSES = ("A1", "A2", "A3", "B1", "B2", "C1", "C2")
COUNTED = {"emergency_limit": 3, "tz": "Asia/Shanghai"}
OPENED, GONE = told(draft, emergency), until(depart)


def follows(event: Event) -> list[tuple[str, Command]]:
    """Whom it is said to, and what."""
    return [(said.stream, said.command) for said in together(event)]


def car(vehicle: str, **more: Any) -> tuple[str, Command]:  # noqa: ANN401 - of the command
    said = {**PROMISED, "vehicle": vehicle, "at": SENT, "emergency": False, **COUNTED, **more}
    return f"car-schedule:{vehicle}", ReserveCar(**said)


def driver(number: str, vehicle: str, **more: Any) -> tuple[str, Command]:  # noqa: ANN401 - of the command
    said = {**PROMISED, "driver": number, "vehicle": vehicle, "at": SENT, **more}
    terms = {"classes": CLASSES, "pledge_grace_days": 0, "rest_chain_hours": 4}
    terms |= {"rest_break_minutes": 20, "tz": "Asia/Shanghai", "policy": POLICY}
    return f"driver-schedule:{number}", ReserveDriver(**{**terms, **said})


def free(vehicle: str, number: str, at: Any) -> list[tuple[str, Command]]:  # noqa: ANN401 - a moment
    return [
        (f"car-schedule:{vehicle}", ReleaseCar(**O1, vehicle=vehicle, at=at)),
        (f"driver-schedule:{number}", ReleaseDriver(**O1, driver=number, at=at)),
    ]


def unready(vehicle: str, at: Any, reason: str = "off") -> tuple[str, Command]:  # noqa: ANN401 - a moment
    said = ReleaseReservation(**O1, vehicle=vehicle, at=at, reason=reason)
    return f"vehicle:{vehicle}", said


def test_both_units_have_to_be_known() -> None:
    assert follows(last(draft)) == [("unit:A1", CiteUnit(unit="A1"))]
    units = [stream for stream, _ in follows(last(other(draft, passenger_unit="B1")))]
    assert units == ["unit:A1", "unit:B1"]


@pytest.mark.proves("R060")
def test_an_assignment_asks_both_schedules() -> None:
    assert follows(until(assign)[-1]) == [car("V1"), driver("D1", "V1")]


@pytest.mark.proves("R060")
def test_what_is_sent_after_its_begin_is_promised_from_then_on() -> None:
    at = local("10:40")
    late = {"at": at, "begins_at": at}
    [reserved, *_] = follows(last(draft, other(emergency, at=at)))
    assert reserved == car("V1", emergency=True, **late)
    moved = told(other(reassign, at=at), past=until(assign))[-1]
    assert car("V3", **late) in follows(moved)
    assert driver("D3", "V3", **late) in follows(moved)


SEALED = {"car": Car("A1", "ADMIN_ENFORCEMENT", "SEDAN", sealed=True)}


def let_go(vehicle: str, at: Any) -> tuple[str, Command]:  # noqa: ANN401 - a moment
    said = UnsealVehicle(vehicle=vehicle, at=at, approver="gu", reason="FLOOD_CONTROL")
    return f"vehicle:{vehicle}", said


def held(vehicle: str, number: str, at: Any) -> tuple[str, Command]:  # noqa: ANN401 - a moment
    return f"vehicle:{vehicle}", ReserveForOrder(**O1, vehicle=vehicle, driver=number, at=at)


@pytest.mark.proves("R078")
def test_a_sealed_car_is_let_go_for_an_emergency_and_held_for_it() -> None:
    opened = last(draft, other(emergency, **SEALED))
    assert follows(opened)[2:] == [let_go("V1", SENT), held("V1", "D1", SENT)]
    moved = told(other(reassign, **SEALED), past=OPENED)[-1]
    at = local("09:25")
    assert follows(moved)[-2:] == [let_go("V3", at), held("V3", "D3", at)]


@pytest.mark.proves("R078")
def test_so_is_one_that_was_sealed_since_when_it_leaves() -> None:
    departed = told(other(depart, sealed=True), past=OPENED)[-1]
    assert follows(departed)[2:4] == [let_go("V1", LEFT), held("V1", "D1", LEFT)]
    changed = told(depart, other(change, **SEALED), past=OPENED)[-1]
    at = local("11:00")
    assert follows(changed)[-3:-1] == [let_go("V3", at), held("V3", "D3", at)]


@pytest.mark.proves("USE-11")
def test_so_does_an_emergency_which_is_counted() -> None:
    assert follows(OPENED[-1]) == [car("V1", emergency=True), driver("D1", "V1")]


@pytest.mark.proves("R038")
def test_a_car_of_another_unit_is_lent_by_its_platform() -> None:
    past = told(other(draft, cross_reason="MAJOR_TASK"), request, approve)
    lent = last(other(assign, vehicle="V2", car=OTHERS), past=past)
    lend = LendVehicle(
        **O1, platform="ADMIN", vehicle="V2", to_unit="A1", reason="MAJOR_TASK", at=SENT
    )
    assert follows(lent)[2:] == [("platform:ADMIN", lend)]
    assert follows(lent.model_copy(update={"platform": None}))[2:] == []


@pytest.mark.proves("R060")
def test_another_car_and_driver_are_asked_when_those_before_are_free() -> None:
    at = local("09:25")
    freed, let_go = free("V1", "D1", at)
    assert follows(until(assign, reassign)[-1]) == [
        unready("V1", at, "reassigned"),
        freed, car("V3", at=at),
        let_go, driver("D3", "V3", at=at),
    ]  # fmt: skip


def test_another_driver_alone_asks_the_car_again_too() -> None:
    at = local("09:25")
    freed, let_go = free("V1", "D1", at)
    assert follows(until(assign, other(reassign, vehicle="V1"))[-1]) == [
        unready("V1", at, "reassigned"),
        freed, car("V1", at=at),
        let_go, driver("D3", "V1", at=at),
    ]  # fmt: skip


def test_another_car_alone_is_asked_whether_the_driver_may_drive_it() -> None:
    at = local("09:25")
    freed, let_go = free("V1", "D1", at)
    bus = Car("A1", "ADMIN_ENFORCEMENT", "LARGE_BUS")
    assert follows(until(assign, other(reassign, driver="D1", car=bus))[-1]) == [
        unready("V1", at, "reassigned"),
        freed, car("V3", at=at),
        let_go, driver("D1", "V3", at=at, classes=("A1", "A3")),
    ]  # fmt: skip


@pytest.mark.parametrize("command", [expire, other(cancel, brief=brief("gu", "CENTRE"))])
def test_what_is_off_frees_car_and_driver(command: Any) -> None:  # noqa: ANN401 - either
    off = until(assign, command)[-1]
    assert follows(off) == [*free("V1", "D1", command.at), unready("V1", command.at)]


def test_what_had_no_car_frees_none() -> None:
    assert follows(until(approve, cancel)[-1]) == []
    cancelled = until(assign, cancel)[-1]
    assert follows(cancelled.model_copy(update={"driver": None})) == []
    assert follows(cancelled.model_copy(update={"vehicle": None})) == []


def test_a_void_order_frees_what_it_held_and_a_driven_one_is_back_already() -> None:
    stayed = told(void, past=OPENED)[-1]
    assert follows(stayed) == [*free("V1", "D1", void.at), unready("V1", void.at)]
    driven = told(depart, give_back, void, past=OPENED)[-1]
    assert follows(driven) == free("V1", "D1", void.at)


@pytest.mark.proves("R060")
def test_a_departure_takes_the_car_out() -> None:
    said = O1 | {"vehicle": "V1", "driver": "D1", "at": LEFT}
    assert follows(GONE[-1]) == [
        ("driver-schedule:D1", SetOff(**O1, driver="D1", at=LEFT)),
        ("car-schedule:V1", CarSetsOff(**O1, vehicle="V1", at=LEFT)),
        ("vehicle:V1", ReserveForOrder(**said)),
        ("vehicle:V1", Depart(**said, evidence="cabinet")),
    ]


def test_an_extension_keeps_both_longer() -> None:
    said = O1 | {"ends_at": local("13:00"), "at": local("11:30")}
    assert follows(told(extend, past=GONE)[-1]) == [
        ("car-schedule:V1", ExtendCar(**said, vehicle="V1")),
        ("driver-schedule:D1", ExtendDriver(**said, driver="D1")),
    ]


@pytest.mark.proves("R060")
def test_a_car_that_breaks_down_goes_to_the_workshop_and_another_leaves() -> None:
    at = local("11:00")
    freed, let_go = free("V1", "D1", at)
    workshop = {"vehicle": "V1", "workshop": "定点修理厂", "at": at, "breakdown": True}
    said = O1 | {"vehicle": "V3", "driver": "D3", "at": at}
    assert follows(told(change, past=GONE)[-1]) == [
        freed,
        ("vehicle:V1", SendToWorkshop(**workshop)),
        car("V3", at=at, begins_at=at),
        let_go,
        driver("D3", "V3", at=at, begins_at=at),
        ("driver-schedule:D3", SetOff(**O1, driver="D3", at=at)),
        ("car-schedule:V3", CarSetsOff(**O1, vehicle="V3", at=at)),
        ("vehicle:V3", ReserveForOrder(**said)),
        ("vehicle:V3", Depart(**said, evidence="manual")),
    ]
    towed = told(other(change, in_workshop=True), past=GONE)[-1]
    assert [stream for stream, _ in follows(towed)].count("vehicle:V1") == 0


@pytest.mark.proves("R060")
def test_a_return_brings_the_car_home_and_frees_the_rest() -> None:
    said = O1 | {"vehicle": "V1", "odometer_km": 1030, "at": BACK}
    assert follows(told(give_back, past=GONE)[-1]) == [
        ("vehicle:V1", ReturnVehicle(**said, inside_home=True, note="")),
        *free("V1", "D1", BACK),
    ]
    away = other(give_back, inside_home=False, note="停在修理厂")
    [(_, back), *_] = follows(told(away, past=GONE)[-1])
    assert back == ReturnVehicle(**said, inside_home=False, note="停在修理厂")


def test_a_car_that_is_in_the_workshop_stays_there() -> None:
    towed = last(other(give_back, in_workshop=True), past=GONE)
    assert follows(towed) == free("V1", "D1", BACK)


@pytest.mark.proves("R020")
def test_what_a_provider_will_cost_is_claimed_when_he_is_asked() -> None:
    claim = {"unit": "A1", "year": 2025, "claim": "O1", "amount_fen": 30_000, "at": SENT}
    offered = until(approve, outsource)[-1]
    assert follows(offered) == [("travel-budget:A1-2025", PostClaim(**claim))]
    assert follows(offered.model_copy(update={"estimate_fen": 0})) == []


@pytest.mark.proves("R060")
def test_a_provider_is_paid_from_the_travel_budget_in_the_same_save() -> None:
    claim = {"unit": "A1", "year": 2025, "claim": "O1", "reason": "settled", "at": SETTLED}
    paid = until(approve, outsource, pay)[-1]
    cost = ReplaceClaim(**claim, amount_fen=29_000)
    assert follows(paid) == [("travel-budget:A1-2025", cost)]
    nothing = ReplaceClaim(**claim, amount_fen=0)
    for free_ride in (0, None):
        called_off = paid.model_copy(update={"amount_fen": free_ride})
        assert follows(called_off) == [("travel-budget:A1-2025", nothing)]
    assert follows(until(settle)[-1]) == []
    assert follows(until(settle)[-1].model_copy(update={"amount_fen": 5})) == []
