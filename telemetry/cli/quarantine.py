"""What could not be accepted: list it, admit it again after a correction."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from fleet.servers import running
from fleet.settings import Settings, data_option, read
from telemetry.archive import SQL, migrate

_SHOWN_BYTES = 40

_reason = click.option("--reason", help="Only this reason: check_mismatch, unknown_device, ...")
_device = click.option("--device", help="Only this terminal.")


@click.group()
def quarantine() -> None:
    """What could not be accepted: nothing is dropped, everything waits here with its reason."""


@quarantine.command("list")
@_reason
@_device
@data_option
@click.option("--json", "as_json", is_flag=True, help="One object a line, raw bytes in hex.")
def list_(reason: str | None, device: str | None, data: Path | None, *, as_json: bool) -> None:
    """List what waits, oldest first.

    Example: gongche quarantine list --reason unknown_device
    """
    settings = read(data)
    rows = asyncio.run(_listed(settings, reason, device))
    if as_json:
        for row in rows:
            click.echo(json.dumps(_told(row), ensure_ascii=False))
    elif rows:
        Console().print(_table(rows, settings.zone))
    else:
        click.echo("Nothing is in quarantine.", err=True)


@quarantine.command()
@_reason
@_device
@data_option
def retry(reason: str | None, device: str | None, data: Path | None) -> None:
    """Ask the ingest to admit what waits; it does so at once where it runs, else at its next start.

    Example: gongche quarantine retry --device 13800138000
    """
    count = asyncio.run(_asked(read(data), reason, device))
    click.echo(f"{count} will be tried again; see gongche quarantine list.", err=True)


async def _listed(
    settings: Settings, reason: str | None, device: str | None
) -> list[asyncpg.Record]:
    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        connection = await asyncpg.connect(at.database)
        try:
            await migrate(connection)
            return list(await connection.fetch(SQL["list_quarantine"], reason, device))
        finally:
            await connection.close()


async def _asked(settings: Settings, reason: str | None, device: str | None) -> int:
    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        connection = await asyncpg.connect(at.database)
        try:
            await migrate(connection)
            asked = await connection.fetch(SQL["request_retry"], reason, device, datetime.now(UTC))
            await connection.execute(SQL["announce_retry"])
            return len(asked)
        finally:
            await connection.close()


def _told(row: asyncpg.Record) -> dict[str, object]:
    return {
        name: value.hex()
        if isinstance(value, bytes)
        else value.isoformat()
        if isinstance(value, datetime)
        else value
        for name, value in row.items()
    }


def _table(rows: list[asyncpg.Record], zone: ZoneInfo) -> Table:
    table = Table("id", "received", "source", "device", "seq", "reason", "detail", "times", "raw")
    for row in rows:
        raw = row["raw"]
        table.add_row(
            str(row["id"]),
            f"{row['received_at'].astimezone(zone):%F %T}",
            row["source"],
            row["device"],
            "" if row["seq"] is None else f"{row['boot']}/{row['seq']}",
            f"{row['reason']} -> {row['outcome']}" if row["outcome"] else row["reason"],
            row["detail"],
            str(row["times"]),
            raw[:_SHOWN_BYTES].hex() + ("..." if len(raw) > _SHOWN_BYTES else ""),
        )
    return table
