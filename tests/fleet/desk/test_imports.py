"""Whole lists, all or nothing, and every error where it stands."""

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from fleet.decider import Refused
from fleet.desk.commands import parse, say, say_all
from fleet.desk.imports import Teller, hear, keep
from fleet.desk.lists import KINDS
from fleet.desk.tables import Row, Table
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.settings import read
from fleet.terms import BEGINNING
from fleet.vehicle.stages import Available, car_of
from fleet.vehicle.vehicle import vehicle
from tests.fleet.desk.said import CAR, UNIT
from tests.scenarios.office import Office

UNITS = "unit,name,name_en,district,jurisdiction\nA1,市档案馆,Archives,上城区,330100\n"
CARS = "vehicle,plate,unit,category,model,vin,slot\n"
TERMINALS = "device,vehicle,valid_from,valid_to,spare,model\n"


@pytest.fixture
def office(tmp_path: Path, database: str) -> Path:
    """A folder with lists, and a database that knows unit A1."""
    assert database
    _import(tmp_path, "units", UNITS)
    return tmp_path


def _import(folder: Path, kind: str, text: str, *options: str) -> Result:
    path = folder / f"{kind}.csv"
    path.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["import", kind, str(path), *options])


def _counts(result: Result) -> tuple[int, int, int, int]:
    told = json.loads(result.stdout)
    return told["changed"], told["unchanged"], told["wrong"], told["entries"]


def test_a_list_is_written_and_the_same_file_again_changes_nothing(office: Path) -> None:
    cars = CARS + "V1,浙A·12345,A1,应急保障,红旗 H5,LSVAA4182E2184841,\nV2,浙A2,A1,机要通信,,,\n"
    first = _import(office, "vehicles", cars)
    assert first.exit_code == 0
    told = "2 rows: 2 change something, 0 known, 0 wrong; 5 entries written\n"
    assert first.stdout == told
    again = _import(office, "vehicles", cars)
    told = "2 rows: 0 change something, 2 known, 0 wrong; nothing written\n"
    assert again.exit_code == 0
    assert again.stdout == told


def test_a_car_is_taken_over_on_a_slot_that_is_authorised(office: Path, ledger: Lifecycle) -> None:
    speaker = Office(ledger)
    speaker.open("U")
    speaker.slots("U", "S1")
    car = "V1,浙A1,U,LAW_ENFORCEMENT,,,{}\n"
    unknown = _import(office, "vehicles", CARS + car.format("S2"))
    assert unknown.exit_code == 3
    assert "S2" in unknown.stderr
    known = CARS + car.format("S1")
    assert _counts(_import(office, "vehicles", known, "--json")) == (1, 0, 0, 3)
    assert _counts(_import(office, "vehicles", known, "--json")) == (0, 1, 0, 0)


def test_a_dry_run_writes_nothing(office: Path) -> None:
    cars = CARS + "V1,浙A1,A1,应急保障,,,\n"
    dry = _import(office, "vehicles", cars, "--dry-run")
    told = "1 rows: 1 change something, 0 known, 0 wrong; nothing written (dry run)\n"
    assert dry.stdout == told
    assert _counts(_import(office, "vehicles", cars, "--json")) == (1, 0, 0, 2)
    wrong = _import(office, "vehicles", CARS + "V 1,浙A1,A1,x,,,\n", "--json")
    (fault,) = json.loads(wrong.stdout)["faults"]
    assert (fault["row"], fault["column"], fault["found"]) == (2, "vehicle", "V 1")


def test_an_error_names_row_column_and_what_was_expected(office: Path) -> None:
    cars = CARS + "V1,浙A1,A1,应急保障,,LSV,\n,浙A2,A1,,,,\n"
    result = _import(office, "vehicles", cars)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "vehicles.csv row 2, vin: found LSV, expected 17 letters and digits, without I, O, Q",
        "vehicles.csv row 3, vehicle: found nothing, expected 1-64 signs, no space : / + #",
        "vehicles.csv row 3, category: found nothing, expected what it is kept for",
    ]
    assert result.stdout.endswith("2 wrong; nothing written\n")


@pytest.mark.proves("R073")
def test_a_refused_row_keeps_the_whole_list_out(office: Path) -> None:
    cars = CARS + "V1,浙A1,A1,应急保障,,,\nV2,浙A1,A1,应急保障,,,\nV3,浙A3,B9,应急保障,,,\n"
    result = _import(office, "vehicles", cars)
    assert result.exit_code == 3
    taken, unknown = result.stderr.splitlines()
    assert taken.startswith("vehicles.csv row 3: 一牌一车 (R073) 号牌 浙A1 已在车辆 V1 上")
    assert "register the unit first" in unknown
    assert _counts(_import(office, "vehicles", cars, "--dry-run", "--json")) == (1, 0, 2, 0)


def test_good_rows_are_written_when_asked_for(office: Path) -> None:
    cars = CARS + "V1,浙A1,A1,应急保障,,,\nV2,浙A1,A1,应急保障,,,\n"
    result = _import(office, "vehicles", cars, "--keep-going", "--json")
    assert result.exit_code == 1
    assert _counts(result) == (1, 0, 1, 2)
    (fault,) = json.loads(result.stdout)["faults"]
    assert fault["text"]["en"].startswith("plate 浙A1 is on vehicle V1")
    assert (fault["row"], fault["rule"], fault["code"]) == (3, "一牌一车", "PlateTaken")


def test_terminals_are_registered_and_bound(office: Path, ledger: Lifecycle) -> None:
    _import(office, "vehicles", CARS + "V1,浙A1,A1,应急保障,,,\n")
    lines = "T1,V1,,,,BDS-1\nT2,V1,2027-03-01,2027-03-02 12:00,是,\nT3,,,,,\n"
    assert _counts(_import(office, "terminals", TERMINALS + lines, "--json")) == (3, 0, 0, 7)
    first, second = car_of(load(ledger, "vehicle:V1", vehicle)).terminals
    assert (first.device, first.valid_from, first.valid_to) == ("T1", BEGINNING, None)
    assert second.valid_from.isoformat() == "2027-02-28T16:00:00+00:00"
    assert second.spare
    assert _counts(_import(office, "terminals", TERMINALS + lines, "--json")) == (0, 3, 0, 0)


def test_a_binding_that_never_was_and_a_flag_that_is_none(office: Path) -> None:
    lines = "T1,V1,2027-03-02,2027-03-01,,\nT2,V1,,,maybe,\n"
    result = _import(office, "terminals", TERMINALS + lines)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "terminals.csv row 2: found nothing, expected valid_to is not later than valid_from",
        "terminals.csv row 3, spare: found maybe, expected yes or no (是, 否)",
    ]


def test_headings_may_be_chinese_and_others_are_passed_over(office: Path) -> None:
    units = "单位编码,单位名称,管辖,备注\nB2,市教育局,330100,x\n"
    result = _import(office, "units", units)
    assert result.exit_code == 0
    assert result.stderr == "column 备注 is not read\n"


def test_what_is_no_list_is_one_line(office: Path) -> None:
    result = _import(office, "units", "unit,name\nA1,x\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the column jurisdiction is missing; columns of this")


def test_two_thousand_rows_take_seconds(office: Path, ledger: Lifecycle) -> None:
    cars = "".join(f"V{n},浙A{n},A1,应急保障,,,\n" for n in range(2000))
    begin = time.monotonic()
    assert _counts(_import(office, "vehicles", CARS + cars, "--json")) == (2000, 0, 0, 4000)
    binds = "".join(f"T{n},V{n},,,,\n" for n in range(2000))
    assert _counts(_import(office, "terminals", TERMINALS + binds, "--json")) == (2000, 0, 0, 6000)
    assert time.monotonic() - begin < 30
    assert isinstance(load(ledger, "vehicle:V1999", vehicle), Available)
    assert _counts(_import(office, "vehicles", CARS + cars, "--json")) == (0, 2000, 0, 0)


def test_a_list_heard_before_others_wrote_is_decided_again(ledger: Lifecycle) -> None:
    say(ledger, parse(UNIT))
    cells = {"vehicle": "V2", "plate": "浙A12345", "unit": "A1", "category": "x"}
    table = Table(tuple(cells), (Row(2, cells),))
    teller = Teller("li", BEGINNING, read().zone, "import:x")
    heard = hear(KINDS["vehicles"], table, teller, ledger)
    say_all(ledger, [CAR])
    with pytest.raises(Refused, match="PlateTaken"):
        list(keep(ledger, heard))


def test_an_empty_list_writes_nothing(ledger: Lifecycle) -> None:
    teller = Teller("li", BEGINNING, read().zone, "import:x")
    heard = hear(KINDS["units"], Table((*UNIT,), ()), teller, ledger)
    assert list(keep(ledger, heard)) == []
