"""The service that takes positions from the broker."""

import asyncio
import os
import signal
from pathlib import Path

import click

from fleet.servers import running
from fleet.settings import data_option, read
from fleet.story_clock import VARIABLE, StoryClock
from telemetry.ingest import TOPICS, WORLD, Feed, run


@click.command()
@data_option
@click.option(
    "--topic",
    "topics",
    multiple=True,
    default=TOPICS,
    show_default=True,
    help="What to subscribe to; behind a partition mapping: p/3/+/up/+; of EMQX: jt808/+/+/up.",
)
@click.option("--acknowledge-early", is_flag=True, hidden=True)
def ingest(data: Path | None, topics: tuple[str, ...], *, acknowledge_early: bool) -> None:
    """Take positions from the broker, keep them, judge them, acknowledge them.

    Any number may be started: one is active, the others stand by.

    Example: gongche ingest --data gongche-data
    """
    settings = read(data)
    story = os.environ.get(VARIABLE)
    clock = StoryClock.parsed(story) if story else WORLD
    with running(settings.data, settings.database_url, settings.broker_url) as addresses:
        feed = Feed(
            addresses.database,
            addresses.broker,
            topics=topics,
            clock=clock,
            acknowledge_early=acknowledge_early,
        )
        asyncio.run(_until_told(feed))


async def _until_told(feed: Feed) -> None:
    """Run until SIGTERM or SIGINT."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    work = asyncio.ensure_future(run(feed))
    stop = asyncio.ensure_future(told.wait())
    await asyncio.wait({work, stop}, return_when="FIRST_COMPLETED")
    for task in (work, stop):
        task.cancel()
    await asyncio.gather(stop, return_exceptions=True)
    try:
        await work
    except asyncio.CancelledError:
        return
