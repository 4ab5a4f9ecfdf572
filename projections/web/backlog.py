"""The alerts between two places of the ledger: what a client missed while it was away."""

from collections.abc import AsyncIterator

import asyncpg

from projections import tables
from projections.alert_form import SUPERVISION, Known, form
from projections.alerts import Alert
from projections.following import read
from projections.views import ALL, alerts


async def between(connection: asyncpg.Connection, after: int, last: int) -> AsyncIterator[Alert]:
    """Every alert after one place, up to and including another; oldest first."""
    names = ("vehicles", "units", "restricted")
    known = Known(*[await tables.read(connection, ALL[name]) for name in names])
    while page := await read(connection, SUPERVISION, after, until=last):
        for entry in page:
            if told := alerts.view.evolve(None, entry):
                yield Alert(entry.place, str(entry.event_id), form(told, known))
        after = page[-1].position
