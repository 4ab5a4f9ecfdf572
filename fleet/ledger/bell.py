"""Rings when a ledger has grown, so that nobody has to ask again and again."""

import asyncio

import asyncpg

from fleet.ledger import follow
from fleet.ledger.schema import LEDGERS

_POLL_S = 2.0


class Bell:
    """Rings when one of the ledgers grew, or when the connection is gone.

    `await bell.hang(connection)` comes before the first read: nothing falls between the two.
    """

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    async def hang(self, connection: asyncpg.Connection) -> None:
        """Listen on this connection."""
        connection.add_termination_listener(self._ring)
        for ledger in LEDGERS:
            await connection.add_listener(follow.channel(ledger), self._ring)

    def _ring(self, *_: object) -> None:
        self._rung.set()

    def silence(self) -> None:
        """Forget what rang: it is about to be read."""
        self._rung.clear()

    async def wait(self) -> None:
        """Wait for it; at most two seconds, so that a lost notification costs no more."""
        try:
            async with asyncio.timeout(_POLL_S):
                await self._rung.wait()
        except TimeoutError:
            return
