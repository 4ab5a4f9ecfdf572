"""`gongche project`: folds the ledgers into the views, and sends the alerts to the broker."""

import asyncio
from pathlib import Path

import click

from fleet.settings import data_option
from projections import engine, publisher
from projections.cli.opened import Opened, opened, until_told


@click.command()
@data_option
def project(data: Path | None) -> None:
    """Keep the views current and publish alerts on MQTT, until Ctrl-C.

    Any number may be started: one works, the others stand by.

    Example: gongche project --data gongche-data
    """
    with opened(data, broker=True) as it:
        until_told(_work(it))


async def _work(it: Opened) -> None:
    async with it.connection():
        pass  # the tables are made
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(engine.run(it.addresses.database))
        tasks.create_task(publisher.run(it.addresses.database, it.addresses.broker))
