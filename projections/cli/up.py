"""`gongche up`: all services in one go."""

import asyncio
import json
from pathlib import Path
from urllib.parse import urlsplit

import click

from fleet.settings import data_option
from projections.cli.opened import Opened, opened, until_told
from projections.services import Plan, Running, services

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


def ready(running: Running, *, show_secrets: bool) -> str:
    """The line that says that everything answers, as JSON."""
    shown = str if show_secrets else without_password
    return json.dumps(
        {
            "ready": True,
            "web": running.web,
            "database": shown(running.addresses.database),
            "broker": shown(running.addresses.broker),
        }
    )


def without_password(url: str) -> str:
    """The address with the password left out.

    >>> without_password("mqtt://gongche:secret@127.0.0.1:1883")
    'mqtt://gongche@127.0.0.1:1883'
    """
    parts = urlsplit(url)
    if parts.password is None:
        return url
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}@{place}").geturl()
