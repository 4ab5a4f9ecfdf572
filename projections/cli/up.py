"""`gongche up`: all services in one go."""

import asyncio
from pathlib import Path

import click

from fleet.settings import data_option
from projections.cli.opened import Opened, opened, until_told
from projections.services import Plan, ready, services

_FOREVER_S = 100 * 365 * 86_400.0


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port of the pages, on 127.0.0.1.")
@click.option("--for", "seconds", type=float, metavar="SECONDS", help="Stop by itself after this.")
@click.option("--show-secrets", is_flag=True, help="Passwords in the ready line.")
@data_option
def up(port: int, seconds: float | None, data: Path | None, *, show_secrets: bool) -> None:
    """Run ingest, project and web on the servers of the operator, or on private ones.

    Prints one JSON line on stdout when everything answers. Ctrl-C stops everything within 5 s.

    Example: gongche up --data gongche-data --port 8000
    """
    with opened(data, broker=True) as it:
        until_told(_run(it, port, seconds, show_secrets=show_secrets))


async def _run(it: Opened, port: int, seconds: float | None, *, show_secrets: bool) -> None:
    async with it.connection():
        pass  # the tables are made
    async with services(Plan(it.settings.data, it.addresses, port)) as running:
        click.echo(ready(running, show_secrets=show_secrets))
        await asyncio.sleep(_FOREVER_S if seconds is None else seconds)
