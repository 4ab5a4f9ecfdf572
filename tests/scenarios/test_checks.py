"""日查、月查、季度进厂检查, by the clock: through the desk, the ledger and the table of dates."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from fleet.desk.commands import parse, say_all
from fleet.desk.reactor import Reactor, migrate
from fleet.desk.reconsider import reconsider
from fleet.inspection.check import check
from fleet.inspection.check_stages import Completed, Missed, Scheduled, Waived
from fleet.ledger.handle import load
from fleet.policy.policies import policies, shelved
from fleet.vehicle.stages import Available, Suspended, car_of
from fleet.vehicle.vehicle import vehicle
from tests.scenarios import fleet_centre as centre
from tests.scenarios.fleet_centre import CENTRE
from tests.scenarios.office import BUREAU, DIGEST, HANGZHOU, Office, local

DRIVER = {"person": "赵师傅", "role": "DRIVER"}
SAFETY = ("BRAKES", "STEERING", "TYRES", "LIGHTS", "SEAT_BELTS")
GOOD = dict.fromkeys((*SAFETY, "APPEARANCE", "CLEANLINESS", "MARKING", "TOOLS"), "PASS")
OCTOBER = datetime(2026, 10, 5, 1, tzinfo=UTC)


@pytest.fixture
async def reactor(dsn: str, office: Office) -> AsyncIterator[Reactor]:
    """Nothing answered yet."""
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    yield Reactor(connection, office.ledger)
    await connection.close()


def at(text: str) -> datetime:
    return datetime.fromisoformat(local(text))


def cars(office: Office, count: int, *, category: str = "LAW_ENFORCEMENT") -> None:
    """A city, one unit, and its cars of before."""
    office.now = OCTOBER
    office.publish()
    office.unit("A1")
    said = {"command": "TakeOverVehicle", "unit": "A1", "category": category, "actor": CENTRE}
    said |= {"at": local("2026-10-05 10:00:00")}
    say_all(office.ledger, ({**said, "vehicle": f"C{n}", "plate": f"浙A{n}"} for n in range(count)))


def stage(office: Office, name: str) -> type:
    return type(load(office.ledger, f"check:{name}", check))


def raised(office: Office, *codes: str) -> list[tuple[str, str]]:
    """The notices of these rules, and of which car."""
    return [(it.code, it.vehicle) for it in office.notices() if it.code in codes]


def missed(office: Office) -> set[str]:
    """The checks of the first car of which the notices say that they were missed."""
    codes = ("INSP-02", "INSP-03")
    told = [it.subject for it in office.notices() if it.code in codes]
    return {subject.removeprefix("check:C0-") for subject in told}


def complete(office: Office, name: str, **more: Any) -> Any:  # noqa: ANN401 - of any field
    """Somebody looks, and all is well unless he says otherwise."""
    said = {"results": GOOD, "inspector": "赵师傅", **more}
    return office.say("CompleteCheck", DRIVER, check=name, **said)


@pytest.mark.proves("R090")
@pytest.mark.proves("R091")
@pytest.mark.proves("INSP-02")
async def test_of_162_cars_160_were_checked_by_the_end_of_the_month(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 162)
    await reactor.settle(OCTOBER)
    done = {"command": "CompleteCheck", "results": GOOD, "inspector": "赵师傅", "actor": DRIVER}
    done |= {"at": local("2026-10-20 10:00:00")}
    names = [f"C{n}-MONTHLY-2026-10" for n in range(160)]
    say_all(office.ledger, ({**done, "check": name} for name in names))
    await reactor.settle(at("2026-10-31 23:59:59"))
    assert raised(office, "INSP-02", "INSP-03") == []
    await reactor.settle(at("2026-11-01 00:00:00"))
    assert raised(office, "INSP-02", "INSP-03") == [("INSP-02", "C160"), ("INSP-02", "C161")]
    assert stage(office, "C7-MONTHLY-2026-11") is Scheduled


@pytest.mark.proves("R091")
@pytest.mark.proves("R092")
@pytest.mark.proves("INSP-03")
async def test_a_quarter_without_a_workshop_is_told_and_a_self_check_does_not_do(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 2)
    await reactor.settle(OCTOBER)
    quarterly = {"results": GOOD, "inspector": "厂检员"}
    no = office.refused("CompleteCheck", CENTRE, check="C0-QUARTERLY-2026Q4", **quarterly)
    assert (no.code, no.basis) == ("SelfCheckNotEnough", "R092")
    paper = {"workshop_record": "厂检8", "sha256": DIGEST}
    office.say("CompleteCheck", CENTRE, check="C0-QUARTERLY-2026Q4", **quarterly, **paper)
    await reactor.settle(at("2027-01-01 00:00:00"))
    assert raised(office, "INSP-03") == [("INSP-03", "C1")]
    assert stage(office, "C1-QUARTERLY-2027Q1") is Scheduled


@pytest.mark.proves("R091")
async def test_a_year_in_which_nobody_looked_at_the_clock_is_no_flood(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 1)
    await reactor.settle(OCTOBER)
    await reactor.settle(at("2027-10-05 10:00:00"))
    assert missed(office) == {
        "MONTHLY-2026-10", "MONTHLY-2026-11", "QUARTERLY-2026Q4", "QUARTERLY-2027Q1"
    }  # fmt: skip
    assert stage(office, "C0-MONTHLY-2027-10") is Scheduled
    assert stage(office, "C0-QUARTERLY-2027Q4") is Scheduled


@pytest.mark.proves("R091")
async def test_a_task_asked_for_by_hand_takes_the_others_nothing_away(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 1)
    await reactor.settle(OCTOBER)
    for period in ("2021-01", "2027-02"):
        office.say("ScheduleCheck", CENTRE, vehicle="C0", kind="MONTHLY", period=period)
    await reactor.settle(OCTOBER)
    assert missed(office) == {"MONTHLY-2021-01"}
    for month in ("2026-11", "2026-12", "2027-01", "2027-02", "2027-03"):
        await reactor.settle(at(f"{month}-01 00:00:00"))
        assert stage(office, f"C0-MONTHLY-{month}") is Scheduled


@pytest.mark.proves("INSP-02")
async def test_a_waiver_and_a_late_paper_settle_what_was_told(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 3)
    await reactor.settle(OCTOBER)
    await reactor.settle(at("2026-11-01 00:00:00"))
    assert len(raised(office, "INSP-02")) == 3
    office.say("WaiveCheck", BUREAU, check="C0-MONTHLY-2026-10", reason="大修", document="免1")
    complete(office, "C1-MONTHLY-2026-10", at=local("2026-10-31 09:00:00"))
    complete(office, "C2-MONTHLY-2026-10", at=local("2026-11-02 09:00:00"))
    await reactor.settle(at("2026-11-02 10:00:00"))
    settled = [(it.notice, it.reason) for it in office.kept("notice.withdrawn")]
    assert settled == [
        ("insp-02:check:C0-MONTHLY-2026-10", "waived"),
        ("insp-02:check:C1-MONTHLY-2026-10", "done_in_time"),
    ]


@pytest.mark.proves("R094")
async def test_a_failed_brake_keeps_the_car_from_the_road_until_it_is_repaired(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 1)
    await reactor.settle(OCTOBER)
    failing = GOOD | {"BRAKES": "FAIL", "TOOLS": "FAIL"}
    entries = complete(office, "C0-MONTHLY-2026-10", results=failing)
    shelf = shelved({HANGZHOU: load(office.ledger, f"policy:{HANGZHOU}", policies)})
    assert reconsider(entries[0].event, shelf) == dict.fromkeys(("R091", "R092", "R094"), True)
    known = load(office.ledger, "vehicle:C0", vehicle)
    assert isinstance(known, Suspended)
    assert {*car_of(known).failed} == {"BRAKES"}
    repair = {"vehicle": "C0", "vendor": "城西汽修", "designated": True, "items": ["BRAKES"]}
    office.say("OpenWorkOrder", DRIVER, work_order="W1", estimate_fen=90_000, **repair)
    office.say("ApproveWorkOrder", CENTRE, work_order="W1")
    bill = {"invoice": "票1", "amount_fen": 80_000, "issued_at": office.now.isoformat()}
    office.say("RecordInvoice", CENTRE, work_order="W1", **bill)
    done = {"result": "换刹车片", "items_passed": ["BRAKES"]}
    office.say("CompleteWorkOrder", DRIVER, work_order="W1", **done)
    assert isinstance(load(office.ledger, "vehicle:C0", vehicle), Available)


@pytest.mark.proves("R094")
async def test_passing_a_check_of_ones_own_is_no_repair(office: Office, reactor: Reactor) -> None:
    cars(office, 1)
    await reactor.settle(OCTOBER)
    complete(office, "C0-MONTHLY-2026-10", results=GOOD | {"BRAKES": "FAIL"})
    for kind, period in (("DAILY", "2026-10-05"), ("QUARTERLY", "2026Q4")):
        office.say("ScheduleCheck", DRIVER, vehicle="C0", kind=kind, period=period)
    complete(office, "C0-DAILY-2026-10-05")
    assert isinstance(load(office.ledger, "vehicle:C0", vehicle), Suspended)
    complete(office, "C0-QUARTERLY-2026Q4", workshop_record="厂检8")
    assert isinstance(load(office.ledger, "vehicle:C0", vehicle), Available)


async def test_within_its_cover_the_maker_is_asked_before_a_car_is_repaired(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 1)
    assert reactor
    cover = {"cover": "WHOLE_CAR", "valid_until": "2027-01-01", "limit_km": 60_000}
    office.say("RecordWarranty", CENTRE, vehicle="C0", sha256=DIGEST, **cover)
    repair = {"vendor": "城西汽修", "designated": True, "items": ["空调"], "estimate_fen": 1}
    about = {"work_order": "W1", "vehicle": "C0", **repair}
    assert office.refused("OpenWorkOrder", DRIVER, **about).code == "WarrantyNotAsked"
    office.say("RecordOdometer", vehicle="C0", odometer_km=60_001)
    office.say("OpenWorkOrder", DRIVER, **about)
    assert office.refused("OpenWorkOrder", DRIVER, **about | {"vehicle": "C9"}).code == (
        "WorkOrderDiffers"
    )


@pytest.mark.proves("R093")
async def test_a_typhoon_brings_one_task_for_each_car_of_the_named_districts(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 2)
    said = {"name": "临安队", "jurisdiction": HANGZHOU, "sector": "PARTY_GOV", "district": "临安区"}
    office.say("RegisterUnit", BUREAU, unit="B1", **said)
    far = {"plate": "浙A9", "unit": "B1", "category": "LAW_ENFORCEMENT"}
    office.say("TakeOverVehicle", vehicle="C9", **far)
    days = {"first_day": "2026-10-06", "last_day": "2026-10-07", "document": "防台1号"}
    about = {"campaign": "T1", "jurisdiction": HANGZHOU, "name": "台风", "occasion": "TYPHOON"}
    office.say("OrderSpecialCheck", CENTRE, **about, **days, districts=["临安区"])
    await reactor.settle(office.now)
    assert stage(office, "C9-SPECIAL-T1") is Scheduled
    assert stage(office, "C0-SPECIAL-T1").__name__ == "Unknown"
    task = {"vehicle": "C0", "kind": "SPECIAL", "period": "T1"}
    assert office.refused("ScheduleCheck", CENTRE, **task).code == "OtherDistricts"
    assert office.refused("ScheduleCheck", CENTRE, **task | {"period": "T2"}).code == (
        "NoSuchCampaign"
    )
    results = dict.fromkeys(SAFETY, "PASS")
    complete(office, "C9-SPECIAL-T1", results=results, at=local("2026-10-07 09:00:00"))
    assert stage(office, "C9-SPECIAL-T1") is Completed


@pytest.mark.proves("R091")
@pytest.mark.proves("INSP-01")
async def test_a_car_with_an_order_has_a_daily_check_each_day(
    office: Office, reactor: Reactor
) -> None:
    centre.city(office)
    centre.car(office, "V1")
    centre.driver(office, "D1")
    centre.approved(office, "O1", "09:00:00", "11:00:00")
    office.say("AssignCarAndDriver", CENTRE, order="O1", vehicle="V1", driver="D1")
    await reactor.settle(office.now)
    name = f"V1-DAILY-{centre.DAY}"
    assert stage(office, name) is Scheduled
    results = dict.fromkeys(SAFETY, "PASS")
    complete(office, name, results=results, at=local(f"{centre.DAY} 08:40:00"))
    said = {"order": "O1", "driver": "D1", "evidence": "key", "odometer_km": 10}
    entries = office.say("RecordDeparture", CENTRE, at=local(f"{centre.DAY} 09:00:00"), **said)
    [left] = [entry.event for entry in entries if entry.event.TOPIC == "order.departed"]
    assert getattr(left, "daily_check", None) is True
    await reactor.settle(at(f"{centre.DAY} 09:00:00"))
    assert raised(office, "INSP-01") == []


@pytest.mark.proves("R091")
async def test_a_daily_check_of_a_car_that_was_not_used_is_waived(
    office: Office, reactor: Reactor
) -> None:
    centre.city(office)
    centre.car(office, "V1")
    centre.driver(office, "D1")
    centre.approved(office, "O1", "09:00:00", "11:00:00")
    office.say("AssignCarAndDriver", CENTRE, order="O1", vehicle="V1", driver="D1")
    await reactor.settle(office.now)
    office.say("CancelTrip", centre.CLERK, order="O1", reason="会议取消")
    await reactor.settle(at("2026-03-11 00:00:00"))
    assert stage(office, f"V1-DAILY-{centre.DAY}") is Waived


@pytest.mark.proves("R091")
async def test_a_daily_check_of_a_car_that_was_used_is_missed(
    office: Office, reactor: Reactor
) -> None:
    centre.city(office)
    centre.car(office, "V1")
    centre.driver(office, "D1")
    centre.approved(office, "O1", "09:00:00", "11:00:00")
    office.say("AssignCarAndDriver", CENTRE, order="O1", vehicle="V1", driver="D1")
    await reactor.settle(office.now)
    said = {"order": "O1", "driver": "D1", "evidence": "key", "odometer_km": 10}
    office.say("RecordDeparture", CENTRE, at=local(f"{centre.DAY} 09:00:00"), **said)
    await reactor.settle(at("2026-03-11 00:00:00"))
    assert stage(office, f"V1-DAILY-{centre.DAY}") is Missed
    assert raised(office, "INSP-01", "INSP-02") == [("INSP-01", "V1")]


@pytest.mark.proves("R091")
async def test_a_car_that_leaves_service_is_not_checked_any_more(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 2)
    await reactor.settle(OCTOBER)
    out = {"jurisdiction": "330200", "acceptance": "接1"}
    office.say("TransferOut", BUREAU, vehicle="C0", **out)
    await reactor.settle(at("2026-12-01 00:00:00"))
    assert stage(office, "C0-MONTHLY-2026-10") is Waived
    assert stage(office, "C0-QUARTERLY-2026Q4") is Waived
    assert stage(office, "C0-MONTHLY-2026-11").__name__ == "Unknown"
    assert stage(office, "C1-MONTHLY-2026-11") is Missed
    assert {of for _, of in raised(office, "INSP-02", "INSP-03")} == {"C1"}


@pytest.mark.proves("INSP-05")
async def test_insurance_is_reminded_of_thrice_and_red_when_it_is_over(
    office: Office, reactor: Reactor
) -> None:
    cars(office, 1)
    paper = {"vehicle": "C0", "kind": "INSURANCE", "number": "保1", "sha256": DIGEST}
    office.say("RecordDocument", **paper, valid_until="2026-12-31")
    for day in ("2026-12-01", "2026-12-16", "2026-12-24", "2026-12-31"):
        await reactor.settle(at(f"{day} 00:00:00"))
    events = [*office.kept("notice.raised"), *office.kept("notice.repeated")]
    told = [it for it in events if it.code == "INSP-05"]
    assert [it.inputs["days"] for it in told] == ["30", "15", "7"]
    await reactor.settle(at("2027-01-01 00:00:00"))
    [*_, last] = office.kept("notice.repeated")
    assert (last.code, last.inputs["severity"]) == ("INSP-05", "RED")
    office.now = at("2027-01-01 08:00:00")
    office.say("RecordDocument", **paper | {"number": "保2"}, valid_until="2027-12-31")
    await reactor.settle(office.now)
    assert ("insp-05:paper:C0-INSURANCE", "renewed") in [
        (it.notice, it.reason) for it in office.kept("notice.withdrawn")
    ]


@pytest.mark.proves("INSP-06")
async def test_a_recall_stands_until_it_is_answered(office: Office, reactor: Reactor) -> None:
    cars(office, 1)
    office.say("RecordRecall", CENTRE, vehicle="C0", recall="R1")
    await reactor.settle(office.now)
    [notice] = [it for it in office.notices() if it.code == "INSP-06"]
    assert (notice.unit, notice.vehicle, notice.inputs["stop_drive"]) == ("A1", "C0", "no")
    office.say("RecordRecall", CENTRE, vehicle="C0", recall="R1", answered=True)
    await reactor.settle(office.now)
    [settled] = [it for it in office.kept("notice.withdrawn") if it.code == "INSP-06"]
    assert (settled.notice, settled.reason) == ("insp-06:recall:C0-R1", "answered")


def test_what_nobody_scheduled_has_no_region(office: Office) -> None:
    office.publish()
    said = {"check": "C0-MONTHLY-2026-10", "at": local("2026-11-01 00:00:00")}
    assert office.refused("MarkMissed", **said).code == "OutOfOrder"
    assert office.refused("ApproveWorkOrder", CENTRE, work_order="W9").code == "OutOfOrder"
    assert office.refused("WaiveCheck", BUREAU, **said, reason="x").code == "OutOfOrder"
    task = {"vehicle": "C0", "kind": "MONTHLY", "period": "2026-10"}
    assert office.refused("ScheduleCheck", CENTRE, **task).code == "NotInService"
    assert parse({"command": "MarkExpired", "vehicle": "C0", "kind": "INSURANCE",
        "at": local("2026-11-01 00:00:00"), "actor": CENTRE})  # fmt: skip
    assert office.say("MarkExpired", CENTRE, vehicle="C0", kind="INSURANCE") == []
