"""A ledger of counters in a database of its own."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from fleet.ledger.topics import EVENTS
from tests.fleet.ledger.counter import Counted


@pytest.fixture(autouse=True)
def counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger can read what a counter writes."""
    monkeypatch.setitem(EVENTS, Counted.TOPIC, Counted)


@pytest.fixture
def migrated(dsn: str) -> str:
    """A database with both ledgers, empty."""
    migrate(dsn)
    return dsn


@pytest.fixture
def ledger(migrated: str) -> Iterator[Lifecycle]:
    """What people decided: nothing yet."""
    with Lifecycle.opened(migrated) as opened:
        yield opened


@pytest.fixture
async def connection(migrated: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the other driver."""
    opened = await asyncpg.connect(migrated)
    yield opened
    await opened.close()
