"""A real server in a thread, over a real database with one car, its papers and its area."""

import asyncio
import threading
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from projections import engine
from projections.web.serve import listen, server
from projections.web.site import Site
from telemetry import archive
from tests.projections.stories import AREA, PAPERS, PLAN, written
from tests.projections.web.town import CENTRE, Town
from tests.waiting import until

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def town(dsn: str, connection: asyncpg.Connection) -> Town:
    """One car in the books and on the road."""
    await archive.migrate(connection)
    await written(connection, "lifecycle", *PAPERS, AREA, PLAN)
    await engine.bring_up(connection)
    town = Town(dsn, connection)
    await town.seen("car-1", *CENTRE)
    return town


@pytest.fixture
def web(town: Town) -> Iterator[str]:
    """The address of a server that shows the town."""
    site = Site(town.dsn, SHANGHAI, clock=lambda: town.now)
    listening, running = listen(0), server(site)
    thread = threading.Thread(target=asyncio.run, args=(running.serve(sockets=[listening]),))
    thread.start()
    until(lambda: running.started or not thread.is_alive())
    town.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    yield town.address
    running.should_exit = True
    thread.join(10)
    listening.close()
    assert not thread.is_alive()
