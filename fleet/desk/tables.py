"""Tables that an office sends: csv in two encodings, and xlsx."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from python_calamine import CalamineError, CalamineWorkbook

_ENCODINGS = ("utf-8-sig", "gb18030")  # what spreadsheets of the office save
_LONGEST = 2.0**53  # beyond it a spreadsheet has already forgotten digits
_MOMENTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S")

Cell = str | float | bool | date | datetime | time | timedelta | None


class Unreadable(ValueError):  # noqa: N818 - named like the answer it is
    """The file is no table: says what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        number: As the spreadsheet shows it; the header is 1.
        cells: Column -> text without spaces around it; empty cells are left out.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and what stands under it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Read a csv (UTF-8 or GB 18030) or the first sheet of an xlsx.

    Raises:
        Unreadable: If it is neither, or has no header, or names a column twice.
    """
    lines = _sheet(path) if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") else _csv(path)
    header = [cell.strip().lower() for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise Unreadable(f"{path.name} has no header in its first line")
    if twice := next((name for name in header if name and header.count(name) > 1), None):
        raise Unreadable(f"{path.name} has two columns {twice!r}")
    return Table(tuple(header), tuple(_rows(header, lines)))


def moment(text: str, zone: ZoneInfo) -> datetime:
    """Read a time that a person has written.

    Args:
        text: `2027-03-01`, `2027-03-01 08:00`, with / for -, or ISO 8601 with its offset.
        zone: Where it was written, when there is no offset.

    Raises:
        ValueError: If it is no time.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _written(text)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _written(text: str) -> datetime:
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the caller knows the zone
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no time")


def _rows(header: list[str], lines: Iterable[list[str]]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        texts = [cell.strip() for cell in line]
        if any(texts[len(header) :]):
            raise Unreadable(f"row {number} has {len(texts)} cells, the header has {len(header)}")
        cells = {name: text for name, text in zip(header, texts, strict=False) if name and text}
        if cells:
            yield Row(number, cells)


def _csv(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _lines(path, text)
    raise Unreadable(f"{path.name} is neither UTF-8 nor GB 18030 text")


def _lines(path: Path, text: str) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(f"{path.name} line {reader.line_num}: {error}") from error


def _sheet(path: Path) -> Iterator[list[str]]:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            lines = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise Unreadable(f"{path.name} is no spreadsheet: {error}") from error
    return ([_text(cell) for cell in line] for line in lines)


def _text(cell: Cell) -> str:
    """What the cell shows; a number is not told from a text of digits."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and abs(cell) >= _LONGEST:
        raise Unreadable(f"the number {cell:.0f} is too long for a cell: format it as text")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
