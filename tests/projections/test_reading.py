"""A view now and then, on a real database with the archive."""

from datetime import datetime, timedelta

import asyncpg
import pytest

from fleet.vehicle.fitting import PlateChanged
from projections import engine, reading
from projections.moment import Position
from projections.reading import NoViewError
from projections.scope import Reader
from telemetry.archive import migrate as migrate_archive
from tests.projections.stories import (
    AMENDED,
    AREA,
    CAR,
    OCTOBER,
    OPENED,
    PAPERS,
    PLAN,
    UNIT,
    VOIDED,
    prepared,
    written,
)

MINUTE = timedelta(minutes=1)
RENAMED = PlateChanged(vehicle="car-1", old="浙A0001警", new="浙A2", at=OCTOBER)
FIX = """
INSERT INTO archive.fixes (
    device, at, digest, lon, lat, speed_kmh, alarm, status, quality, datum, source, raw, received_at
)
VALUES ('T1', $1, '\\x00', 120.15, $3, 0, 0, 2, $4, 'wgs84', 'json', '', $2)
"""
RECORD = """
INSERT INTO archive.visit_records (
    visit_id, kind, vehicle, fence, fence_version, content, changed, cause, late, recorded_at
)
VALUES ($1, $2, 'car-1', 'yard', 1, $3, '{}', '{}', false, $4)
"""
VISIT = (
    '{"enter_lo": null, "enter_hi": 1500000, "enter_confirmed": 2000000, "exit_lo": null,'
    ' "exit_hi": null, "exit_confirmed": null, "flags": ["open", "entry_unseen"]}'
)


async def heard(
    connection: asyncpg.Connection, at: datetime, came: datetime, lat: float, flags: int = 0
) -> None:
    """A fix of terminal T1."""
    await connection.execute(FIX, at, came, lat, flags)


async def now(connection: asyncpg.Connection) -> datetime:
    moment: datetime = await connection.fetchval("SELECT clock_timestamp()")
    return moment


async def test_an_unknown_view_is_named_with_those_there_are(
    connection: asyncpg.Connection,
) -> None:
    with pytest.raises(NoViewError, match=r"alerts, attempts, .*, vehicles, visits"):
        await reading.rows(connection, "horses")


async def test_a_car_is_shown_with_its_unit_and_terminal_before_there_is_an_archive(
    connection: asyncpg.Connection,
) -> None:
    await written(connection, "lifecycle", *PAPERS)
    await engine.bring_up(connection)
    [car] = await reading.rows(connection, "vehicles")
    assert car["unit_name"] == "市档案馆"
    assert (car["plate"], car["device"], car["at"]) == ("浙A0001警", "T1", None)


async def test_a_car_is_shown_as_it_was_at_a_position(connection: asyncpg.Connection) -> None:
    places = await written(connection, "lifecycle", *PAPERS, RENAMED)
    for place, plate in ((places[3], "浙A0001警"), (places[4], "浙A2")):
        [car] = await reading.rows(connection, "vehicles", at=Position("lifecycle", place))
        assert car["plate"] == plate


async def test_a_car_is_shown_as_it_was_at_a_time(connection: asyncpg.Connection) -> None:
    await written(connection, "lifecycle", *PAPERS)
    then = await now(connection)
    await written(connection, "lifecycle", RENAMED)
    [car] = await reading.rows(connection, "vehicles", at=then)
    assert car["plate"] == "浙A0001警"


async def test_a_position_of_one_ledger_cuts_the_other_where_it_was_recorded(
    connection: asyncpg.Connection,
) -> None:
    await written(connection, "lifecycle", *PAPERS)
    [place] = await written(connection, "supervision", OPENED)
    await written(connection, "lifecycle", RENAMED)
    [alert] = await reading.rows(connection, "alerts", at=Position("supervision", place))
    assert (alert["plate"], alert["state"]) == ("浙A0001警", "opened")


async def test_before_the_first_entry_every_view_is_empty(connection: asyncpg.Connection) -> None:
    await written(connection, "lifecycle", *PAPERS)
    for name in reading.NAMES:
        assert await reading.rows(connection, name, at=Position("lifecycle", 0)) == []


async def test_a_finding_is_shown_at_its_last_word(connection: asyncpg.Connection) -> None:
    await written(connection, "lifecycle", *PAPERS)
    await written(connection, "supervision", OPENED, AMENDED)
    await engine.bring_up(connection)
    [alert] = await reading.rows(connection, "alerts")
    assert (alert["state"], alert["amendments"], alert["plate"]) == ("amended", 1, "浙A0001警")
    await written(connection, "supervision", VOIDED)
    await engine.bring_up(connection)
    [alert] = await reading.rows(connection, "alerts")
    assert (alert["state"], alert["reason"]) == ("voided", "evidence_changed")


async def test_where_a_car_was_is_what_had_arrived_by_then(connection: asyncpg.Connection) -> None:
    await migrate_archive(connection)
    await written(connection, "lifecycle", UNIT, CAR)
    start = await now(connection)
    bound = PAPERS[3].model_copy(update={"valid_from": start - 60 * MINUTE})
    await written(connection, "lifecycle", bound)
    seen = await now(connection)
    await heard(connection, start - 30 * MINUTE, start - 29 * MINUTE, 30.1)
    await heard(connection, start - 20 * MINUTE, start - 19 * MINUTE, 30.2, flags=1)  # no fix
    await heard(connection, start - 10 * MINUTE, seen + 60 * MINUTE, 30.3)  # came late
    await heard(connection, start - 90 * MINUTE, start - 89 * MINUTE, 30.4)  # before it was bound
    [car] = await reading.rows(connection, "vehicles", at=seen)
    assert car["lat"] == 30.1
    [car] = await reading.rows(connection, "vehicles", at=seen + 61 * MINUTE)
    assert car["lat"] == 30.3


async def test_visits_at_a_time_are_what_the_records_amounted_to(
    connection: asyncpg.Connection,
) -> None:
    await migrate_archive(connection)
    await connection.execute(RECORD, "v1", "opened", VISIT, OCTOBER)
    await connection.execute(RECORD, "v2", "opened", VISIT, OCTOBER + MINUTE)
    await connection.execute(RECORD, "v1", "voided", VISIT, OCTOBER + 2 * MINUTE)
    numbers = [
        [row["visit"] for row in await reading.rows(connection, "visits", at=OCTOBER + n * MINUTE)]
        for n in (-1, 0, 1, 2)
    ]
    assert numbers == [[], [1], [1, 2], [1]]


async def test_visits_have_the_form_of_the_truth_files(connection: asyncpg.Connection) -> None:
    await migrate_archive(connection)
    await connection.execute(RECORD, "v1", "opened", VISIT, OCTOBER)
    [row] = await reading.rows(connection, "visits", at=OCTOBER)
    assert list(row.values()) == [
        "car-1", "yard", 1, None, 1.5, 2, None, None, None, "entry_unseen|open",
    ]  # fmt: skip


async def test_live_places_and_visits_come_from_the_archive(connection: asyncpg.Connection) -> None:
    await migrate_archive(connection)
    await written(connection, "lifecycle", *PAPERS)
    await engine.bring_up(connection)
    await connection.execute(
        "INSERT INTO archive.latest VALUES"
        " ('car-1', 'T1', $1, 120.15, 30.2, 36, 90, 0, 3, 4096, $1, 1)",
        OCTOBER,
    )
    await connection.execute(
        "INSERT INTO archive.visits VALUES"
        " ('v1', 'car-1', 'yard', 1, 'plain', NULL, $1, $1, NULL, NULL, NULL, '{open}', 1, 0)",
        OCTOBER,
    )
    [car] = await reading.rows(connection, "vehicles")
    assert (car["at"], car["lat"], car["flags"]) == ("2026-10-01T01:00:00Z", 30.2, ["late"])
    [visit] = await reading.rows(connection, "visits")
    assert (visit["vehicle_id"], visit["enter_hi"]) == ("car-1", 1790816400)


async def test_areas_and_plans_are_shown_in_the_version_that_holds(
    connection: asyncpg.Connection,
) -> None:
    later = AREA.model_copy(update={"version": 2, "valid_from": OCTOBER + MINUTE})
    await written(connection, "lifecycle", *PAPERS, AREA, later, PLAN)
    await engine.bring_up(connection)
    [area] = await reading.rows(connection, "fences")
    [plan] = await reading.rows(connection, "fence_plans")
    assert (area["version"], area["valid_from"]) == (2, "2026-10-01T01:01:00Z")
    assert plan["operating"] == ["yard"]
    [car] = await reading.rows(connection, "vehicles")
    assert (car["fence_plan"], car["operating"]) == (1, ["yard"])


@pytest.mark.debian_postgres
async def test_views_are_folded_and_read_on_the_oldest_postgresql(debian_dsn: str) -> None:
    connection = await prepared(debian_dsn)
    await migrate_archive(connection)
    await written(connection, "lifecycle", *PAPERS, AREA, PLAN)
    [place] = await written(connection, "supervision", OPENED)
    await engine.bring_up(connection)
    for name in sorted({*reading.NAMES} - {"visits"}):
        live = await reading.rows(connection, name)
        assert live or name not in ("alerts", "fence_plans", "fences", "units", "vehicles")
        assert await reading.rows(connection, name, at=Position("supervision", place)) == live
    await connection.close()


NEIGHBOUR = UNIT.model_copy(update={"unit": "HZ-02", "jurisdiction": "330106"})
ELSEWHERE = UNIT.model_copy(update={"unit": "HZ-03", "jurisdiction": "330110"})
THEIRS = CAR.model_copy(update={"vehicle": "car-2", "plate": "浙A0002警", "unit": "HZ-02"})


@pytest.mark.proves("R057")
async def test_a_dispatcher_of_another_district_does_not_see_the_car(
    connection: asyncpg.Connection,
) -> None:
    await migrate_archive(connection)
    told = await written(connection, "lifecycle", *PAPERS, NEIGHBOUR, ELSEWHERE, THEIRS)
    await engine.bring_up(connection)

    async def seen(unit: str, name: str, at: Position | None = None) -> list[str]:
        found = await reading.rows(connection, name, at=at, reader=Reader("CENTRE", unit))
        return [row["vehicle"] for row in found if "vehicle" in row]

    assert await seen("HZ-02", "vehicles") == ["car-2"]
    assert await seen("HZ-03", "vehicles") == await seen("HZ-03", "dossiers") == []
    assert await seen("HZ-01", "vehicles") == ["car-1", "car-2"]
    before = Position("lifecycle", told[-2])
    assert await seen("HZ-02", "vehicles", before) == []
    assert await reading.rows(connection, "visits", reader=Reader("CENTRE", "HZ-03")) == []


async def test_visits_of_other_regions_are_not_shown(connection: asyncpg.Connection) -> None:
    await migrate_archive(connection)
    await written(connection, "lifecycle", *PAPERS, NEIGHBOUR)
    await engine.bring_up(connection)
    await connection.execute(RECORD, "v1", "opened", VISIT, OCTOBER)
    for unit, count in (("HZ-01", 1), ("HZ-02", 0)):
        who, at = Reader("CENTRE", unit), await now(connection)
        assert len(await reading.rows(connection, "visits", at=at, reader=who)) == count


@pytest.mark.proves("R070")
@pytest.mark.parametrize("name", ["car-1", "浙A2", "浙A0001警", "L1234567890123456"])
async def test_a_dossier_is_found_by_number_plate_former_plate_and_vin(
    connection: asyncpg.Connection, name: str
) -> None:
    papers = CAR.model_copy(update={"vin": "L1234567890123456"})
    await written(connection, "lifecycle", UNIT, papers, NEIGHBOUR, THEIRS, RENAMED)
    await engine.bring_up(connection)
    lines = await reading.rows(connection, "dossiers", of=name)
    assert [line["topic"] for line in lines] == ["vehicle.taken-over", "vehicle.plate-changed"]
    assert {line["vehicle"] for line in lines} == {"car-1"}
    assert await reading.rows(connection, "dossiers", of="浙A9") == []


async def test_what_does_not_tell_of_cars_cannot_be_asked_for_one(
    connection: asyncpg.Connection,
) -> None:
    await written(connection, "lifecycle", *PAPERS)
    await engine.bring_up(connection)
    with pytest.raises(NoViewError, match="does not tell of cars"):
        await reading.rows(connection, "units", of="car-1")
