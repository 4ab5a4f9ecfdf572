"""Cars in service, watched by reactions that remember: gaps, holidays, cases; over a restart."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from fleet.desk.reactor import Reactor, migrate
from fleet.ledger.handle import load
from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_stages import Dismissed, OpenedAlert, Raised
from fleet.supervision.seal import seal
from fleet.supervision.seal_stages import Planned
from fleet.vehicle.stages import Available, Sealed
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.office import Office, local
from tests.scenarios.seals import announce

HOUR = timedelta(hours=1)
SOON = datetime.now(UTC) + 2 * HOUR  # noqa: TID251 - the ledger's own clock is what an hour counts from


@pytest.fixture
async def connection(dsn: str, office: Office) -> AsyncIterator[asyncpg.Connection]:
    """To the list of dates."""
    assert office
    connection = await asyncpg.connect(dsn)
    await migrate(connection)
    yield connection
    await connection.close()


def city(office: Office) -> None:
    """Three cars of one unit, with plan and marking; the third has no terminal."""
    office.now = datetime(2026, 9, 1, 1, tzinfo=UTC)
    office.open("U")
    office.slots("U", "S1", "S2", "S3")
    ring = {"type": "Point", "coordinates": [120.15, 30.28]}
    office.say("PublishFence", fence="H", name="驻地", geometry=ring, radius_m=150.0)
    for number in ("1", "2", "3"):
        office.car(number, "U", f"S{number}")
        plan: dict[str, Any] = {"home": ["H"], "operating": [], "forbidden": []}
        office.say("PublishFencePlan", vehicle=f"C{number}", **plan)
        office.say("RecordMarking", vehicle=f"C{number}", kind="recorded")
        office.say("RegisterTerminal", device=f"T{number}")
    for number in ("1", "2"):
        office.say("BindTerminal", device=f"T{number}", vehicle=f"C{number}")


def raised(office: Office) -> list[tuple[str, str]]:
    """Without the checks that nobody does here."""
    told = [(it.code, it.vehicle) for it in office.kept("notice.raised")]
    return [(code, car) for code, car in told if not code.startswith("INSP-0")]


def case(office: Office, name: str) -> OpenedAlert:
    known = load(office.ledger, f"alert-case:{name}", alert_case)
    assert isinstance(known, OpenedAlert)
    return known


@pytest.mark.proves("TERM-05")
@pytest.mark.proves("R061")
async def test_the_one_car_without_a_terminal_is_told_and_its_case_opened(
    office: Office, connection: asyncpg.Connection
) -> None:
    city(office)
    reactor = Reactor(connection, office.ledger)
    await reactor.settle(office.now)
    assert raised(office) == []
    await reactor.settle(SOON)
    assert raised(office) == [("TERM-05", "C3")]
    assert isinstance(case(office, "term-05:vehicle:C3"), Raised)


@pytest.mark.proves("TERM-05")
@pytest.mark.proves("R061")
async def test_unbinding_is_told_by_a_reactor_that_has_only_just_begun(
    office: Office, connection: asyncpg.Connection
) -> None:
    city(office)
    office.say("BindTerminal", device="T3", vehicle="C3")
    await Reactor(connection, office.ledger).settle(SOON)
    assert raised(office) == []
    office.say("UnbindTerminal", device="T1", vehicle="C1")
    await Reactor(connection, office.ledger).settle(SOON + HOUR)
    assert raised(office) == [("TERM-05", "C1")]
    office.say("BindTerminal", device="T1", vehicle="C1")
    await Reactor(connection, office.ledger).settle(SOON + HOUR)
    assert isinstance(case(office, "term-05:vehicle:C1"), Dismissed)


@pytest.mark.proves("R078")
async def test_a_holiday_is_planned_opened_and_closed_by_the_clock(
    office: Office, connection: asyncpg.Connection
) -> None:
    city(office)
    announce(office, 2026)
    reactor = Reactor(connection, office.ledger)
    await reactor.settle(office.now)
    period = "330100-2026-10-01"
    assert isinstance(load(office.ledger, f"seal-period:{period}", seal), Planned)
    window = {"begins_at": local("2026-10-02 08:00:00"), "ends_at": local("2026-10-03 18:00:00")}
    told = {"reason": "防汛值守", "approver": "孙立", "document": "豁1"}
    asker = {"person": "吴越", "role": "BUREAU"}
    office.say("AddExemption", asker, period=period, vehicle="C2", **window, **told)
    stood = {
        "2026-10-01 00:00:00": Sealed,
        "2026-10-02 07:59:59": Sealed,
        "2026-10-02 08:00:00": Available,
        "2026-10-03 17:59:59": Available,
        "2026-10-03 18:00:00": Sealed,
        "2026-10-08 00:00:00": Available,
    }
    for moment, exempt in stood.items():
        await reactor.settle(datetime.fromisoformat(local(moment)))
        others = Available if moment.startswith("2026-10-08") else Sealed
        stages = [type(load(office.ledger, f"vehicle:C{n}", vehicle)) for n in "123"]
        assert stages == [others, exempt, others]
    assert ("SEAL-04", "") in raised(office)


async def test_a_checkpoint_of_an_earlier_release_is_taken_over(dsn: str, office: Office) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE SCHEMA reactions")
    await connection.execute("CREATE TABLE reactions.checkpoint (the_one bool, position bigint)")
    await connection.execute("INSERT INTO reactions.checkpoint VALUES (true, 7)")
    for _ in range(2):
        await migrate(connection)
    rows = await connection.fetch("SELECT name, position FROM reactions.followed")
    assert [tuple(row) for row in rows] == [("loop", 7)]
    await connection.close()
    assert office
