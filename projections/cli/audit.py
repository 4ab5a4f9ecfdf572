"""`gongche audit`: does the ledger still say what was written into it?"""

import asyncio
from pathlib import Path

import click

from fleet.ledger.schema import LEDGERS
from fleet.ledger.verify import verify as recompute
from fleet.settings import data_option
from projections.cli.opened import Opened, opened


@click.group()
def audit() -> None:
    """Prove that nothing was changed afterwards.

    Example: gongche audit verify
    """


@audit.command()
@click.option("--all", "everything", is_flag=True, help="Both ledgers, whole: what it always does.")
@data_option
def verify(data: Path | None, *, everything: bool) -> None:
    """Recompute the hash chain of both ledgers, from the first event.

    Prints the first position that does not hold and exits with 1; prints nothing if all holds.

    Example: gongche audit verify --all
    """
    del everything  # there is nothing less yet
    with opened(data) as it:
        broken = asyncio.run(_verify(it))
    for line in broken:
        click.echo(line)
    raise SystemExit(1 if broken else 0)


async def _verify(it: Opened) -> list[str]:
    found: list[str] = []
    async with it.connection() as connection:
        for ledger in LEDGERS:
            broken = await recompute(connection, ledger, _Said(ledger))
            if broken:
                found.append(f"{ledger}:{broken.position} {broken.what}")
    return found


class _Said:
    """Says on stderr how far it is."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger

    def __call__(self, done: int, of: int) -> None:
        click.echo(f"{self._ledger}: {done:,} of {of:,} events", err=True)
