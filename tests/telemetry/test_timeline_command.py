"""`gongche timeline`: what the papers say about a car, for people and for programs."""

import json

import pytest
from click.testing import CliRunner

from fleet.__main__ import main
from fleet.desk.commands import say_all
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate

ACTOR = {"actor": "test", "at": "2026-03-01T00:00:00Z"}
UNIT = {"command": "RegisterUnit", **ACTOR, "unit": "U", "name": "甲", "jurisdiction": "330100"}
CAR = {"command": "TakeOverVehicle", **ACTOR, "vehicle": "V1", "plate": "浙A1", "unit": "U"}


@pytest.fixture
def told(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One car in service."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    migrate(dsn)
    with Lifecycle.opened(dsn) as ledger:
        say_all(ledger, [UNIT, CAR | {"category": "LAW_ENFORCEMENT"}])


@pytest.mark.usefixtures("told")
def test_the_facts_of_a_car_are_shown_with_local_times() -> None:
    shown = CliRunner().invoke(main, ["timeline", "V1"])
    assert shown.exit_code == 0
    assert "2026-03-01 08:00:00" in shown.stdout
    assert "在用 in_service" in shown.stdout


@pytest.mark.usefixtures("told")
def test_a_program_gets_one_object_a_line() -> None:
    [line] = CliRunner().invoke(main, ["timeline", "V1", "--json"]).stdout.splitlines()
    fact = json.loads(line)
    assert (fact["kind"], fact["begin"]) == ("in_service", "2026-03-01T00:00:00+00:00")
    assert fact["end"] is None


@pytest.mark.usefixtures("told")
def test_a_car_that_no_paper_names_is_said_to_be_unknown() -> None:
    shown = CliRunner().invoke(main, ["timeline", "V9"])
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "V9" in shown.stderr
