"""The services side by side, each a process of its own; who dies is started again."""

import asyncio
import json
import socket
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import structlog

from fleet.desk.reactor import REACTOR_LOCK
from fleet.ledger.patience import AWAY, connected
from fleet.servers import Addresses, Unavailable
from fleet.servers.home import free_port
from fleet.servers.process import ourselves
from projections import tables
from projections.engine import ENGINE_LOCK
from projections.publisher import PUBLISHER_LOCK
from telemetry.ingest import INGEST_LOCK

log = structlog.get_logger()

_LOOK_EVERY_S, _LONGEST_PAUSE_S, _STEADY_S, _GRACE_S = 0.1, 5.0, 30.0, 4.0
_WRONG = 2  # the exit code of what was called or set up wrongly: trying again is no use
_LOCKS = (INGEST_LOCK, REACTOR_LOCK, ENGINE_LOCK, PUBLISHER_LOCK)


@dataclass(frozen=True, slots=True)
class Running:
    """What answers.

    Attributes:
        web: Address of the pages: `http://127.0.0.1:8000`.
        gateway: Address for JT/T 808 terminals: `tcp://127.0.0.1:8808`.
        addresses: The servers behind it.
    """

    web: str
    gateway: str
    addresses: Addresses


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run.

    Attributes:
        data: The data folder.
        addresses: Servers that run already: the services start none of their own.
        port: Where the pages are served; on loopback only.
        gateway: Address and port for terminals; port 0: any free one.
        environment: Variables that the services see besides ours.
    """

    data: Path
    addresses: Addresses
    port: int = 8000
    gateway: tuple[str, int] = ("127.0.0.1", 0)
    environment: Mapping[str, str] = field(default_factory=dict)

    def child(self, *words: str) -> subprocess.Popen[bytes]:
        """Start one service; it ends with us, however we end."""
        return ourselves(
            *words,
            "--data",
            str(self.data),
            **{
                **self.environment,
                "GONGCHE_DATABASE_URL": self.addresses.database,
                "GONGCHE_BROKER_URL": self.addresses.broker,
            },
        )


@asynccontextmanager
async def services(plan: Plan) -> AsyncIterator[Running]:
    """Run all services; yields when all of them answer, stops them at the end.

    Raises:
        Unavailable: If the port is taken, or a service says that it was set up wrongly.
    """
    _check("--port", "127.0.0.1", plan.port)
    host, port = plan.gateway[0], plan.gateway[1] or free_port()
    _check("--gateway", host, port)
    words = (
        ("ingest",),
        ("gateway", "--host", host, "--port", str(port)),
        ("react",),
        ("project",),
        ("web", "--port", str(plan.port)),
    )
    refused: list[Exception] = []
    try:
        async with asyncio.TaskGroup() as tasks:
            keeping = [tasks.create_task(_keep(plan, each)) for each in words]
            try:
                await _answering(plan, host, port)
                pages = f"http://127.0.0.1:{plan.port}"
                yield Running(pages, f"tcp://{host}:{port}", plan.addresses)
            finally:
                for task in keeping:
                    task.cancel()
    except* Unavailable as errors:
        refused += errors.exceptions
    if refused:
        raise refused[0]  # one line on the command line, not a tree of them


def ready(running: Running, *, show_secrets: bool) -> str:
    """The line that says that everything answers, as JSON."""
    shown = str if show_secrets else without_password
    return json.dumps(
        {
            "ready": True,
            "web": running.web,
            "gateway": running.gateway,
            "database": shown(running.addresses.database),
            "broker": shown(running.addresses.broker),
        }
    )


def without_password(url: str) -> str:
    """The address with the password left out.

    >>> without_password("mqtt://gongche:secret@127.0.0.1:1883")
    'mqtt://gongche@127.0.0.1:1883'
    """
    parts = urlsplit(url)
    if parts.password is None:
        return url
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}@{place}").geturl()


def _check(option: str, host: str, port: int) -> None:
    """Somebody else on our port would answer for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(f"{option} {port}: {error.strerror}; choose another") from error


async def _keep(plan: Plan, words: tuple[str, ...]) -> None:
    """Start a service again and again, more slowly if it does not stay."""
    loop, pause = asyncio.get_running_loop(), _LOOK_EVERY_S
    while True:
        began = loop.time()
        code = await _ended(plan.child(*words))
        if code == _WRONG:
            raise Unavailable(f"gongche {' '.join(words)} cannot run; it says above why")
        pause = _LOOK_EVERY_S if loop.time() - began > _STEADY_S else pause
        log.warning("service ended, starting it again", service=words[0], code=code, after_s=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)


async def _ended(child: subprocess.Popen[bytes]) -> int:
    """Wait for the end of a child; if we are told to stop meanwhile, stop it."""
    try:
        while True:
            code = child.poll()
            if code is not None:
                return code
            await asyncio.sleep(_LOOK_EVERY_S)
    except asyncio.CancelledError:
        child.terminate()
        await asyncio.to_thread(_stopped, child)
        raise


def _stopped(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


async def _answering(plan: Plan, host: str, port: int) -> None:
    """Wait until each of them does what it is for."""
    while True:
        followed = await _served(plan.port) and await _followed(plan.addresses.database)
        if followed and await _accepts(host, port):
            return
        await asyncio.sleep(_LOOK_EVERY_S)


async def _accepts(host: str, port: int) -> bool:
    """Whether terminals are let in."""
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True


async def _served(port: int) -> bool:
    try:
        async with asyncio.timeout(_GRACE_S):
            return b" 200 " in await _asked(port)
    except OSError:
        return False


async def _asked(port: int) -> bytes:
    """The first line of the answer of `/readyz`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        return await reader.readline()
    finally:
        writer.close()


async def _followed(database: str) -> bool:
    """Whether every lock is held, and the views have taken all there is."""
    try:
        async with connected(database, "gongche up") as connection:
            held = await connection.fetchval(tables.SQL["held"], list(_LOCKS))
            return held == len(_LOCKS) and await tables.caught_up(connection)
    except (*AWAY, asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        return False
