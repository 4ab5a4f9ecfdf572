"""`gongche play`: a recorded track through the real broker."""

import asyncio
import sys
from pathlib import Path
from typing import Any, Literal

import click
import orjson
from rich.console import Console
from rich.table import Table

from fleet.ledger.schema import migrate
from fleet.servers import Addresses, running
from fleet.settings import data_option, read
from simulators import play as playing
from simulators.enrolment import SilentTerminalError, enrol
from simulators.language import NUMBERED, Language
from simulators.play import Played, Playing
from simulators.recording import NoTrackError, Recording

_SPEED_MAX = "max"
_LANGUAGES: dict[str, Language] = {
    "json": "json",
    "nmea": "nmea",
    "jt808": "2013",
    "jt808-2019": "2019",
}


Wires = tuple[str, int] | Literal["own"] | None
"""The gateway's address, or a gateway of our own; None: the broker."""


class _Speed(click.ParamType[float | None]):
    """A positive number, or `max`."""

    name = "X|max"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | None:
        """Seconds of the track in a second; None: as fast as it goes."""
        if value == _SPEED_MAX or value is None:
            return None
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0.0
        if speed <= 0:
            self.fail(f"{value!r} is neither a positive number nor max", param, ctx)
        return speed


class _Via(click.ParamType[Wires]):
    """`broker`, `gateway`, or where one is."""

    name = "broker|gateway|HOST:PORT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Wires:
        """Which way the terminals' words go."""
        if value in ("broker", None):
            return None
        if value == "gateway":
            return "own"
        host, _, port = str(value).rpartition(":")
        if not host or not port.isdecimal():
            self.fail(f"{value!r} is neither broker, gateway nor like 127.0.0.1:8808", param, ctx)
        return host, int(port)


@click.command()
@click.argument("track", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--codec",
    type=click.Choice([*_LANGUAGES]),
    required=True,
    help="What the terminals speak.",
)
@click.option(
    "--speed",
    type=_Speed(),
    default=_SPEED_MAX,
    show_default=True,
    help="Seconds of the track in one second, or max.",
)
@click.option("--batch", type=click.IntRange(1, 500), default=1, show_default=True)
@click.option("--repeat", type=click.IntRange(1), default=1, help="Deliver every row so often.")
@click.option("--timeout", "timeout_s", type=float, default=120.0, show_default=True)
@click.option(
    "--via",
    type=_Via(),
    default="broker",
    show_default=True,
    help="MQTT; or TCP (jt808 only) to a gateway of our own, or to the one at HOST:PORT.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@data_option
def play(
    data: Path | None,
    track: Path,
    codec: str,
    via: Wires,
    *,
    as_json: bool,
    **how: Any,  # noqa: ANN401 - the options of `Playing`
) -> None:
    """Play a TRACK (CSV, maybe .gz) as terminals that publish its rows in the file's order.

    Each vehicle_id becomes a terminal, registered and bound if it has none. Waits until everything
    is acknowledged; if no ingest is at work on the data folder, it works meanwhile. Exits with 1
    if a row could not be read or was not acknowledged in time.

    Example: gongche play liverpool_bus.csv.gz --codec jt808 --batch 20
    """
    if via is not None and _LANGUAGES[codec] in NUMBERED:
        raise click.UsageError("a gateway speaks JT/T 808: give --codec jt808 or jt808-2019")
    settings = read(data)
    try:
        recording = playing.opened(track)
        with running(settings.data, settings.database_url, settings.broker_url) as addresses:
            migrate(addresses.database)
            how_to = Playing(_LANGUAGES[codec], **how)
            played = asyncio.run(_play(recording, how_to, addresses, via))
    except (NoTrackError, SilentTerminalError) as error:
        raise click.ClickException(f"{track}: {error}") from error
    click.echo(orjson.dumps(played.as_json()) if as_json else "", nl=as_json)
    if not as_json:
        _tell(played)
    sys.exit(0 if played.complete else 1)


async def _play(recording: Recording, how: Playing, addresses: Addresses, wires: Wires) -> Played:
    vehicles = sorted({row.vehicle for row in recording.rows})
    enrolled = await asyncio.to_thread(enrol, addresses.database, vehicles, how.language)
    database, broker = addresses.database, addresses.broker
    async with playing.ingesting(database, broker) as alone:
        if alone:
            click.echo("no ingest is at work on this data folder: ingesting meanwhile", err=True)
        if wires is None:
            async with playing.link_to(broker) as link:
                return await playing.play(recording, how, enrolled, link)
        given = None if wires == "own" else wires
        async with playing.serving(database, broker, given) as gateway:
            return await playing.play_by_gateway(recording, how, enrolled, gateway)


def _tell(played: Played) -> None:
    table = Table("what", "how many")
    for name, value in played.as_json().items():
        told = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        table.add_row(name, ", ".join(told) if isinstance(told, list) else str(told))
    Console().print(table)
