"""Sealed periods and alert cases, driven by the clock and by facts: nothing is lost on the way."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import asyncpg
import pytest

from fleet.desk.reactor import Reactor, migrate
from fleet.ledger.handle import handle, load
from fleet.ledger.saying import Saying
from fleet.reactions.streams import to_vehicle
from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_events import AlertAutoDismissed
from fleet.supervision.case_stages import AlertCase, Dismissed, OpenedAlert
from fleet.supervision.seal_calendar import seal_calendar
from fleet.vehicle.service import UnsealVehicle
from fleet.vehicle.stages import Sealed
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.office import BUREAU, CLERK, HANGZHOU, Office, local, topics
from tests.scenarios.seals import announce

DIGEST = "ab" * 32
ASKER = {"person": "吴越", "role": "BUREAU"}
PERIOD = f"{HANGZHOU}-2026-10-01"


def at(text: str) -> datetime:
    return datetime.fromisoformat(local(text))


@pytest.fixture
async def reactor(dsn: str, office: Office) -> AsyncIterator[Reactor]:
    """A unit with two cars in September; nothing answered yet."""
    office.now = at("2026-09-01 09:00:00")
    office.open("U")
    office.slots("U", "S1", "S2")
    office.car("1", "U", "S1")
    office.car("2", "U", "S2")
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    yield Reactor(connection, office.ledger)
    await connection.close()


def stage(office: Office, number: str) -> str:
    """Where a car stands."""
    return type(load(office.ledger, f"vehicle:C{number}", vehicle)).__name__


async def opened(office: Office, reactor: Reactor) -> None:
    """The national holiday has begun."""
    announce(office, 2026)
    await reactor.settle(at("2026-10-01 00:00:00"))
    assert (stage(office, "1"), stage(office, "2")) == ("Sealed", "Sealed")


def exempt(office: Office, number: str, begins: str, ends: str, filed: str) -> None:
    window = {"begins_at": local(begins), "ends_at": local(ends)}
    told = {"reason": "防汛", "approver": "孙立", "document": f"豁{number}"}
    of = {"period": PERIOD, "vehicle": f"C{number}"}
    office.say("AddExemption", ASKER, **of, **window, **told, at=local(filed))


@pytest.mark.proves("R078")
async def test_a_late_paper_for_a_window_that_is_over_lets_no_car_out(
    office: Office, reactor: Reactor
) -> None:
    await opened(office, reactor)
    window = ("2026-10-02 08:00:00", "2026-10-02 09:00:00")
    exempt(office, "1", *window, filed="2026-10-02 20:00:00")
    exempt(office, "2", *window, filed="2026-10-02 08:30:00")
    await reactor.settle(at("2026-10-02 08:30:00"))
    assert (stage(office, "1"), stage(office, "2")) == ("Sealed", "Available")
    await reactor.settle(at("2026-10-02 20:00:00"))
    assert (stage(office, "1"), stage(office, "2")) == ("Sealed", "Sealed")


@pytest.mark.proves("R078")
async def test_of_people_only_the_bureau_lets_a_car_out_and_never_alone(
    office: Office, reactor: Reactor
) -> None:
    await opened(office, reactor)
    need: dict[str, Any] = {"vehicle": "C1", "reason": "防汛", "at": local("2026-10-02 10:00:00")}
    assert office.refused("UnsealVehicle", CLERK, approver="孙立", **need).code == "RoleMayNot"
    own = office.refused("UnsealVehicle", BUREAU, approver="孙立", **need)
    assert own.code == "SamePersonTwice"
    late = {"vehicle": "C1", "at": local("2026-10-09 00:00:00")}
    assert office.refused("UnsealVehicle", CLERK, **late).code == "RoleMayNot"
    seal = {"vehicle": "C1", "period": PERIOD, "at": local("2026-10-02 10:00:00")}
    assert office.refused("SealVehicle", CLERK, **seal).code == "RoleMayNot"
    assert [each.code for each in office.attempts()] == [
        "RoleMayNot", "SamePersonTwice", "RoleMayNot", "RoleMayNot",
    ]  # fmt: skip
    entries = office.say("UnsealVehicle", ASKER, approver="孙立", **need)
    assert topics(entries) == ["vehicle.unsealed"]


@pytest.mark.proves("R078")
async def test_what_a_record_says_in_the_same_save_needs_no_role(
    office: Office, reactor: Reactor
) -> None:
    await opened(office, reactor)
    word = UnsealVehicle(vehicle="C1", approver="何", reason="防汛", at=at("2026-10-02 10:00:00"))
    entries = handle(office.ledger, to_vehicle(word), saying=Saying("何", role="CENTRE"))
    assert topics(entries) == ["vehicle.unsealed"]


def calendar(office: Office, *days: int) -> None:
    """October as it is announced now."""
    off = [{"date": f"2026-10-{day:02}", "name": "国庆节"} for day in days]
    office.say("AnnounceCalendar", BUREAU, year=2026, source="国办", holidays=off, workdays=[])


def planned(office: Office) -> dict[str, str]:
    """Number of each period -> its first moment after the end."""
    known = load(office.ledger, f"seal-calendar:{HANGZHOU}", seal_calendar).periods
    return {number: when.ends_at.isoformat() for number, when in known.items()}


@pytest.mark.proves("R078")
async def test_the_periods_are_those_of_the_calendar_however_often_it_changes(
    office: Office, reactor: Reactor
) -> None:
    calendar(office, *range(1, 8))
    await reactor.settle(office.now)
    assert planned(office) == {PERIOD: "2026-10-07T16:00:00+00:00"}
    calendar(office, *range(1, 6))
    await reactor.settle(office.now)
    assert planned(office) == {f"{PERIOD}-2": "2026-10-05T16:00:00+00:00"}
    calendar(office)
    await reactor.settle(office.now)
    assert planned(office) == {}
    calendar(office, *range(1, 9))
    calendar(office, *range(1, 8))
    await reactor.settle(office.now)
    [(number, ends)] = planned(office).items()
    assert ends == "2026-10-07T16:00:00+00:00"
    await reactor.settle(at("2026-10-01 00:00:00"))
    assert stage(office, "1") == "Sealed"
    car = load(office.ledger, "vehicle:C1", vehicle)
    assert isinstance(car, Sealed)
    assert car.period == number
    await reactor.settle(at("2026-10-08 00:00:00"))
    assert stage(office, "1") == "Available"


KEY = "insp-05:paper:C1-INSURANCE"


def case(office: Office, name: str = KEY) -> AlertCase:
    return load(office.ledger, f"alert-case:{name}", alert_case)


def dismissed(office: Office) -> None:
    """Somebody has looked at it, and says that it was nothing."""
    of = {"case": KEY}
    paper = [{"number": "1", "sha256": DIGEST}]
    office.say("AcknowledgeAlert", CLERK, **of)
    office.say("RequestExplanation", CLERK, **of, note="续保？")
    office.say("SubmitExplanation", CLERK, **of, text="将续保", documents=paper)
    office.say("DismissAlert", BUREAU, **of, reason="WorkNeed")
    assert isinstance(case(office), Dismissed)


@pytest.mark.proves("R085")
@pytest.mark.proves("INSP-05")
async def test_a_graver_fact_after_a_verdict_is_asked_in_a_case_of_its_own(
    office: Office, reactor: Reactor
) -> None:
    until = {"number": "1", "sha256": DIGEST, "valid_until": "2026-10-02"}
    office.say("RecordDocument", BUREAU, vehicle="C1", kind="INSURANCE", **until)
    await reactor.settle(at("2026-09-02 00:01:00"))
    office.now = at("2026-09-02 00:02:00")
    dismissed(office)
    await reactor.settle(at("2026-10-03 00:01:00"))
    judged, asked = case(office), case(office, f"{KEY}#2")
    assert isinstance(judged, Dismissed)
    assert isinstance(asked, OpenedAlert)
    assert judged.file.successor == f"{KEY}#2"
    assert (judged.file.severity, asked.file.severity) == ("AMBER", "RED")
    assert asked.file.raised.ladder == judged.file.raised.ladder
    assert asked.file.raised.unit == "U"
    renewed = {**until, "number": "2", "valid_until": "2027-10-01"}
    office.say("RecordDocument", BUREAU, vehicle="C1", kind="INSURANCE", **renewed)
    await reactor.settle(at("2026-10-03 00:02:00"))
    settled = case(office, f"{KEY}#2")
    assert isinstance(settled, Dismissed)
    assert isinstance(settled.file.last, AlertAutoDismissed)
