"""An office with an empty ledger of its own."""

from collections.abc import Iterator

import pytest

from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from tests.scenarios.office import Office


@pytest.fixture
def office(dsn: str) -> Iterator[Office]:
    """Nothing has been said yet."""
    migrate(dsn)
    with Lifecycle.opened(dsn) as ledger:
        yield Office(ledger)
