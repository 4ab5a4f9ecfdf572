"""What a database says about itself, for `gongche doctor`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg

from fleet.servers.unavailable import Unavailable
from fleet.statements import statements

_SQL = statements("fleet.servers", "probe.sql")


@dataclass(frozen=True)
class Database:
    """A database that answered.

    Attributes:
        version: As people write it: `18.6`.
        major: Its first number.
        tables: Those of the asked-for tables that are there.
        ahead: How far its clock is ahead of ours; negative: behind. Exact to half the time that
            the question took.
    """

    version: str
    major: int
    tables: frozenset[str]
    ahead: timedelta


def database(url: str, tables: Iterable[str], clock: Callable[[], datetime]) -> Database:
    """Ask a database.

    Args:
        url: `postgresql://...`
        tables: Names to look for, with their schema.
        clock: Our time, aware.

    Raises:
        Unavailable: If it cannot be reached or does not let us in.
    """
    try:
        with psycopg.connect(
            url, connect_timeout=5, cursor_factory=psycopg.RawCursor
        ) as connection:
            asked = clock()
            row = connection.execute(_SQL["ask"].encode(), [list(tables)]).fetchone()
            answered = clock()
    except psycopg.Error as error:
        raise Unavailable(str(error).strip().splitlines()[0]) from error
    version, now, there = row or ("0", asked, [])
    ahead = now - (asked + (answered - asked) / 2)
    return Database(version, int(version.split(".")[0]), frozenset(there), ahead)
