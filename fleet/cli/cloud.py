"""`gongche cloud`: what is handed to the procurement cloud."""

import csv
from collections.abc import Callable
from pathlib import Path

import click
import xlsxwriter

from fleet.cli.opened import lifecycle
from fleet.desk.cloud import waiting
from fleet.procurement.cloud import EXPORTED, exported
from fleet.settings import data_option, read

Rows = list[dict[str, str]]


@click.group()
def cloud() -> None:
    """The procurement cloud (政采云); what comes back from it is read by `gongche import`."""


@cloud.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@data_option
def export(file: Path, data: Path | None) -> None:
    """Write the approved purchases that wait for a certificate to FILE (.csv or .xlsx).

    A file that is there is written over. Nothing is remembered: a purchase is in the file until
    its certificate is imported, or it is cancelled.

    \b
    Examples:
      gongche cloud export 控购.xlsx
      gongche import certificates 指标证.xlsx --role BUREAU
    """  # noqa: D301 - click leaves the lines after its mark as they are
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        raise click.BadParameter(f"{file.name} ends with neither .csv nor .xlsx")
    with lifecycle(read(data)) as ledger:
        rows = exported(waiting(ledger))
    write(file, rows)
    click.echo(f"{len(rows)} purchases wait for a certificate: {file}")


def _csv(file: Path, rows: Rows) -> None:
    """Write UTF-8 with the mark that spreadsheets look for."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, EXPORTED)
        writer.writeheader()
        writer.writerows(rows)


def _xlsx(file: Path, rows: Rows) -> None:
    """Write texts only: a number of the books keeps its leading zeros."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(file), options) as book:
        sheet = book.add_worksheet("控购")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, EXPORTED, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [row[name] for name in EXPORTED])


_WRITERS: dict[str, Callable[[Path, Rows], None]] = {".csv": _csv, ".xlsx": _xlsx}
