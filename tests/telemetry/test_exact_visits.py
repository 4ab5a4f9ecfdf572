"""`gongche visits` on the worst of files says what late-data.md says, to the byte."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from telemetry.cli.visits import visits
from tests.telemetry import nasty
from tests.telemetry.by_the_letter import PROFILES, Rules, visits_of


def ask(folder: Path, track: str, fences: object, *words: str) -> Result:
    (folder / "track.csv").write_text(track)
    (folder / "fences.geojson").write_text(json.dumps(fences))
    paths = str(folder / "track.csv"), str(folder / "fences.geojson")
    return CliRunner().invoke(visits, [*paths, *words])


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.proves("R075")
def test_a_nasty_file_has_the_visits_of_the_letter(seed: int, profile: str, tmp_path: Path) -> None:
    track, fences = nasty.track(seed), nasty.fences(seed)
    result = ask(tmp_path, track, fences, "--profile", profile)
    assert result.exit_code == (1 if seed % 3 else 0)
    assert result.stdout == visits_of(track, fences, PROFILES[profile])
    assert result.stdout.count("\n") > 20


def test_the_nasty_files_are_nasty() -> None:
    flags = {
        flag
        for seed in range(4)
        for line in visits_of(nasty.track(seed), nasty.fences(seed), PROFILES["standard"]).split()
        for flag in line.rpartition(",")[2].split("|")
    }
    assert flags >= {"entry_unseen", "gap_at_entry", "gap_inside", "gap_at_exit", "open"}


@pytest.mark.parametrize("seed", range(4))
def test_so_has_a_feed_that_tells_when_it_was_delivered(seed: int, tmp_path: Path) -> None:
    track, fences = nasty.feed(seed), nasty.fences(seed)
    result = ask(tmp_path, track, fences)
    assert result.stdout == visits_of(track, fences, PROFILES["standard"])
    assert "not used: future " in result.stderr


RULES = [
    Rules(0, 0, 200, 61, 100),
    Rules(100, 200, 0, 900, 20),
    Rules(10, 1, 1, None, 200),
    Rules(25, 31, 61, 30, None),
]


@pytest.mark.parametrize("rules", RULES, ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_so_it_is_by_other_rules(seed: int, rules: Rules, tmp_path: Path) -> None:
    track, fences = nasty.track(seed), nasty.fences(seed)
    (tmp_path / "rules.json").write_text(json.dumps(asdict(rules)))
    result = ask(tmp_path, track, fences, "--profile", str(tmp_path / "rules.json"))
    assert result.stdout == visits_of(track, fences, rules)
