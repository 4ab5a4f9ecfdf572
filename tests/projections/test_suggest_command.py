"""`gongche suggest`: which car for an order, and why; it assigns none."""

import json

import pytest
from click.testing import CliRunner

from fleet.__main__ import main
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from tests.scenarios.fleet_centre import approved, car, city, stage
from tests.scenarios.office import Office


@pytest.fixture
def order(dsn: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An approved order, and two cars that could serve it."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    migrate(dsn)
    with Lifecycle.opened(dsn) as ledger:
        office = Office(ledger)
        city(office)
        car(office, "V1", energy="PETROL")
        car(office, "V2", "B1", energy="BATTERY")
        approved(office, "O1", "09:00", "12:00", cross_reason="MAJOR_TASK")
        assert stage(office, "O1") == "Approved"
    return office


@pytest.mark.usefixtures("order")
@pytest.mark.proves("R062")
def test_cars_are_suggested_with_the_reasons_and_none_is_assigned(dsn: str) -> None:
    shown = CliRunner().invoke(main, ["suggest", "O1", "--json"])
    assert shown.exit_code == 0, shown.output
    found = json.loads(shown.stdout)
    assert {each["vehicle"] for each in found} == {"V1", "V2"}
    assert all(each["reasons"] for each in found)
    with Lifecycle.opened(dsn) as ledger:
        assert stage(Office(ledger), "O1") == "Approved"


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_a_table_in_their_language(language: str) -> None:
    shown = CliRunner().invoke(main, ["suggest", "O1", "--language", language])
    assert shown.exit_code == 0, shown.output
    assert "V1" in shown.stdout


@pytest.mark.usefixtures("order")
def test_an_order_that_nobody_knows_is_said_to_be_unknown() -> None:
    shown = CliRunner().invoke(main, ["suggest", "O9"])
    assert shown.exit_code in {1, 2, 3}
    assert "O9" in shown.output
