"""The tables are there when they are needed, and give no more than a writer needs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import psycopg
import pytest
from click.testing import CliRunner
from psycopg.errors import InsufficientPrivilege

from fleet.__main__ import main
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle
from fleet.ledger.saying import Said
from fleet.ledger.schema import migrate, texts
from fleet.servers.home import free_port
from tests.fleet.ledger.counter import CLERK, Count, counter

GRANTS = """
CREATE ROLE clerk LOGIN PASSWORD 'clerk';
GRANT SELECT, INSERT ON lifecycle_events, lifecycle_events_commands TO clerk;
GRANT SELECT, UPDATE ON lifecycle_events_head TO clerk;
GRANT UPDATE ON lifecycle_events_gate TO clerk;
GRANT USAGE ON SEQUENCE lifecycle_events_notification_id_seq TO clerk;
"""


@pytest.fixture
def clerk(migrated: str) -> Iterator[str]:
    """The address of one who may append and nothing else."""
    with psycopg.connect(migrated, autocommit=True) as owner:
        owner.execute(GRANTS)
        address = urlsplit(migrated)
        host = f"clerk:clerk@{address.hostname}:{address.port}"
        yield address._replace(netloc=host).geturl()
        owner.execute("DROP OWNED BY clerk; DROP ROLE clerk")


def test_many_may_create_the_tables_at_once(dsn: str) -> None:
    with ThreadPoolExecutor(4) as programs:
        list(programs.map(migrate, [dsn] * 8))
    with Lifecycle.opened(dsn) as ledger:
        assert handle(ledger, Said("counter:1", counter, Count()), saying=CLERK)


def test_creating_again_leaves_the_events_alone(migrated: str) -> None:
    with Lifecycle.opened(migrated) as ledger:
        handle(ledger, Said("counter:1", counter, Count()), saying=CLERK)
        migrate(migrated)
        [entry] = handle(ledger, Said("counter:1", counter, Count()), saying=CLERK)
    assert entry.version == 2


def test_a_role_that_may_only_append_can_append(clerk: str) -> None:
    with Lifecycle.opened(clerk) as ledger:
        assert handle(ledger, Said("counter:1", counter, Count()), saying=CLERK)


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM lifecycle_events",
        "UPDATE lifecycle_events SET state = '{}'",
        "TRUNCATE lifecycle_events",
    ],
)
def test_a_role_that_may_only_append_can_do_nothing_else(clerk: str, deed: str) -> None:
    with psycopg.connect(clerk) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(deed.encode())


def test_a_name_that_would_need_quotes_is_no_table() -> None:
    with pytest.raises(ValueError, match="not 'events; DROP TABLE x'"):
        texts("events; DROP TABLE x")


def test_a_database_that_does_not_answer_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GONGCHE_DATABASE_URL", f"postgresql://127.0.0.1:{free_port()}/gongche")
    result = CliRunner().invoke(main, ["findings"])
    assert result.exit_code == 2
    assert "a server is away: connection failed" in result.stderr
    assert len(result.stderr.splitlines()) == 1
