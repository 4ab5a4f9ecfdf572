"""A car and a driver for an order: assigned, sent at once, changed."""

from datetime import timedelta
from typing import Any

import pytest

from fleet.dispatch.order_commands import CarCommand, OrderCommand
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    EmergencyOrderOpened,
    OrderReassigned,
    VehicleChangedEnRoute,
)
from fleet.dispatch.order_facts import Car
from fleet.dispatch.order_forms import Conditions, Unsealing
from fleet.dispatch.order_refusals import clock
from fleet.policy.grounds import Grounds
from tests.fleet.dispatch.trips import (
    ADMIN,
    BEGIN,
    CITY,
    CLOSED,
    END,
    FREE,
    LEADER,
    OTHERS,
    OWN,
    POLICY,
    SENT,
    SQUARE,
    VETERAN,
    approve,
    assign,
    brief,
    change,
    depart,
    draft,
    emergency,
    extend,
    file,
    given,
    last,
    local,
    other,
    reassign,
    refusal,
    request,
    told,
    until,
)

CONDITIONS = Conditions(
    classes=("A1", "A2", "A3", "B1", "B2", "C1", "C2"),
    pledge_grace_days=0,
    rest_chain_hours=4,
    rest_break_minutes=20,
    tz="Asia/Shanghai",
    emergency_limit=3,
    policy=POLICY,
)
OF = {"order": "O1", "unit": "A1", "jurisdiction": CITY, "platform": "ADMIN"}
COVER: dict[str, Any] = OF | {
    "by": "gu", "role": "CENTRE", "begins_at": BEGIN, "ends_at": END, "area": SQUARE,
    "fences": ("F1",), "overnight": False, "off_hours": False, "cross_area": False,
    "vehicle": "V1", "driver": "D1", "owner": "A1", "purpose": "ENFORCEMENT",
    "category": "ADMIN_ENFORCEMENT", "passenger_unit": "A1", "emergency": False,
    "conditions": CONDITIONS, "lent_for": None,
}  # fmt: skip
SENT_WITH = {"ready_at": local("09:30"), "no_show_at": local("11:00"), "seals": ()}
FITS = {"purpose": "ENFORCEMENT", "category": "ADMIN_ENFORCEMENT"}
GROUNDS = Grounds(policy=POLICY, rules=("R060-purpose",), inputs=FITS)
PREVIOUS = {"previous_vehicle": "V1", "previous_driver": "D1"}
APPROVED, ASSIGNED, GONE = until(approve), until(assign), until(depart)
own = other(draft, platform=None, serving=None)
by_leader = other(assign, serving=None, brief=LEADER)
UNPOOLED = told(own, other(request, serving=None), other(approve, serving=None))
CHOOSING = ((assign, APPROVED), (emergency, until(draft)), (reassign, ASSIGNED), (change, GONE))
choosing = pytest.mark.parametrize(("command", "past"), CHOOSING, ids=lambda it: type(it).__name__)


@pytest.mark.proves("R060")
@pytest.mark.proves("R077")
def test_an_assignment_says_all_that_the_schedules_and_the_road_have_to_know() -> None:
    assigned = CarAndDriverAssigned(**COVER, **SENT_WITH, at=SENT, grounds=GROUNDS)
    given(*APPROVED).when(assign).then(assigned)


@pytest.mark.proves("R077")
def test_an_overnight_order_says_so_to_whoever_judges_the_night() -> None:
    night = other(draft, overnight=True, off_hours=True, cross_area=True)
    assigned = last(night, request, approve, assign)
    assert (assigned.overnight, assigned.off_hours, assigned.cross_area) == (True, True, True)
    urgent = last(night, emergency)
    assert (urgent.overnight, urgent.off_hours, urgent.cross_area) == (True, True, True)


def test_the_seal_periods_it_is_exempt_from_are_kept() -> None:
    assert last(other(assign, seals=(FREE,)), past=APPROVED).seals == ("S1",)


def test_a_large_car_needs_another_licence() -> None:
    bus = Car("A1", "ADMIN_ENFORCEMENT", "LARGE_BUS")
    assert last(other(assign, car=bus), past=APPROVED).conditions.classes == ("A1", "A3")


def test_the_same_car_and_driver_again_are_nothing_new() -> None:
    assert told(other(assign, at=local("09:22")), past=ASSIGNED) == ASSIGNED
    for change_of in ({"vehicle": "V3"}, {"driver": "D3"}):
        assert refusal(other(assign, **change_of), ASSIGNED).code == "OutOfOrder"
    assert refusal(assign, told(draft, emergency)).code == "OutOfOrder"
    assert refusal(emergency, ASSIGNED).code == "OutOfOrder"


@choosing
def test_a_car_that_nobody_knows_is_not_sent(command: CarCommand, past: list[Any]) -> None:
    no = refusal(other(command, car=None), past)
    assert (no.code, no.values["vehicle"]) == ("VehicleUnknown", command.vehicle)


@choosing
def test_nor_one_that_is_out_of_service(command: OrderCommand, past: list[Any]) -> None:
    gone = Car("A1", "ADMIN_ENFORCEMENT", in_service=False)
    assert refusal(other(command, car=gone), past).code == "VehicleNotInService"


@pytest.mark.proves("R055")
@choosing
def test_nor_one_that_is_not_on_the_platform(command: OrderCommand, past: list[Any]) -> None:
    no = refusal(other(command, vehicle="V9"), past)
    assert (no.code, no.values["platform"]) == ("VehicleNotOnPlatform", "ADMIN")


@pytest.mark.proves("R055")
@choosing
def test_nor_one_whose_category_does_not_serve(command: OrderCommand, past: list[Any]) -> None:
    bad = Car("A1", "应急保障用车")
    no = refusal(other(command, car=bad), past)
    assert (no.code, no.policy) == ("PurposeUnfit", POLICY)
    assert no.values["category"] == "EMERGENCY_SUPPORT"


def test_nor_one_of_another_category_than_was_asked_for() -> None:
    past = told(other(draft, category="ADMIN_ENFORCEMENT", purpose="OFFICIAL"), request, approve)
    assert told(assign, past=past)
    no = refusal(other(assign, car=Car("A1", "SPECIAL_TECH")), past)
    assert (no.code, no.values["asked"]) == ("CategoryDiffers", "ADMIN_ENFORCEMENT")


@choosing
def test_nothing_is_sent_when_the_time_is_over(command: OrderCommand, past: list[Any]) -> None:
    no = refusal(other(command, at=END), past)
    assert (no.code, no.values["ends_at"]) == ("WindowOver", clock(END))
    assert told(other(command, at=END - timedelta(seconds=1)), past=past)


@pytest.mark.proves("R078")
@pytest.mark.parametrize(("command", "past"), [CHOOSING[0], *CHOOSING[2:]])
def test_a_sealed_car_is_not_sent(command: OrderCommand, past: list[Any]) -> None:
    no = refusal(other(command, seals=(CLOSED,)), past)
    assert (no.code, no.values["names"], no.policy) == ("SealPeriodCovers", "国庆节", POLICY)


@pytest.mark.proves("R078")
def test_an_emergency_leaves_all_the_same_and_says_what_it_is_not_exempt_from() -> None:
    also = FREE.model_copy(update={"period": "S2"})
    opened = last(draft, other(emergency, seals=(CLOSED, also)))
    assert (opened.not_exempt, opened.seals) == (("S1",), ("S2",))


SEALED_CAR = Car("A1", "ADMIN_ENFORCEMENT", "SEDAN", sealed=True)
OPENED = told(draft, emergency)
URGENT = {"car": SEALED_CAR, "seals": (CLOSED,)}


@pytest.mark.proves("R078")
@pytest.mark.parametrize(
    ("command", "past"),
    [(emergency, until(draft)), (reassign, OPENED), (change, told(depart, past=OPENED))],
    ids=("opened", "reassigned", "changed"),
)
def test_a_sealed_car_is_let_go_for_an_emergency(command: CarCommand, past: list[Any]) -> None:
    sent = last(other(command, **URGENT), past=past)
    assert sent.unseals == Unsealing(approver="gu", reason="FLOOD_CONTROL")
    assert sent.not_exempt == ("S1",)
    sent = last(command, past=past)
    assert (sent.unseals, sent.not_exempt) == (None, ())


def test_for_an_exempt_trip_it_is_not() -> None:
    exempt = last(other(assign, car=SEALED_CAR, seals=(FREE,)), past=APPROVED)
    assert (exempt.unseals, exempt.seals) == (None, ("S1",))


def test_a_car_that_was_brought_to_the_workshop_before_is_known_as_such() -> None:
    assert last(other(change, in_workshop=True), past=GONE).in_workshop
    assert not last(change, past=GONE).in_workshop


@pytest.mark.proves("USE-10")
def test_a_unit_uses_its_own_cars_or_asks_a_platform() -> None:
    assert last(by_leader, past=UNPOOLED).platform is None
    no = refusal(other(by_leader, car=OTHERS), UNPOOLED)
    assert (no.code, no.alert, no.policy) == ("OtherUnitsCar", "USE-10", POLICY)
    assert (no.values["owner"], no.values["unit"]) == ("B1", "A1")


@pytest.mark.proves("USE-10")
def test_nor_does_it_drive_others_in_its_own_car() -> None:
    guests = other(own, passenger_unit="B1")
    past = told(guests, other(request, serving=None), other(approve, serving=None))
    assert refusal(by_leader, past).code == "OtherUnitsCar"
    assert refusal(other(by_leader, car=OTHERS), past).alert == "USE-10"


@pytest.mark.proves("USE-10")
def test_a_platform_sends_anothers_car_for_a_reason_only() -> None:
    no = refusal(other(assign, vehicle="V2", car=OTHERS), APPROVED)
    assert (no.code, no.alert, no.values["reason"]) == ("CrossUnitReasonMissing", "USE-10", "-")
    past = told(other(draft, cross_reason="MAJOR_TASK"), request, approve)
    lent = last(other(assign, vehicle="V2", car=OTHERS), past=past)
    assert (lent.lent_for, lent.owner, lent.passenger_unit) == ("MAJOR_TASK", "B1", "A1")
    assert last(assign, past=past).lent_for is None


@pytest.mark.proves("R038")
def test_an_emergency_is_a_reason_itself_before_and_after_it_left() -> None:
    opened = told(draft, other(emergency, vehicle="V2", car=OTHERS))
    assert last(past=opened).lent_for == "SPECIAL_URGENT"
    moved = last(other(reassign, vehicle="V3", car=OTHERS), past=opened)
    assert (moved.lent_for, moved.emergency) == ("SPECIAL_URGENT", True)
    told_why = last(other(draft, cross_reason="MAJOR_TASK"), other(emergency, car=OTHERS))
    assert told_why.lent_for == "MAJOR_TASK"


def test_whom_a_platform_serves_himself_rides_in_its_own_car() -> None:
    served = other(draft, platform="V", serving=VETERAN, purpose="VETERAN_CARE", beneficiary="老周")
    past = told(served, other(request, serving=VETERAN), other(approve, serving=VETERAN))
    car = Car("FC", "VETERAN_CADRE")
    assert last(other(assign, vehicle="V7", car=car, serving=VETERAN), past=past).lent_for is None


@pytest.mark.proves("R055")
def test_an_emergency_of_the_veterans_platform_is_for_the_registered_only() -> None:
    stranger = other(draft, platform="V", serving=VETERAN, purpose="VETERAN_CARE")
    car = Car("FC", "VETERAN_CADRE")
    urgent = other(emergency, vehicle="V7", car=car, serving=VETERAN)
    assert refusal(urgent, told(stranger)).code == "BeneficiaryNotRegistered"
    assert told(other(stranger, beneficiary="老周"), urgent)


@pytest.mark.proves("R060")
def test_an_emergency_leaves_at_once_and_its_papers_are_due_in_a_day() -> None:
    due = local("2025-03-11 09:20")
    asked = FITS | {
        "kind": "FLOOD_CONTROL",
        "platform_category": "ADMIN_ENFORCEMENT",
        "registered": False,
        "opened_at": SENT.isoformat(),
        "papers_due": due.isoformat(),
    }
    rules = ("R060-purpose", "R055", "R060-emergency", "R060-papers")
    opened = EmergencyOrderOpened(
        **COVER | {"emergency": True}, **SENT_WITH, at=SENT, kind="FLOOD_CONTROL", papers_due=due,
        not_exempt=(), grounds=Grounds(policy=POLICY, rules=rules, inputs=asked),
    )  # fmt: skip
    given(*until(draft)).when(emergency).then(opened)


@pytest.mark.proves("R060")
def test_what_is_opened_after_its_begin_is_waited_for_from_then_on() -> None:
    late = last(draft, other(emergency, at=local("10:40")))
    assert (late.ready_at, late.no_show_at) == (local("09:30"), local("11:40"))


@pytest.mark.proves("R060")
def test_not_everything_is_an_emergency() -> None:
    no = refusal(other(emergency, kind="LATE"), until(draft))
    assert (no.code, no.policy) == ("UnknownEmergency", POLICY)
    assert str(no.values["known"]).startswith("FLOOD_CONTROL, DISASTER_RELIEF")


@pytest.mark.proves("R060")
def test_the_dispatcher_on_duty_opens_it() -> None:
    off_duty = other(emergency, brief=brief("he", "CENTRE"))
    no = refusal(off_duty, until(draft))
    assert (no.code, no.values["person"]) == ("NotOnDuty", "he")


def test_for_a_car_of_the_unit_its_leader_does() -> None:
    urgent = other(emergency, serving=None, brief=LEADER)
    assert last(own, urgent).by == "lin"
    clerk = other(urgent, brief=brief("chen", "UNIT_CLERK", "A1"))
    assert refusal(clerk, told(own)).code == "RoleMayNot"
    centre = other(urgent, brief=brief("gu", "CENTRE", "A1"))
    assert told(own, centre)


@pytest.mark.proves("R060")
def test_another_car_before_it_leaves_says_which_one_is_free() -> None:
    changed = COVER | {"vehicle": "V3", "driver": "D3", "at": local("09:25")}
    moved = OrderReassigned(**changed, **SENT_WITH, **PREVIOUS, grounds=GROUNDS, reason="车辆保养")
    given(*ASSIGNED).when(reassign).then(moved)


def test_reassigned_to_the_same_pair_nothing_happens() -> None:
    assert told(other(reassign, vehicle="V1", driver="D1"), past=ASSIGNED) == ASSIGNED
    assert last(other(reassign, vehicle="V1"), past=ASSIGNED).driver == "D3"
    assert last(other(reassign, driver="D1"), past=ASSIGNED).vehicle == "V3"


@pytest.mark.proves("R060")
def test_a_car_that_breaks_down_is_replaced_from_that_moment_on() -> None:
    at = local("11:00")
    new = COVER | {"vehicle": "V3", "driver": "D3", "at": at, "begins_at": at}
    given(*GONE).when(change).then(
        VehicleChangedEnRoute(
            **new, **PREVIOUS, workshop="定点修理厂", reason="爆胎", odometer_km=1010,
            overdue_at=local("13:00"), grounds=GROUNDS,
        )
    )  # fmt: skip


def test_it_is_not_replaced_by_itself() -> None:
    no = refusal(other(change, vehicle="V1"), GONE)
    assert (no.code, no.values["vehicle"]) == ("SameVehicle", "V1")
    assert told(other(change, vehicle="V1", driver="D1"), past=GONE) == GONE


def test_the_new_car_is_due_back_when_the_extended_trip_ends() -> None:
    after = told(other(extend, at=local("10:30")), change, past=GONE)
    assert (last(past=after).ends_at, last(past=after).overdue_at) == (
        local("13:00"),
        local("14:00"),
    )
    assert file(after).odometer_km is None


@pytest.mark.proves("R056")
@choosing
def test_the_centre_dispatches_on_every_platform_a_unit_on_none(
    command: OrderCommand, past: list[Any]
) -> None:
    for role in ("UNIT_CLERK", "UNIT_LEADER", "BUREAU", ""):
        no = refusal(other(command, brief=brief("lin", role, "A1")), past)
        assert (no.code, no.values["platform"], no.values["role"]) == (
            "NotDispatcher",
            "ADMIN",
            role or "-",
        )
    assert told(command, past=past)


@pytest.mark.proves("R055")
def test_a_platform_has_its_own_dispatchers() -> None:
    assert last(other(assign, brief=brief("he", "DISTRICT")), past=APPROVED).by == "he"
    assert refusal(other(assign, brief=brief("hu", "DISTRICT")), APPROVED).code == "NotDispatcher"
    clerk = other(assign, brief=brief("he", "UNIT_CLERK", "A1"))
    assert refusal(clerk, APPROVED).code == "NotDispatcher"
    assert refusal(other(assign, serving=None), APPROVED).code == "PlatformUnknown"


@pytest.mark.proves("R057")
def test_a_dispatcher_of_one_region_does_not_dispatch_in_another() -> None:
    for region in ("330110", "330200"):
        there = brief("gu", "CENTRE", region=region)
        assert refusal(other(assign, brief=there), APPROVED).code == "OutsideJurisdiction"
    city = brief("gu", "CENTRE", region=CITY)
    assert told(other(assign, brief=city), past=APPROVED)
    district = type(ADMIN)(ADMIN.category, "330200", vehicles=ADMIN.vehicles, units=ADMIN.units)
    no = refusal(other(assign, brief=city, serving=district), APPROVED)
    assert no.code == "NotDispatcher"


def test_a_unit_sends_its_own_cars_itself() -> None:
    for person in ("chen", "UNIT_CLERK"), ("lin", "UNIT_LEADER"):
        assert told(other(by_leader, brief=brief(*person, "A1")), past=UNPOOLED)
    no = refusal(other(by_leader, brief=brief("x", "UNIT_LEADER", "B1")), UNPOOLED)
    assert no.code == "OtherUnit"
    for role, unit in (("CENTRE", "FC"), ("DRIVER", "A1"), ("PASSENGER", "A1")):
        assert (
            refusal(other(by_leader, brief=brief("x", role, unit)), UNPOOLED).code == "RoleMayNot"
        )
    assert told(other(by_leader, brief=brief("x", "CENTRE", "A1")), past=UNPOOLED)


def test_what_the_books_call_by_another_name_is_kept_by_its_key() -> None:
    alias = Car("A1", "综合行政执法用车", "SEDAN")
    assert last(other(assign, car=alias), past=APPROVED).category == OWN.category
