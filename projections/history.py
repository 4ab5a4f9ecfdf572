"""Folding views from zero to a moment: a replay is a fold, not a second system."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from fleet.ledger import follow
from fleet.ledger.schema import LEDGERS
from fleet.statements import statements
from projections import tables
from projections.following import read
from projections.moment import Moment, Position
from projections.projection import Folded
from projections.tables import Tables

SQL = statements("projections", "history.sql")
_BATCH = 5_000
_BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where each ledger ends, seen from a moment.

    Attributes:
        positions: Ledger -> last entry that counts.
        at: The time at which everything else, such as the archive, is cut (UTC).
    """

    positions: Mapping[str, int]
    at: datetime


async def cut(connection: asyncpg.Connection, moment: Moment) -> Cut:
    """Find where both ledgers end at a moment.

    A position cuts the other ledger at the time its entry was recorded (decisions.md 7).
    """
    if isinstance(moment, Position):
        recorded = await connection.fetchval(SQL[f"recorded_{moment.ledger}"], moment.position)
        at, given = recorded or _BEFORE_ALL, {moment.ledger: moment.position}
    else:
        at, given = moment, {}
    found = {ledger: await follow.position_at(connection, ledger, at) for ledger in LEDGERS}
    return Cut({**found, **given}, at)


async def fold(connection: asyncpg.Connection, until: Mapping[str, int], views: Tables) -> Folded:
    """Fold views from zero.

    Args:
        connection: Reads only.
        until: Ledger -> last entry that counts.
        views: What to fold. Entries the live view put aside as poison are passed over.
    """
    folded: Folded = {name: {} for name in views}
    aside = await tables.put_aside(connection)
    for ledger in LEDGERS:
        after = 0
        while entries := await read(connection, ledger, after, limit=_BATCH, until=until[ledger]):
            for name, view in views.items():
                taken = [entry for entry in entries if (name, entry.place) not in aside]
                view.keep(folded[name], taken)
            after = entries[-1].position
    return folded
