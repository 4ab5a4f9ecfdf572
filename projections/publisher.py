"""Alerts on MQTT: CloudEvents, QoS 1; the place moves on only after the broker has answered."""

import asyncio
from contextlib import aclosing

import asyncpg
import orjson
import structlog

from fleet.ledger.patience import AWAY, Patience, connected, lead
from projections import tables
from projections.alert_form import SUPERVISION, cloud_event, topic
from projections.alerts import Alert, stream
from telemetry.mqtt import Link

log = structlog.get_logger()

PUBLISHER_LOCK = 0x676F6E6763686513
"""Whoever holds it publishes; the others stand by."""

_SINK, _CLIENT = "mqtt", "gongche-alerts"
_AT_ONCE = 200


async def run(database: str, broker: str) -> None:
    """Publish until cancelled; after a crash some alerts come again, none is missing.

    Args:
        database: `postgresql://...`, migrated (`projections.tables.migrate`).
        broker: `mqtt://...`
    """
    patience = Patience("publisher")
    while True:
        try:
            async with connected(database, "gongche publisher") as connection:
                await lead(connection, PUBLISHER_LOCK)
                async with Link(broker, client_id=_CLIENT) as link:
                    await _publish(connection, database, link)
        except* AWAY as errors:
            await patience.wait(errors.exceptions[0])


async def _publish(connection: asyncpg.Connection, database: str, link: Link) -> None:
    place = await connection.fetchval(tables.SQL["read_published"], _SINK) or 0
    log.info("publishing alerts", after=place)
    waiting: asyncio.Queue[Alert] = asyncio.Queue(_AT_ONCE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_take(database, place, waiting))
        tasks.create_task(_give(connection, link, waiting))


async def _take(database: str, place: int, waiting: asyncio.Queue[Alert]) -> None:
    async with aclosing(stream(database, {SUPERVISION: place})) as alerts:
        async for alert in alerts:
            await waiting.put(alert)


async def _give(connection: asyncpg.Connection, link: Link, waiting: asyncio.Queue[Alert]) -> None:
    while True:
        batch = [await waiting.get()]
        while not waiting.empty():
            batch.append(waiting.get_nowait())
        await asyncio.gather(*(link.send(topic(alert.body), _payload(alert)) for alert in batch))
        place = int(batch[-1].position.removeprefix(f"{SUPERVISION}:"))
        await connection.execute(tables.SQL["write_published"], _SINK, place)


def _payload(alert: Alert) -> bytes:
    return orjson.dumps(cloud_event(alert.event_id, alert.body))
