"""`gongche policy` at the keyboard, with a real ledger."""

import json
from pathlib import Path

import psycopg
import pytest
import yaml
from click.testing import CliRunner, Result

from fleet.cli.opened import login
from fleet.cli.policy import policy
from fleet.decider import Refused
from tests.fleet.policy.sample import HANGZHOU, TEXT

OLD, NEW = "cn-zj-hangzhou@2021-11-01", "cn-zj-hangzhou@2025-01-01"
XIHU = "cn-zj-hangzhou-xihu@2025-01-01"
DECREE = ("--document", "杭机管〔2021〕12号")


def _run(*words: str) -> Result:
    result = CliRunner().invoke(policy, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _file(folder: Path, text: str) -> str:
    path = folder / "hangzhou.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_good_file_is_told_with_its_hash(tmp_path: Path) -> None:
    file = _file(tmp_path, TEXT)
    result = _run("check", file)
    assert result.exit_code == 0
    told = f"{file}: {OLD} for 330100 from 2021-11-01\nsha256 {HANGZHOU.sha256}\n"
    assert result.stdout == told


def test_a_good_file_is_told_to_programs_too(tmp_path: Path) -> None:
    told = json.loads(_run("check", _file(tmp_path, TEXT), "--json").stdout)
    assert told["policy"] == OLD
    assert told["sha256"] == HANGZHOU.sha256


def test_every_mistake_is_told_on_its_own_line(tmp_path: Path) -> None:
    file = _file(tmp_path, TEXT.replace("month: 7", "month: 13").replace("gate:", "gte:"))
    result = _run("check", file)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.removeprefix(file).split(" ")[0] for line in lines[:3]] == [
        ":39:3:",
        ":43:21:",
        ":44:3:",
    ]
    assert lines[3] == f"Error: {file} is no policy: 3 to mend"


def test_a_file_that_is_not_there_is_told() -> None:
    result = _run("check", "nowhere.yaml")
    assert result.exit_code == 1
    assert "there is no file nowhere.yaml" in result.stderr
    assert OLD in result.stderr


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff")
    result = _run("check", str(tmp_path / "x.yaml"))
    assert result.exit_code == 1
    assert "is not UTF-8" in result.stderr


@pytest.mark.usefixtures("database")
@pytest.mark.proves("R033")
def test_versions_are_published_once_and_listed_with_their_days() -> None:
    assert json.loads(_run("publish", OLD, *DECREE).stdout)["stream"] == "policy:330100"
    assert _run("publish", OLD, *DECREE).stderr == "said already: nothing changes\n"
    _run("publish", NEW, *DECREE)
    rows = [json.loads(line) for line in _run("list", "--json").stdout.splitlines()]
    days = [(row["policy"], row["effective_from"], row["until"]) for row in rows]
    assert days == [(OLD, "2021-11-01", "2025-01-01"), (NEW, "2025-01-01", None)]
    assert "2025-01-01" in _run("list").stdout


@pytest.mark.usefixtures("database")
@pytest.mark.proves("R033")
def test_a_changed_version_is_refused(tmp_path: Path) -> None:
    _run("publish", OLD, *DECREE)
    file = _file(tmp_path, TEXT.replace("min_age_years: 8", "min_age_years: 6"))
    result = _run("publish", file, *DECREE)
    assert result.exit_code == 3
    chinese, english = result.stderr.splitlines()
    assert "PolicyImmutable" in chinese
    assert "PolicyImmutable" in english


@pytest.mark.proves("R011")
def test_a_district_cannot_publish_for_the_city_and_the_attempt_is_kept(database: str) -> None:
    _run("publish", OLD, *DECREE, "--as", "孙立", "--role", "BUREAU", "--region", "330100")
    _run("publish", XIHU, *DECREE, "--region", "330106")
    result = _run("publish", NEW, *DECREE, "--as", "李四", "--region", "330106")
    assert result.exit_code == 3
    assert "OutsideJurisdiction" in result.stderr
    said = ("retire", "330100", "--on", "2027-01-01", *DECREE, "--region", "330106")
    assert _run(*said).exit_code == 3
    with psycopg.connect(database) as connection:
        kept = connection.execute(
            "SELECT metadata->>'actor', metadata->>'channel' FROM supervision_events"
            " WHERE topic = 'attempt.command-refused' ORDER BY notification_id"
        ).fetchall()
        told = connection.execute(
            "SELECT metadata->>'actor', metadata->>'role', metadata->>'jurisdiction'"
            " FROM lifecycle_events ORDER BY notification_id LIMIT 1"
        ).fetchone()
    assert kept == [("李四", "cli"), (login(), "cli")]
    assert told == ("孙立", "BUREAU", "330100")


@pytest.mark.usefixtures("database")
@pytest.mark.proves("R054")
def test_a_district_shows_its_own_rules_until_they_end() -> None:
    for reference in (OLD, NEW, XIHU):
        _run("publish", reference, *DECREE)
    shown = yaml.safe_load(_run("show", "330106", "--at", "2026-10-01").stdout)
    assert shown["renewal"]["deadline"]["month"] == 6
    _run("retire", "330106", "--on", "2027-01-01", *DECREE)
    told = json.loads(_run("show", "330106", "--at", "2026-10-01", "--json").stdout)
    assert (told["policy"], told["until"]) == (XIHU, "2027-01-01")
    told = json.loads(_run("show", "330106", "--at", "2027-01-01", "--json").stdout)
    assert (told["policy"], told["content"]["renewal"]["deadline"]["month"]) == (NEW, 7)


@pytest.mark.usefixtures("database")
def test_where_nothing_is_published_nothing_is_shown() -> None:
    with pytest.raises(Refused, match="NoPolicyInForce"):
        _run("show", "330100")
    assert _run("list", "--json").stdout == ""


@pytest.mark.usefixtures("database")
def test_two_policies_are_compared_field_by_field() -> None:
    _run("publish", OLD, *DECREE)
    lines = _run("compare", OLD, XIHU, "--json").stdout.splitlines()
    told = {each["field"]: (each["before"], each["after"]) for each in map(json.loads, lines)}
    assert told["renewal.deadline.month"] == (7, 6)
    assert told["jurisdiction.code"] == ("330100", "330106")
    assert "renewal.deadline.month" in _run("compare", OLD, XIHU).stdout


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "words",
    [
        ("show", "330100", "--at", "soon"),
        ("retire", "330100", "--on", "soon", *DECREE),
        ("retire", "hangzhou", "--on", "2027-01-01", *DECREE),
    ],
)
def test_what_is_no_day_and_no_region_is_called_wrongly(words: tuple[str, ...]) -> None:
    assert _run(*words).exit_code == 2


@pytest.mark.parametrize("command", ["check", "publish", "retire", "list", "show", "compare"])
def test_every_command_has_an_example(command: str) -> None:
    assert f"gongche policy {command}" in _run(command, "--help").stdout
