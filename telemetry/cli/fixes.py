"""Where a vehicle was, as its terminals said it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from fleet.servers import running
from fleet.settings import Settings, data_option, read
from telemetry.archive import migrate, read_fixes
from telemetry.fix import Quality


@click.command()
@click.argument("vehicle")
@click.option("--from", "begin", help="ISO 8601; without an offset in the zone of the settings.")
@click.option("--to", "end", help="ISO 8601, exclusive; default: now.")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One object a line, times in UTC.")
def fixes(
    vehicle: str, begin: str | None, end: str | None, data: Path | None, *, as_json: bool
) -> None:
    """Show the archive of a VEHICLE, with flags and the times of receipt.

    Without --from: the 24 hours before --to.

    Example: gongche fixes LSVAA4182E2184841 --from 2026-10-01T08:00 --to 2026-10-01T09:00
    """
    settings = read(data)
    until = _time(end, settings.zone) if end else datetime.now(UTC)
    since = _time(begin, settings.zone) if begin else until - timedelta(days=1)
    rows = asyncio.run(_found(settings, vehicle, since, until))
    if as_json:
        for row in rows:
            click.echo(json.dumps(_told(row)))
    elif rows:
        Console().print(_table(rows, settings.zone))
    else:
        click.echo(f"No terminal of {vehicle} said anything in this time.", err=True)


def _time(text: str, zone: ZoneInfo) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no ISO 8601 time: 2026-10-01T08:00") from error
    return at if at.tzinfo else at.replace(tzinfo=zone)


async def _found(
    settings: Settings, vehicle: str, since: datetime, until: datetime
) -> list[asyncpg.Record]:
    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        connection = await asyncpg.connect(at.database)
        try:
            await migrate(connection)
            return await read_fixes(connection, vehicle, since, until)
        finally:
            await connection.close()


def _told(row: asyncpg.Record) -> dict[str, object]:
    told: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, bytes):
            told[name] = value.hex()
        elif isinstance(value, datetime):
            told[name] = value.isoformat().replace("+00:00", "Z")
        else:
            told[name] = value
    return told | {"quality": Quality(row["quality"]).names()}


def _table(rows: list[asyncpg.Record], zone: ZoneInfo) -> Table:
    table = Table("time", "received", "device", "lon", "lat", "km/h", "flags")
    for row in rows:
        table.add_row(
            f"{row['at'].astimezone(zone):%F %T}",
            f"{row['received_at'].astimezone(zone):%F %T}",
            row["device"],
            "" if row["lon"] is None else f"{row['lon']:.6f}",
            "" if row["lat"] is None else f"{row['lat']:.6f}",
            "" if row["speed_kmh"] is None else f"{row['speed_kmh']:.1f}",
            " ".join(Quality(row["quality"]).names()),
        )
    return table
