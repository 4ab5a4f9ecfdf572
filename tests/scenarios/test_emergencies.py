"""Emergencies, no-shows, overdue cars and keys: what the clock makes of an order."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest

from fleet.desk.reactor import Reactor, migrate
from fleet.ledger.handle import load
from fleet.vehicle.car_schedule import car_schedule
from fleet.vehicle.stages import Available, Reserved
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
from tests.scenarios.office import DIGEST, Office, local

PAIR = {"vehicle": "V1", "driver": "D1"}


@pytest.fixture
async def reactor(dsn: str, office: Office) -> AsyncIterator[Reactor]:
    """A car, a driver, a dispatcher on duty; nothing answered yet."""
    city(office)
    car(office, "V1")
    driver(office, "D1")
    duty = {"platform": "ADMIN", "person": CENTRE["person"]}
    office.say("AppointDispatcher", CENTRE, **duty)
    office.say("StartDuty", CENTRE, **duty)
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    yield Reactor(connection, office.ledger)
    await connection.close()


def at(clock: str, day: str = DAY) -> datetime:
    """A moment, of the day of the trips unless it is said."""
    return datetime.fromisoformat(local(f"{day} {clock}")).astimezone(UTC)


def emergency(office: Office, number: str = "O1") -> None:
    """A car leaves at nine, at once."""
    drafted(office, number, "09:00", "12:00")
    opened = at("08:50").isoformat()
    said = {"order": number, "kind": "FLOOD_CONTROL", "at": opened}
    office.say("OpenEmergencyOrder", CENTRE, **said, **PAIR)


def assigned(office: Office) -> None:
    """An ordinary order with car and driver."""
    approved(office, "O1", "09:00", "12:00")
    office.say("AssignCarAndDriver", CENTRE, order="O1", **PAIR)


def leave(office: Office) -> None:
    """The car leaves."""
    said = {"order": "O1", "driver": "D1", "evidence": "key"}
    office.say("RecordDeparture", CENTRE, **said, at=at("09:00").isoformat())


def come_back(office: Office, moment: datetime) -> None:
    """It comes back."""
    said = {"order": "O1", "odometer_km": 100, "inside_home": True}
    office.say("RecordReturn", CENTRE, **said, at=moment.isoformat())


def raised(office: Office) -> list[str]:
    """The alerts that stand."""
    gone = [event.notice for event in office.kept("notice.withdrawn")]
    return [event.code for event in office.notices() if event.notice not in gone]


@pytest.mark.proves("USE-11")
@pytest.mark.proves("USE-01")
@pytest.mark.proves("R086")
async def test_without_papers_an_emergency_becomes_an_unordered_trip(
    office: Office, reactor: Reactor
) -> None:
    emergency(office)
    leave(office)
    come_back(office, at("11:00"))
    await reactor.settle(at("08:49", "2026-03-11"))
    assert stage(office, "O1") == "Returned"
    await reactor.settle(at("08:50", "2026-03-11"))
    assert stage(office, "O1") == "Voided"
    assert raised(office) == ["INSP-01", "USE-11", "USE-01"]


@pytest.mark.proves("USE-11")
async def test_a_long_emergency_becomes_void_when_it_is_back(
    office: Office, reactor: Reactor
) -> None:
    emergency(office)
    leave(office)
    await reactor.settle(at("09:00", "2026-03-11"))
    assert (stage(office, "O1"), "USE-11" in raised(office)) == ("Underway", True)
    come_back(office, at("10:00", "2026-03-11"))
    await reactor.settle(at("10:00", "2026-03-11"))
    assert (stage(office, "O1"), "USE-01" in raised(office)) == ("Voided", True)


@pytest.mark.proves("R060")
async def test_with_its_papers_it_goes_on_like_any_other(office: Office, reactor: Reactor) -> None:
    emergency(office)
    leave(office)
    come_back(office, at("11:00"))
    match = {"order": "O1", "result": "MATCHED", "at": at("12:30").isoformat()}
    assert office.refused("MatchTrip", CENTRE, **match).code == "PapersMissing"
    papers = {"order": "O1", "document": "补1", "sha256": DIGEST, "approver": "林涛"}
    office.say("FileEmergencyPapers", CLERK, **papers, at=at("12:00").isoformat())
    office.say("MatchTrip", CENTRE, **match)
    settled = {"order": "O1", "distance_km": 30, "at": at("13:00").isoformat()}
    office.say("SettleOrder", CENTRE, **settled)
    await reactor.settle(at("12:59", "2026-03-17"))
    assert (stage(office, "O1"), raised(office)) == ("Settled", ["INSP-01"])
    await reactor.settle(at("13:00", "2026-03-17"))
    assert stage(office, "O1") == "Closed"


@pytest.mark.proves("USE-11")
async def test_the_fourth_emergency_of_a_month_is_told(office: Office, reactor: Reactor) -> None:
    for hour in range(4):
        begin, end, number = f"{9 + hour}:00", f"{9 + hour}:30", f"O{hour}"
        drafted(office, number, begin.zfill(5), end.zfill(5))
        said = {"order": number, "kind": "MEDICAL", **PAIR}
        office.say("OpenEmergencyOrder", CENTRE, **said)
        await reactor.settle(at("12:00", "2026-03-09"))
        assert raised(office) == (["USE-11"] if hour == 3 else [])


@pytest.mark.proves("R060")
async def test_a_car_is_held_ready_and_free_again_when_nobody_comes(
    office: Office, reactor: Reactor
) -> None:
    assigned(office)
    await reactor.settle(at("08:29"))
    assert isinstance(load(office.ledger, "vehicle:V1", vehicle), Available)
    await reactor.settle(at("08:30"))
    assert isinstance(load(office.ledger, "vehicle:V1", vehicle), Reserved)
    await reactor.settle(at("10:00"))
    assert stage(office, "O1") == "Expired"
    assert isinstance(load(office.ledger, "vehicle:V1", vehicle), Available)
    [used] = load(office.ledger, "car-schedule:V1", car_schedule).bookings.rows
    assert used.ends_at == at("10:00")


@pytest.mark.proves("R060")
async def test_what_nobody_answers_expires_at_its_begin(office: Office, reactor: Reactor) -> None:
    drafted(office, "O1", "09:00", "12:00")
    office.say("RequestTrip", CLERK, order="O1")
    approved(office, "O2", "09:00", "12:00")
    await reactor.settle(at("08:59"))
    assert (stage(office, "O1"), stage(office, "O2")) == ("Requested", "Approved")
    await reactor.settle(at("09:00"))
    assert (stage(office, "O1"), stage(office, "O2")) == ("Expired", "Expired")


@pytest.mark.proves("USE-02")
async def test_a_car_that_is_not_back_an_hour_after_the_end_is_told(
    office: Office, reactor: Reactor
) -> None:
    assigned(office)
    leave(office)
    await reactor.settle(at("12:59"))
    assert raised(office) == ["INSP-01"]
    await reactor.settle(at("13:00"))
    assert raised(office) == ["INSP-01", "USE-02"]
    come_back(office, at("13:20"))
    await reactor.settle(at("13:20"))
    assert raised(office) == ["INSP-01"]


@pytest.mark.proves("USE-02")
async def test_an_extended_trip_has_more_time(office: Office, reactor: Reactor) -> None:
    assigned(office)
    leave(office)
    longer = {"order": "O1", "ends_at": at("13:00").isoformat(), "reason": "会议延长"}
    said = {**longer, "approver": "林涛", "at": at("11:00").isoformat()}
    office.say("ExtendTrip", CLERK, **said)
    await reactor.settle(at("13:59"))
    assert raised(office) == ["INSP-01"]
    await reactor.settle(at("14:00"))
    assert raised(office) == ["INSP-01", "USE-02"]


@pytest.mark.proves("USE-12")
async def test_a_key_that_is_not_back_is_told_until_it_is(office: Office, reactor: Reactor) -> None:
    assigned(office)
    key = {"order": "O1", "key": "K1", "cabinet": "G1"}
    office.say("RecordKeyOut", CENTRE, **key, at=at("08:50").isoformat())
    leave(office)
    come_back(office, at("11:00"))
    await reactor.settle(at("11:29"))
    assert "USE-12" not in raised(office)
    await reactor.settle(at("11:30"))
    assert "USE-12" in raised(office)
    office.say("RecordKeyIn", CENTRE, **key, at=at("11:40").isoformat())
    await reactor.settle(at("11:40"))
    assert "USE-12" not in raised(office)
