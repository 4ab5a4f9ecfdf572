"""The quota book, and what more the lists of units and vehicles say, from spreadsheets."""

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from fleet.__main__ import main
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.organisation.unit import Registered, unit
from fleet.quota.book import book
from fleet.quota.stages import Opened, Right
from fleet.vehicle.stages import car_of
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.office import BUREAU, HANGZHOU, Office

SLOTS = "jurisdiction,sector,slot,unit,category,baseline,exception,application,review\n"
BOOK = f"quota-book:{HANGZHOU}-PARTY_GOV"
CAR = "vehicle,plate,unit,category,first_registered,engine,body,energy,displacement_ml,price_yuan\n"


@pytest.fixture
def office(ledger: Lifecycle, database: str) -> Office:
    """A book is open, and unit U is known."""
    assert database
    told = Office(ledger)
    told.open("U")
    return told


def _import(folder: Path, kind: str, text: str, *options: str) -> Result:
    path = folder / f"{kind}.csv"
    path.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["import", kind, str(path), *options])


def _slots(folder: Path, rows: str, *options: str) -> Result:
    return _import(folder, "slots", SLOTS + rows, "--role", "BUREAU", *options)


def _row(slot: str, more: str = "是,,,", unit_code: str = "U") -> str:
    return f"330100,党政机关,{slot},{unit_code},LAW_ENFORCEMENT,{more}\n"


def _counts(result: Result) -> tuple[int, int, int]:
    told = json.loads(result.stdout)
    return told["changed"], told["unchanged"], told["wrong"]


def _open(office: Office) -> dict[str, Right]:
    known = load(office.ledger, BOOK, book)
    assert isinstance(known, Opened)
    return dict(known.slots)


@pytest.mark.proves("R053")
def test_slots_are_authorised_once_for_a_file_that_comes_twice(
    office: Office, tmp_path: Path
) -> None:
    rows = _row("S1") + _row("S2")
    assert _counts(_slots(tmp_path, rows, "--dry-run", "--json")) == (2, 0, 0)
    assert _open(office) == {}
    assert _counts(_slots(tmp_path, rows, "--json")) == (2, 0, 0)
    assert {name: right.baseline for name, right in _open(office).items()} == {
        "S1": True,
        "S2": True,
    }
    assert _counts(_slots(tmp_path, rows, "--json")) == (0, 2, 0)


@pytest.mark.usefixtures("office")
def test_headings_and_sectors_are_read_in_both_languages(tmp_path: Path) -> None:
    header = "管辖,单位性质,编制,单位编码,车辆类别,车改核定\n"
    row = "330100,PARTY_GOV,S1,U,LAW_ENFORCEMENT,yes\n"
    result = _import(tmp_path, "slots", header + row, "--role", "FINANCE", "--json")
    assert _counts(result) == (1, 0, 0)


@pytest.mark.proves("R001")
def test_a_slot_above_the_ceiling_keeps_the_list_out_and_is_an_attempt(
    office: Office, tmp_path: Path
) -> None:
    office.slots("U", "S1")
    book_of = {"jurisdiction": HANGZHOU, "sector": "PARTY_GOV"}
    office.say("LowerCeiling", BUREAU, **book_of, ceiling=1, document="编〔2026〕2号")
    rows = _row("S2") + _row("S1")
    assert _slots(tmp_path, rows, "--dry-run").exit_code == 3
    assert office.attempts() == []
    result = _slots(tmp_path, rows, "--json")
    assert (result.exit_code, _counts(result)) == (3, (0, 1, 1))
    (fault,) = json.loads(result.stdout)["faults"]
    (attempt,) = office.attempts()
    assert fault["row"] == 2
    assert attempt.code == fault["code"] == "CeilingExceeded"
    assert (attempt.command, attempt.said["slot"]) == ("AuthoriseSlot", "S2")
    assert [*_open(office)] == ["S1"]


@pytest.mark.proves("R002")
@pytest.mark.proves("R053")
def test_a_unit_of_one_sector_gets_no_slot_in_the_book_of_the_other(
    office: Office, tmp_path: Path
) -> None:
    said = {"jurisdiction": HANGZHOU, "sector": "INSTITUTION", "document": "车改〔2016〕1号"}
    office.say("OpenBook", BUREAU, **said)
    result = _slots(tmp_path, _row("S1").replace("党政机关", "事业单位"))
    assert result.exit_code == 3
    assert "R002, R053" in result.stderr
    (attempt,) = office.attempts()
    assert attempt.basis == "R002, R053"


@pytest.mark.proves("R053")
def test_only_bodies_authorise_slots(office: Office, tmp_path: Path) -> None:
    rows = _row("S1") + _row("S2")
    result = _import(tmp_path, "slots", SLOTS + rows, "--as", "钱文", "--json")
    assert result.exit_code == 3
    codes = [fault["code"] for fault in json.loads(result.stdout)["faults"]]
    assert codes == ["RoleMayNot", "RoleMayNot"]
    assert [attempt.said["slot"] for attempt in office.attempts()] == ["S1", "S2"]
    assert _open(office) == {}


def test_the_good_slots_are_written_when_asked_for(office: Office, tmp_path: Path) -> None:
    rows = _row("S1") + _row("S2", unit_code="X") + _row("S3", "maybe,,,")
    result = _slots(tmp_path, rows, "--keep-going", "--json")
    assert (result.exit_code, _counts(result)) == (1, (1, 0, 2))
    assert [*_open(office)] == ["S1"]
    assert len(office.attempts()) == 1


@pytest.mark.usefixtures("office")
def test_a_sector_that_is_none_is_told(tmp_path: Path) -> None:
    row = "330100,企业,S1,U,LAW_ENFORCEMENT,,,,\n"
    told = "slots.csv row 2, sector: found 企业, expected PARTY_GOV or INSTITUTION"
    assert _slots(tmp_path, row).stderr.startswith(told)


@pytest.mark.usefixtures("office")
def test_units_say_their_sector_and_their_first_day(ledger: Lifecycle, tmp_path: Path) -> None:
    text = "unit,name,jurisdiction,sector,created_on\nN1,新局,330100,事业单位,2024/3/1\n"
    assert _counts(_import(tmp_path, "units", text, "--json")) == (1, 0, 0)
    known = load(ledger, "unit:N1", unit)
    assert isinstance(known, Registered)
    assert (known.sector, known.created_on) == ("INSTITUTION", date(2024, 3, 1))
    assert _counts(_import(tmp_path, "units", text, "--json")) == (0, 1, 0)


@pytest.mark.usefixtures("office")
def test_vehicles_say_more_and_an_empty_price_stays_empty(
    ledger: Lifecycle, tmp_path: Path
) -> None:
    rows = (
        'V1,浙A1,U,LAW_ENFORCEMENT,2014-03-02,E1,轿车,纯电动,,"180,000.50"\n'
        "V2,浙A2,U,LAW_ENFORCEMENT,,,SUV,PETROL,1800,\n"
    )
    assert _counts(_import(tmp_path, "vehicles", CAR + rows, "--json")) == (2, 0, 0)
    first, second = (car_of(load(ledger, f"vehicle:V{n}", vehicle)) for n in (1, 2))
    assert (first.first_registered, first.engine) == (date(2014, 3, 2), "E1")
    assert (first.body, first.energy, first.price_fen) == ("SEDAN", "BATTERY", 18_000_050)
    assert (second.displacement_ml, second.price_fen) == (1800, None)
    assert _counts(_import(tmp_path, "vehicles", CAR + rows, "--json")) == (0, 2, 0)


@pytest.mark.usefixtures("office")
def test_a_price_in_another_unit_is_not_guessed(tmp_path: Path) -> None:
    row = "V1,浙A1,U,LAW_ENFORCEMENT,soon,,牛车,,,18万\n"
    lines = _import(tmp_path, "vehicles", CAR + row).stderr.splitlines()
    assert [line.split(", expected")[0] for line in lines] == [
        "vehicles.csv row 2, first_registered: found soon",
        "vehicles.csv row 2, body: found 牛车",
        "vehicles.csv row 2, price_yuan: found 18万",
    ]


@pytest.mark.usefixtures("office")
def test_a_day_of_a_spreadsheet_is_the_day_it_shows(ledger: Lifecycle, tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["unit", "name", "jurisdiction", "created_on"])
        sheet.write_row(1, 0, ["N2", "新局", "330100"])
        form = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 3, date(2024, 3, 1), form)
    assert CliRunner().invoke(main, ["import", "units", str(path)]).exit_code == 0
    known = load(ledger, "unit:N2", unit)
    assert isinstance(known, Registered)
    assert known.created_on == date(2024, 3, 1)
