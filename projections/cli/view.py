"""`gongche view`: a view, now or at any earlier moment, in any form."""

import asyncio
import io
import sys
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.table import Table

from fleet.settings import data_option
from projections import engine, reading, scope
from projections.cli.opened import Opened, Wrong, opened
from projections.columns import COLUMNS, local
from projections.headers import HEADERS
from projections.seen import Shown
from projections.web.sheets import csv_of, xlsx_of


@click.command()
@click.argument("name")
@click.option(
    "--at", metavar="TIME|POSITION", help="As it was then: 2026-10-01T09:00, lifecycle:12."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "xlsx", "json"]),
    default="table",
    show_default=True,
    help="Times are local, in json UTC.",
)
@click.option("--as", "who", metavar="ROLE:UNIT", help="What this reader may see: CENTRE:HZ-01.")
@click.option("--of", "car", metavar="CAR", help="One car: number, VIN, plate, former plate.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@data_option
def view(name: str, form: str, out: Path | None, data: Path | None, **of: str | None) -> None:
    """Print the view NAME.

    Example: gongche view vehicles --at 2026-10-01T09:00 --format csv
    """
    if name not in reading.NAMES:
        raise Wrong(f"no view {name!r}; there are {', '.join(reading.NAMES)}")
    if form == "xlsx" and out is None and sys.stdout.isatty():
        raise Wrong("xlsx is no text: say --out FILE.xlsx")
    with opened(data) as it:
        rows = asyncio.run(_rows(it, name, **of))
        content = _content(name, form, rows, it.settings.zone)
    if out:
        out.write_bytes(content)
    else:
        click.echo(content, nl=False)


async def _rows(
    it: Opened, name: str, *, at: str | None, who: str | None, car: str | None
) -> list[Shown]:
    moment = it.moment(at)
    try:
        reader = None if who is None else scope.reader(who)
        async with it.connection() as connection:
            await engine.bring_up(connection)
            return await reading.rows(connection, name, at=moment, reader=reader, of=car)
    except (reading.NoViewError, scope.NoReaderError) as error:
        raise Wrong(str(error)) from error


def _content(name: str, form: str, rows: Sequence[Shown], zone: tzinfo) -> bytes:
    if form == "json":
        return orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    told = [local(row, zone) for row in rows]
    match form:
        case "xlsx":
            return xlsx_of(name, told, COLUMNS[name])
        case "csv":
            return csv_of(told, COLUMNS[name])
        case _:
            return _table(name, told)


def _table(name: str, rows: Sequence[Shown]) -> bytes:
    if not rows:
        return f"{name}: 0 rows\n".encode()
    table = Table(*(HEADERS.get(column, column) for column in COLUMNS[name]))
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in COLUMNS[name]))
    text = io.StringIO()
    width = None if sys.stdout.isatty() else 240
    Console(file=text, width=width).print(table)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    return "" if value is None else str(value)
