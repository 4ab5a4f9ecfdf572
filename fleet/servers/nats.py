"""A private MQTT broker in the data folder: NATS with JetStream."""

import signal
from pathlib import Path

from fleet.servers import binaries, process
from fleet.servers.home import Home, Login
from fleet.servers.mqtt import accepts
from fleet.servers.process import Launch
from fleet.servers.server import Recipe

# sync_interval: default 2 minutes is what a power failure may cost. ack_wait: a batch commits well
# within it. max_ack_pending: how many messages an ingest batch may hold unacknowledged.
CONFIGURATION = """\
server_name: gongche
host: 127.0.0.1
port: -1
max_payload: 1048576
authorization {{ users: [ {{ user: gongche, password: "{password}" }} ] }}
jetstream {{
  store_dir: "."
  sync_interval: "1s"
  max_file_store: 10737418240
  max_memory_store: 67108864
}}
mqtt {{ listen: "127.0.0.1:{port}", ack_wait: "30s", max_ack_pending: 10000 }}
"""


def recipe(program: Path | None = None) -> Recipe:
    """How NATS is run.

    Args:
        program: The server; none: look for it.
    """

    def prepare(home: Home, login: Login) -> Launch:
        return _prepare(program or binaries.nats(), home, login)

    return Recipe("nats", _url, accepts, prepare, again=(b"address already in use",))


def _url(login: Login) -> str:
    return f"mqtt://gongche:{login.password}@127.0.0.1:{login.port}"


def _prepare(program: Path, home: Home, login: Login) -> Launch:
    account = process.unprivileged()
    runnable = binaries.runnable(program, account, home.data)
    home.folder.mkdir(mode=0o700, exist_ok=True)
    process.give(home.folder, account)
    configuration = home.folder / "nats.conf"
    configuration.unlink(missing_ok=True)
    configuration.touch(mode=0o600)
    configuration.write_text(CONFIGURATION.format(port=login.port, password=login.password))
    process.give(configuration, account)
    words = (str(runnable), "-c", configuration.name)
    return Launch(words, home.folder, account, ending=signal.SIGTERM)
