"""A private PostgreSQL and a private MQTT broker in a data folder, when no address is given.

Both listen on loopback only, ask for a random password, and end with the process that started
them, however it ends. Whoever comes second attaches; when the starter goes away, the connections
of those who attached fail.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fleet.servers import nats, postgres
from fleet.servers.server import Server, attached, start
from fleet.servers.unavailable import Unavailable

__all__ = [
    "Addresses",
    "Server",
    "Unavailable",
    "found",
    "running",
    "start_nats",
    "start_postgres",
]


@dataclass(frozen=True)
class Addresses:
    """Where the servers are; passwords included.

    Attributes:
        database: `postgresql://...`
        broker: `mqtt://...`; empty if none was wanted, or none runs.
    """

    database: str = field(repr=False)
    broker: str = field(repr=False)


@contextmanager
def running(
    data: Path, database_url: str | None, broker_url: str | None, *, broker: bool = True
) -> Iterator[Addresses]:
    """Have both servers for a while: the given ones, else those of the data folder.

    Args:
        data: The data folder; made if it is not there and a server of it is needed.
        database_url: The operator's own PostgreSQL; none: the private one.
        broker_url: The operator's own broker; none: the private one.
        broker: Whether a broker is needed at all.

    Yields:
        Their addresses. What we started is stopped at the end, what we found is not.

    Raises:
        Unavailable: If a private server cannot be started.
    """
    with ExitStack() as stack:
        if database_url is None:
            database_url = _until_the_end(stack, start_postgres(data))
        if broker_url is None:
            broker_url = _until_the_end(stack, start_nats(data)) if broker else ""
        yield Addresses(database_url, broker_url)


def start_postgres(data: Path, programs: Path | None = None) -> Server:
    """Start the PostgreSQL of a data folder, or attach to it; it has a database `gongche`.

    Args:
        data: The data folder.
        programs: Folder of PostgreSQL's programs; none: look for them.
    """
    return start(data, postgres.recipe(programs))


def start_nats(data: Path, program: Path | None = None) -> Server:
    """Start the MQTT broker of a data folder, or attach to it.

    Args:
        data: The data folder.
        program: The NATS server; none: look for it.
    """
    return start(data, nats.recipe(program))


def found(data: Path) -> Addresses:
    """The addresses of the servers of a data folder that run now; empty for one that does not."""
    database, broker = attached(data, postgres.recipe()), attached(data, nats.recipe())
    return Addresses(database.url if database else "", broker.url if broker else "")


def _until_the_end(stack: ExitStack, server: Server) -> str:
    if server.ours:
        stack.callback(server.stop)
    return server.url
