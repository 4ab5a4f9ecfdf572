"""`gongche react`: does what follows from what was decided, and from the calendar."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import click

from fleet.desk.reactor import run
from fleet.ledger.schema import migrate
from fleet.servers import running
from fleet.settings import data_option, read
from fleet.story_clock import VARIABLE, StoryClock


@click.command()
@data_option
def react(data: Path | None) -> None:
    """Answer the ledger, and keep its deadlines, until Ctrl-C.

    Opens the budget of an approved indicator, reminds of a disposal's year, marks what is
    overdue, ends the indicators of a year that is over. Any number may be started: one works,
    the others stand by.

    Example: gongche react --data gongche-data
    """
    settings = read(data)
    urls = settings.database_url, settings.broker_url
    with running(settings.data, *urls, broker=False) as addresses:
        migrate(addresses.database)
        asyncio.run(_until_told(addresses.database))


async def _until_told(database: str) -> None:
    """Run until SIGTERM or SIGINT."""
    work = asyncio.ensure_future(run(database, _now))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        return


def _now() -> datetime:
    story, now = os.environ.get(VARIABLE), datetime.now(UTC)
    return StoryClock.parsed(story).story(now) if story else now
