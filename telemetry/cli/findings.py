"""Standing verdicts and their history, from the supervision ledger."""

import asyncio
import json
from collections.abc import Iterable, Sequence
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
from fleet.supervision.finding import Finding, FindingAmended, FindingOpened, FindingVoided
from telemetry.cli.holes import open_holes
from telemetry.completeness import Hole, complete

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

    The evidence of a finding is incomplete while records of its time are missing, or where the
    terminal was silent for too long; a record that comes late may complete it.

    Example: gongche findings --rule GEO-02 --standing
    """
    settings = read(data)
    zone = settings.zone
    since = begin and begin.replace(tzinfo=zone)
    until = end and end.replace(tzinfo=zone)
    told, holes = asyncio.run(_read(settings))
    entries = [
        entry
        for entry in told
        if (found := _finding(entry))
        and vehicle in (None, found.vehicle)
        and rule in (None, found.code)
        and _within(found, since, until)
    ]
    shown = _standing(entries) if standing else entries
    if as_json:
        for entry in shown:
            click.echo(json.dumps(_told(entry, holes), ensure_ascii=False))
    elif shown:
        Console().print(_table(shown, holes, zone))
    else:
        click.echo("No findings.", err=True)


async def _read(settings: Settings) -> tuple[list[Entry], list[Hole]]:
    with running(settings.data, settings.database_url, settings.broker_url, broker=False) as at:
        migrate(at.database)
        connection = await asyncpg.connect(at.database)
        try:
            found: list[Entry] = []
            while page := await read_entries(
                connection, "supervision", found[-1].position if found else 0, _PAGE
            ):
                found += page
            return found, await open_holes(connection)
        finally:
            await connection.close()


def _finding(entry: Entry) -> Finding | None:
    """What the entry is about; None for a kind of entry that is no finding."""
    found: Finding | None = getattr(entry.event, "finding", None)
    return found


def _within(found: Finding, begin: datetime | None, end: datetime | None) -> bool:
    after = begin is None or found.until is None or found.until > begin
    return after and (end is None or found.since < end)


def _standing(entries: Iterable[Entry]) -> list[Entry]:
    last = {entry.stream: entry for entry in entries}
    return [entry for entry in last.values() if not isinstance(entry.event, FindingVoided)]


def _told(entry: Entry, holes: Sequence[Hole]) -> dict[str, object]:
    return {
        "position": entry.place,
        "recorded_at": entry.recorded_at.isoformat().replace("+00:00", "Z"),
        "state": _STATES[type(entry.event)],
        **entry.event.model_dump(mode="json"),
        "completeness": _completeness(entry, holes),
    }


def _completeness(entry: Entry, holes: Sequence[Hole]) -> str:
    found = _finding(entry)
    return "complete" if found is not None and complete(found, holes) else "incomplete"


def _table(entries: list[Entry], holes: Sequence[Hole], zone: ZoneInfo) -> Table:
    heads = (
        "position",
        "state",
        "code",
        "vehicle",
        "since",
        "until",
        "flags",
        "evidence",
        "recorded",
    )
    table = Table(*heads)
    for entry in entries:
        found = _finding(entry)
        assert found is not None  # noqa: S101 - others were left out
        table.add_row(
            entry.place,
            _STATES[type(entry.event)],
            found.code,
            found.vehicle,
            f"{found.since.astimezone(zone):%F %T}",
            f"{found.until.astimezone(zone):%F %T}" if found.until else "",
            " ".join(found.flags),
            _completeness(entry, holes),
            f"{entry.recorded_at.astimezone(zone):%F %T}",
        )
    return table
