"""The commands, as they are typed, on a real database."""

import asyncio
import csv
import json
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import asyncpg
import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from fleet.__main__ import main
from projections import tables
from projections.cli.exchange import exchange_
from projections.columns import COLUMNS
from projections.views import units
from tests.projections.stories import AMENDED, OPENED, PAPERS, VOIDED, prepared, written

Work = Callable[[asyncpg.Connection], Awaitable[Any]]


@pytest.fixture
def story(dsn: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], Any]:
    """Do something with the database that the commands use."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)

    async def do(work: Work) -> object:
        connection = await prepared(dsn)
        try:
            return await work(connection)
        finally:
            await connection.close()

    return lambda work: asyncio.run(do(work))


@pytest.fixture
def told(story: Callable[[Work], Any]) -> list[int]:
    """One car, one finding, three words about it; positions of the words."""

    async def work(connection: asyncpg.Connection) -> list[int]:
        await written(connection, "lifecycle", *PAPERS)
        return await written(connection, "supervision", OPENED, AMENDED, VOIDED)

    places: list[int] = story(work)
    return places


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    return result


def test_a_view_is_current_even_if_no_engine_runs(told: list[int]) -> None:
    [row] = json.loads(run("view", "alerts", "--format", "json").stdout)
    assert row["position"] == f"supervision:{told[-1]}"


def test_a_view_is_printed_as_it_was(told: list[int]) -> None:
    at = f"supervision:{told[0]}"
    [row] = json.loads(run("view", "alerts", "--at", at, "--format", "json").stdout)
    assert row["state"] == "opened"


@pytest.mark.usefixtures("told")
def test_a_view_is_a_table_for_people() -> None:
    assert "浙A0001警" in run("view", "vehicles").stdout
    assert "visits: 0 rows" in run("view", "visits").stdout


@pytest.mark.usefixtures("told")
def test_a_view_is_csv_with_local_times() -> None:
    [row] = csv.DictReader(run("view", "alerts", "--format", "csv").stdout.splitlines())
    assert row["window.from"] == "2026-10-01 09:01:00+08:00"
    assert row["plate"] == "浙A0001警"
    assert row["late"] == "true"


@pytest.mark.usefixtures("told")
def test_a_view_is_a_workbook() -> None:
    content = run("view", "units", "--format", "xlsx").stdout_bytes
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][:2] == ["HZ-01", "市档案馆"]


@pytest.mark.usefixtures("told")
def test_a_workbook_without_a_row_still_has_its_header() -> None:
    content = run("view", "visits", "--format", "xlsx").stdout_bytes
    [header] = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert tuple(header) == COLUMNS["visits"]


@pytest.mark.usefixtures("told")
def test_visits_without_a_row_still_have_their_header() -> None:
    assert run("view", "visits", "--format", "csv").stdout == (
        "vehicle_id,fence_id,visit,enter_lo,enter_hi,enter_confirmed,"
        "exit_lo,exit_hi,exit_confirmed,flags\n"
    )


@pytest.mark.usefixtures("told")
def test_an_unknown_view_or_moment_is_a_wrong_call() -> None:
    assert "there are activities, alert_cases" in run("view", "horses", code=2).stderr
    assert "neither a time" in run("view", "alerts", "--at", "noon", code=2).stderr


def test_alerts_are_printed_one_a_line_after_a_position(told: list[int]) -> None:
    every = [json.loads(line) for line in run("alerts").stdout.splitlines()]
    assert [alert["position"] for alert in every] == [f"supervision:{place}" for place in told]
    later = run("alerts", "--since", f"supervision:{told[1]}").stdout.splitlines()
    assert [json.loads(line) for line in later] == every[2:]


@pytest.mark.usefixtures("told")
def test_verify_says_nothing_of_a_whole_ledger() -> None:
    result = run("audit", "verify", "--all")
    assert result.stdout == ""


def test_verify_names_the_first_position_that_does_not_hold(
    told: list[int], story: Callable[[Work], Any]
) -> None:
    change = "UPDATE supervision_events SET state = state || ' ' WHERE notification_id = $1"

    async def tamper(connection: asyncpg.Connection) -> None:
        await connection.execute("ALTER TABLE supervision_events DISABLE TRIGGER USER")
        await connection.execute(change, told[1])

    story(tamper)
    assert run("audit", "verify", code=1).stdout.startswith(f"supervision:{told[1]} ")


def test_a_replay_to_the_same_moment_has_the_same_digest(told: list[int]) -> None:
    at = f"supervision:{told[0]}"
    first, second = (run("replay", "--until", at, "--json").stdout for _ in range(2))
    assert first == second != run("replay", "--json").stdout
    assert json.loads(first)["views"]["alerts"]["rows"] == 1


def test_two_moments_are_compared(told: list[int]) -> None:
    result = run("replay", "--diff", f"supervision:{told[0]}")
    assert "alerts geo-02:car-1:1 changed: " in result.stdout
    nothing = json.loads(run("replay", "--diff", f"supervision:{told[2]}", "--json").stdout)
    assert nothing["differences"] == []
    added = run("replay", "--diff", "lifecycle:0").stdout
    assert "vehicles car-1 added" in added


@pytest.mark.usefixtures("told")
def test_live_tables_equal_a_fold_from_zero() -> None:
    run("view", "units")
    result = run("replay", "--rebuild", "--json")
    assert json.loads(result.stdout)["views"]["vehicles"]["rows"] == 1


@pytest.mark.usefixtures("told")
def test_a_row_changed_by_hand_is_named(story: Callable[[Work], Any]) -> None:
    run("view", "units")

    async def tamper(connection: asyncpg.Connection) -> None:
        row = units.view.written(units.Unit("HZ-01", name="别的"))
        await connection.execute(tables.SQL["write"].format(view="units"), ["HZ-01"], [row])

    story(tamper)
    assert (
        "units HZ-01 changed: district, jurisdiction, name"
        in run("replay", "--rebuild", code=1).stdout
    )


@pytest.mark.usefixtures("told")
@pytest.mark.proves("R057")
def test_a_view_is_printed_as_a_reader_may_see_it() -> None:
    rows = run("view", "vehicles", "--as", "CENTRE:HZ-01", "--format", "json").stdout
    assert [row["vehicle"] for row in json.loads(rows)] == ["car-1"]
    assert "there is no unit" in run("view", "vehicles", "--as", "CENTRE:HZ-9", code=2).stderr
    assert "ROLE:UNIT" in run("view", "vehicles", "--as", "CENTRE", code=2).stderr


@pytest.mark.usefixtures("told")
def test_a_dossier_is_printed_of_one_car() -> None:
    rows = run("view", "dossiers", "--of", "浙A0001警", "--format", "json").stdout
    assert {row["vehicle"] for row in json.loads(rows)} == {"car-1"}
    assert "tell of cars" in run("view", "units", "--of", "car-1", code=2).stderr


def exchanged(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(exchange_, words)
    assert result.exit_code == code, result.output
    return result


@pytest.mark.usefixtures("told")
@pytest.mark.proves("R058")
def test_records_go_out_one_a_line_as_a_reader_may_see_them() -> None:
    [line] = exchanged("vehicles", "--as", "BUREAU:HZ-01").stdout.splitlines()
    assert json.loads(line)["plate"] == "浙A0001警"
    assert exchanged("vehicles", "--at", "2020-01-01").stdout == ""
    assert "no unit" in exchanged("alerts", "--as", "BUREAU:HZ-9", code=2).stderr


def test_the_schema_of_the_exchange_needs_no_database() -> None:
    assert json.loads(exchanged("schema").stdout)["title"] == "gongche-exchange/1"
