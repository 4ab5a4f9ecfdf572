"""`gongche demo`: the whole system with an invented city in it."""

import asyncio
import signal
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click
import orjson
from rich.console import Console

from fleet.ledger.schema import migrate
from fleet.servers import Addresses, running
from fleet.settings import read
from projections.services import Plan, Running
from simulators import demonstration
from simulators.demonstration import SCENARIOS, Staging

_ENDS = (signal.SIGTERM, signal.SIGINT)
_FOR_EVER_S = 3e7  # a year
_GREETING = """\
The city is on the air: {vehicles} cars, one fix each every ten seconds.
  the page      {web}
  terminals     {gateway}
  the alerts    gongche alerts --follow --data {data}
  known before  {data}/violations.jsonl
Ctrl-C stops everything; the same command goes on with the same data."""


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default="gongche-demo",
    show_default=True,
    help="Folder of this city; not the one of the real data.",
)
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--vehicles", type=click.IntRange(1, 20_000), default=1840, show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed, the same city.")
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1.0, show_default=True)
@click.option("--for", "seconds", type=click.FloatRange(0), help="Stop after so many seconds.")
@click.option("--scenario", type=click.Choice([*SCENARIOS]), default="city", show_default=True)
@click.option("--show-secrets", is_flag=True, help="Print the addresses with their passwords.")
def demo(data: Path, seconds: float | None, *, show_secrets: bool, **staging: Any) -> None:  # noqa: ANN401 - the options of `Staging`
    """Show the whole system on embedded servers, with a simulated city.

    Prints one JSON line when everything answers, and goes on until Ctrl-C.

    Example: gongche demo --for 60
    """
    settings = read(data)
    shown = Staging(data=settings.data, **staging)
    told = _told_to_stop()
    with running(settings.data, settings.database_url, settings.broker_url) as addresses:
        migrate(addresses.database)
        asyncio.run(_show(shown, addresses, seconds, told, show_secrets=show_secrets))


def _told_to_stop() -> threading.Event:
    """Remember a signal: an exception may be lost while a server is being started."""
    told = threading.Event()
    for number in _ENDS:
        signal.signal(number, lambda *_: told.set())
    return told


async def _show(
    staging: Staging,
    addresses: Addresses,
    seconds: float | None,
    told: threading.Event,
    *,
    show_secrets: bool,
) -> None:
    """Until the time is up, or somebody says stop."""
    work = asyncio.ensure_future(_on_air(staging, addresses, seconds, show_secrets=show_secrets))
    for number in _ENDS:
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    if told.is_set():
        work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def _on_air(
    staging: Staging, addresses: Addresses, seconds: float | None, *, show_secrets: bool
) -> None:
    stopped, console = threading.Event(), Console(stderr=True)
    try:
        with console.status(f"Building a city with {staging.vehicles} cars ..."):
            built = await asyncio.to_thread(
                demonstration.load, addresses.database, staging, stopped
            )
    finally:
        stopped.set()
    plan = Plan(staging.data, addresses, staging.port)
    async with demonstration.on_air(staging, built, plan, _now) as running_now:
        click.echo(orjson.dumps(_ready(running_now, show_secrets=show_secrets)))
        greeting = _GREETING.format(
            vehicles=staging.vehicles,
            web=running_now.web,
            gateway=running_now.gateway,
            data=staging.data,
        )
        console.print(greeting, highlight=False)
        await asyncio.sleep(seconds if seconds is not None else _FOR_EVER_S)


def _ready(running_now: Running, *, show_secrets: bool) -> dict[str, object]:
    addresses = running_now.addresses
    urls = {"database": addresses.database, "broker": addresses.broker}
    shown = urls if show_secrets else {name: _without_password(u) for name, u in urls.items()}
    where = {"web": running_now.web, "gateway": running_now.gateway}
    return {"ready": True, **where, **shown}


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{user}{parts.hostname}{port}"))


def _now() -> datetime:
    return datetime.now(UTC)
