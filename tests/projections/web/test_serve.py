"""`gongche web`, as a process of its own: it restarts without loss and ends at once."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fleet.supervision.finding import FindingOpened
from tests.projections.stories import finding, written
from tests.projections.web.listening import Heard, first, heard, listeners
from tests.projections.web.town import Town, got

STOPPED_S = 5


class Web:
    """A running `gongche web`; its address is what its first line says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        assert told["ready"] is True
        self.address: str = told["web"]
        self.process = process

    async def stop(self, way: signal.Signals) -> int:
        """Ask it to end, and give it as long as was promised."""
        self.process.send_signal(way)
        return await asyncio.to_thread(self.process.wait, STOPPED_S)


@contextmanager
def web(dsn: str, data: Path, port: int = 0) -> Iterator[Web]:
    """Start it."""
    words = [sys.executable, "-m", "fleet", "web", "--data", str(data), "--port", str(port)]
    environment = {**os.environ, "GONGCHE_DATABASE_URL": dsn}
    with subprocess.Popen(  # noqa: S603 - our own program
        words, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield Web(process)
        finally:
            process.kill()


async def everything(address: str, since: str) -> list[Heard]:
    """The alerts after a place, until the server ends."""
    url = f"{address}/api/v1/stream"
    return [each async for each in heard(url, {"Last-Event-ID": since}) if each.event == "alert"]


async def tell(town: Town, numbers: range) -> None:
    """One finding each, in a transaction of its own."""
    for number in numbers:
        await written(town.connection, "supervision", FindingOpened(finding=finding(number)))


async def test_a_restart_loses_no_alert_and_repeats_none(town: Town, tmp_path: Path) -> None:
    places = ["supervision:0"]
    with web(town.dsn, tmp_path) as before:
        await tell(town, range(1, 6))
        listening = asyncio.create_task(everything(before.address, places[0]))
        await listeners(before.address, 1)
        await tell(town, range(6, 11))
        await first(f"{before.address}/api/v1/stream?since=supervision:9", "alert")
        assert await before.stop(signal.SIGTERM) == 0
        places += [each.id for each in await listening]
        port = int(before.address.rpartition(":")[2])
    await tell(town, range(11, 21))
    with web(town.dsn, tmp_path, port) as after:
        telling = asyncio.create_task(tell(town, range(21, 31)))
        left = {"Last-Event-ID": places[-1]}
        missed = await first(f"{after.address}/api/v1/stream", "alert", 31 - len(places), left)
        await telling
    places += [each.id for each in missed]
    assert places == [f"supervision:{number}" for number in range(31)]
    assert missed[-1].body["id"] == finding(30).finding_id


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_in_good_order_whoever_listens(
    town: Town, tmp_path: Path, way: signal.Signals
) -> None:
    with web(town.dsn, tmp_path) as running:
        listening = [
            asyncio.create_task(everything(running.address, "supervision:0")) for _ in range(3)
        ]
        await listeners(running.address, 3)
        assert (await got(f"{running.address}/readyz")).status_code == 200
        assert await running.stop(way) == 0
        assert await asyncio.gather(*listening) == [[], [], []]


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        words = [sys.executable, "-m", "fleet", "web", "--data", str(tmp_path), "--port", port]
        done = subprocess.run(  # noqa: S603 - our own program
            words, capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()
    assert f"--port {port}" in line
    assert "choose another" in line
