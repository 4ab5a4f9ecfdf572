"""`gongche up`, as a process of its own: it answers, it heals, it ends."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from fleet.decider import Event
from fleet.servers.home import free_port
from projections.services import without_password
from tests.projections.stories import AMENDED, OPENED, PAPERS, prepared, written
from tests.waiting import until


@dataclass
class Up:
    """A running `gongche up`."""

    process: subprocess.Popen[str]
    port: int

    def ready(self) -> dict[str, object]:
        """Its first line."""
        assert self.process.stdout
        told: dict[str, object] = json.loads(self.process.stdout.readline())
        return told

    def children(self) -> dict[str, int]:
        """Name of the service -> process id."""
        pid = self.process.pid
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        found: dict[str, int] = {}
        for child in listed:
            with suppress(OSError):  # it may be gone by now
                line = Path(f"/proc/{child}/cmdline").read_text().split("\0")
                found |= {line[3]: int(child)} if "fleet" in line else {}
        return found

    def served(self) -> bool:
        """Whether the pages answer."""
        with suppress(OSError):
            address = f"http://127.0.0.1:{self.port}/readyz"
            return bool(urllib.request.urlopen(address, timeout=2).status == 200)
        return False


def gone(pid: int) -> bool:
    """No process of this number, or one that nobody has buried yet."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.fixture
def up(dsn: str, tmp_path: Path) -> Iterator[Up]:
    """On a database of its own and a broker of its own."""
    port = free_port()
    words = [sys.executable, "-m", "fleet", "up", "--data", str(tmp_path), "--port", str(port)]
    environment = {**os.environ, "GONGCHE_DATABASE_URL": dsn}
    with subprocess.Popen(  # noqa: S603 - our own program
        words, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Up(process, port)
        process.kill()


def test_everything_answers_when_the_ready_line_comes_and_ends_when_told(up: Up) -> None:
    told = up.ready()
    assert up.served()
    assert told["ready"] is True
    assert ":" not in str(told["broker"]).partition("//")[2].partition("@")[0]
    children = up.children()
    assert set(children) == {"gateway", "ingest", "project", "react", "web"}
    begun = time.monotonic()
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(10) == 0
    assert time.monotonic() - begun < 5
    assert all(map(gone, children.values()))


def test_a_service_that_dies_is_started_again(up: Up) -> None:
    up.ready()
    dead = up.children()["web"]
    os.kill(dead, signal.SIGKILL)
    until(lambda: up.children().get("web", dead) != dead, 30)
    until(up.served, 30)


def test_nothing_is_left_when_it_is_killed(up: Up) -> None:
    up.ready()
    children = up.children()
    up.process.kill()
    until(lambda: all(map(gone, children.values())), 5)
    assert not up.served()


def test_a_port_that_is_taken_is_a_wrong_call(up: Up) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        words = (*up.process.args[:-1], str(other.getsockname()[1]))  # type: ignore[index]
        refused = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    assert refused.returncode == 2
    assert "Address already in use" in refused.stderr
    assert refused.stdout == ""


def test_the_alert_stream_is_printed_line_by_line_and_ends_well(dsn: str) -> None:
    words = [sys.executable, "-m", "fleet", "alerts", "--follow"]
    environment = {**os.environ, "GONGCHE_DATABASE_URL": dsn}
    asyncio.run(told(dsn, *PAPERS, ledger="lifecycle"))
    with subprocess.Popen(  # noqa: S603 - our own program
        words, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        for event in (OPENED, AMENDED):
            [place] = asyncio.run(told(dsn, event))
            assert json.loads(process.stdout.readline())["position"] == f"supervision:{place}"
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0


async def told(dsn: str, *events: Event, ledger: str = "supervision") -> list[int]:
    connection = await prepared(dsn)
    try:
        return await written(connection, ledger, *events)
    finally:
        await connection.close()


def test_an_address_is_shown_without_its_password() -> None:
    assert without_password("postgresql://a:b@h:1/c") == "postgresql://a@h:1/c"
    assert without_password("mqtt://h:1883") == "mqtt://h:1883"
