"""The alerts between two places of the ledger: what a client missed while it was away."""

from collections.abc import AsyncIterator

import asyncpg

from projections import tables
from projections.alert_form import SUPERVISION, Known, form
from projections.alerts import Alert
from projections.entries import read
from projections.views import ALL, alerts

_PAGE = 500


async def between(connection: asyncpg.Connection, after: int, last: int) -> AsyncIterator[Alert]:
    """Every alert after one place, up to and including another; oldest first."""
    known = Known(
        await tables.read(connection, ALL["vehicles"]), await tables.read(connection, ALL["units"])
    )
    while page := await read(connection, SUPERVISION, after, limit=_PAGE):
        for entry in page.entries:
            if entry.position > last:
                return
            if told := alerts.view.evolve(None, entry):
                yield Alert(entry.place, str(entry.event_id), form(told, known))
        after = page.last
