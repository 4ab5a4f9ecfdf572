"""Which records of which vehicles are still missing, from the archive."""

import asyncpg

from fleet.statements import statements
from telemetry.completeness import Hole
from telemetry.sequences import Boot, paired

SQL = statements("telemetry.cli", "holes.sql")


async def open_holes(connection: asyncpg.Connection) -> list[Hole]:
    """The holes that are open now."""
    if not await connection.fetchval(SQL["known"]):
        return []
    found: list[Hole] = []
    for row in await connection.fetch(SQL["broken"]):
        boot = Boot(row["first"], paired(row["stored"]), paired(row["refused"]))
        for low, high in boot.holes():
            beside = await connection.fetch(SQL["beside"], row["device"], row["boot"], low, high)
            found += [Hole(each["vehicle"], each["after"], each["before"]) for each in beside]
    return found
