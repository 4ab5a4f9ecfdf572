"""Cars and drivers that are kept, blocked, and free again: the schedules in the same save."""

from typing import Any

import pytest

from fleet.decider import Entry
from fleet.dispatch.platform import Opened, platform
from fleet.ledger.handle import handle, load
from fleet.ledger.saying import Saying
from fleet.people.driver_schedule import driver_schedule
from fleet.reactions.streams import to_vehicle
from fleet.reactions.together import together
from fleet.vehicle.car_schedule import CarSchedule, car_schedule
from fleet.vehicle.safety import FailSafety, PassSafety
from fleet.vehicle.stages import Available, Sealed, Suspended
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.fleet_centre import CENTRE, DAY, approved, car, city, driver
from tests.scenarios.office import BUREAU, HANGZHOU, Office, local, topics

CARS = [f"V{number:02}" for number in range(1, 21)]
CONGRESS = {
    "campaign": "CONGRESS",
    "jurisdiction": HANGZHOU,
    "name": "党代会",
    "unit": "FC",
    "begins_at": local(f"{DAY} 00:00"),
    "ends_at": local("2026-03-13 00:00"),
    "document": "市委办〔2026〕3号",
}


@pytest.fixture
def centre(office: Office) -> Office:
    """The fleet centre with two cars and two drivers."""
    city(office)
    for number in ("V01", "V02"):
        car(office, number)
    for number in ("D1", "D2"):
        driver(office, number)
    return office


def assign(office: Office, order: str, vehicle: str = "V01", person: str = "D1") -> list[Entry]:
    """A car and a driver for an order."""
    return office.say("AssignCarAndDriver", CENTRE, order=order, vehicle=vehicle, driver=person)


def schedule(office: Office, number: str = "V01") -> CarSchedule:
    """Who has a car when."""
    return load(office.ledger, f"car-schedule:{number}", car_schedule)


@pytest.mark.proves("R065")
def test_a_congress_keeps_twenty_cars_for_three_days(centre: Office) -> None:
    for number in CARS[2:]:
        car(centre, number)
    kept = centre.say("ReserveFleet", BUREAU, vehicles=CARS, drivers=["D1"], **CONGRESS)
    assert topics(kept).count("car-schedule.reserved") == 20
    assert topics(kept)[-1] == "driver-schedule.reserved"
    approved(centre, "O1", "09:00", "10:00")
    no = centre.refused("AssignCarAndDriver", CENTRE, order="O1", vehicle="V20", driver="D2")
    assert (no.code, no.values["other"]) == ("CarBusy", "CONGRESS")
    assert centre.say("ReserveFleet", BUREAU, vehicles=CARS, drivers=["D1"], **CONGRESS) == []


@pytest.mark.proves("R065")
def test_a_fleet_is_kept_whole_or_not_at_all(centre: Office) -> None:
    approved(centre, "O1", "09:00", "10:00")
    assign(centre, "O1", "V02")
    no = centre.refused("ReserveFleet", BUREAU, vehicles=["V01", "V02"], **CONGRESS)
    assert (no.code, no.values["vehicle"]) == ("CarBusy", "V02")
    assert schedule(centre).bookings.rows == ()
    no = centre.refused("ReserveFleet", BUREAU, vehicles=["V01"], drivers=["D1"], **CONGRESS)
    assert no.code == "DriverBusy"


@pytest.mark.proves("R065")
def test_what_a_congress_gives_back_goes_to_others(centre: Office) -> None:
    people = ["D1", "D2"]
    centre.say("ReserveFleet", BUREAU, vehicles=["V01", "V02"], drivers=people, **CONGRESS)
    back = centre.say(
        "ReleaseFleet", BUREAU, campaign="CONGRESS", vehicles=["V01"], drivers=["D1"], reason="够了"
    )
    freed = ["event-campaign.fleet-released", "car-schedule.released", "driver-schedule.released"]
    assert topics(back) == freed
    approved(centre, "O1", "09:00", "10:00")
    assert "car-schedule.reserved" in topics(assign(centre, "O1"))
    left = load(centre.ledger, "driver-schedule:D2", driver_schedule).bookings.rows
    assert [each.order for each in left] == ["CONGRESS"]


@pytest.mark.proves("R065")
def test_only_cars_of_the_region_and_in_service_are_kept(centre: Office) -> None:
    no = centre.refused("ReserveFleet", BUREAU, vehicles=["V01", "GHOST"], **CONGRESS)
    assert (no.code, no.values["vehicles"]) == ("CarsOfOthers", "GHOST")
    said = {"name": "宁波", "jurisdiction": "330200"}
    centre.say("RegisterUnit", BUREAU, unit="NB", **said)
    taken = {"plate": "浙B1", "category": "ADMIN_ENFORCEMENT"}
    centre.say("TakeOverVehicle", vehicle="N1", unit="NB", **taken)
    no = centre.refused("ReserveFleet", BUREAU, vehicles=["V01", "N1"], **CONGRESS)
    assert (no.code, no.values["vehicles"]) == ("CarsOfOthers", "N1")
    out = {"vehicle": "V01", "jurisdiction": "330200", "acceptance": "甬收1号"}
    centre.say("TransferOut", BUREAU, **out)
    assert "transferred" in schedule(centre).blocks
    no = centre.refused("ReserveFleet", BUREAU, vehicles=["V01"], **CONGRESS)
    assert no.code == "CarNotInService"


def check(office: Office, command: FailSafety | PassSafety) -> list[Entry]:
    """What a check or a repair found."""
    return handle(office.ledger, to_vehicle(command), saying=Saying("test"), then=together)


@pytest.mark.proves("R094")
def test_a_brake_that_failed_keeps_a_car_from_orders_until_it_is_repaired(centre: Office) -> None:
    approved(centre, "O1", "09:00", "10:00")
    told: dict[str, Any] = {"vehicle": "V01", "at": centre.now, "items": ("BRAKES", "TYRES")}
    failed = check(centre, FailSafety(check="C1", **told))
    assert topics(failed)[2:] == ["car-schedule.blocked", "car-schedule.blocked"]
    assert isinstance(load(centre.ledger, "vehicle:V01", vehicle), Suspended)
    no = centre.refused("AssignCarAndDriver", CENTRE, order="O1", vehicle="V01", driver="D1")
    assert (no.code, no.values["causes"]) == ("CarBlocked", "safety, suspended")
    half = check(centre, PassSafety(check="W1", **told | {"items": ("TYRES",)}))
    assert topics(half) == ["vehicle.safety-items-passed"]
    check(centre, PassSafety(check="W1", **told))
    assert schedule(centre).blocks == {}
    assert "car-schedule.reserved" in topics(assign(centre, "O1"))


def standing(office: Office) -> list[str]:
    """Why nobody gets the car."""
    return sorted(schedule(office).blocks)


@pytest.mark.proves("R094")
def test_whatever_takes_a_car_off_the_road_blocks_it_and_its_end_frees_it(centre: Office) -> None:
    of = {"vehicle": "V01"}
    centre.say("SuspendVehicle", BUREAU, cause="INVESTIGATION", **of)
    assert standing(centre) == ["suspended"]
    centre.say("ReinstateVehicle", BUREAU, evidence="查清", **of)
    assert standing(centre) == []
    centre.say("SendToWorkshop", CENTRE, workshop="一厂", designated=True, **of)
    assert standing(centre) == ["maintenance"]
    centre.say("CompleteMaintenance", CENTRE, result="保养", safe=True, **of)
    centre.say("RecordRecall", CENTRE, recall="R1", stop_drive=True, **of)
    centre.say("RecordRecall", CENTRE, recall="R2", stop_drive=False, **of)
    assert standing(centre) == ["recall:R1"]
    centre.say("RecordRecall", CENTRE, recall="R1", stop_drive=True, answered=True, **of)
    assert standing(centre) == []


def test_a_car_is_made_ready_for_an_order_its_schedule_knows(centre: Office) -> None:
    approved(centre, "O1", "09:00", "10:00")
    ready = {"vehicle": "V01", "order": "O1", "driver": "D1"}
    assert centre.refused("ReserveForOrder", CENTRE, **ready).code == "OrderHasNoCar"
    assign(centre, "O1")
    assert topics(centre.say("ReserveForOrder", CENTRE, **ready)) == ["vehicle.reserved"]
    assert centre.say("ReserveForOrder", CENTRE, **ready) == []


def test_a_seal_of_a_period_that_nobody_knows_stands_until_somebody_lifts_it(
    centre: Office,
) -> None:
    centre.say("SealVehicle", BUREAU, vehicle="V01", period="S1")
    assert isinstance(load(centre.ledger, "vehicle:V01", vehicle), Sealed)
    assert centre.refused("UnsealVehicle", BUREAU, vehicle="V01").code == "SealStands"
    need = {"approver": "吴越", "reason": "防汛"}
    centre.say("UnsealVehicle", BUREAU, vehicle="V01", **need)
    assert isinstance(load(centre.ledger, "vehicle:V01", vehicle), Available)
    assert centre.refused("UnsealVehicle", BUREAU, vehicle="V01", **need).code == "OutOfOrder"


@pytest.mark.proves("R055")
def test_a_platform_has_its_own_dispatchers_and_cadres(centre: Office) -> None:
    said = {"platform": "VETERAN", "category": "VETERAN_CADRE", "jurisdiction": HANGZHOU}
    centre.say("OpenPlatform", BUREAU, **said)
    of = {"platform": "VETERAN"}
    centre.say("AppointDispatcher", BUREAU, person="李调度", **of)
    centre.say("StartDuty", {"person": "李调度", "role": "DISPATCHER"}, person="李调度", **of)
    centre.say("RegisterBeneficiary", BUREAU, person="老张", document="老干1号", **of)
    known = load(centre.ledger, "platform:VETERAN", platform)
    assert isinstance(known, Opened)
    assert known.staff.on_duty == {"李调度"}
    assert known.staff.beneficiaries == {"老张": "老干1号"}
    centre.say("RemoveBeneficiary", BUREAU, person="老张", reason="迁出", **of)
    centre.say("EndDuty", BUREAU, person="李调度", **of)
    centre.say("DismissDispatcher", BUREAU, person="李调度", **of)
    no = centre.refused(
        "RegisterBeneficiary", BUREAU, platform="ADMIN", person="老张", document="1"
    )
    assert no.code == "PlatformHasNoBeneficiaries"
