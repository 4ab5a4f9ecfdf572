"""A ledger in a database of its own, and commands that find it."""

from collections.abc import Iterator

import pytest

from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate


@pytest.fixture
def ledger(dsn: str) -> Iterator[Lifecycle]:
    """What people decided: nothing yet."""
    migrate(dsn)
    with Lifecycle.opened(dsn) as opened:
        yield opened


@pytest.fixture
def database(dsn: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The operator's own database, as the commands find it."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    return dsn
