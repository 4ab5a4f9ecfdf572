"""The whole demonstration: ready, moving, violations as foretold; a clean end; and on it goes."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from fleet.ledger.follow import read
from fleet.ledger.schema import migrate
from fleet.servers import Addresses
from fleet.servers.home import free_port
from fleet.supervision.finding import FindingOpened
from projections.services import Plan
from simulators import demonstration
from simulators.demonstration import Staging, load, on_air
from tests.waiting import eventually, until

CARS = 60


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a demonstration runs in the world's time


def staging(data: Path, speed: float = 1.0, scenario: str = "city") -> Staging:
    data.mkdir(exist_ok=True)
    return Staging(data, free_port(), CARS, 1, speed, scenario)


async def test_violations_happen_as_foretold(tmp_path: Path, dsn: str, broker_url: str) -> None:
    migrate(dsn)
    shown = staging(tmp_path / "data", speed=6.0)
    built = load(dsn, shown, threading.Event())
    plan = Plan(shown.data, Addresses(dsn, broker_url), shown.port)
    async with on_air(shown, built, plan, now):
        connection = await asyncpg.connect(dsn)
        try:
            await eventually(lambda: _exits(connection), seconds=60)
            found = await _exits(connection)
            places = await connection.fetchval("SELECT count(*) FROM archive.latest")
        finally:
            await connection.close()
    lines = (shown.data / "violations.jsonl").read_text().splitlines()
    foretold = {
        (told["vehicle"], told["since"], told["confirmed"]) for told in map(json.loads, lines)
    }
    assert found <= foretold
    assert places == CARS


async def _exits(connection: asyncpg.Connection) -> set[tuple[str, int, int]]:
    entries = await read(connection, "supervision", 0)
    found = [entry.event.finding for entry in entries if isinstance(entry.event, FindingOpened)]
    return {
        (exit_.vehicle, int(exit_.since.timestamp()), int(exit_.confirmed.timestamp()))
        for exit_ in found
        if exit_.code == "GEO-02"
    }


def test_a_quiet_city_plans_no_violations(tmp_path: Path, dsn: str) -> None:
    migrate(dsn)
    shown = staging(tmp_path / "data", scenario="quiet")
    built = load(dsn, shown, threading.Event())
    assert list(demonstration.coming(shown, built, now().timestamp(), [])) == []


def test_loading_stops_when_told(tmp_path: Path, dsn: str) -> None:
    migrate(dsn)
    stopped = threading.Event()
    stopped.set()
    load(dsn, staging(tmp_path / "data"), stopped)
    again = load(dsn, staging(tmp_path / "data"), threading.Event())
    assert len(again.cars) == CARS


def test_what_was_foretold_happens_after_a_restart_too(tmp_path: Path, dsn: str) -> None:
    migrate(dsn)
    shown, start = staging(tmp_path / "data"), now().timestamp()
    built = load(dsn, shown, threading.Event())
    coming = demonstration.coming(shown, built, start, [])
    first = next(one for _, one in coming if one)
    demonstration.note(shown, first)
    (again,) = demonstration.begun(shown, built, start + 60)
    assert again.label == first.label
    assert next(demonstration.coming(shown, built, start + 60, [again]))[0] > first.planned
    assert demonstration.begun(shown, built, start + 3600) == []
    assert demonstration.begun(replace(shown, data=tmp_path), built, start) == []


@contextmanager
def demo(data: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    argv = (sys.executable, "-m", "fleet", "demo", "--data", str(data), "--vehicles", "12")
    port = ("--port", str(free_port()))
    with subprocess.Popen((*argv, *port, *words), stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 - our own program
        try:
            yield child
        finally:
            child.kill()


def ready(child: "subprocess.Popen[str]") -> dict[str, object]:
    """The ready line; nothing else stands on stdout before it."""
    assert child.stdout is not None
    told: dict[str, object] = json.loads(child.stdout.readline())
    assert told["ready"] is True
    return told


def descendants(pid: int) -> list[int]:
    """Everything that a process has started, and what that has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [number for child in map(int, children) for number in (child, *descendants(child))]


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_the_command_is_ready_ends_and_goes_on(tmp_path: Path) -> None:
    with demo(tmp_path / "city", "--for", "1") as child:
        told = ready(child)
        mine = descendants(child.pid)
        assert len(mine) > 4
        assert child.wait(30) == 0
    assert ":" not in str(told["database"]).split("//")[1].split("@")[0]
    assert set(told) == {"ready", "web", "gateway", "database", "broker"}
    until(lambda: not any(map(alive, mine)), seconds=5)
    with demo(tmp_path / "city", "--show-secrets") as child:
        assert "gongche:" in str(ready(child)["database"])
        os.kill(child.pid, signal.SIGTERM)
        assert child.wait(5) == 0


@pytest.mark.parametrize("words", [("--vehicles", "0"), ("--speed", "0"), ("--scenario", "war")])
def test_what_makes_no_sense_is_said_at_once(tmp_path: Path, words: tuple[str, ...]) -> None:
    with demo(tmp_path / "city", *words) as child:
        assert child.wait(30) == 2


def test_told_to_stop_while_loading_it_stops(tmp_path: Path) -> None:
    with demo(tmp_path / "city") as child:
        until((tmp_path / "city" / "nats.json").exists)
        os.kill(child.pid, signal.SIGINT)
        assert child.wait(20) == 0
