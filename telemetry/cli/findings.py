"""Standing verdicts and their history, from the supervision ledger."""

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import click
from rich.console import Console
from rich.table import Table

from fleet.decider import Entry
from fleet.ledger.follow import read as read_entries
from fleet.ledger.schema import migrate
from fleet.servers import running
from fleet.settings import Settings, data_option, read
from fleet.supervision.finding import FindingAmended, FindingOpened, FindingVoided

_PAGE = 2000
_STATES: dict[type, str] = {
    FindingOpened: "opened",
    FindingAmended: "amended",
    FindingVoided: "voided",
}


@click.command()
@click.option("--vehicle", help="Only this vehicle.")
@click.option("--rule", help="Only this code: GEO-02.")
@click.option("--standing", is_flag=True, help="Only what stands now, each at its last word.")
@click.option("--from", "begin", type=click.DateTime(), help="Lasting after this time (zone).")
@click.option("--to", "end", type=click.DateTime(), help="Begun before this time (zone).")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One object a line, times in UTC.")
def findings(  # noqa: PLR0913 - one parameter an option
    vehicle: str | None,
    rule: str | None,
    begin: datetime | None,
    end: datetime | None,
    data: Path | None,
    *,
    standing: bool,
    as_json: bool,
) -> None:
    """Show findings and their history: opened, amended, voided.

    Example: gongche findings --rule GEO-02 --standing
    """
    settings = read(data)
    zone = settings.zone
    entries = [
        entry
        for entry in asyncio.run(_read(settings))
        if _wanted(entry, vehicle, rule)
        and _within(entry, begin and begin.replace(tzinfo=zone), end and end.replace(tzinfo=zone))
    ]
    shown = _standing(entries) if standing else entries
    if as_json:
        for entry in shown:
            click.echo(json.dumps(_told(entry), ensure_ascii=False))
    elif shown:
        Console().print(_table(shown, zone))
    else:
        click.echo("No findings.", err=True)


async def _read(settings: Settings) -> list[Entry]:
    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        migrate(at.database)
        connection = await asyncpg.connect(at.database)
        try:
            found: list[Entry] = []
            while page := await read_entries(
                connection, "supervision", found[-1].position if found else 0, _PAGE
            ):
                found += page
            return found
        finally:
            await connection.close()


def _wanted(entry: Entry, vehicle: str | None, rule: str | None) -> bool:
    match entry.event:
        case FindingOpened(finding=found) | FindingAmended(finding=found) | FindingVoided(
            finding=found
        ):
            return vehicle in (None, found.vehicle) and rule in (None, found.code)
        case _:
            return False


def _within(entry: Entry, begin: datetime | None, end: datetime | None) -> bool:
    found = _finding(entry)
    after = begin is None or found.until is None or found.until > begin
    return after and (end is None or found.since < end)


def _finding(entry: Entry):  # noqa: ANN202
    ...
