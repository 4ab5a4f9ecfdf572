"""`gongche gateway` as a process."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fleet.servers.home import free_port
from tests.waiting import until


def started(data: Path, *words: str, **environment: str) -> "subprocess.Popen[str]":
    argv = (sys.executable, "-m", "fleet", "gateway", "--data", str(data), *words)
    return subprocess.Popen(  # noqa: S603 - our own program
        argv, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )


def there(port: int) -> bool:
    with socket.socket() as wire:
        return wire.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(
    tmp_path: Path, dsn: str, broker_url: str, number: signal.Signals
) -> None:
    port = free_port()
    servers = {"GONGCHE_DATABASE_URL": dsn, "GONGCHE_BROKER_URL": broker_url}
    with started(tmp_path / "data", "--port", str(port), **servers) as process:
        until(lambda: there(port), 30)
        process.send_signal(number)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert f"terminals are served at 127.0.0.1:{port}" in process.stderr.read()


def test_it_can_be_stopped_while_it_waits_for_its_servers(tmp_path: Path) -> None:
    nowhere = {
        "GONGCHE_DATABASE_URL": f"postgresql://127.0.0.1:{free_port()}/nobody",
        "GONGCHE_BROKER_URL": f"mqtt://127.0.0.1:{free_port()}",
    }
    with started(tmp_path / "data", **nowhere) as process:
        assert process.stderr is not None
        process.stderr.readline()  # it says what it waits for
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_port_that_is_taken_is_a_wrong_call(tmp_path: Path, dsn: str, broker_url: str) -> None:
    servers = {"GONGCHE_DATABASE_URL": dsn, "GONGCHE_BROKER_URL": broker_url}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with started(tmp_path / "data", "--port", port, **servers) as process:
            _, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert told.splitlines()[-1].startswith(f"Error: --port {port}: ")
