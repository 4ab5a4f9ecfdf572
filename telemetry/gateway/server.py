"""The gateway's shell: terminals on one side, the broker on the other, the books beside them."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from fleet.ledger.applications import Lifecycle
from fleet.ledger.patience import AWAY, Patience, connected
from fleet.ledger.schema import migrate as migrate_ledger
from fleet.story_clock import StoryClock
from telemetry.archive import migrate
from telemetry.gateway.admission import Provisioning
from telemetry.gateway.chronicle import Chronicle
from telemetry.gateway.connection import Connection
from telemetry.gateway.courier import Courier
from telemetry.gateway.credentials import Credentials
from telemetry.gateway.desk import Desk
from telemetry.gateway.exchange import Exchange
from telemetry.gateway.swaps import Parts
from telemetry.links import SQL
from telemetry.mqtt import Link

TOPICS = ("v1/+/dn/jt808",)

_BACKLOG = 4096
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WORLD = StoryClock(_EPOCH, _EPOCH)
"""The clock of the world: no story."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where the gateway stands.

    Attributes:
        database: `postgresql://...`
        broker: `mqtt://...`
        host: Address to listen on.
        port: TCP port; 0: any free one.
        provisioning: How strict the books are taken at registration.
        clock: The clock that the fixes use.
    """

    database: str
    broker: str
    host: str = "127.0.0.1"
    port: int = 0
    provisioning: Provisioning = "bound"
    clock: StoryClock = WORLD


@asynccontextmanager
async def gateway(serving: Serving) -> AsyncIterator[int]:
    """Serve terminals for a while; yields the port once books and broker are there.

    Raises:
        OSError: If the port is taken.
    """
    with _door(serving.host, serving.port) as door:
        await _prepare(serving.database)
        ledger = await asyncio.to_thread(Lifecycle.opened, serving.database)
        chronicle = Chronicle(serving.database)
        desk = Desk(serving.database, Credentials(ledger), chronicle, serving.provisioning)
        courier = Courier(serving.database, ledger, lambda: serving.clock.story(datetime.now(UTC)))  # noqa: TID251 - the shell
        parts = await _parts(serving.database)
        client = f"gateway-{os.getpid()}-{uuid4().hex[:8]}"
        async with (
            _closing(ledger),
            Link(serving.broker, client_id=client, subscriptions=TOPICS) as link,
            asyncio.TaskGroup() as tasks,
        ):
            exchange = Exchange(serving.clock, link, desk, chronicle, courier, parts)
            desk.cut, courier.arrived = exchange.cut, exchange.tell
            work = [
                tasks.create_task(each)
                for each in (
                    desk.run(),
                    chronicle.run(),
                    courier.run(),
                    exchange.deliver(),
                    exchange.tick(),
                )
            ]
            await desk.ready.wait()
            loop = asyncio.get_running_loop()
            listening = await loop.create_server(
                lambda: Connection(exchange), sock=door, backlog=_BACKLOG
            )
            try:
                yield door.getsockname()[1]
            finally:
                listening.close()
                for connection in [*exchange.strangers, *exchange.devices.values()]:
                    connection.close("the gateway stops", at_once=True)
                await asyncio.sleep(0)
                for task in work:
                    task.cancel()


def _door(host: str, port: int) -> socket.socket:
    """The port, so that nobody else takes it; nobody is let in yet."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except OSError:
        door.close()
        raise
    return door


async def _prepare(database: str) -> None:
    """Wait for the database, and make its tables."""
    patience = Patience("gateway")
    while True:
        try:
            async with connected(database, "gongche gateway") as connection:
                await asyncio.to_thread(migrate_ledger, database)
                await migrate(connection)
        except AWAY as error:
            await patience.wait(error)
        else:
            return


async def _parts(database: str) -> dict[str, Parts]:
    async with connected(database, "gongche gateway") as connection:
        rows = await connection.fetch(SQL["read_links"], None)
    return {row["device"]: Parts(row["imei"], row["iccid"], row["firmware"]) for row in rows}


@asynccontextmanager
async def _closing(ledger: Lifecycle) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await asyncio.to_thread(ledger.close)
