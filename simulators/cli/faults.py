"""`gongche faults`: kill everything at random moments, and count what is left."""

import asyncio
import sys
import tempfile
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from simulators import faults as ordeal
from simulators.faults import Target, Trial
from simulators.reckoning import Reckoning


@click.command()
@click.option("--fixes", type=click.IntRange(1), default=100_000, show_default=True)
@click.option("--terminals", type=click.IntRange(1, 5000), default=200, show_default=True)
@click.option("--ingest-kills", type=click.IntRange(0), default=50, show_default=True)
@click.option("--broker-kills", type=click.IntRange(0), default=10, show_default=True)
@click.option("--database-kills", type=click.IntRange(0), default=10, show_default=True)
@click.option(
    "--gateway-kills",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="0: all terminals speak MQTT.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed, the same fixes.")
@click.option("--control", is_flag=True, help="Acknowledge before the commit: must show losses.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def faults(
    fixes: int, terminals: int, seed: int, *, control: bool, as_json: bool, **kills: int
) -> None:
    """Kill -9 ingest, gateway, broker and database while positions arrive; count what is left.

    Everything happens in a folder of its own, which is gone afterwards. A tenth of the messages
    comes twice, a tenth late; cars leave their areas at times that are known in advance. Exits
    with 0 only if nothing was lost, doubled, missing or wrong; with --control only if something
    was lost.

    Example: gongche faults --fixes 5000 --ingest-kills 3 --broker-kills 1 --database-kills 1
    """
    targets: dict[Target, int] = {
        "ingest": kills["ingest_kills"],
        "broker": kills["broker_kills"],
        "database": kills["database_kills"],
    }
    if kills["gateway_kills"]:
        targets["gateway"] = kills["gateway_kills"]
    trial = Trial(fixes, terminals, targets, seed, control)
    with tempfile.TemporaryDirectory(prefix="gongche-faults-") as folder:
        Path(folder).chmod(0o711)  # the database's user has to get through
        reckoning = _watched(Path(folder), trial)
    if as_json:
        click.echo(orjson.dumps(reckoning.as_json()))
    else:
        _tell(reckoning)
    good = reckoning.lost > 0 if control else reckoning.clean
    sys.exit(0 if good else 1)


def _watched(folder: Path, trial: Trial) -> Reckoning:
    """Run with a bar on stderr."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Fixes", total=trial.fixes)

        def tell(progress: ordeal.Progress) -> None:
            killed = ", ".join(f"{count} {name}" for name, count in progress.killed.items())
            bar.update(task, completed=progress.sent, description=f"Killed {killed or 'nobody'}")

        return asyncio.run(ordeal.run(folder / "data", trial, tell))


def _tell(reckoning: Reckoning) -> None:
    table = Table("what", "how many")
    for name, value in reckoning.as_json().items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)
