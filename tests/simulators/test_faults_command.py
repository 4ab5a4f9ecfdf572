"""`gongche faults` says how it ended, by table, by JSON and by exit code."""

import json

import pytest
from click.testing import CliRunner

from simulators.cli.faults import faults

SMALL = ("--fixes", "200", "--terminals", "4", "--broker-kills", "0", "--database-kills", "0")


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_without_a_fault_it_is_clean(form: tuple[str, ...]) -> None:
    result = CliRunner().invoke(faults, [*SMALL, "--ingest-kills", "0", *form])
    assert result.exit_code == 0, result.output
    if form:
        assert json.loads(result.stdout)["archived"] == 200
    else:
        assert "archived" in result.stdout


def test_a_control_run_that_loses_nothing_has_failed() -> None:
    result = CliRunner().invoke(faults, [*SMALL, "--ingest-kills", "0", "--control", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["lost"] == 0
