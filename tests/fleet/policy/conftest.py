"""A database of its own, as the commands find it."""

import pytest


@pytest.fixture
def database(dsn: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The operator's own database."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    return dsn
