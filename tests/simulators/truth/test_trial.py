"""`gongche trial`: precision and recall of every code, and an exit code that means something."""

import orjson
import pytest
from click.testing import CliRunner

from simulators.cli.trial import trial
from simulators.truth import drift

SMALL = ("--vehicles", "8", "--days", "4", "--processes", "1")


def test_a_small_story_is_judged_right_and_told_as_tables() -> None:
    result = CliRunner().invoke(trial, [*SMALL, "--drift-days", "1"])
    assert result.exit_code == 0, result.output
    assert "USE-01" in result.output
    assert "White noise" in result.output


def test_who_finds_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulators.truth.trial.findings", lambda _: [])
    result = CliRunner().invoke(trial, [*SMALL, "--drift-days", "0"])
    assert result.exit_code == 1
    assert "nothing found" in result.output


def test_for_programs_it_is_one_document() -> None:
    result = CliRunner().invoke(
        trial, ["--vehicles", "2", "--days", "2", "--processes", "1", "--drift-days", "0", "--json"]
    )
    told = orjson.loads(result.stdout)
    assert (told["good"], told["cars"], told["errors"]) == (True, 2, [])
    assert all(min(it["precision"], it["recall"]) >= 0.99 for it in told["codes"].values())


@pytest.mark.proves("GEO-02")
def test_white_noise_three_sigma_inside_never_leaves_an_area() -> None:
    found = list(drift.parked(4, 1))
    assert not any(it.false for it in found if it.inside >= 3)
    assert all(it.raw for it in found if it.inside <= 2)
    assert any(it.false for it in found if it.inside == 0)
