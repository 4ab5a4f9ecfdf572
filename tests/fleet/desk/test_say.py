"""One command, or a list, at the keyboard."""

import getpass
import json
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from fleet.cli.opened import login
from tests.fleet.desk.said import BIND, CAR, TERMINAL, UNIT


def _say(said: object, *options: str) -> Result:
    text = said if isinstance(said, str) else json.dumps(said)
    return CliRunner().invoke(main, ["say", "-", *options], input=text)


def _lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("database")
def test_a_command_prints_a_line_for_each_entry() -> None:
    result = _say(UNIT)
    assert result.exit_code == 0
    (line,) = _lines(result)
    place = line.pop("position")
    assert place.startswith("lifecycle:")
    assert line == {"stream": "unit:A1", "version": 1, "topic": "unit.registered"}
    assert _lines(_say(UNIT)) == []


def test_who_and_when_are_filled_in(database: str) -> None:
    spare = {key: value for key, value in UNIT.items() if key not in ("actor", "at")}
    assert _say([spare, {k: v for k, v in CAR.items() if k not in ("actor", "at")}]).exit_code == 0
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT metadata FROM lifecycle_events").fetchall()
    assert {(row[0]["actor"], row[0]["channel"]) for row in rows} == {(getpass.getuser(), "cli")}


@pytest.mark.usefixtures("database")
def test_a_list_stops_at_a_refusal_and_keeps_what_was_said_before() -> None:
    result = _say([UNIT, BIND, CAR])
    assert result.exit_code == 3
    assert [line["stream"] for line in _lines(result)] == ["unit:A1"]
    chinese, english = result.stderr.splitlines()
    assert chinese.startswith("command 2 of 3: 先建终端 TerminalUnknown (R069) 终端 T1 尚未登记")
    assert english.endswith("terminal T1 is not known: register it first.")


@pytest.mark.usefixtures("database")
def test_a_list_goes_on_when_asked_to() -> None:
    result = _say([UNIT, BIND, "x", CAR, TERMINAL, BIND], "--keep-going")
    assert result.exit_code == 3
    assert len(_lines(result)) == 1 + 3 + 1 + 2
    assert "command 3 of 6: a command is a JSON object (found 'x')" in result.stderr


@pytest.mark.usefixtures("database")
def test_what_is_no_command_is_one_line_a_field() -> None:
    result = _say({**BIND, "device": "a b", "spare": "maybe"})
    assert result.exit_code == 1
    assert result.stderr.count("command 1 of 1: ") == 2
    assert _say("{").stderr.startswith("Error: - is no JSON: ")


def test_the_commands_and_their_fields_are_listed() -> None:
    result = CliRunner().invoke(main, ["say", "--commands"])
    assert result.exit_code == 0
    assert "UnbindTerminal     device* vehicle* at*" in result.stdout.splitlines()


def test_a_user_without_a_name_is_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert login() == "cli"


def test_the_private_database_of_a_data_folder_is_used_where_none_is_given() -> None:
    assert _lines(_say(UNIT))[0]["stream"] == "unit:A1"
