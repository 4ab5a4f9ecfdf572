"""Orders that meet the rest of the books: seals, workshops, checks, budgets, people."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from fleet.desk.reactor import Reactor, migrate
from fleet.inspection.check import check
from fleet.inspection.check_commands import check_id
from fleet.inspection.check_stages import Task
from fleet.ledger.handle import load
from fleet.social.travel_budget import Allotted, travel_budget
from fleet.vehicle.stages import Available, InMaintenance, OnTrip, Reserved, Sealed, Vehicle
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.fleet_centre import (
    CENTRE,
    CLERK,
    DAY,
    approved,
    car,
    city,
    drafted,
    driver,
    stage,
)
from tests.scenarios.office import BUREAU, DIGEST, FINANCE, HANGZHOU, Office, local
from tests.scenarios.seals import announce

PAIR = {"vehicle": "V1", "driver": "D1"}
SECOND = {"vehicle": "V2", "driver": "D2"}
EVE, HOLIDAY = "2026-09-25", "2026-10-02"


@pytest.fixture
def centre(office: Office) -> Office:
    """Two cars, two drivers, a dispatcher on duty."""
    city(office)
    for number in "12":
        car(office, f"V{number}")
        driver(office, f"D{number}")
    duty = {"platform": "ADMIN", "person": CENTRE["person"]}
    office.say("AppointDispatcher", CENTRE, **duty)
    office.say("StartDuty", CENTRE, **duty)
    return office


@pytest.fixture
async def reactor(dsn: str, centre: Office) -> AsyncIterator[Reactor]:
    """Nothing is answered yet."""
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    yield Reactor(connection, centre.ledger)
    await connection.close()


def at(clock: str, day: str = DAY) -> datetime:
    """A moment, of the day of the trips unless it is said."""
    return datetime.fromisoformat(local(f"{day} {clock}")).astimezone(UTC)


def told(clock: str, day: str = DAY) -> str:
    """The same as it is said."""
    return at(clock, day).isoformat()


def standing(office: Office, number: str = "V1") -> Vehicle:
    """Where a car stands."""
    return load(office.ledger, f"vehicle:{number}", vehicle)


def assigned(office: Office, number: str = "O1", day: str = DAY, **pair: str) -> None:
    """An order from nine to twelve with car and driver."""
    times = {"begins_at": told("09:00", day), "ends_at": told("12:00", day)}
    approved(office, number, "09:00", "12:00", **times)
    office.say("AssignCarAndDriver", CENTRE, order=number, **(pair or PAIR))


def emergency(office: Office, number: str = "O1", day: str = DAY) -> None:
    """A car leaves at nine, at once."""
    times = {"begins_at": told("09:00", day), "ends_at": told("12:00", day)}
    drafted(office, number, "09:00", "12:00", **times)
    said = {"order": number, "kind": "FLOOD_CONTROL", "at": told("08:50", day)}
    office.say("OpenEmergencyOrder", CENTRE, **said, **PAIR)


def leaving(number: str = "O1", day: str = DAY, who: str = "D1") -> dict[str, Any]:
    """What is said when it leaves at nine."""
    return {"order": number, "driver": who, "evidence": "key", "at": told("09:00", day)}


def back(clock: str, day: str = DAY) -> dict[str, Any]:
    """What is said when it is back."""
    said = {"order": "O1", "odometer_km": 100, "inside_home": True}
    return {**said, "at": told(clock, day)}


async def sealed(office: Office, reactor: Reactor, now: datetime) -> None:
    """National Day is planned, and everything has followed until now."""
    announce(office, 2026)
    days = {"first_day": "2026-10-01", "last_day": "2026-10-07"}
    office.say("PlanSeal", BUREAU, period="G26", jurisdiction=HANGZHOU, name="国庆节", **days)
    await reactor.settle(now)


async def in_the_holiday(office: Office, reactor: Reactor) -> None:
    """It is the morning of the second day; the cars are sealed."""
    office.now = at("09:00", EVE)
    await sealed(office, reactor, at("00:01", "2026-10-01"))
    office.now = at("08:00", HOLIDAY)


@pytest.mark.proves("R078")
async def test_an_emergency_takes_a_sealed_car_out_and_it_is_sealed_again(
    office: Office, reactor: Reactor
) -> None:
    await in_the_holiday(office, reactor)
    assert isinstance(standing(office), Sealed)
    emergency(office, day=HOLIDAY)
    [freed] = [e.event for e in office.entries if e.event.TOPIC == "vehicle.unsealed"]
    assert (freed.model_dump()["approver"], isinstance(standing(office), Reserved)) == (
        "顾平",
        True,
    )
    await reactor.settle(at("08:55", HOLIDAY))
    office.say("RecordDeparture", CENTRE, **leaving(day=HOLIDAY))
    assert isinstance(standing(office), OnTrip)
    office.say("RecordReturn", CENTRE, **back("11:00", HOLIDAY))
    await reactor.settle(at("11:01", HOLIDAY))
    assert isinstance(standing(office), Sealed)


@pytest.mark.proves("R078")
async def test_one_that_does_not_leave_is_sealed_again_too(
    office: Office, reactor: Reactor
) -> None:
    await in_the_holiday(office, reactor)
    emergency(office, day=HOLIDAY)
    moved = {"order": "O1", **SECOND, "reason": "爆胎", "at": told("08:52", HOLIDAY)}
    office.say("Reassign", CENTRE, **moved)
    await reactor.settle(at("08:53", HOLIDAY))
    assert isinstance(standing(office), Sealed)
    assert isinstance(standing(office, "V2"), Reserved)
    office.say("CancelTrip", CENTRE, order="O1", reason="险情解除", at=told("08:55", HOLIDAY))
    await reactor.settle(at("08:56", HOLIDAY))
    assert isinstance(standing(office, "V2"), Sealed)


@pytest.mark.proves("R078")
async def test_an_emergency_whose_car_was_sealed_since_leaves_too(
    office: Office, reactor: Reactor
) -> None:
    await in_the_holiday(office, reactor)
    emergency(office, day=HOLIDAY)
    other = {"order": "O1", "vehicle": "V1", "driver": "D2", "reason": "换班"}
    office.say("Reassign", CENTRE, **other, at=told("08:52", HOLIDAY))
    await reactor.settle(at("08:53", HOLIDAY))
    assert isinstance(standing(office), Sealed)
    office.say("RecordDeparture", CENTRE, **leaving(day=HOLIDAY, who="D2"))
    assert isinstance(standing(office), OnTrip)


@pytest.mark.proves("R078")
@pytest.mark.parametrize("now", ["23:50", "23:59"])
async def test_what_was_sent_before_the_period_was_planned_stays_at_home(
    office: Office, reactor: Reactor, now: str
) -> None:
    office.now = at("09:00", EVE)
    announce(office, 2026)
    assigned(office, day=HOLIDAY)
    day = "2026-09-30" if now == "23:50" else "2026-10-01"
    await sealed(office, reactor, at(now, day))
    no = office.refused("RecordDeparture", CENTRE, **leaving(day=HOLIDAY))
    assert (no.code, stage(office, "O1")) == ("SealPeriodCovers", "Dispatched")


@pytest.mark.proves("R078")
async def test_nor_does_another_car_take_over_in_it(office: Office, reactor: Reactor) -> None:
    office.now = at("09:00", EVE)
    assigned(office, day=HOLIDAY)
    office.say("RecordDeparture", CENTRE, **leaving(day=HOLIDAY))
    await sealed(office, reactor, at("23:50", "2026-09-30"))
    change = {"order": "O1", **SECOND, "workshop": "厂", "reason": "爆胎"}
    change["at"] = told("10:00", HOLIDAY)
    assert office.refused("ChangeVehicle", CENTRE, **change).code == "SealPeriodCovers"


@pytest.mark.proves("R078")
async def test_a_period_that_is_over_when_a_car_is_chosen_binds_nobody(
    office: Office, reactor: Reactor
) -> None:
    office.now = at("09:00", EVE)
    await sealed(office, reactor, at("00:01", "2026-10-08"))
    times = {"begins_at": told("20:00", "2026-10-07"), "ends_at": told("12:00", "2026-10-08")}
    drafted(office, "O1", "09:00", "12:00", **times)
    said = {"order": "O1", "kind": "FLOOD_CONTROL", "at": told("08:00", "2026-10-08")}
    [opened, *_] = office.say("OpenEmergencyOrder", CENTRE, **said, **PAIR)
    assert opened.event.model_dump()["not_exempt"] == ()


def towed(office: Office) -> None:
    """The car broke down at ten and is in the workshop."""
    office.say("RecordDeparture", CENTRE, **leaving())
    said = {"vehicle": "V1", "workshop": "厂", "breakdown": True, "at": told("10:00")}
    office.say("SendToWorkshop", CENTRE, **said)


@pytest.mark.proves("R060")
def test_a_trip_ends_though_its_car_has_been_repaired_meanwhile(centre: Office) -> None:
    assigned(centre)
    towed(centre)
    done = {"vehicle": "V1", "result": "换胎", "safe": True, "at": told("11:00")}
    centre.say("CompleteMaintenance", CENTRE, **done)
    centre.say("RecordReturn", CENTRE, **back("11:30"))
    assert (stage(centre, "O1"), isinstance(standing(centre), Available)) == ("Returned", True)


@pytest.mark.proves("R060")
def test_another_car_takes_over_from_one_that_has_been_repaired(centre: Office) -> None:
    assigned(centre)
    towed(centre)
    done = {"vehicle": "V1", "result": "换胎", "safe": True, "at": told("10:10")}
    centre.say("CompleteMaintenance", CENTRE, **done)
    change = {"order": "O1", **SECOND, "workshop": "厂", "reason": "爆胎"}
    centre.say("ChangeVehicle", CENTRE, **change, at=told("10:20"))
    assert isinstance(standing(centre), Available)
    assert isinstance(standing(centre, "V2"), OnTrip)


def test_another_car_takes_over_from_one_in_any_workshop(centre: Office) -> None:
    assigned(centre)
    towed(centre)
    change = {"order": "O1", **SECOND, "workshop": "另一厂", "reason": "爆胎"}
    centre.say("ChangeVehicle", CENTRE, **change, at=told("10:20"))
    assert isinstance(standing(centre), InMaintenance)
    assert isinstance(standing(centre, "V2"), OnTrip)


@pytest.mark.proves("R094")
async def test_a_car_whose_paper_has_ended_stays(office: Office, reactor: Reactor) -> None:
    assigned(office)
    paper = {"kind": "INSURANCE", "number": "1", "sha256": DIGEST, "valid_until": "2026-03-09"}
    office.say("RecordDocument", BUREAU, vehicle="V1", **paper)
    await reactor.settle(at("08:00"))
    no = office.refused("RecordDeparture", CENTRE, **leaving())
    assert (no.code, stage(office, "O1")) == ("CarBlocked", "Dispatched")


@pytest.mark.proves("USE-11")
@pytest.mark.proves("USE-01")
async def test_a_return_that_is_told_late_is_judged_all_the_same(
    office: Office, reactor: Reactor
) -> None:
    emergency(office)
    office.say("RecordDeparture", CENTRE, **leaving())
    await reactor.settle(at("08:55", "2026-03-11"))
    assert stage(office, "O1") == "Underway"
    office.say("RecordReturn", CENTRE, **back("11:00"))
    await reactor.settle(at("09:00", "2026-03-11"))
    raised = [notice.code for notice in office.notices()]
    assert (stage(office, "O1"), raised.count("USE-11"), "USE-01" in raised) == ("Voided", 1, True)


def test_two_trips_do_not_spend_the_same_money(centre: Office) -> None:
    centre.say("AllotBudget", FINANCE, unit="A1", year=2026, cap_fen=50_000, document="财1")
    offer = {"provider": "出租", "reason": "NO_CAPACITY"}
    for number in ("O1", "O2", "O3"):
        approved(centre, number, "09:00", "12:00")
    centre.say("OfferSocialTransport", CENTRE, order="O1", **offer, estimate_fen=30_000)
    told_too = {"order": "O2", **offer, "estimate_fen": 20_001}
    assert centre.refused("OfferSocialTransport", CENTRE, **told_too).code == "BudgetExceeded"
    centre.say("OfferSocialTransport", CENTRE, **{**told_too, "estimate_fen": 20_000})
    bill = {"order": "O1", "invoice": "票1", "at": told("13:00")}
    assert centre.refused("SettleOrder", CENTRE, **bill, amount_fen=30_001).code == "CapExceeded"
    centre.say("AllotBudget", FINANCE, unit="A1", year=2026, cap_fen=60_000, document="财2")
    centre.say("SettleOrder", CENTRE, **bill, amount_fen=40_000)
    off = {"order": "O2", "invoice": "退1", "amount_fen": 0, "at": told("13:00")}
    centre.say("SettleOrder", CENTRE, **off)
    budget = load(centre.ledger, "travel-budget:A1-2026", travel_budget)
    assert isinstance(budget, Allotted)
    assert (budget.claims, stage(centre, "O2")) == ({"O1": 40_000, "O2": 0}, "Settled")


def test_strangers_do_not_tell_of_a_trip(centre: Office) -> None:
    stranger = {"person": "甲", "role": "PASSENGER", "unit": "B1"}
    assigned(centre)
    assert centre.refused("RecordDeparture", stranger, **leaving()).code == "NotDispatcher"
    centre.say("RecordDeparture", {"person": "D1", "role": "DRIVER"}, **leaving())
    another = {"person": "D2", "role": "DRIVER"}
    assert centre.refused("RecordReturn", another, **back("11:00")).code == "NotItsDriver"
    centre.say("RecordReturn", CLERK, **back("11:00"))
    match = {"order": "O1", "result": "MATCHED", "at": told("12:30")}
    assert centre.refused("MatchTrip", stranger, **match).code == "NotDispatcher"
    centre.say("MatchTrip", {"person": "telemetry"}, **match)
    settle = {"order": "O1", "distance_km": 1, "at": told("12:40")}
    centre.say("SettleOrder", CENTRE, **settle)
    close = {"order": "O1", "at": told("12:40", "2026-03-20")}
    assert centre.refused("CloseWithoutEvaluation", stranger, **close).code == "NotDispatcher"
    centre.say("CloseWithoutEvaluation", CENTRE, **close)


def test_nor_let_it_expire_or_become_void(centre: Office) -> None:
    stranger = {"person": "甲", "role": "UNIT_CLERK", "unit": "A1"}
    emergency(centre)
    late = told("12:00", "2026-03-12")
    said = {"order": "O1", "reason": "逾期", "at": late}
    assert centre.refused("VoidEmergencyOrder", stranger, **said).code == "NotDispatcher"
    assert centre.refused("ExpireTrip", stranger, order="O1", at=late).code == "NotDispatcher"
    centre.say("VoidEmergencyOrder", CENTRE, **said)
    assert stage(centre, "O1") == "Voided"


@pytest.mark.proves("INSP-01")
@pytest.mark.parametrize(
    ("clock", "codes"), [("09:00", []), ("09:01", ["INSP-01"]), ("15:00", ["INSP-01"])]
)
async def test_a_check_after_the_departure_is_no_check_before_it(
    office: Office, reactor: Reactor, clock: str, codes: list[str]
) -> None:
    assigned(office)
    await reactor.settle(at("08:00"))
    number = check_id("V1", "DAILY", DAY)
    task = load(office.ledger, f"check:{number}", check)
    assert isinstance(task, Task)
    found = {"check": number, "results": dict.fromkeys(task.file.items, "PASS")}
    office.say("CompleteCheck", CENTRE, **found, inspector="李四", at=told(clock))
    office.say("RecordDeparture", CENTRE, **leaving())
    await reactor.settle(at("09:02"))
    assert [notice.code for notice in office.notices()] == codes


@pytest.mark.proves("R060")
@pytest.mark.parametrize("free", ["08:20", "08:30"])
def test_an_emergency_gets_a_car_that_is_free_now(centre: Office, free: str) -> None:
    approved(centre, "O1", "07:00", "09:00")
    centre.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)
    centre.say("RecordDeparture", CENTRE, **{**leaving(), "at": told("07:00")})
    centre.say("RecordReturn", CENTRE, **back(free))
    drafted(centre, "E", "08:00", "12:00")
    urgent = {"order": "E", "vehicle": "V1", "driver": "D2", "kind": "FLOOD_CONTROL"}
    centre.say("OpenEmergencyOrder", CENTRE, **urgent, at=told("08:30"))
    assert stage(centre, "E") == "Dispatched"
