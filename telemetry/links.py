"""What the gateway noted about links: who claimed whose number, who came twice, what was swapped.

The gateway writes it (`telemetry.gateway`), verdicts (TERM-07) and people read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from fleet.statements import statements

SQL = statements("telemetry", "links.sql")

FACTS_CHANNEL, CREDENTIALS_CHANNEL = "archive_link_facts", "archive_credentials"
"""Notified when a fact was kept; when a credential changed, with the device."""

CONFLICTS = ("bad_code", "connected_twice", "identity_mismatch", "registered_by_another")
"""Kinds of facts that say: two links use one device's number (TERM-07)."""

SWAPS = ("firmware_changed", "iccid_changed", "imei_changed", "plate_changed")
"""Kinds of facts that say: the terminal, its card or its vehicle is another one now."""


@dataclass(frozen=True, slots=True)
class LinkFact:
    """Something about a link that a supervisor has to know.

    Attributes:
        device: Whose number it is about.
        kind: One of `CONFLICTS` or `SWAPS`; or `registration_refused`, `unauthenticated`,
            `unregistered`, `revoked`, `flooding`.
        detail: In words and numbers: addresses, codes, what it was and what it is.
        first_at: When it came first within the hour (UTC).
        last_at: When it came last.
        times: How often.
    """

    device: str
    kind: str
    detail: str
    first_at: datetime
    last_at: datetime
    times: int


async def link_facts(
    connection: asyncpg.Connection,
    devices: Sequence[str],
    begin: datetime,
    end: datetime,
    kinds: Sequence[str] = CONFLICTS,
) -> list[LinkFact]:
    """The facts about these devices in [begin, end), in the order in which they began."""
    rows = await connection.fetch(SQL["read_facts"], list(devices), list(kinds), begin, end)
    return [LinkFact(*row) for row in rows]


async def revoke(connection: asyncpg.Connection, device: str, told: str, at: datetime) -> bool:
    """Let a terminal's code be good no more; whether it had one.

    Args:
        connection: To the archive.
        device: Whose.
        told: By whom, and why.
        at: When (UTC).
    """
    async with connection.transaction():
        if await connection.fetchval(SQL["revoke_code"], device, at, None) is None:
            return False
        await connection.execute(SQL["keep_facts"], [device], ["revoked"], [told], [at])
        await connection.execute(SQL["announce_credentials"], device)
    return True
