"""The service that terminals speak JT/T 808 to."""

import asyncio
import os
import resource
import signal
from pathlib import Path

import click

from fleet.servers import Unavailable, running
from fleet.settings import data_option, read
from fleet.story_clock import VARIABLE, StoryClock
from telemetry.gateway.admission import Provisioning
from telemetry.gateway.server import WORLD, Serving
from telemetry.gateway.server import gateway as serving


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8808, show_default=True)
@click.option(
    "--provisioning",
    type=click.Choice(["bound", "open"]),
    default="bound",
    show_default=True,
    help="Who may register: terminals that the books know, or whoever comes.",
)
@data_option
def gateway(data: Path | None, host: str, port: int, provisioning: Provisioning) -> None:
    """Serve JT/T 808 terminals over TCP: registration, authentication, reports.

    A report is acknowledged when it is committed, so an ingest has to be at work, too.

    Example: gongche gateway --host 0.0.0.0 --port 8808
    """
    settings = read(data)
    story = os.environ.get(VARIABLE)
    clock = StoryClock.parsed(story) if story else WORLD
    _many_files()
    with running(settings.data, settings.database_url, settings.broker_url) as at:
        asyncio.run(_until_told(Serving(at.database, at.broker, host, port, provisioning, clock)))


def _many_files() -> None:
    """One file a connection: as many as the system lets us have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _until_told(how: Serving) -> None:
    """Run until SIGTERM or SIGINT."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    work = asyncio.ensure_future(_serve(how, told))
    stop = asyncio.ensure_future(told.wait())
    await asyncio.wait({work, stop}, return_when="FIRST_COMPLETED")
    if not work.done():
        work.cancel()  # it may still wait for the servers
    stop.cancel()
    try:
        await work
    except asyncio.CancelledError:
        return


async def _serve(how: Serving, told: asyncio.Event) -> None:
    try:
        async with serving(how) as port:
            click.echo(f"terminals are served at {how.host}:{port}", err=True)
            await told.wait()
    except OSError as error:
        raise Unavailable(f"--port {how.port}: {error.strerror}; choose another") from error
