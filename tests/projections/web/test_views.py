"""Every view as JSON, CSV and Excel; never older than one's own command."""

import asyncio
import csv
import io
from datetime import datetime
from typing import Any

import asyncpg
import httpx
import pytest
from python_calamine import CalamineWorkbook

from fleet.organisation.unit import UnitRegistered
from projections import engine, reading
from projections.columns import COLUMNS
from projections.web import views
from tests.projections.stories import AMENDED, OPENED, written
from tests.projections.web.asked import asked
from tests.projections.web.town import LIBRARY, Town, got
from tests.waiting import eventually

LOCK = "LOCK TABLE views.positions IN ACCESS EXCLUSIVE MODE"
WAITING = (
    "SELECT count(*) FROM pg_locks WHERE relation = 'views.positions'::regclass AND NOT granted"
)
CELL = 32_767  # characters, at most, in Excel
VISIT = """
INSERT INTO archive.visits
VALUES (
    'v1', 'car-1', 'yard', 1, 'standard', NULL, '2026-10-01T01:00:00Z', '2026-10-01T01:00:30Z',
    NULL, NULL, NULL, '{open,entry_unseen}', 3, 0
)
"""


async def told(connection: asyncpg.Connection) -> int:
    """A finding that was amended is in the books and in the views."""
    *_, last = await written(connection, "supervision", OPENED, AMENDED)
    await engine.bring_up(connection)
    return last


async def test_a_view_says_how_far_it_has_read(web: str, town: Town) -> None:
    last = await told(town.connection)
    body = (await got(f"{web}/api/v1/views/alerts")).json()
    assert body["positions"]["supervision"] == last
    assert [row["state"] for row in body["rows"]] == ["amended"]


async def test_csv_and_excel_hold_the_same_rows(web: str, town: Town) -> None:
    await told(town.connection)
    text = (await got(f"{web}/api/v1/views/alerts?format=csv")).text
    [comma] = csv.DictReader(io.StringIO(text))
    book = (await got(f"{web}/api/v1/views/alerts?format=xlsx")).content
    [excel] = sheet(book)
    assert comma["plate"] == excel["plate"] == "浙A0001警"
    assert comma["window.from"] == excel["window.from"] == "2026-10-01 09:01:00+08:00"
    assert set(comma) == set(excel)


def test_an_empty_view_has_its_columns(web: str) -> None:
    text = httpx.get(f"{web}/api/v1/views/alerts?format=csv").text
    assert text.startswith("position,state,code")


async def test_a_view_then_is_what_it_was_then(web: str, town: Town) -> None:
    last = await told(town.connection)
    body = (await got(f"{web}/api/v1/views/alerts?at=supervision:{last - 1}")).json()
    assert [row["state"] for row in body["rows"]] == ["opened"]
    assert (await got(f"{web}/api/v1/views/alerts?at=once")).status_code == 400


async def test_after_a_command_the_view_shows_it(web: str, town: Town) -> None:
    commands = f"{web}/api/v1/commands"
    position = (await asyncio.to_thread(httpx.post, commands, json=LIBRARY)).json()["position"]
    late = await got(f"{web}/api/v1/views/units?after={position}")
    assert (late.status_code, late.json()["type"]) == (504, "urn:gongche:problem:view-behind")
    assert 5 <= late.elapsed.total_seconds() < 10
    await engine.bring_up(town.connection)
    rows = (await got(f"{web}/api/v1/views/units?after={position}")).json()["rows"]
    assert [row["name"] for row in rows] == ["市档案馆", "市图书馆"]


async def test_every_view_is_the_same_as_json_csv_and_excel(town: Town) -> None:
    await told(town.connection)
    await town.connection.execute(VISIT)
    async with asked(town.dsn, lambda: town.now) as client:
        for name in reading.NAMES:
            path = f"/api/v1/views/{name}"
            rows = (await client.get(path)).json()["rows"]
            comma = await client.get(path, params={"format": "csv"})
            excel = await client.get(path, params={"format": "xlsx"})
            if not rows:  # nothing was told of it: only the headings
                assert comma.text == ",".join(COLUMNS[name]) + "\n"
                continue
            row = rows[0]
            assert f'filename="{name}.csv"' in comma.headers["content-disposition"]
            line = next(csv.DictReader(io.StringIO(comma.text)))
            cells = sheet(excel.content)[0]
            assert list(line) == list(cells)
            plain = {column for column, value in row.items() if isinstance(value, str | int)}
            assert plain <= set(line)
            for column, text in line.items():
                assert same(text, cells[column]), (name, column)


def test_an_empty_view_has_its_columns_in_excel_too(web: str) -> None:
    comma = httpx.get(f"{web}/api/v1/views/alerts?format=csv").text
    excel = httpx.get(f"{web}/api/v1/views/alerts?format=xlsx").content
    assert [comma.strip().split(",")] == rows_of(excel)


async def test_a_text_too_long_for_a_cell_says_that_it_was_cut(web: str, town: Town) -> None:
    name = "很" * (CELL + 1)
    unit = UnitRegistered(unit="HZ-02", name=name, jurisdiction="330100")
    await written(town.connection, "lifecycle", unit)
    await engine.bring_up(town.connection)
    book = (await got(f"{web}/api/v1/views/units?format=xlsx")).content
    cut = sheet(book)[1]["name"]
    assert (len(cut), cut[-1]) == (CELL, "…")
    assert name in (await got(f"{web}/api/v1/views/units?format=csv")).text


async def test_a_view_at_a_time_tells_what_had_been_read_by_then(web: str, town: Town) -> None:
    before: datetime = await town.connection.fetchval("SELECT clock_timestamp()")
    await told(town.connection)
    time = before.isoformat().replace("+", "%2B")
    body = (await got(f"{web}/api/v1/views/alerts?at={time}")).json()
    assert (body["rows"], body["positions"]["supervision"]) == ([], 0)
    vehicles = (await got(f"{web}/api/v1/views/vehicles?at={time}&format=csv")).text
    [line] = csv.DictReader(io.StringIO(vehicles))
    assert line["plate"] == "浙A0001警"


async def test_a_view_that_has_read_enough_does_not_wait(web: str, town: Town) -> None:
    last = await told(town.connection)
    body = (await got(f"{web}/api/v1/views/alerts?after=supervision:{last}")).json()
    assert body["positions"]["supervision"] == last


async def test_a_view_that_is_behind_is_waited_for(web: str, town: Town) -> None:
    commands = f"{web}/api/v1/commands"
    position = (await asyncio.to_thread(httpx.post, commands, json=LIBRARY)).json()["position"]
    async with town.connection.transaction():
        await town.connection.execute(LOCK)
        asking = asyncio.create_task(got(f"{web}/api/v1/views/units?after={position}"))
        await eventually(lambda: town.connection.fetchval(WAITING))
    await engine.bring_up(town.connection)
    answer = await asking
    assert (answer.status_code, len(answer.json()["rows"])) == (200, 2)


async def test_a_view_waits_for_those_it_joins(
    web: str, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_LONGEST_WAIT_S", 0.1)
    await town.connection.execute("UPDATE views.positions SET position = 0 WHERE view = 'units'")
    behind = await got(f"{web}/api/v1/views/vehicles?after=lifecycle:1")
    assert (behind.status_code, "lifecycle:0" in behind.json()["detail"]) == (504, True)


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("horses", 404, "unknown-view"),
        ("alerts?at=once", 400, "no-moment"),
        ("alerts?at=0001-01-01T00:00:00", 400, "no-moment"),
        ("alerts?at=supervision:1234567890123456789", 400, "no-moment"),
        ("alerts?at=supervision:1", 400, "no-moment"),
        ("alerts?after=supervision", 422, "invalid-request"),
        ("alerts?after=horses:1", 422, "invalid-request"),
        ("alerts?after=supervision:" + "9" * 5_000, 422, "invalid-request"),
        ("visits?after=supervision:1", 400, "ledger-not-read"),
        ("alerts?format=pdf", 422, "invalid-request"),
    ],
)
def test_a_question_that_is_none_is_a_problem(web: str, path: str, status: int, kind: str) -> None:
    answer = httpx.get(f"{web}/api/v1/views/{path}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:gongche:problem:{kind}")
    assert answer.json()["detail"]


def rows_of(book: bytes) -> list[list[Any]]:
    """All cells of the one sheet."""
    rows: list[list[Any]] = (
        CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    )
    return rows


def sheet(book: bytes) -> list[dict[str, Any]]:
    """The rows below the names."""
    names, *rows = rows_of(book)
    return [dict(zip(names, row, strict=True)) for row in rows]


def same(text: str, cell: object) -> bool:
    """Whether a text says what an Excel cell holds."""
    if isinstance(cell, bool):
        return text == ("true" if cell else "false")
    return text == str(cell) or (type(cell) is float and float(text) == cell)


@pytest.mark.proves("R057")
async def test_a_reader_sees_what_is_his_and_who_is_none_is_told_so(web: str, town: Town) -> None:
    [place] = await written(
        town.connection, "lifecycle", UnitRegistered(unit="X", name="他区", jurisdiction="330106")
    )
    await engine.bring_up(town.connection)
    view = f"{web}/api/v1/views/vehicles"
    mine = (await got(f"{view}?as=CENTRE:HZ-01&after=lifecycle:{place}")).json()["rows"]
    assert [row["vehicle"] for row in mine] == ["car-1"]
    assert (await got(f"{view}?as=CENTRE:X")).json()["rows"] == []
    for who in ("CENTRE:nobody", "KING:X"):
        answer = await got(f"{view}?as={who}")
        assert (answer.status_code, answer.json()["type"]) == (400, "urn:gongche:problem:no-reader")
