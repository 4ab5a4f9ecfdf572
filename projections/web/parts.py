"""What the routes share: the site, the database, and those who listen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, cast

import asyncpg
from fastapi import Depends, Request

from projections.web.follower import SQL, Follower
from projections.web.hub import Hub
from projections.web.site import Site

_LONGEST_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The moving parts of one app while it runs."""

    site: Site
    pool: asyncpg.Pool
    hub: Hub
    follower: Follower

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection for a moment."""
        async with self.pool.acquire() as lent:
            yield cast("asyncpg.Connection", lent)  # it behaves like one; only its type differs


def parts(request: Request) -> Parts:
    """The parts of the app that was asked."""
    found: Parts = request.app.state.parts
    return found


async def database(of: Annotated[Parts, Depends(parts)]) -> None:
    """Fail at once while the database is away: the ledger's own pool would wait for minutes."""
    async with asyncio.timeout(_LONGEST_WAIT_S), of.connection() as connection:
        await connection.fetchval(SQL["alive"])
