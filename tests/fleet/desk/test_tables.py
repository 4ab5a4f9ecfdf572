"""Tables as offices save them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from fleet.desk.tables import Row, Unreadable, moment, read_table

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _xlsx(folder: Path, *lines: Sequence[object]) -> Path:
    path = folder / "list.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)
    book.close()
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    table = read_table(_csv(tmp_path, "Unit, name ,\nA1,市档案馆\n\n,\n B2 , x ,\n", encoding))
    assert table.columns == ("unit", "name")
    assert table.rows == (
        Row(2, {"unit": "A1", "name": "市档案馆"}),
        Row(5, {"unit": "B2", "name": "x"}),
    )


def test_a_sheet_is_read_as_it_looks(tmp_path: Path) -> None:
    header = ["device", "spare", "valid_from", "empty"]
    path = _xlsx(tmp_path, header, [13800138000, True, date(2027, 3, 1), ""], [], ["a", False, 1.5])
    assert read_table(path).rows == (
        Row(2, {"device": "13800138000", "spare": "true", "valid_from": "2027-03-01"}),
        Row(4, {"device": "a", "spare": "false", "valid_from": "1.5"}),
    )


def test_a_number_that_a_sheet_has_rounded_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="too long for a cell: format it as text"):
        read_table(_xlsx(tmp_path, ["device"], [13800138000138001380]))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no header"),
        (",,\n", "no header"),
        ("a,A\n1,2\n", "two columns 'a'"),
        ("a,b\n1,2,3\n", "row 2 has 3 cells, the header has 2"),
        ('a,b\n"1,2\n', "line 2: unexpected end of data"),
    ],
)
def test_what_is_no_table_says_why(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_table(_csv(tmp_path, text))


def test_what_is_neither_encoding_nor_a_sheet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a\n\xff\xff\xff\n")
    with pytest.raises(Unreadable, match="neither UTF-8 nor GB 18030"):
        read_table(path)
    other = tmp_path / "list.xlsx"
    other.write_bytes(b"no sheet")
    with pytest.raises(Unreadable, match=r"list\.xlsx is no spreadsheet"):
        read_table(other)


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-01 08:00",
        "2027-03-01T08:00:00",
        "2027/3/1 08:00",
        "2027/03/01 08:00:00",
        "2027-3-1 8:00",
        "2027-03-01T00:00:00Z",
        "2027-03-01 01:00+01:00",
    ],
)
def test_a_time_is_local_unless_it_says_otherwise(text: str) -> None:
    assert moment(text, SHANGHAI) == datetime(2027, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2027-03", "yesterday", "2027-02-30", "2027/13/01", "12"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="is no time"):
        moment(text, SHANGHAI)
