"""`gongche fixes`: what speaks against a record, by its content, its delivery, its neighbours."""

import asyncio
import json

import pytest
from click.testing import CliRunner

from fleet.__main__ import main
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered, TerminalUnbound
from tests.telemetry.scene import INSIDE, OUTSIDE, after, opened

FAR = 121.5


@pytest.fixture
def car(dsn: str, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A car with all that neighbours can tell."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    monkeypatch.setenv("GONGCHE_BROKER_URL", broker_url)
    monkeypatch.setenv("COLUMNS", "200")
    return asyncio.run(_strange(dsn))


async def _strange(dsn: str) -> str:
    async with opened(dsn) as scene:
        places = {0: INSIDE, 60: FAR, 120: INSIDE, 180: OUTSIDE, 600: FAR, 660: FAR, 720: FAR}
        said = [scene.record(at, lon, seq=at) for at, lon in places.items()]
        await scene.tell(*said, scene.record(660, OUTSIDE, seq=1))
        spare = TerminalBound(
            device="second", vehicle=scene.car, valid_from=after(700), valid_to=None
        )
        taken = TerminalUnbound(device=scene.car, vehicle=scene.car, at=after(900))
        await scene.say(
            ("terminal:second", TerminalRegistered(device="second")),
            ("terminal:second", spare),
            (f"terminal:{scene.car}", taken),
        )
        await scene.tell(scene.record(1000, FAR))
        return scene.car


def told(*words: str) -> dict[str, list[str]]:
    """Minute -> flags by the neighbours."""
    result = CliRunner().invoke(main, ["fixes", *words, "--json"], catch_exceptions=False)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return {row["at"][11:-1]: row["track_flags"] for row in rows}


DAY = ("--from", "2026-10-01", "--to", "2026-10-02")


def test_neighbours_speak_against_a_record(car: str) -> None:
    assert told(car, *DAY) == {
        "01:00:00": [],
        "01:01:00": ["isolated_jump"],
        "01:02:00": [],
        "01:03:00": ["parked_drift"],
        "01:10:00": ["teleport"],
        "01:11:00": ["time_conflict"],
        "01:12:00": ["binding_conflict"],
    }


def test_the_neighbours_may_lie_outside_the_time_that_is_asked_for(car: str) -> None:
    window = ("--from", "2026-10-01T09:01", "--to", "2026-10-01T09:02")
    assert told(car, *window) == {"01:01:00": ["isolated_jump"]}
    assert told(car, "--terminal", *window) == {"01:01:00": ["isolated_jump"]}


def test_what_a_terminal_said_while_it_was_in_no_car_is_shown_for_the_terminal(car: str) -> None:
    late = ("--from", "2026-10-01T09:12", "--to", "2026-10-01T10:00")
    assert told(car, "--terminal", *late) == {
        "01:12:00": ["binding_conflict"],
        "01:16:40": ["unbound"],
    }
    assert told(car, *late) == {"01:12:00": ["binding_conflict"]}


def test_the_table_shows_all_flags_together(car: str) -> None:
    shown = CliRunner().invoke(main, ["fixes", car, *DAY], catch_exceptions=False).output
    assert "late isolated_jump" in shown
    assert "2026-10-01 09:01:00" in shown
