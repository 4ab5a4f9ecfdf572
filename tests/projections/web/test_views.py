"""Every view as JSON, CSV and Excel; never older than one's own command."""

import asyncio
import csv
import io

import asyncpg
import httpx
from python_calamine import CalamineWorkbook

from projections import engine
from tests.projections.stories import AMENDED, OPENED, written
from tests.projections.web.town import LIBRARY, Town, got


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
    names, values = (
        CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    )
    excel = dict(zip(names, values, strict=True))
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
    await engine.bring_up(town.connection)
    rows = (await got(f"{web}/api/v1/views/units?after={position}")).json()["rows"]
    assert [row["name"] for row in rows] == ["市档案馆", "市图书馆"]
