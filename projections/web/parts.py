"""What the routes share: the site, the database, and those who listen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

import asyncpg
from fastapi import Request

from projections.web.follower import Follower
from projections.web.hub import Hub
from projections.web.site import Site


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
