"""Drivers with their papers, from a list."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from fleet.desk.imports import Heard, Teller, hear, keep
from fleet.desk.lists import KINDS
from fleet.desk.tables import Row, Table
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.people.driver import driver
from fleet.people.driver_stages import Dossier, DrivingLicence
from fleet.settings import read
from tests.scenarios.office import Office

HEAD = (
    "驾驶员编号,姓名,单位编码,联系电话,入职日期,驾驶证号,准驾车型,驾驶证有效期止,记分,"
    "驾驶证摘要,责任书年度,责任书摘要\n"
)
DIGEST = "ab" * 32
NOW = datetime(2026, 1, 10, 2, tzinfo=UTC)
FULL = f"D1,张三,U,0571-1,2019-07-01,3301,A1、b1,2027-05-31,3,{DIGEST},2026,{DIGEST.upper()}\n"


@pytest.fixture
def office(tmp_path: Path, database: str, ledger: Lifecycle) -> Path:
    """A folder for lists, and a database that knows unit U and the policy."""
    assert database
    speaker = Office(ledger)
    speaker.publish()
    speaker.unit("U")
    return tmp_path


def _import(folder: Path, text: str, role: str = "CENTRE") -> Result:
    path = folder / "drivers.csv"
    path.write_text(HEAD + text, "utf-8")
    return CliRunner().invoke(main, ["import", "drivers", str(path), "--role", role])


def _hear(ledger: Lifecycle, *lines: str) -> Heard:
    names = HEAD.strip().split(",")
    rows = (dict(zip(names, line.strip().split(","), strict=True)) for line in lines)
    told = tuple(
        Row(number, {name: text for name, text in cells.items() if text})
        for number, cells in enumerate(rows, 2)
    )
    teller = Teller({"person": "郑洁", "role": "CENTRE"}, NOW, read().zone, "import:drivers")
    return hear(KINDS["drivers"], Table(tuple(names), told), teller, ledger)


@pytest.mark.proves("R095")
def test_a_list_of_drivers_with_their_papers(office: Path, ledger: Lifecycle) -> None:
    assert office
    heard = _hear(ledger, FULL, "D2,李四,U,,2020-01-01,,,,,,,\n")
    assert (heard.faults, sum(keep(ledger, heard))) == ((), 8)
    again = _hear(ledger, FULL, "D2,李四,U,,2020-01-01,,,,,,,\n")
    assert (again.good, again.unchanged) == ((), 2)
    known, plain = (load(ledger, f"driver:{name}", driver) for name in ("D1", "D2"))
    assert isinstance(known, Dossier)
    assert (known.name, known.phone, known.employed_on) == ("张三", "0571-1", date(2019, 7, 1))
    assert known.licence == DrivingLicence("3301", ("A1", "B1"), date(2027, 5, 31), 3, DIGEST)
    assert known.pledges == {2026: DIGEST}
    assert isinstance(plain, Dossier)
    assert (plain.phone, plain.licence, plain.pledges) == ("", None, {})


def test_a_wrong_cell_is_named(office: Path) -> None:
    bad = "D1,张三,U,,2019-07-01,3301,E1,2027-13-01,many,xyz,20x6,ab\n"
    result = _import(office, bad)
    assert result.exit_code == 1
    digest = "a SHA-256: 64 hexadecimal digits"
    assert result.stderr.splitlines() == [
        "drivers.csv row 2, valid_until: found 2027-13-01, expected a day such as 2014-03-02",
        "drivers.csv row 2, points: found many, expected 0 to 99",
        f"drivers.csv row 2, licence_sha256: found xyz, expected {digest}",
        "drivers.csv row 2, pledge_year: found 20x6, expected a year such as 2026",
        f"drivers.csv row 2, pledge_sha256: found ab, expected {digest}",
    ]


def test_a_licence_is_whole_or_not_there(office: Path) -> None:
    result = _import(office, f"D1,张三,U,,2019-07-01,,E1,,100,{DIGEST},,\n")
    assert result.exit_code == 1
    assert sorted(line.split(", ")[1].split(":")[0] for line in result.stderr.splitlines()) == [
        "classes",
        "licence",
        "points",
        "valid_until",
    ]


def test_a_list_is_refused_by_the_same_rules(office: Path) -> None:
    result = _import(office, "D1,张三,Z9,,2019-07-01,,,,,,,\n")
    assert result.exit_code == 3
    assert "register the unit first" in result.stderr
    assert _import(office, FULL, role="AUDIT").exit_code == 3
