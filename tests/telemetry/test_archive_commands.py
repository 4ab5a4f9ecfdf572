"""What an operator sees of the archive: fixes, findings, quarantine."""

import asyncio
import json

import orjson
import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from tests.telemetry.scene import INSIDE, away, home, opened


@pytest.fixture
def car(dsn: str, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A car that left its yard and came back; one of its records could not be read."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    monkeypatch.setenv("GONGCHE_BROKER_URL", broker_url)
    monkeypatch.setenv("COLUMNS", "200")
    return asyncio.run(_left_and_came_back(dsn))


async def _left_and_came_back(dsn: str) -> str:
    async with opened(dsn) as scene:
        await scene.tell(*home(scene, [0, 30]), *away(scene, [60, 90, 120]))
        await scene.tell(*home(scene, [150, 180, 210]), scene.record(240, 999.0))
        stranger = orjson.dumps(dict(scene.record(0, INSIDE), device="stranger"))
        await scene.deliver("v1/stranger/up/pos", stranger)
        return scene.car


def gongche(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_fixes_are_shown_in_the_operators_zone(car: str) -> None:
    shown = gongche("fixes", car, "--from", "2026-10-01T09:00", "--to", "2026-10-01T09:01").output
    assert "2026-10-01 09:00:00" in shown
    assert "2026-10-01 09:01:00" not in shown
    assert "late" in shown


def test_fixes_are_told_to_programs(car: str) -> None:
    lines = gongche("fixes", car, "--from", "2026-10-01", "--to", "2026-10-02", "--json").output
    rows = [json.loads(line) for line in lines.splitlines()]
    assert len(rows) == 8
    assert rows[0]["at"] == "2026-10-01T01:00:00Z"
    assert rows[0]["quality"] == ["late"]


def test_nothing_said_is_said_so(car: str) -> None:
    assert car in gongche("fixes", car, "--to", "2020-01-01").stderr
    assert gongche("findings", "--vehicle", "nobody").stderr == "No findings.\n"
    listed = gongche("quarantine", "list", "--reason", "bad_escape")
    assert listed.stderr == "Nothing is in quarantine.\n"


def test_a_time_that_is_none_is_a_wrong_call(car: str) -> None:
    wrong = gongche("fixes", car, "--from", "yesterday")
    assert wrong.exit_code == 2
    assert "'yesterday' is no ISO 8601 time" in wrong.output


def test_findings_show_their_history_and_what_stands(car: str) -> None:
    told = gongche("findings", "--json", "--rule", "GEO-02").output.splitlines()
    assert [json.loads(line)["state"] for line in told] == ["opened", "amended"]
    shown = gongche("findings", "--standing", "--vehicle", car).output
    assert shown.count("amended") == 1
    assert "opened" not in shown


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--from", "2026-10-01T09:02:00", "--to", "2026-10-01T10:00:00"), 2),
        (("--from", "2026-10-01T09:03:00"), 1),
        (("--to", "2026-10-01T09:00:30"), 0),
    ],
)
def test_findings_of_a_window_are_those_that_lasted_into_it(
    car: str, words: tuple[str, ...], count: int
) -> None:
    assert len(gongche("findings", "--json", "--vehicle", car, *words).output.splitlines()) == count


def test_quarantine_names_the_reason_and_can_be_retried(car: str) -> None:
    shown = gongche("quarantine", "list").output
    assert "coordinate" in shown
    [bad] = gongche("quarantine", "list", "--device", car, "--json").output.splitlines()
    assert json.loads(bad)["reason"] == "coordinate_range"
    retried = gongche("quarantine", "retry", "--reason", "unknown_device")
    assert retried.stderr.startswith("1 will be tried again")
