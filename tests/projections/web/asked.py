"""The app itself, started and asked without a socket between."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx

from projections.web.app import build
from projections.web.site import Site


@asynccontextmanager
async def asked(database: str, clock: Callable[[], datetime]) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an app over a database; a fault of the app is an answer, not an error here."""
    app = build(Site(database, ZoneInfo("Asia/Shanghai"), clock))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
    ):
        yield client
