"""Who is connected to the gateway, what was strange about it, and whose code is good no more."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from fleet.servers import running
from fleet.settings import Settings, data_option, read
from telemetry.archive import migrate
from telemetry.links import SQL, revoke

T = TypeVar("T")

_LINKS = ("device", "peer", "connected_at", "heard_at", "closed_at", "plate", "imei", "iccid")
_FACTS = ("device", "kind", "detail", "first_at", "last_at", "times")

_device = click.option("--device", help="Only this terminal.")
_json = click.option("--json", "as_json", is_flag=True, help="One object a line.")


@click.group()
def links() -> None:
    """Terminals at the gateway: their connections, what was strange about them, their codes."""


@links.command("list")
@_device
@data_option
@_json
def list_(device: str | None, data: Path | None, *, as_json: bool) -> None:
    """List who is or was connected, and who has a code.

    Example: gongche links list --json
    """
    _show(read(data), "list_links", device, _LINKS, as_json=as_json)


@links.command()
@_device
@data_option
@_json
def facts(device: str | None, data: Path | None, *, as_json: bool) -> None:
    """List what a supervisor has to know: claimed numbers, wrong codes, swapped cards.

    Example: gongche links facts --device 13800138000
    """
    _show(read(data), "list_facts", device, _FACTS, as_json=as_json)


@links.command("revoke")
@click.argument("device")
@click.option("--by", required=True, help="Who decided it.")
@click.option("--reason", required=True, help="Why: lost, replaced, sold, ...")
@data_option
def revoke_(device: str, by: str, reason: str, data: Path | None) -> None:
    """Let the code of DEVICE be good no more: it, or its successor, has to register again.

    A gateway at work hangs up on it. Exits with 1 if the terminal had no code.

    Example: gongche links revoke 13800138000 --by 李四 --reason 终端更换
    """
    told = f"by {by}: {reason}"
    if not _asked(read(data), lambda at: revoke(at, device, told, datetime.now(UTC))):
        raise click.ClickException(f"terminal {device} has no code")
    click.echo(f"terminal {device} has to register again", err=True)


def _show(
    settings: Settings, name: str, device: str | None, columns: Sequence[str], *, as_json: bool
) -> None:
    rows: list[asyncpg.Record] = _asked(settings, lambda at: at.fetch(SQL[name], device))
    if as_json:
        for row in rows:
            click.echo(json.dumps(dict(row), ensure_ascii=False, default=datetime.isoformat))
    elif rows:
        Console().print(_table(rows, columns, settings.zone))
    else:
        click.echo("Nothing yet.", err=True)


def _asked(settings: Settings, ask: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    async def work(database: str) -> T:
        connection = await asyncpg.connect(database)
        try:
            await migrate(connection)
            return await ask(connection)
        finally:
            await connection.close()

    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        return asyncio.run(work(at.database))


def _table(rows: Sequence[asyncpg.Record], columns: Sequence[str], zone: ZoneInfo) -> Table:
    table = Table(*columns)
    for row in rows:
        table.add_row(*(_told(row[column], zone) for column in columns))
    return table


def _told(value: object, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%F %T}"
    return "" if value is None else str(value)
