"""Rows of a view as a file that a spreadsheet opens."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import xlsxwriter

_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767  # of a sheet, of a cell in Excel


def csv_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """The rows as CSV in UTF-8; yes and no are `true` and `false`, as in JSON.

    Args:
        rows: All of the same form.
        columns: Their names where there is no row to tell.
    """
    out = io.StringIO()
    names = list(rows[0]) if rows else columns
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _lower(row[name]) for name in names} for row in rows)
    return out.getvalue().encode()


def xlsx_of(name: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> bytes:
    """The rows as an Excel file; a text is a text there, also if it looks like a formula.

    Args:
        name: Of the sheet.
        rows: All of the same form.
        columns: Their names where there is no row to tell.
    """
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(name[:_LONGEST_NAME])
        sheet.freeze_panes(1, 0)
        names = list(rows[0]) if rows else columns
        sheet.write_row(0, 0, names, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [_plain(row[column]) for column in names])
    return out.getvalue()


def _lower(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _plain(value: object) -> str | int | float | None:
    if value is None or isinstance(value, (int, float)):
        return value
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
