"""The ledger's tables, and the SQL that everybody who touches them uses."""

import re
from functools import cache

import psycopg

from fleet.statements import statements

LEDGERS = ("lifecycle", "supervision")
"""What people decided; what the facts say. One table of events each: no feed makes a clerk wait."""

_MIGRATION = 0x67_6F_6E_67  # the advisory lock of schema changes; any number that is ours alone
_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)  # they explain $1, which psycopg would replace
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def table(ledger: str) -> str:
    """The events' table of a ledger, which is also the channel on which writers tell readers."""
    return f"{ledger}_events"


@cache
def texts(events: str, tracking: str = "") -> dict[str, str]:
    """All statements about one table of events, by name.

    Args:
        events: The table's name: `lifecycle_events`.
        tracking: The library's tracking table; none given: `lifecycle_tracking`.

    Returns:
        Name -> one statement with parameters `$1`, `$2`, ... in rising order.

    Raises:
        ValueError: If the name needs quoting: it goes into the SQL as it is.
    """
    tracking = tracking or events.removesuffix("_events") + "_tracking"
    for name in (events, tracking):
        if not _NAME.fullmatch(name):
            raise ValueError(f"a table's name is lower-case letters, digits and _, not {name!r}")
    return {
        name: _COMMENT.sub("", text).replace("{events}", events).replace("{tracking}", tracking)
        for name, text in statements("fleet.ledger", "ledger.sql").items()
    }


def creation(events: str, tracking: str = "") -> list[str]:
    """The statements that create what is not there yet, in order."""
    return [text for name, text in texts(events, tracking).items() if name.startswith("create_")]


def migrate(dsn: str) -> None:
    """Create what is missing of both ledgers. Safe to call always, and by many at once.

    Args:
        dsn: `postgresql://...` of a role that may create tables.

    Raises:
        ConnectionError: If the database does not answer.
    """
    with _connected(dsn) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION,))
        for ledger in LEDGERS:
            for statement in creation(table(ledger)):
                connection.execute(statement.encode())


def _connected(dsn: str) -> psycopg.Connection:
    try:
        return psycopg.connect(dsn)
    except psycopg.OperationalError as error:
        [first, *_] = str(error).splitlines()
        raise ConnectionError(first) from error
