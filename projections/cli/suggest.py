"""`gongche suggest`: which cars could go for an order, the best first, and why."""

import asyncio
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import click
import orjson
from rich.console import Console
from rich.table import Table

from fleet.dispatch.suggestion import Place, Suggestion
from fleet.ledger.applications import Lifecycle
from fleet.ledger.streams import Streams
from fleet.reactions.suggesting import suggested
from fleet.settings import data_option
from projections import engine, reading
from projections.cli.opened import Opened, Wrong, opened

Language = Literal["zh", "en"]


@click.command()
@click.argument("order")
@click.option("--from", "origin", metavar="LON,LAT", help="Where the trip begins, in degrees.")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of why."
)
@click.option("--json", "as_json", is_flag=True, help="The whole list, with all values.")
@data_option
def suggest(
    order: str, origin: str | None, *, language: Language, as_json: bool, data: Path | None
) -> None:
    """Suggest cars for ORDER. It assigns none of them: that is for a dispatcher to do.

    Example: gongche suggest O-2026-17 --from 120.15,30.27
    """
    begin = None if origin is None else _place(origin)
    with opened(data) as it:
        cars = asyncio.run(_cars(it))
        with Lifecycle.opened(it.addresses.database) as ledger:
            found = suggested(order, cars, begin, Streams(ledger))
    if found is None:
        raise Wrong(f"there is no order {order!r}")
    click.echo(_listed(found, language) if as_json else _table(found, language), nl=False)


def _place(text: str) -> Place:
    try:
        lon, lat = map(float, text.split(","))
    except ValueError as error:
        raise Wrong(f"--from {text!r}: expected LON,LAT, like 120.15,30.27") from error
    return lon, lat


async def _cars(it: Opened) -> Mapping[str, Place | None]:
    async with it.connection() as connection:
        await engine.bring_up(connection)
        rows = await reading.rows(connection, "vehicles")
    return {
        row["vehicle"]: None if row["lon"] is None else (row["lon"], row["lat"]) for row in rows
    }


def _listed(found: list[Suggestion], language: Language) -> bytes:
    lines = [
        {
            "vehicle": it.vehicle,
            "score": it.score,
            "reasons": [
                {
                    "code": reason.code,
                    "points": reason.points,
                    "values": reason.values,
                    "text": reason.say(language),
                }
                for reason in it.reasons
            ],
        }
        for it in found
    ]
    return orjson.dumps(lines, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _table(found: list[Suggestion], language: Language) -> bytes:
    if not found:
        return b"no car could go\n"
    table = Table("车辆 vehicle", "得分 score", "理由 why")
    for it in found:
        why = "; ".join(f"{each.say(language)} +{each.points}" for each in it.reasons)
        table.add_row(it.vehicle, str(it.score), why)
    text = io.StringIO()
    width = None if sys.stdout.isatty() else 240
    Console(file=text, width=width).print(table)
    return text.getvalue().encode()
