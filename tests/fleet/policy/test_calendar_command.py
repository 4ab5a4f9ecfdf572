"""`gongche calendar` at the keyboard, with a real ledger."""

import json
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from fleet.cli.calendar import calendar
from fleet.decider import Refused

MAKE_UP = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
NEXT = """
year: 2027
source: 国办发明电〔2026〕6号
holidays:
  - {date: 2027-01-01, name: 元旦}
workdays: [2027-01-03]
"""


def _run(*words: str) -> Result:
    result = CliRunner().invoke(calendar, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _file(folder: Path, text: str) -> str:
    path = folder / "2027.yaml"
    path.write_text(text, "utf-8")
    return str(path)


@pytest.mark.usefixtures("database")
def test_a_known_year_is_announced_with_its_make_up_workdays() -> None:
    assert json.loads(_run("announce", "2026").stdout)["topic"] == "calendar.announced"
    assert _run("announce", "2026").stderr == "announced already: nothing changes\n"
    days = [json.loads(line) for line in _run("show", "2026", "--json").stdout.splitlines()]
    assert [day["date"] for day in days if day["workday"]] == MAKE_UP
    assert days[0] == {"date": "2026-01-01", "name": "元旦", "workday": False}
    assert "调休上班" in _run("show", "2026").stdout


def test_who_announces_it_stands_on_the_entry(database: str) -> None:
    _run("announce", "2026", "--as", "孙立", "--role", "BUREAU")
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT metadata->>'actor', metadata->>'role' FROM lifecycle_events"
        ).fetchall()
    assert rows == [("孙立", "BUREAU")]


@pytest.mark.usefixtures("database")
def test_a_year_is_announced_from_a_file_and_amended(tmp_path: Path) -> None:
    assert json.loads(_run("announce", _file(tmp_path, NEXT)).stdout)["stream"] == "calendar:2027"
    later = _file(tmp_path, NEXT.replace("2027-01-03", "2027-01-09"))
    assert json.loads(_run("announce", later).stdout)["topic"] == "calendar.amended"
    assert json.loads(_run("show", "2027", "--json").stdout.splitlines()[-1]) == {
        "date": "2027-01-09",
        "name": "调休上班",
        "workday": True,
    }


def test_a_year_that_the_package_does_not_know_is_told_with_a_way_out() -> None:
    result = _run("announce", "2099")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: chinese-calendar ")
    assert "not 2099: update that package, or give a FILE" in result.stderr


@pytest.mark.usefixtures("database")
def test_a_year_that_nobody_announced_is_refused() -> None:
    with pytest.raises(Refused, match="CalendarNotAnnounced"):
        _run("show", "2027")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "year, source, holidays and workdays were expected"),
        ("a: [", "expected the node content"),
        ("a: 2027-02-30", "day is out of range"),
        (NEXT.replace("2027-01-03", "2026-01-03"), "2026-01-03 is not a day of 2027"),
        (NEXT.replace("year: 2027", "yaer: 2027"), "yaer: Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    result = _run("announce", _file(tmp_path, text))
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_file_that_is_not_there_is_told() -> None:
    result = _run("announce", "nowhere.yaml")
    assert result.exit_code == 1
    assert "nowhere.yaml" in result.stderr
