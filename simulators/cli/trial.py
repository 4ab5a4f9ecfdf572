"""`gongche trial`: a labelled story is judged; what was found is compared with what was done."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from fleet.ledger.schema import migrate
from fleet.servers import running
from simulators import town
from simulators.districts import outlines
from simulators.truth import drift
from simulators.truth.broadcast import Broadcast
from simulators.truth.day import AFTER_S, Day, prepared
from simulators.truth.drift import Parked
from simulators.truth.reckoning import Count, Reckoning
from simulators.truth.span import DAY_S, Span
from simulators.truth.trial import Plan, Tried, in_parts

_SHOWN = 40
_SURE = 3.0  # sigma inside the edge


@click.command()
@click.option("--vehicles", type=click.IntRange(1), default=1840, show_default=True)
@click.option("--days", type=click.IntRange(1, 30), default=30, show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed, the same story.")
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    help="How many work beside each other; all cores if left out.",
)
@click.option(
    "--drift-days",
    type=click.IntRange(0),
    default=200,
    show_default=True,
    help="Car days of white noise at each distance from an edge; 0: none.",
)
@click.option("--via-broker", is_flag=True, help="One day of it: broker, ingest and live judge.")
@click.option(
    "--speed",
    type=click.FloatRange(1, 600),
    default=60.0,
    show_default=True,
    help="Seconds of the story in a second, via the broker.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of tables.")
def trial(
    processes: int,
    drift_days: int,
    speed: float,
    *,
    via_broker: bool,
    as_json: bool,
    **story: int,
) -> None:
    """Judge a story whose violations are known, and tell precision and recall of every rule.

    Cars drive through the weeks around a Spring Festival, with their orders, seals, exemptions,
    failed checks and retirements; terminals drift, fall silent, send stored fixes in three orders,
    tell wrong times, lose their power. What has to be found is known from the true motion and the
    papers. Exits with 1 if precision or recall of any code is below 0.99, or if a parked car leaves
    its area by noise alone.

    With --via-broker it is one day, on servers of its own that are gone afterwards: its terminals
    publish as the story's clock says, some papers are written down late, and what counts is what
    stands in the ledger in the end.

    Example: gongche trial --vehicles 40 --days 6
    """
    plan = Plan(**story)
    whole = _broadcast(plan, speed) if via_broker else _watched(plan, processes)
    noise = list(drift.parked(drift_days, plan.seed)) if drift_days else []
    still = not any(it.false for it in noise if it.inside >= _SURE)
    if as_json:
        click.echo(orjson.dumps(_told(whole, noise)))
    else:
        _show(whole, noise)
    sys.exit(0 if whole.reckoning.good and still else 1)


def _watched(plan: Plan, processes: int) -> Tried:
    """All cars, with a bar on stderr."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    whole = Tried(Reckoning())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("Cars", total=plan.vehicles)
        for some in in_parts(plan, processes):
            whole.add(some)
            bar.update(task, completed=whole.cars)
    return whole


def _broadcast(plan: Plan, speed: float) -> Tried:
    """One day through the broker, with a bar of its hours on stderr."""
    built = town.build(outlines(), plan.vehicles, plan.seed)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=Console(stderr=True)) as bar,
        tempfile.TemporaryDirectory(prefix="gongche-trial-") as folder,
    ):
        task = bar.add_task("Writing the day", total=plan.vehicles)
        day = Day(Span(1))
        for day in prepared(built, plan.seed):  # noqa: B007 - the last one counts
            bar.advance(task)
        records = sum(len(fixes) for said in day.said.values() for _, fixes in said)
        task = bar.add_task("Day", total=DAY_S + AFTER_S)
        Path(folder).chmod(0o711)  # the database's user has to get through
        with running(Path(folder), None, None) as addresses:
            migrate(addresses.database)

            def tell(at: float) -> None:
                bar.update(task, completed=at - day.span.begin)

            broadcast = Broadcast(addresses, built, day, speed, tell)
            reckoning = asyncio.run(broadcast.run(lambda: datetime.now(UTC)))
    return Tried(reckoning, plan.vehicles, records)


def _told(whole: Tried, noise: Sequence[Parked]) -> dict[str, Any]:
    """For programs."""
    reckoning = whole.reckoning
    return {
        "cars": whole.cars,
        "records": whole.records,
        "ambiguous": reckoning.ambiguous,
        "codes": {code: count.as_json() for code, count in sorted(reckoning.counts.items())},
        "errors": [asdict(error) for error in reckoning.errors],
        "drift": [asdict(it) for it in noise],
        "good": reckoning.good,
    }


def _show(whole: Tried, noise: Sequence[Parked]) -> None:
    console = Console()
    console.print(_codes(whole.reckoning))
    left_out = f"{whole.reckoning.ambiguous:.2%} left out as ambiguous"
    console.print(f"{whole.cars} cars, {whole.records} records; {left_out}")
    for line in _errors(whole.reckoning):
        console.print(line, soft_wrap=True, highlight=False)
    if noise:
        console.print(_noise(noise))


def _codes(reckoning: Reckoning) -> Table:
    table = Table("代码 code")
    for name in ("planted", "found", "missed", "wrong", "ambiguous", "precision", "recall"):
        table.add_column(name, justify="right")
    for code, count in sorted(reckoning.counts.items()):
        table.add_row(code, *_row(count), style=None if count.good else "red")
    return table


def _row(count: Count) -> tuple[str, ...]:
    numbers = (count.planted, count.found, count.missed, count.wrong, count.left_out)
    return (*map(str, numbers), f"{count.precision:.4f}", f"{count.recall:.4f}")


def _errors(reckoning: Reckoning) -> Iterator[str]:
    """The first ones, a line each; `--json` has them all."""
    for it in reckoning.errors[:_SHOWN]:
        told = f"{it.kind} {it.code} {it.vehicle} ({it.scene}) {it.when}: {it.beside}"
        yield f"{told}; faults: {it.faults}" if it.faults else told


def _noise(noise: Sequence[Parked]) -> Table:
    """False absences a car day: one row a noise, one column a distance."""
    title = "White noise: false GEO-02 a car day (fixes outside a car day)"
    inside = sorted({it.inside for it in noise})
    table = Table("sigma", *(f"{it:g} sigma inside" for it in inside), title=title)
    for sigma_m in sorted({it.sigma_m for it in noise}):
        row = [it for it in noise if it.sigma_m == sigma_m]
        cells = (f"{it.false / it.days:.3f} ({it.raw / it.days:.0f})" for it in row)
        table.add_row(f"{sigma_m:g} m", *cells)
    return table
