"""`gongche exchange`: vehicles, orders, trips and alerts for other systems, one record a line."""

import asyncio
from pathlib import Path

import click
import orjson

from fleet.settings import data_option
from projections import engine, exchange, reading, scope
from projections.cli.opened import Opened, Wrong, opened
from projections.seen import Shown

_SCHEMA = "schema"


@click.command("exchange")
@click.argument("kind", type=click.Choice([*exchange.KINDS, _SCHEMA]))
@click.option(
    "--at", metavar="TIME|POSITION", help="As it was then: 2026-10-01T09:00, lifecycle:12."
)
@click.option("--as", "who", metavar="ROLE:UNIT", help="Only what this reader may see.")
@data_option
def exchange_(kind: str, at: str | None, who: str | None, data: Path | None) -> None:
    """Print the records of a KIND as NDJSON, or the JSON schema of all of them.

    The mapping to GB/T 45241-2025 is not verified: see docs/exchange.md.

    Example: gongche exchange vehicles --as BUREAU:HZ-01 > vehicles.ndjson
    """
    if kind == _SCHEMA:
        click.echo(orjson.dumps(exchange.schema(), option=orjson.OPT_INDENT_2))
        return
    with opened(data) as it:
        for record in asyncio.run(_records(it, kind, at, who)):
            click.echo(orjson.dumps(record))


async def _records(it: Opened, kind: str, at: str | None, who: str | None) -> list[Shown]:
    moment = it.moment(at)
    try:
        reader = None if who is None else scope.reader(who)
        async with it.connection() as connection:
            await engine.bring_up(connection)
            show = exchange.KINDS[kind]
            return await reading.shown(connection, show, at=moment, reader=reader)
    except scope.NoReaderError as error:
        raise Wrong(str(error)) from error
