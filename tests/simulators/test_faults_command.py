"""`gongche faults` says how it ended, by table, by JSON and by exit code."""

import json

import pytest

from simulators.cli.faults import faults

SMALL = [
    *("--fixes", "200", "--terminals", "4"),
    *("--ingest-kills", "0", "--broker-kills", "0", "--database-kills", "0"),
    *("--gateway-kills", "0"),
]


def ended(*words: str) -> object:
    """The exit code."""
    with pytest.raises(SystemExit) as end:
        faults([*SMALL, *words])
    return end.value.code


def test_without_a_fault_it_is_clean(capfd: pytest.CaptureFixture[str]) -> None:
    assert ended() == 0
    assert "archived" in capfd.readouterr().out


def test_a_control_run_that_loses_nothing_has_failed(capfd: pytest.CaptureFixture[str]) -> None:
    assert ended("--control", "--json") == 1
    told = json.loads(capfd.readouterr().out)
    assert (told["archived"], told["lost"]) == (200, 0)
