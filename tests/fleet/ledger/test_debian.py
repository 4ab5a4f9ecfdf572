"""The ledger keeps its promises on the oldest PostgreSQL we promise, too."""

import asyncio

import asyncpg
import pytest

from fleet.ledger import follow
from fleet.ledger.append import New, append
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle
from fleet.ledger.saying import Said
from fleet.ledger.schema import migrate
from fleet.ledger.verify import verify
from tests.fleet.ledger.counter import CLERK, Count, Counted, counter


@pytest.mark.debian_postgres
async def test_both_writers_keep_one_chain_on_the_oldest_postgresql(debian_dsn: str) -> None:
    await asyncio.to_thread(migrate, debian_dsn)
    connection = await asyncpg.connect(debian_dsn)
    with Lifecycle.opened(debian_dsn) as ledger:
        said = Said("counter:1", counter, Count(note="一"))
        written = await asyncio.to_thread(handle, ledger, said, saying=CLERK)
    async with connection.transaction():
        new = New("counter:1", 2, Counted(), CLERK.metadata)
        [position] = await append(connection, "lifecycle", [new])
    assert await follow.read(connection, "lifecycle", 0, until=position - 1) == written
    assert await verify(connection, "lifecycle", lambda *_: None) is None
    await connection.close()
