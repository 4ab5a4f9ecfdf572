"""Where drains are measured: a fresh broker for each, a fresh database, a queue, and a consumer."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from benchmarks.publishing import Message, publish
from fleet.servers import mqtt, start_nats
from fleet.servers.home import free_port
from fleet.servers.process import Launch, give, spawn, unprivileged

MOSQUITTO = Path("/usr/sbin/mosquitto")
_CONF = """\
listener {port} 127.0.0.1
allow_anonymous true
max_inflight_messages 0
max_queued_messages 0
max_queued_bytes 2147483648
set_tcp_nodelay true
persistence false
"""
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Drained:
    """What a consumer says of itself.

    Attributes:
        rate: Messages a second, from before it connected to the last commit.
        told: The rest.
    """

    rate: float
    told: dict[str, Any]


@contextmanager
def mosquitto() -> Iterator[str]:
    """A fresh Mosquitto that holds nothing back."""
    with _folder() as folder:
        port = free_port()
        (folder / "conf").write_text(_CONF.format(port=port))
        account = unprivileged()
        for path in (folder, folder / "conf"):
            give(path, account)
        words = (str(MOSQUITTO), "-c", str(folder / "conf"))
        broker = spawn(Launch(words, folder, account, ending=signal.SIGTERM), folder / "log")
        url = f"mqtt://127.0.0.1:{port}"
        try:
            while not mqtt.accepts(url):
                os.sched_yield()
            yield url
        finally:
            broker.terminate()
            broker.wait(10)


@contextmanager
def nats() -> Iterator[str]:
    """A fresh NATS, as we configure it."""
    with _folder() as folder:
        server = start_nats(folder / "data")
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def copy_of(database: str) -> Iterator[str]:
    """A database like another one, for a while."""
    server, _, name = database.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        words = Identifier("arena"), Identifier(name)
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(*words))
        try:
            yield f"{server}/arena"
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(words[0]))


def drained(words: Sequence[str], broker: str, queue: Sequence[Message], count: int) -> Drained:
    """Start a consumer, let it take its seat, fill its queue, say the word, hear how long it took.

    Args:
        words: Its command line.
        broker: Where to publish; empty: it has its messages already.
        queue: What to publish.
        count: How many fixes that is.
    """
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one:  # noqa: S603 - our own programs
        assert one.stdin is not None  # noqa: S101 - asked for above
        assert one.stdout is not None  # noqa: S101 - asked for above
        if one.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{words[0]} is not ready")
        if broker:
            publish(broker, queue)
        one.stdin.write("go\n")
        one.stdin.flush()
        told = json.loads(one.stdout.readline())
    return Drained(count / told["seconds"], told)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gongche-arena-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
