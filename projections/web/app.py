"""The ASGI app: pages, API and stream over one database."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import asyncpg
import psycopg
from eventsourcing.persistence import PersistenceError
from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from fleet.desk import http as desk
from fleet.desk.warming import warm
from fleet.ledger.applications import Lifecycle
from projections.web import districts, health, pages, positions, problems, stream, vehicles, views
from projections.web.follower import Follower
from projections.web.gate import Gate
from projections.web.hub import Hub
from projections.web.parts import Parts, database
from projections.web.site import Site

_STATIC = Path(__file__).parent / "static"
_CONNECTIONS, _CONNECT_S = 8, 10.0


def build(site: Site) -> FastAPI:
    """The app for one site; it opens nothing before it is started.

    `app.state.hub` is the hub: close it before the server waits for its connections. It closes by
    itself when nothing can be followed any more, by a fault of ours: then stop the server.
    """
    hub = Hub()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        follower = Follower(site, hub)
        async with (
            asyncpg.create_pool(
                site.database, min_size=0, max_size=_CONNECTIONS, timeout=_CONNECT_S
            ) as pool,
            _ledger(site) as ledger,
            _warmed(ledger),
            _running(follower, hub),
        ):
            app.state.parts = Parts(site, pool, hub, follower)
            app.state.desk = desk.Desk(ledger, site.clock)
            yield

    app = FastAPI(
        title="gongche",
        version=version("gongche"),
        description="Government vehicles: one ledger, watched live.",
        docs_url=None,  # they load their scripts from elsewhere
        redoc_url=None,
        responses=problems.ANSWERS,
        lifespan=lifespan,
    )
    app.state.hub = hub
    for part in (pages, positions, vehicles, views, stream, districts, health):
        app.include_router(part.router)
    app.include_router(desk.router, dependencies=[Depends(database)])
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    problems.install(app)
    app.middleware_stack = Gate(app.build_middleware_stack())  # also around the answer to a fault
    return app


@asynccontextmanager
async def _ledger(site: Site) -> AsyncIterator[Lifecycle]:
    ledger = await asyncio.to_thread(Lifecycle.opened, site.database)
    try:
        yield ledger
    finally:
        await asyncio.to_thread(ledger.close)


@asynccontextmanager
async def _warmed(ledger: Lifecycle) -> AsyncIterator[None]:
    """Meanwhile the desk reads what clerks ask for; it answers before it has read everything."""
    stopped = threading.Event()
    warming = asyncio.create_task(asyncio.to_thread(warm, ledger, stopped.is_set))
    try:
        yield
    finally:
        stopped.set()
        with suppress(psycopg.Error, PersistenceError):  # whoever needs it will tell
            await warming


@asynccontextmanager
async def _running(follower: Follower, hub: Hub) -> AsyncIterator[None]:
    following = asyncio.create_task(follower.run())
    following.add_done_callback(lambda _: hub.close())  # a page that hears nothing must not stay
    try:
        yield
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
