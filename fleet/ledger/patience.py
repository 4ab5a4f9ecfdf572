"""The database may go away at any time: wait with back-off, say so once a minute, lose nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import structlog

log = structlog.get_logger()

AWAY = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # cut in the middle, asyncpg may lose track of its own state
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
    asyncpg.TransactionRollbackError,
)
"""What passes by itself: begin anew with another connection."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _SAY_AGAIN_S, _GIVE_UP_S = 0.1, 5.0, 60.0, 2.0
_STANDBY_S = 0.5


class Patience:
    """Keeps count of failures in a row.

    Args:
        name: Who waits, for the log.
    """

    def __init__(self, name: str) -> None:
        self._name, self._pause_s, self._said_at = name, _FIRST_PAUSE_S, -_SAY_AGAIN_S

    async def wait(self, error: BaseException) -> None:
        """Wait before the next attempt, each time longer; say why, once a minute."""
        now = asyncio.get_running_loop().time()
        if now - self._said_at >= _SAY_AGAIN_S:
            self._said_at = now
            log.warning("database away, trying again", who=self._name, why=repr(error))
        await asyncio.sleep(self._pause_s)
        self._pause_s = min(self._pause_s * 2, _LONGEST_PAUSE_S)

    def worked(self) -> None:
        """The last attempt succeeded: the next pause is short again."""
        self._pause_s = _FIRST_PAUSE_S


@asynccontextmanager
async def connected(database: str, name: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of one's own, closed for certain.

    Args:
        database: `postgresql://...`
        name: Who connects, as seen in `pg_stat_activity`.
    """
    connection = await asyncpg.connect(
        database, timeout=10, server_settings={"application_name": name}
    )
    try:
        yield connection
    finally:
        if not connection.is_closed():
            await _close(connection)


async def _close(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=_GIVE_UP_S)
    except AWAY:
        connection.terminate()


async def lead(connection: asyncpg.Connection, lock: int) -> None:
    """Wait until this connection is the only one with the lock; its end gives it back.

    Asks again and again: a connection that waits inside a statement holds old rows alive.
    """
    while True:
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock):
            return
        await asyncio.sleep(_STANDBY_S)
