"""Who is on the road, and what keeps a car off it: through desk, ledger and the same save."""

from typing import Any

import pytest

from fleet.inspection.check import check
from fleet.inspection.check_stages import Task
from fleet.ledger.handle import load
from fleet.people.driver_schedule import driver_schedule
from fleet.vehicle.car_schedule import car_schedule
from fleet.vehicle.stages import Available, Suspended, car_of
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.fleet_centre import (
    CENTRE,
    CLERK,
    DAY,
    LEADER,
    approved,
    car,
    city,
    driver,
    stage,
)
from tests.scenarios.office import DIGEST, Office, local, topics

REACTIONS = {"person": "reactions"}
INSURANCE = {"vehicle": "V1", "kind": "INSURANCE"}


@pytest.fixture
def centre(office: Office) -> Office:
    """Three cars and three drivers."""
    city(office)
    for number in "123":
        car(office, f"V{number}")
        driver(office, f"D{number}")
    return office


def at(clock: str) -> str:
    """A moment of the day of the trips."""
    return local(f"{DAY} {clock}")


def sent(office: Office, number: str, pair: str, begin: str, end: str) -> None:
    """An order gets a car and a driver: `13` is V1 with D3."""
    approved(office, number, begin, end)
    of = {"order": number, "vehicle": f"V{pair[0]}", "driver": f"D{pair[1]}"}
    office.say("AssignCarAndDriver", CENTRE, **of)


def leaving(number: str, person: str, clock: str) -> dict[str, Any]:
    """A departure."""
    return {"order": number, "driver": person, "evidence": "key", "at": at(clock)}


def back(office: Office, number: str, clock: str) -> list[str]:
    """It is back."""
    said = {"order": number, "odometer_km": 100, "inside_home": True}
    return topics(office.say("RecordReturn", CENTRE, **said, at=at(clock)))


@pytest.mark.proves("R060")
def test_a_driver_is_not_on_two_trips_at_once(centre: Office) -> None:
    sent(centre, "O1", "11", "09:00", "12:00")
    sent(centre, "O2", "21", "13:00", "15:00")
    centre.say("RecordDeparture", CENTRE, **leaving("O1", "D1", "09:00"))
    no = centre.refused("RecordDeparture", CENTRE, **leaving("O2", "D1", "13:00"))
    assert (no.code, no.values["other"]) == ("DriverOut", "O1")
    assert [stage(centre, number) for number in ("O1", "O2")] == ["Underway", "Dispatched"]
    freed = ["car-schedule.released", "driver-schedule.released"]
    assert back(centre, "O1", "13:10")[-2:] == freed  # after the end of its time
    left = centre.say("RecordDeparture", CENTRE, **leaving("O2", "D1", "13:20"))
    assert {"driver-schedule.set-off", "car-schedule.set-off"} <= {*topics(left)}


@pytest.mark.proves("R060")
def test_a_car_is_not_on_two_trips_at_once(centre: Office) -> None:
    sent(centre, "O1", "11", "09:00", "12:00")
    sent(centre, "O2", "12", "13:00", "15:00")
    centre.say("RecordDeparture", CENTRE, **leaving("O1", "D1", "09:00"))
    no = centre.refused("RecordDeparture", CENTRE, **leaving("O2", "D2", "13:00"))
    assert (no.code, no.values["other"]) == ("CarOut", "O1")
    back(centre, "O1", "13:10")
    centre.say("RecordDeparture", CENTRE, **leaving("O2", "D2", "13:20"))
    assert stage(centre, "O2") == "Underway"


@pytest.mark.proves("R060")
def test_whoever_takes_over_on_the_road_is_out_and_the_other_is_not(centre: Office) -> None:
    sent(centre, "O1", "11", "09:00", "12:00")
    sent(centre, "O2", "31", "13:00", "15:00")
    sent(centre, "O3", "32", "15:30", "16:00")
    centre.say("RecordDeparture", CENTRE, **leaving("O1", "D1", "09:00"))
    other = {"order": "O1", "vehicle": "V2", "driver": "D2", "workshop": "厂", "reason": "爆胎"}
    centre.say("ChangeVehicle", CENTRE, **other, at=at("10:00"))
    for name, out in (("D1", ""), ("D2", "O1")):
        assert load(centre.ledger, f"driver-schedule:{name}", driver_schedule).out == out
    for name, out in (("V1", ""), ("V2", "O1")):
        assert load(centre.ledger, f"car-schedule:{name}", car_schedule).out == out
    centre.say("RecordDeparture", CENTRE, **leaving("O2", "D1", "13:00"))
    back(centre, "O2", "15:00")
    no = centre.refused("RecordDeparture", CENTRE, **leaving("O3", "D2", "15:30"))
    assert (no.code, no.values["other"]) == ("DriverOut", "O1")


@pytest.mark.proves("INSP-05")
def test_a_car_whose_insurance_has_ended_is_neither_sent_nor_leaves(centre: Office) -> None:
    sent(centre, "O1", "11", "09:00", "12:00")
    centre.say("WatchPaper", REACTIONS, **INSURANCE, valid_until="2026-03-09")
    no = centre.refused("RecordDeparture", CENTRE, **leaving("O1", "D1", "09:00"))
    assert (no.code, no.values["papers"]) == ("PaperEnds", "INSURANCE 2026-03-09")
    over = centre.say("MarkExpired", REACTIONS, **INSURANCE, at=at("00:00"))
    assert topics(over) == ["paper.expired", "car-schedule.blocked"]
    no = centre.refused("RecordDeparture", CENTRE, **leaving("O1", "D1", "09:00"))
    assert (no.code, no.values["causes"]) == ("CarBlocked", "paper:INSURANCE")
    approved(centre, "O2", "13:00", "15:00")
    of = {"order": "O2", "vehicle": "V1", "driver": "D2"}
    assert centre.refused("AssignCarAndDriver", CENTRE, **of).code == "CarBlocked"
    late = centre.say(
        "WatchPaper", REACTIONS, **INSURANCE, valid_until="2026-03-08", at=at("08:00")
    )
    assert topics(late) == ["paper.watched"]
    renewed = centre.say("WatchPaper", REACTIONS, **INSURANCE, valid_until="2027-03-09")
    assert topics(renewed) == ["paper.watched", "car-schedule.unblocked"]
    centre.say("AssignCarAndDriver", CENTRE, **of)
    centre.say("RecordDeparture", CENTRE, **leaving("O1", "D1", "09:00"))
    assert stage(centre, "O1") == "Underway"


@pytest.mark.proves("INSP-05")
def test_an_order_does_not_last_longer_than_the_insurance_of_its_car(centre: Office) -> None:
    centre.say("WatchPaper", REACTIONS, **INSURANCE, valid_until=DAY)
    approved(centre, "O1", "20:00", "12:00", ends_at=local("2026-03-11 00:30"))
    of = {"order": "O1", "vehicle": "V1", "driver": "D1"}
    no = centre.refused("AssignCarAndDriver", CENTRE, **of)
    assert (no.code, no.values["papers"]) == ("PaperEnds", f"INSURANCE {DAY}")
    assert no.values["until"] == "2026-03-11 00:30"
    approved(centre, "O2", "20:00", "12:00", ends_at=local("2026-03-11 00:00"))
    centre.say("AssignCarAndDriver", CENTRE, **of | {"order": "O2"})
    centre.say("RecordDeparture", CENTRE, **leaving("O2", "D1", "20:00"))
    longer = {"order": "O2", "approver": "林涛", "reason": "会议延长", "at": at("23:00")}
    end = local("2026-03-11 00:30")
    assert centre.refused("ExtendTrip", CLERK, ends_at=end, **longer).code == "PaperEnds"


def looked_at(office: Office, kind: str, period: str, clock: str, **more: Any) -> None:  # noqa: ANN401 - of a check
    """A check in a workshop: the brakes, and all that is well."""
    name = f"V1-{kind}-{period}"
    about = {"vehicle": "V1", "kind": kind, "period": period}
    office.say("ScheduleCheck", CENTRE, **about, at=local("2026-03-09 07:00"))
    task = load(office.ledger, f"check:{name}", check)
    assert isinstance(task, Task)
    results = dict.fromkeys(task.file.items, "PASS") | more
    paper = {"inspector": "厂检员", "workshop_record": "厂1", "sha256": DIGEST}
    office.say("CompleteCheck", CENTRE, check=name, results=results, **paper, at=local(clock))


def failing(office: Office) -> set[str]:
    """What fails on V1."""
    return {*car_of(load(office.ledger, "vehicle:V1", vehicle)).failed}


@pytest.mark.proves("R094")
def test_a_repair_of_the_day_before_does_not_clear_what_failed_today(centre: Office) -> None:
    said = {"vendor": "厂", "designated": True, "items": ["BRAKES"], "estimate_fen": 100}
    for number in ("W1", "W2"):
        opened = {"work_order": number, "vehicle": "V1", "at": local("2026-03-09 07:00")}
        centre.say("OpenWorkOrder", CLERK, **opened, **said)
        centre.say("ApproveWorkOrder", LEADER, work_order=number, at=local("2026-03-09 07:01"))
    looked_at(centre, "DAILY", DAY, f"{DAY} 08:00", BRAKES="FAIL")
    done = {"result": "换刹车片", "items_passed": ["BRAKES"]}
    old = centre.say(
        "CompleteWorkOrder", CENTRE, work_order="W1", **done, at=local("2026-03-09 18:00")
    )
    assert topics(old) == ["work-order.completed"]
    assert failing(centre) == {"BRAKES"}
    assert isinstance(load(centre.ledger, "vehicle:V1", vehicle), Suspended)
    centre.say("CompleteWorkOrder", CENTRE, work_order="W2", **done, at=at("08:00"))
    assert failing(centre) == set()
    assert isinstance(load(centre.ledger, "vehicle:V1", vehicle), Available)


@pytest.mark.proves("R094")
def test_a_late_paper_of_an_older_check_does_not_fail_what_passed_since(centre: Office) -> None:
    looked_at(centre, "QUARTERLY", "2026Q1", f"{DAY} 08:00")
    looked_at(centre, "DAILY", "2026-03-09", "2026-03-09 18:00", BRAKES="FAIL")
    assert failing(centre) == set()
    assert isinstance(load(centre.ledger, "vehicle:V1", vehicle), Available)
    looked_at(centre, "MONTHLY", "2026-03", f"{DAY} 09:00", TYRES="FAIL")
    assert failing(centre) == {"TYRES"}
