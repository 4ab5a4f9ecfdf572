"""What every test shares: real servers, its own database, and no sight of the operator's data."""

import os
import secrets
import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg.sql import SQL, Identifier

from fleet.servers import Addresses, mqtt, running, start_postgres
from fleet.servers.home import free_port
from fleet.servers.process import Launch, give, run, spawn, unprivileged
from tests.waiting import until

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
MOSQUITTO = Path("/usr/sbin/mosquitto")
OF_THE_MACHINE = {
    "chromium": Path("/usr/bin/chromium").exists(),
    "debian_postgres": bool(DEBIAN),
    "mosquitto": MOSQUITTO.exists(),
}
MISSING = [marker for marker, there in OF_THE_MACHINE.items() if not there]
LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Where everything must run, a missing program is an error."""
    config.stash[LEFT_OUT] = []
    if MISSING and os.environ.get("GONGCHE_REQUIRE_ALL") == "1":
        raise pytest.UsageError(f"GONGCHE_REQUIRE_ALL=1, but not installed: {', '.join(MISSING)}")


def pytest_report_header() -> str:
    """Say up front what will not run."""
    return f"not installed, their tests are deselected: {', '.join(MISSING) or 'nothing'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, by name, what needs a program that the machine does not have."""
    left_out = [item for item in items if any(map(item.get_closest_marker, MISSING))]
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = [item.nodeid for item in left_out]
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist tells the one who prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - a type of pytest-xdist, not needed
    """Hear what a worker left out; the others left out the same."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name them."""
    for name in config.stash[LEFT_OUT]:
        terminalreporter.write_line(f"deselected: {name}")


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the operator's data, and none sees another's."""
    monkeypatch.setenv("GONGCHE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("GONGCHE_DATABASE_URL", raising=False)
    monkeypatch.delenv("GONGCHE_BROKER_URL", raising=False)


@pytest.fixture(scope="session")
def servers() -> Iterator[Addresses]:
    """One pair of servers for all tests of a process. The broker keeps sessions: name them anew."""
    data = Path(tempfile.mkdtemp(prefix="gongche-tests-"))
    with running(data, None, None) as addresses:
        careless(addresses.database)
        yield addresses
    shutil.rmtree(data)


@pytest.fixture
def dsn(servers: Addresses) -> Iterator[str]:
    """A fresh, empty database."""
    yield from fresh(servers.database)


@pytest.fixture
def broker_url(servers: Addresses) -> str:
    """The MQTT broker that all tests of a process share."""
    return servers.broker


@pytest.fixture(scope="session")
def debian_postgres() -> Iterator[str]:
    """Debian's PostgreSQL, the oldest we promise. Only for tests marked `debian_postgres`."""
    data = Path(tempfile.mkdtemp(prefix="gongche-debian-"))
    data.chmod(0o711)  # its initdb cannot work in a closed folder
    server = start_postgres(data, DEBIAN[0].parent)
    careless(server.url)
    yield server.url
    server.stop()
    shutil.rmtree(data)


@pytest.fixture
def debian_dsn(debian_postgres: str) -> Iterator[str]:
    """A fresh, empty database on Debian's PostgreSQL."""
    yield from fresh(debian_postgres)


@pytest.fixture(scope="session")
def mosquitto_url() -> Iterator[str]:
    """A Mosquitto set up as we ask of an operator. Only for tests marked `mosquitto`."""
    folder = Path(tempfile.mkdtemp(prefix="gongche-mosquitto-"))
    port, password = free_port(), secrets.token_hex(16)
    account = unprivileged()
    (folder / "passwords").write_text(f"gongche:{password}\n")
    run(Launch(("mosquitto_passwd", "-U", str(folder / "passwords")), folder))
    (folder / "mosquitto.conf").write_text(MOSQUITTO_CONF.format(port=port, folder=folder))
    for path in (folder, *folder.iterdir()):
        give(path, account)
    words = (str(MOSQUITTO), "-c", str(folder / "mosquitto.conf"))
    broker = spawn(Launch(words, folder, account, ending=signal.SIGTERM), folder / "log")
    url = f"mqtt://gongche:{password}@127.0.0.1:{port}"
    until(lambda: mqtt.accepts(url))
    yield url
    broker.terminate()
    broker.wait(10)
    shutil.rmtree(folder)


MOSQUITTO_CONF = """\
listener {port} 127.0.0.1
allow_anonymous false
password_file {folder}/passwords
max_inflight_messages 1000
max_queued_messages 0
max_queued_bytes 1073741824
persistence true
persistence_location {folder}/
autosave_interval 5
"""


def careless(server: str) -> None:
    """Let a server forget its data in a power failure: no test pulls the plug."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def fresh(server: str) -> Iterator[str]:
    """A database on a server, gone afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    yield server.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
