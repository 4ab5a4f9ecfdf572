"""Both servers, started by several at once, by one that dies, by root and by an ordinary user."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import click
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.servers import Addresses, binaries, found, mqtt, process, running, start_postgres
from fleet.servers.home import Home
from fleet.servers.process import Launch
from tests.conftest import wait_until

STARTER = """
import json, sys
from pathlib import Path
from fleet.servers import start_nats, start_postgres
data = Path(sys.argv[1])
servers = start_postgres(data), start_nats(data)
print(json.dumps([[server.url, server.pid, server.ours] for server in servers]), flush=True)
sys.stdin.read()
for server in servers:
    if server.ours:
        server.stop()
"""
ORDINARY = """
import os, sys
from pathlib import Path
from fleet.servers import binaries, mqtt, nats, postgres, process, start_nats, start_postgres
data, nobody = Path(sys.argv[1]), process.unprivileged()
database = binaries.runnable(binaries.postgres() / "postgres", nobody, data).parent
broker = binaries.runnable(binaries.nats(), nobody, data)
if nobody:
    data.mkdir()
    process.give(data, nobody)
    os.setgroups([])
    os.setgid(nobody.gid)
    os.setuid(nobody.uid)
servers = start_postgres(data, database), start_nats(data, broker)
print(os.geteuid(), postgres.answers(servers[0].url), mqtt.accepts(servers[1].url))
for server in servers:
    server.stop()
"""
"""


@contextmanager
def starter(data: Path) -> Iterator[Popen[bytes]]:
    """Another process that has both servers until its input ends."""
    words = [sys.executable, "-c", STARTER, str(data)]
    with Popen(words, stdin=PIPE, stdout=PIPE) as child:
        yield child


def said(child: Popen[bytes]) -> list[tuple[str, int, bool]]:
    assert child.stdout is not None
    return [(url, pid, ours) for url, pid, ours in json.loads(child.stdout.readline())]
