"""Rows of a view as a file that a spreadsheet opens."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
import xlsxwriter

_LONGEST_NAME = 31  # of a sheet in Excel


def csv_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """The rows as CSV in UTF-8.

    Args:
        rows: All of the same form.
        columns: Their names where there is no row to tell.
    """
    out = io.StringIO()
    names = list(rows[0]) if rows else columns
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def xlsx_of(name: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as an Excel file; a text is a text there, also if it looks like a formula."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(name[:_LONGEST_NAME])
        sheet.freeze_panes(1, 0)
        columns = _columns(rows)
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [_plain(row.get(column)) for column in columns])
    return out.getvalue()


def _columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _plain(value: object) -> str | int | float | None:
    if value is None or isinstance(value, (str, int, float)):
        return value
    return orjson.dumps(value, default=str).decode()
