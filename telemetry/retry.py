"""Quarantined bytes once more, after a decoder or a registration was corrected."""

from datetime import datetime

import asyncpg

from telemetry.archive import SQL
from telemetry.fix import Malformed
from telemetry.intake import Intake
from telemetry.mqtt import Delivery

_AT_ONCE = 500


async def retries(connection: asyncpg.Connection, intake: Intake, now: datetime) -> int:
    """Admit what can be admitted of what was asked for; what still cannot says why.

    Returns:
        How many were tried.
    """
    tried = 0
    while rows := await connection.fetch(SQL["wanted_retries"], _AT_ONCE):
        for row in rows:
            await _retry(connection, intake, row, now)
        tried += len(rows)
    return tried


async def _retry(
    connection: asyncpg.Connection, intake: Intake, row: asyncpg.Record, now: datetime
) -> None:
    delivery = Delivery(row["source"], row["raw"], now, 0, 0, 0)
    reason = await _still_wrong(intake, delivery, row["reason"])
    if reason is None:
        await intake.take([delivery], now)
    outcome = "admitted" if reason is None else f"refused: {reason}"
    await connection.execute(SQL["settle_retry"], row["id"], outcome, now)


async def _still_wrong(intake: Intake, delivery: Delivery, reason: str) -> str | None:
    await intake.take([], delivery.received_at)
    reception = intake.read(delivery)
    bad = [record for record in reception.records if isinstance(record, Malformed)]
    if bad and reason != "unknown_device":  # whose good records waited for the registration
        return str(bad[0])
    return None if intake.knows(reception.device) else "unknown_device"
