"""Trips through desk and ledger: from the request to the rating, with all that follows."""

from typing import Any

import pytest

from fleet.desk.commands import parse, say
from fleet.desk.reconsider import reconsider
from fleet.dispatch.order_events import VehicleDepartedOnOrder
from fleet.ledger.handle import handle, load
from fleet.ledger.saying import Saying
from fleet.ledger.streams import Streams
from fleet.people.driver_schedule import driver_schedule
from fleet.reactions.briefing import shelf_of
from fleet.reactions.streams import to_vehicle
from fleet.reactions.together import together
from fleet.social.travel_budget import Allotted, travel_budget
from fleet.vehicle.car_schedule import car_schedule
from fleet.vehicle.safety import FailSafety
from fleet.vehicle.stages import Available, InMaintenance, OnTrip
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.fleet_centre import (
    CENTRE,
    CLERK,
    DAY,
    LEADER,
    PASSENGER,
    approved,
    car,
    city,
    drafted,
    driver,
    stage,
)
from tests.scenarios.office import BUREAU, FINANCE, HANGZHOU, Office, local, topics

PAIR = {"vehicle": "V1", "driver": "D1"}


@pytest.fixture
def centre(office: Office) -> Office:
    """Two cars of unit A1, one of B1, two drivers."""
    city(office)
    car(office, "V1")
    car(office, "V2")
    car(office, "V9", unit="B1")
    driver(office, "D1")
    driver(office, "D2")
    return office


def at(clock: str) -> str:
    """A moment of the day of the trips."""
    return local(f"{DAY} {clock}")


def leave(office: Office, number: str = "O1", clock: str = "08:55", **more: object) -> list[str]:
    """The car leaves with its driver."""
    said = {"order": number, "driver": "D1", "evidence": "cabinet", "odometer_km": 100, **more}
    return topics(office.say("RecordDeparture", CENTRE, at=at(clock), **said))


def come_back(office: Office, number: str = "O1", clock: str = "11:50") -> list[str]:
    """It comes back."""
    said = {"order": number, "odometer_km": 130, "inside_home": True}
    return topics(office.say("RecordReturn", CENTRE, at=at(clock), **said))


@pytest.mark.proves("R060")
def test_an_order_goes_from_the_request_to_the_rating(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    left = ["driver-schedule.set-off", "car-schedule.set-off"]
    left += ["vehicle.reserved", "vehicle.departed"]
    assert leave(centre) == ["order.departed", *left]
    freed = ["car-schedule.released", "driver-schedule.released"]
    assert come_back(centre) == ["order.returned", "vehicle.returned", *freed]
    centre.say("MatchTrip", CENTRE, order="O1", result="MATCHED", distance_m=29_000, at=at("12:00"))
    centre.say("SettleOrder", CENTRE, order="O1", distance_km=30, at=at("13:00"))
    assert stage(centre, "O1") == "Settled"
    centre.say("EvaluateOrder", PASSENGER, order="O1", rating=5, at=at("14:00"))
    assert stage(centre, "O1") == "Closed"


@pytest.mark.proves("R060")
def test_a_closed_order_leaves_car_and_driver_free(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    leave(centre)
    assert isinstance(load(centre.ledger, "vehicle:V1", vehicle), OnTrip)
    come_back(centre, clock="10:30")
    approved(centre, "O2", "10:30", "12:00")
    again = centre.say("AssignCarAndDriver", CENTRE, order="O2", **PAIR)
    assert topics(again)[0] == "order.assigned"
    assert isinstance(load(centre.ledger, "vehicle:V1", vehicle), Available)


@pytest.mark.proves("R060")
def test_every_entry_of_a_trip_can_be_judged_again(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    shelf = shelf_of(HANGZHOU, Streams(centre.ledger))
    answers = [reconsider(entry.event, shelf) for entry in centre.entries]
    assert sum(len(each) for each in answers if each) > 3
    assert all(all(each.values()) for each in answers)


@pytest.mark.proves("R066")
@pytest.mark.parametrize("channel", ["desktop", "浙政钉", "微信"])
def test_the_same_words_come_over_every_channel_which_is_kept(centre: Office, channel: str) -> None:
    drafted(centre, "O1", "09:00", "12:00")
    at_noon = local("2026-03-09 12:00")
    wire = {"command": "RequestTrip", "order": "O1", "at": at_noon}
    [said] = say(centre.ledger, parse({**wire, "actor": {**CLERK, "channel": channel}}))
    assert said.metadata["channel"] == channel
    wire = {"command": "ApproveTrip", "order": "O1", "at": at_noon}
    [over] = say(centre.ledger, parse({**wire, "actor": LEADER}, channel=channel))
    assert over.metadata["channel"] == channel


@pytest.mark.proves("R068")
def test_an_approval_needs_no_upload(centre: Office) -> None:
    paper = {"number": "函1", "sha256": "ab" * 32}
    drafted(centre, "O1", "09:00", "12:00", attachments=[paper])
    centre.say("RequestTrip", CLERK, order="O1")
    [entry] = centre.say("ApproveTrip", LEADER, order="O1")
    said = entry.event.model_dump()
    assert (said["attachments"], len(said["form_sha256"])) == ((paper,), 64)


@pytest.mark.proves("R056")
def test_the_centre_dispatches_on_all_three_platforms_a_unit_clerk_on_none(
    centre: Office,
) -> None:
    for platform, category, number in (
        ("E", "EMERGENCY_SUPPORT", "1"),
        ("V", "VETERAN_CADRE", "2"),
        ("ADMIN", "ADMIN_ENFORCEMENT", "3"),
    ):
        of = {"platform": platform, "category": category}
        if platform != "ADMIN":
            centre.say("OpenPlatform", BUREAU, **of, jurisdiction=HANGZHOU)
        taken = {"vehicle": f"X{number}", "unit": "A1", "category": category}
        centre.say("TakeOverVehicle", plate=f"浙AX{number}", **taken)
        centre.say("AttachVehicle", CENTRE, platform=platform, **taken)
        rider = "老周" if platform == "V" else None
        if rider:
            said = {"platform": platform, "person": rider, "document": "名单1"}
            centre.say("RegisterBeneficiary", CENTRE, **said)
        clock = (f"0{number}:00", f"0{number}:30")
        more: dict[str, Any] = {"platform": platform, "beneficiary": rider}
        approved(centre, f"P{number}", *clock, **more, purpose="OFFICIAL")
        pair = {"order": f"P{number}", "vehicle": f"X{number}", "driver": "D1"}
        assert centre.refused("AssignCarAndDriver", CLERK, **pair).code == "NotDispatcher"
        centre.say("AssignCarAndDriver", CENTRE, **pair)
        assert stage(centre, f"P{number}") == "Dispatched"


@pytest.mark.proves("R055")
def test_the_veterans_platform_accepts_registered_beneficiaries_only(centre: Office) -> None:
    of = {"platform": "V", "category": "VETERAN_CADRE", "jurisdiction": HANGZHOU}
    centre.say("OpenPlatform", BUREAU, **of)
    care = {"platform": "V", "purpose": "老干部服务", "beneficiary": "老周"}
    drafted(centre, "O1", "09:00", "12:00", **care)
    no = centre.refused("RequestTrip", CLERK, order="O1")
    assert no.code == "BeneficiaryNotRegistered"
    centre.say("RegisterBeneficiary", CENTRE, platform="V", person="老周", document="名单1")
    centre.say("RequestTrip", CLERK, order="O1")
    assert stage(centre, "O1") == "Requested"


@pytest.mark.proves("R057")
def test_a_district_dispatcher_does_not_touch_another_districts_orders(centre: Office) -> None:
    xihu, yuhang = ({"person": "x", "role": "CENTRE", "jurisdiction": it} for it in DISTRICTS)
    said = {"platform": "X", "category": "ADMIN_ENFORCEMENT", "jurisdiction": DISTRICTS[0]}
    centre.say("OpenPlatform", BUREAU, **said)
    centre.say("RegisterUnit", BUREAU, unit="XH", name="西湖", jurisdiction=DISTRICTS[0])
    clerk = {"person": "w", "role": "UNIT_CLERK", "unit": "XH"}
    trip = {"unit": "XH", "purpose": "OFFICIAL", "people": 1, "origin": "x", "platform": "X"}
    trip |= {"begins_at": at("09:00"), "ends_at": at("12:00"), "destinations": ["y"]}
    trip |= {"cross_reason": "MAJOR_TASK"}
    centre.say("DraftOrder", clerk, order="O1", **trip)
    centre.say("RequestTrip", clerk, order="O1")
    leader = {"person": "l", "role": "UNIT_LEADER", "unit": "XH"}
    centre.say("ApproveTrip", leader, order="O1")
    no = centre.refused("AssignCarAndDriver", yuhang, order="O1", **PAIR)
    assert no.code == "OutsideJurisdiction"
    assert centre.refused("AssignCarAndDriver", xihu, order="O1", **PAIR).code == (
        "VehicleNotOnPlatform"
    )


DISTRICTS = ("330106", "330110")


@pytest.mark.proves("R057")
def test_a_platform_of_another_district_does_not_serve_the_unit(centre: Office) -> None:
    said = {"platform": "X", "category": "ADMIN_ENFORCEMENT", "jurisdiction": DISTRICTS[0]}
    centre.say("OpenPlatform", BUREAU, **said)
    centre.say("RegisterUnit", BUREAU, unit="YH", name="余杭", jurisdiction=DISTRICTS[1])
    clerk = {"person": "w", "role": "UNIT_CLERK", "unit": "YH"}
    trip = {"unit": "YH", "purpose": "OFFICIAL", "people": 1, "origin": "x", "platform": "X"}
    trip |= {"begins_at": at("09:00"), "ends_at": at("12:00"), "destinations": ["y"]}
    assert centre.refused("DraftOrder", clerk, order="O1", **trip).code == "PlatformElsewhere"


@pytest.mark.proves("USE-09")
@pytest.mark.proves("R086")
def test_another_drivers_card_is_told_to_supervision(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    said = {"order": "O1", "driver": "D1", "evidence": "telemetry", "driver_card": "D2"}
    assert centre.refused("RecordDeparture", CENTRE, at=at("08:55"), **said).alert == "USE-09"
    [attempt] = centre.attempts()
    assert (attempt.alert, attempt.code, stage(centre, "O1")) == (
        "USE-09",
        "DriverDiffers",
        "Dispatched",
    )


@pytest.mark.proves("USE-10")
@pytest.mark.proves("R086")
def test_another_units_car_without_a_reason_is_told_to_supervision(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    no = centre.refused("AssignCarAndDriver", CENTRE, order="O1", vehicle="V9", driver="D1")
    assert (no.code, no.alert) == ("CrossUnitReasonMissing", "USE-10")
    assert [attempt.alert for attempt in centre.attempts()] == ["USE-10"]


@pytest.mark.proves("R038")
def test_with_a_reason_it_is_lent_and_counted(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00", cross_reason="MAJOR_TASK")
    written = centre.say("AssignCarAndDriver", CENTRE, order="O1", vehicle="V9", driver="D1")
    lent = written[-1].event.model_dump()
    assert (lent["unit"], lent["to_unit"], lent["count"]) == ("B1", "A1", 1)


@pytest.mark.proves("INSP-04")
def test_a_car_that_failed_its_check_stays(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    fail(centre)
    said = {"order": "O1", "driver": "D1", "evidence": "key"}
    assert centre.refused("RecordDeparture", CENTRE, at=at("08:55"), **said).alert == "INSP-04"
    approved(centre, "O2", "13:00", "14:00")
    assert centre.refused("AssignCarAndDriver", CENTRE, order="O2", **PAIR).code == "CarBlocked"


def fail(office: Office) -> None:
    """The brakes of V1 fail a check."""
    said = FailSafety(vehicle="V1", check="K1", items=("BRAKES",), at=office.now)
    handle(office.ledger, to_vehicle(said), saying=Saying("test"), then=together)


@pytest.mark.proves("INSP-01")
def test_a_departure_without_a_check_that_day_is_known_as_such(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    leave(centre)
    [departed] = [e.event for e in centre.entries if isinstance(e.event, VehicleDepartedOnOrder)]
    assert departed.daily_check is False


@pytest.mark.proves("R060")
def test_an_extension_that_meets_another_order_is_refused_whole(centre: Office) -> None:
    for number, begin, end in (("O1", "09:00", "12:00"), ("O2", "12:30", "14:00")):
        approved(centre, number, begin, end)
        pair = {"vehicle": "V1", "driver": f"D{number[1]}"}
        centre.say("AssignCarAndDriver", CENTRE, order=number, **pair)
    leave(centre)
    longer = {"order": "O1", "approver": "林涛", "reason": "会议延长", "at": at("11:30")}
    assert centre.refused("ExtendTrip", CLERK, ends_at=at("12:31"), **longer).code == "CarBusy"
    centre.say("ExtendTrip", CLERK, ends_at=at("12:30"), **longer)
    [booked, _] = load(centre.ledger, "car-schedule:V1", car_schedule).bookings.rows
    assert booked.ends_at.isoformat() == "2026-03-10T04:30:00+00:00"


@pytest.mark.proves("R060")
def test_a_car_that_breaks_down_is_replaced_on_the_road(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    leave(centre)
    said = {"order": "O1", "vehicle": "V2", "driver": "D1", "workshop": "厂", "reason": "爆胎"}
    centre.say("ChangeVehicle", CENTRE, at=at("10:00"), **said)
    assert isinstance(load(centre.ledger, "vehicle:V1", vehicle), InMaintenance)
    assert isinstance(load(centre.ledger, "vehicle:V2", vehicle), OnTrip)
    rows = load(centre.ledger, "driver-schedule:D1", driver_schedule).bookings.rows
    assert [row.order for row in rows] == ["O1", "O1"]
    come_back(centre)
    assert isinstance(load(centre.ledger, "vehicle:V2", vehicle), Available)


@pytest.mark.proves("R060")
def test_a_car_that_was_towed_away_ends_its_trip_all_the_same(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    leave(centre)
    towed = {"vehicle": "V1", "workshop": "厂", "breakdown": True}
    centre.say("SendToWorkshop", CENTRE, **towed, at=at("10:00"))
    freed = ["car-schedule.released", "driver-schedule.released"]
    assert come_back(centre) == ["order.returned", *freed]
    assert isinstance(load(centre.ledger, "vehicle:V1", vehicle), InMaintenance)


@pytest.mark.proves("R060")
def test_a_provider_is_paid_from_the_units_budget(centre: Office) -> None:
    centre.say("AllotBudget", FINANCE, unit="A1", year=2026, cap_fen=50_000)
    approved(centre, "O1", "09:00", "12:00")
    offer = {"order": "O1", "provider": "出租公司", "reason": "NO_CAPACITY"}
    no = centre.refused("OfferSocialTransport", CENTRE, **offer, estimate_fen=50_001)
    assert no.code == "BudgetExceeded"
    centre.say("OfferSocialTransport", CENTRE, **offer, estimate_fen=50_000)
    invoice = {"order": "O1", "invoice": "票1", "at": at("13:00")}
    assert centre.refused("SettleOrder", CENTRE, **invoice, amount_fen=50_001).code == "CapExceeded"
    assert stage(centre, "O1") == "Outsourced"
    centre.say("SettleOrder", CENTRE, **invoice, amount_fen=40_000)
    budget = load(centre.ledger, "travel-budget:A1-2026", travel_budget)
    assert isinstance(budget, Allotted)
    assert (budget.spent_fen, stage(centre, "O1")) == (40_000, "Settled")


def test_reassigned_orders_leave_no_reservation_behind(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    centre.say("Reassign", CENTRE, order="O1", vehicle="V2", driver="D2", reason="保养")
    centre.say("Reassign", CENTRE, order="O1", vehicle="V1", driver="D2", reason="保养完毕")
    held = [
        len(load(centre.ledger, "car-schedule:V1", car_schedule).bookings.rows),
        len(load(centre.ledger, "car-schedule:V2", car_schedule).bookings.rows),
        len(load(centre.ledger, "driver-schedule:D1", driver_schedule).bookings.rows),
        len(load(centre.ledger, "driver-schedule:D2", driver_schedule).bookings.rows),
    ]
    assert held == [1, 0, 0, 1]


MORE: dict[str, dict[str, Any]] = {
    "OfferSocialTransport": {"provider": "x", "reason": "NO_CAPACITY", "estimate_fen": 1},
    "RecordDeparture": {"driver": "D1", "evidence": "key"},
    "ExtendTrip": {"ends_at": at("12:00"), "approver": "x", "reason": "x"},
    "AssignCarAndDriver": PAIR,
}


@pytest.mark.parametrize("command", ["RequestTrip", "ApproveTrip", *MORE])
def test_nobody_acts_on_an_order_that_nobody_knows(centre: Office, command: str) -> None:
    no = centre.refused(command, CENTRE, order="O9", **MORE.get(command, {}))
    assert no.code == "OutOfOrder"


def test_nor_extends_or_leaves_without_a_car(centre: Office) -> None:
    drafted(centre, "O1", "09:00", "12:00")
    longer = {"order": "O1", "approver": "x", "reason": "x", "ends_at": at("13:00")}
    assert centre.refused("ExtendTrip", CENTRE, **longer).code == "OutOfOrder"
    said = {"order": "O1", "driver": "D1", "evidence": "key"}
    assert centre.refused("RecordDeparture", CENTRE, **said).code == "OutOfOrder"


def test_a_unit_without_a_platform_uses_its_own_car(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00", platform=None)
    no = centre.refused("AssignCarAndDriver", LEADER, order="O1", vehicle="V9", driver="D1")
    assert no.code == "OtherUnitsCar"
    no = centre.refused("AssignCarAndDriver", LEADER, order="O1", vehicle="V77", driver="D1")
    assert no.code == "VehicleUnknown"
    centre.say("AssignCarAndDriver", LEADER, order="O1", **PAIR)
    assert stage(centre, "O1") == "Dispatched"


@pytest.mark.proves("SAFE-05")
@pytest.mark.proves("R095")
def test_a_driver_suspended_since_he_was_assigned_does_not_leave(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    centre.say("SuspendDriver", CENTRE, driver="D1", reason="投诉核查", document="停1")
    said = {"order": "O1", "driver": "D1", "evidence": "key"}
    no = centre.refused("RecordDeparture", CENTRE, at=at("08:55"), **said)
    assert (no.code, no.alert) == ("DriverSuspended", "SAFE-05")
    assert stage(centre, "O1") == "Dispatched"


@pytest.mark.proves("R094")
def test_a_car_that_was_blocked_since_gets_no_other_driver_either(centre: Office) -> None:
    approved(centre, "O1", "09:00", "12:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    fail(centre)
    said = {"order": "O1", "vehicle": "V1", "driver": "D2", "reason": "调班"}
    assert centre.refused("Reassign", CENTRE, **said).code == "CarBlocked"
    known = load(centre.ledger, "car-schedule:V1", car_schedule)
    assert known.bookings.of("O1")
