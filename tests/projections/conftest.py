"""A database with empty ledgers and views."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.projections.stories import prepared


@pytest.fixture
async def connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Open while the test runs."""
    opened = await prepared(dsn)
    yield opened
    if not opened.is_closed():
        await opened.close()
