"""`gongche import`: whole lists from a spreadsheet."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from fleet.cli.opened import lifecycle
from fleet.cli.speaker import speaking
from fleet.desk.imports import Fault, Heard, Teller, hear, keep, log
from fleet.desk.lists import KINDS
from fleet.desk.tables import Unreadable, read_table
from fleet.settings import data_option, read

DONE, WRONG, REFUSED = 0, 1, 3  # exit codes


@dataclass(frozen=True, slots=True)
class _Choice:
    """What was asked for on the command line."""

    kind: str
    file: Path
    dry_run: bool
    keep_going: bool
    as_json: bool
    speaker: dict[str, str]


@click.command("import")
@click.argument("kind", type=click.Choice([*KINDS]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--keep-going", is_flag=True, help="Write the good rows although others are wrong.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
@speaking
@data_option
@click.pass_context
def import_(context: click.Context, /, data: Path | None, **asked: Any) -> None:  # noqa: ANN401 - click's options, taken apart by _Choice
    """Import a list of KIND from FILE (csv in UTF-8 or GB 18030, or xlsx).

    All rows are written, or none if any is wrong; each error names its row and column. The same
    file again changes nothing. Exits with 3 if a rule says no to a row, and with 1 if a cell is
    not what it should be, or if --keep-going left rows out. Unless it is a dry run, what a rule
    says no to is kept in the log of attempts.

    \b
    Columns (a heading in Chinese is read too; * may not be empty):
      units         unit* name* name_en district jurisdiction* sector created_on
      slots         jurisdiction* sector* slot* unit* category* baseline exception application
                    review
      vehicles      vehicle* plate* unit* category* model vin slot first_registered engine body
                    energy displacement_ml price_yuan
      drivers       driver* name* unit* phone employed_on* licence classes valid_until points
                    licence_sha256 pledge_year pledge_sha256
      terminals     device* vehicle valid_from valid_to spare model
      certificates  purchase* external_id* certificate* at*
      contracts     purchase* external_id* contract* vehicle* price_yuan* brand model body*
                    energy* origin* displacement_ml trim at*
      deliveries    purchase* external_id* vin* engine* price_yuan* brand model body* energy*
                    origin* displacement_ml trim at*

    Vehicles of a list are taken over as in service; their units come first, and their slots.
    Slots are authorised in a book that is open: --role BUREAU or FINANCE. Terminals are
    registered, and bound where a vehicle is named: for all times where valid_from is empty, so
    that recorded tracks belong to it. A time without an offset is local (GONGCHE_ZONE). Prices
    are in yuan.

    Drivers are registered with the licence and the pledge of a year, where the row has them, each
    with the SHA-256 of its paper: --role CENTRE, BUREAU, UNIT_CLERK or UNIT_LEADER.

    Certificates, contracts and deliveries come from the procurement cloud (政采云). Its number
    (external_id) stands for one record for ever: each row is kept on its own, and the same number
    with other content is refused.

    \b
    Examples:
      printf 'unit,name,jurisdiction\\nA1,市档案馆,330100\\n' > units.csv
      gongche import units units.csv
      gongche import slots slots.xlsx --role BUREAU --dry-run
      gongche import certificates 指标证.xlsx --role BUREAU
    """  # noqa: D301 - click leaves the lines after its mark as they are
    choice = _Choice(**asked)
    settings = read(data)
    teller = Teller(choice.speaker, datetime.now(UTC), settings.zone, f"import:{choice.file.name}")
    try:
        table = read_table(choice.file)
        with lifecycle(settings) as ledger, _waiting(len(table.rows)):
            heard = hear(KINDS[choice.kind], table, teller, ledger)
            if not choice.dry_run:
                log(ledger, heard)
            wanted = not choice.dry_run and (choice.keep_going or not heard.faults)
            entries = sum(keep(ledger, heard, piecewise=choice.keep_going)) if wanted else 0
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    _tell(choice, heard, rows=len(table.rows), entries=entries)
    context.exit(_code(heard, choice))


@contextmanager
def _waiting(rows: int) -> Iterator[None]:
    """A person sees that something goes on; a log does not."""
    with Console(stderr=True).status(f"{rows} rows"):
        yield


def _code(heard: Heard, choice: _Choice) -> int:
    if not heard.faults:
        return DONE
    refused = all(fault.refusal is not None for fault in heard.faults)
    return REFUSED if refused and not choice.keep_going else WRONG


def _tell(choice: _Choice, heard: Heard, *, rows: int, entries: int) -> None:
    wrong = len({fault.row for fault in heard.faults})
    counts: dict[str, Any] = {
        "kind": choice.kind,
        "rows": rows,
        "changed": len(heard.good),
        "unchanged": heard.unchanged,
        "wrong": wrong,
        "entries": entries,
        "dry_run": choice.dry_run,
    }
    for name in heard.ignored:
        click.echo(f"column {name} is not read", err=True)
    if choice.as_json:
        faults = [_described(fault) for fault in heard.faults]
        click.echo(json.dumps({**counts, "faults": faults}, ensure_ascii=False))
        return
    for fault in heard.faults:
        click.echo(f"{choice.file.name} {fault}", err=True)
    click.echo(_summary(counts, kept=entries > 0))


def _summary(counts: dict[str, Any], *, kept: bool) -> str:
    counted = "{rows} rows: {changed} change something, {unchanged} known, {wrong} wrong; "
    if counts["dry_run"]:
        done = "nothing written (dry run)"
    else:
        done = "{entries} entries written" if kept else "nothing written"
    return (counted + done).format(**counts)


def _described(fault: Fault) -> dict[str, object]:
    refusal = fault.refusal
    said = {
        "row": fault.row,
        "column": fault.column,
        "found": fault.found,
        "expected": fault.expected,
    }
    if refusal is None:
        return said
    texts = {"zh": refusal.say("zh"), "en": refusal.say("en")}
    return {**said, "rule": refusal.rule, "code": refusal.code, "text": texts}
