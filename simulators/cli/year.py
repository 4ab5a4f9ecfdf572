"""`gongche year`: tells a year of the invented city, and looks whether the boards are right."""

import asyncio
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import asyncpg
import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from fleet.servers import running
from projections import tables
from simulators import year as telling
from simulators.story import ORDERS, Quarter
from simulators.story import year as story


@dataclass(frozen=True, slots=True)
class Checked:
    """A quarter that was told and looked at."""

    told: telling.Told
    right: bool
    shown: dict[str, Any]
    expected: dict[str, Any]


@click.command()
@click.option("--vehicles", type=click.IntRange(700), default=1840, show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed, the same year.")
@click.option(
    "--orders",
    type=click.IntRange(0, 100_000),
    default=ORDERS,
    show_default=True,
    help="A year, of the 162 cars of the centre; the other cars in proportion.",
)
@click.option(
    "--share",
    type=click.IntRange(0, 100),
    default=100,
    show_default=True,
    help="Percent of the proportional number that the other units' cars get.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def year(vehicles: int, seed: int, orders: int, share: int, *, as_json: bool) -> None:
    """Tell a year of a city to a ledger of its own, and check the boards each quarter.

    Thirteen districts, every car on its slot, 21 renewals and 6 additions from the indicator to
    the road. Everything happens in a folder of its own, which is gone afterwards. Exits with 1 if
    a board does not show the counts that were known before.

    Orders, checks and sealed periods run beside: 30,000 orders of the centre make about 340,000
    of the whole city, which takes hours; fewer `--orders`, or a smaller `--share`, keep the counts
    exact.

    Example: gongche year --vehicles 700 --orders 100
    """
    with tempfile.TemporaryDirectory(prefix="gongche-year-") as folder:
        Path(folder).chmod(0o711)  # the database's user has to get through
        with running(Path(folder), None, None, broker=False) as addresses:
            migrate(addresses.database)
            quarters = asyncio.run(_told(addresses.database, story(vehicles, seed, orders, share)))
    if as_json:
        click.echo(orjson.dumps([asdict(quarter) for quarter in quarters]))
    else:
        _show(quarters)
    sys.exit(0 if all(quarter.right for quarter in quarters) else 1)


async def _told(database: str, told: Iterable[Quarter]) -> list[Checked]:
    connection = await asyncpg.connect(database)
    await tables.migrate(connection)
    with Lifecycle.opened(database) as ledger, _progress() as progress:
        quarters = [await _quarter(connection, ledger, quarter, progress) for quarter in told]
    await connection.close()
    return quarters


async def _quarter(
    connection: asyncpg.Connection, ledger: Lifecycle, quarter: Quarter, progress: Progress
) -> Checked:
    since, entries = perf_counter(), 0
    task = progress.add_task(quarter.name, total=len(quarter.wires))
    for entries in telling.tell(ledger, quarter):  # noqa: B007 - the last one counts
        progress.advance(task, telling.A_PIECE)
    told = await telling.told(connection, quarter.name, entries, since)
    shown = await telling.seen(connection, quarter, told.position)
    return Checked(told, shown == quarter.known, asdict(shown), asdict(quarter.known))


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))


def _show(quarters: list[Checked]) -> None:
    table = Table("季度 quarter", "事件 events", "秒 s", "位置 position", "看板 boards")
    for quarter in quarters:
        told = quarter.told
        verdict = "相符 as known" if quarter.right else f"{quarter.shown} != {quarter.expected}"
        row = (told.name, f"{told.entries}", f"{told.seconds:.1f}", f"lifecycle:{told.position}")
        table.add_row(*row, verdict)
    Console().print(table)
