"""`gongche up`: all services in one go."""

import asyncio
from pathlib import Path

import click

from fleet.settings import data_option
from projections.cli.opened import Opened, opened, until_told
from projections.services import Plan, ready, services

_PORTS = 65_535
_FOREVER_S = 100 * 365 * 86_400.0


def _address(_ctx: click.Context, _param: click.Parameter, told: str) -> tuple[str, int]:
    """Host and port of an option."""
    host, _, port = told.rpartition(":")
    if not host or not port.isdecimal() or int(port) > _PORTS:
        raise click.BadParameter(f"{told!r} is not like 0.0.0.0:8808")
    return host, int(port)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port of the pages, on 127.0.0.1.")
@click.option(
    "--gateway",
    default="127.0.0.1:0",
    show_default=True,
    metavar="HOST:PORT",
    callback=_address,
    help="Where JT/T 808 terminals are served; port 0: any free one.",
)
@click.option("--for", "seconds", type=float, metavar="SECONDS", help="Stop by itself after this.")
@click.option("--show-secrets", is_flag=True, help="Passwords in the ready line.")
@data_option
def up(
    port: int,
    gateway: tuple[str, int],
    seconds: float | None,
    data: Path | None,
    *,
    show_secrets: bool,
) -> None:
    """Run all services on the servers of the operator, or on private ones.

    Prints one JSON line on stdout when everything answers. Ctrl-C stops everything within 5 s.

    Example: gongche up --data gongche-data --port 8000 --gateway 0.0.0.0:8808
    """
    with opened(data, broker=True) as it:
        plan = Plan(it.settings.data, it.addresses, port, gateway)
        until_told(_run(it, plan, seconds, show_secrets=show_secrets))


async def _run(it: Opened, plan: Plan, seconds: float | None, *, show_secrets: bool) -> None:
    async with it.connection():
        pass  # the tables are made
    async with services(plan) as running:
        click.echo(ready(running, show_secrets=show_secrets))
        await asyncio.sleep(_FOREVER_S if seconds is None else seconds)
