"""Where a vehicle was, as its terminals said it, and what speaks against each record."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from fleet.servers import running
from fleet.settings import Settings, data_option, read
from fleet.statements import statements
from telemetry.archive import migrate
from telemetry.fix import UNUSABLE, Quality
from telemetry.moment import micros
from telemetry.neighbours import Neighbour, flags
from telemetry.records import Records

SQL = statements("telemetry.cli", "fixes.sql")
_OURS = ("spare", "unbound", "contested")  # columns that are no part of the record


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose records, and of which time.

    Attributes:
        statement: `of_vehicle` or `of_terminal`.
    """

    statement: str
    name: str
    begin: datetime
    end: datetime


@click.command()
@click.argument("vehicle")
@click.option("--terminal", is_flag=True, help="VEHICLE is a terminal: also while it was in none.")
@click.option("--from", "begin", help="ISO 8601; without an offset in the zone of the settings.")
@click.option("--to", "end", help="ISO 8601, exclusive; default: now.")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One object a line, times in UTC.")
def fixes(  # noqa: PLR0913 - one for each option
    vehicle: str,
    begin: str | None,
    end: str | None,
    data: Path | None,
    *,
    terminal: bool,
    as_json: bool,
) -> None:
    """Show the archive of a VEHICLE, with flags and the times of receipt.

    Flags by the neighbours (time_conflict, isolated_jump, teleport, parked_drift, unbound,
    binding_conflict) are those of today: a record that comes late may give or take them.

    Without --from: the 24 hours before --to.

    Example: gongche fixes LSVAA4182E2184841 --from 2026-10-01T08:00 --to 2026-10-01T09:00
    """
    settings = read(data)
    until = _time(end, settings.zone) if end else datetime.now(UTC)
    since = _time(begin, settings.zone) if begin else until - timedelta(days=1)
    asked = _Asked("of_terminal" if terminal else "of_vehicle", vehicle, since, until)
    rows = list(_flagged(asyncio.run(_found(settings, asked)), asked))
    if as_json:
        for row, beside in rows:
            click.echo(json.dumps(_told(row, beside)))
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


async def _found(settings: Settings, asked: _Asked) -> list[asyncpg.Record]:
    """The records of the time, and a usable one before and behind."""
    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        connection = await asyncpg.connect(at.database)
        try:
            await migrate(connection)
            return await connection.fetch(
                SQL[asked.statement], asked.name, asked.begin, asked.end, int(UNUSABLE)
            )
        finally:
            await connection.close()


_Flagged = tuple[asyncpg.Record, Neighbour]


def _flagged(rows: Sequence[asyncpg.Record], asked: _Asked) -> Iterator[_Flagged]:
    """The records of the time, each with the flags that those beside it give."""
    for row, bits in zip(rows, flags(_records(rows)).tolist(), strict=True):
        if asked.begin <= row["at"] < asked.end:
            beside = Neighbour(bits)
            beside |= Neighbour.UNBOUND if row["unbound"] else Neighbour(0)
            beside |= Neighbour.BINDING_CONFLICT if row["contested"] else Neighbour(0)
            yield row, beside


def _records(rows: Sequence[asyncpg.Record]) -> Records:
    devices = tuple(dict.fromkeys(row["device"] for row in rows))

    def integers(name: str) -> NDArray[np.int64]:
        return np.array([row[name] for row in rows], np.int64)

    def floats(name: str) -> NDArray[np.float64]:
        return np.array([np.nan if row[name] is None else row[name] for row in rows], np.float64)

    return Records(
        t=np.array([micros(row["at"]) for row in rows], np.int64),
        received=np.array([micros(row["received_at"]) for row in rows], np.int64),
        lon=floats("lon"),
        lat=floats("lat"),
        speed_kmh=floats("speed_kmh"),
        odometer_m=floats("odometer_m"),
        alarm=integers("alarm"),
        status=integers("status"),
        quality=integers("quality"),
        device=np.array([devices.index(row["device"]) for row in rows], np.int64),
        devices=devices,
        digests=tuple(row["digest"] for row in rows),
    )


def _told(row: asyncpg.Record, beside: Neighbour) -> dict[str, object]:
    told: dict[str, object] = {}
    for name, value in row.items():
        if name in _OURS:
            continue
        if isinstance(value, bytes):
            told[name] = value.hex()
        elif isinstance(value, datetime):
            told[name] = value.isoformat().replace("+00:00", "Z")
        else:
            told[name] = value
    return told | {"quality": Quality(row["quality"]).names(), "track_flags": beside.names()}


def _table(rows: Sequence[_Flagged], zone: ZoneInfo) -> Table:
    table = Table("time", "received", "device", "lon", "lat", "km/h", "flags")
    for row, beside in rows:
        table.add_row(
            f"{row['at'].astimezone(zone):%F %T}",
            f"{row['received_at'].astimezone(zone):%F %T}",
            row["device"],
            "" if row["lon"] is None else f"{row['lon']:.6f}",
            "" if row["lat"] is None else f"{row['lat']:.6f}",
            "" if row["speed_kmh"] is None else f"{row['speed_kmh']:.1f}",
            " ".join(Quality(row["quality"]).names() + beside.names()),
        )
    return table
