"""`gongche web`: the live page and its API, on loopback."""

import asyncio
import json
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import click

from fleet.ledger import schema
from fleet.servers import running
from fleet.settings import Misconfigured, Settings, data_option, read
from fleet.story_clock import VARIABLE, StoryClock
from projections import tables
from projections.web.serve import listen, server
from projections.web.site import Site
from telemetry import archive

PORT = 8000


@click.command()
@click.option("--port", default=PORT, show_default=True, help="Port on 127.0.0.1; 0 takes any.")
@data_option
def web(port: int, data: Path | None) -> None:
    """Show the live page (实时监管) and answer the API, on this machine only.

    Prints one JSON line when it answers. Stops on Ctrl-C within 5 s, open pages or not.

    Example: gongche web --port 8000
    """
    settings = read(data)
    try:
        listening = listen(port)
    except OSError as error:
        raise Misconfigured(f"--port {port}: {error.strerror}; choose another") from error
    with (
        listening,
        running(settings.data, settings.database_url, settings.broker_url, broker=False) as found,
    ):
        asyncio.run(_serve(found.database, listening, settings))


async def _serve(database: str, listening: socket.socket, settings: Settings) -> None:
    await _prepare(database)
    site = Site(database, settings.zone, clock=_clock())
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"

    def started() -> None:
        click.echo(json.dumps({"ready": True, "web": address}))

    await server(site, started).serve(sockets=[listening])


def _clock() -> Callable[[], datetime]:
    """The world's time, or the story's, if a story is being told (decisions.md 12)."""
    told = os.environ.get(VARIABLE)
    story = StoryClock.parsed(told) if told else None
    return lambda: story.story(datetime.now(UTC)) if story else datetime.now(UTC)


async def _prepare(database: str) -> None:
    """Make the tables that are not there yet: whoever of the services comes first does it."""
    await asyncio.to_thread(schema.migrate, database)
    connection = await asyncpg.connect(database)
    try:
        await archive.migrate(connection)
        await tables.migrate(connection)
    finally:
        await connection.close()
