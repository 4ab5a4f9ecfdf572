"""A purchase goes out to the procurement cloud, and comes back as lists that may come twice."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from fleet.desk.cloud import waiting
from fleet.desk.tables import read_table
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import load
from fleet.procurement.cloud import EXPORTED
from fleet.procurement.purchase import purchase
from fleet.procurement.stages import Approved, Certified, Contracted, Delivered
from tests.scenarios.office import BUREAU, FINANCE, Office, vin

AS_BUREAU = ("--as", "孙立", "--role", "BUREAU")
CERTIFICATES = "购置编号,政采云编号,指标证号,签发时间\n"
CERTIFICATE = "P1,E1,证1,2026-02-01\n"
CAR = "body,energy,origin,displacement_ml"
CONTRACTS = f"purchase,external_id,contract,vehicle,price_yuan,{CAR},at\n"
CONTRACT = "P1,E2,合1,N1,118000,轿车,汽油,国产自主品牌,1500,2026-02-02 10:00\n"
DELIVERIES = f"purchase,external_id,vin,engine,price_yuan,{CAR},at\n"
DELIVERY = f"P1,E3,{vin('N1')},EN1,118000,SEDAN,PETROL,DOMESTIC_BRAND,1500,2026-02-03\n"


@pytest.fixture
def office(ledger: Lifecycle, database: str) -> Office:
    """Two purchases are approved (P1, P3), and one is only checked (P2)."""
    assert database
    told = Office(ledger, now=datetime(2025, 7, 1, 1, tzinfo=UTC))
    told.open("U")
    told.slots("U", "S1", "S2", "S3")
    for n in (1, 2, 3):
        told.indicator(f"I{n}", "U", f"S{n}")
        told.approve(f"I{n}", renewal=False)
    told.now = datetime(2026, 1, 5, 1, tzinfo=UTC)
    for n in (1, 2, 3):
        told.budget(f"I{n}", "U")
        told.draft(f"P{n}", "U", f"S{n}", f"I{n}")
        told.apply(f"P{n}")
        told.say("CheckStandard", BUREAU, purchase=f"P{n}")
    for name in ("P1", "P3"):
        told.say("ApprovePurchase", BUREAU, purchase=name)
        told.say("ApprovePurchase", FINANCE, purchase=name)
    return told


def _import(folder: Path, kind: str, text: str, *options: str) -> Result:
    path = folder / f"{kind}.csv"
    path.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["import", kind, str(path), *AS_BUREAU, *options])


def _export(path: Path) -> Result:
    return CliRunner().invoke(main, ["cloud", "export", str(path)])


def _rows(database: str, columns: str, table: str = "lifecycle_events") -> list[tuple[Any, ...]]:
    query = f"SELECT {columns} FROM {table}"  # noqa: S608 - of this file
    with psycopg.connect(database) as connection:
        return connection.execute(query.encode()).fetchall()


def _size(database: str) -> int:
    return len(_rows(database, "1"))


def _counts(result: Result) -> tuple[int, int, int]:
    told = json.loads(result.stdout)
    return told["changed"], told["unchanged"], told["wrong"]


@pytest.mark.proves("R050")
def test_approved_purchases_go_out_until_their_certificate_is_there(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "控购.csv"
    assert _export(path).stdout == f"2 purchases wait for a certificate: {path}\n"
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert tuple(first) == EXPORTED
    assert (first["购置编号"], second["购置编号"]) == ("P1", "P3")
    assert (first["批准价（元）"], first["批准日期"]) == ("118000.00", "2026-01-05")
    _import(tmp_path, "certificates", CERTIFICATES + CERTIFICATE)
    office.say("CancelPurchase", BUREAU, purchase="P3", reason="不再需要", document="文1号")
    assert waiting(office.ledger) == []
    assert _export(path).stdout.startswith("0 purchases wait")
    assert path.read_text("utf-8-sig").split() == [",".join(EXPORTED)]


@pytest.mark.usefixtures("office")
def test_a_spreadsheet_holds_the_same_as_text(tmp_path: Path) -> None:
    assert _export(tmp_path / "x.xlsx").exit_code == 0
    assert _export(tmp_path / "x.csv").exit_code == 0
    sheet, text = read_table(tmp_path / "x.xlsx"), read_table(tmp_path / "x.csv")
    assert sheet == text
    assert sheet.columns == EXPORTED


def test_a_file_that_is_neither_is_called_wrongly(tmp_path: Path) -> None:
    result = _export(tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "neither .csv nor .xlsx" in result.stderr


@pytest.mark.proves("R050")
@pytest.mark.proves("R051")
def test_each_list_comes_twice_and_changes_the_books_once(
    office: Office, database: str, tmp_path: Path
) -> None:
    steps = [
        ("certificates", CERTIFICATES + CERTIFICATE, Certified),
        ("contracts", CONTRACTS + CONTRACT, Contracted),
        ("deliveries", DELIVERIES + DELIVERY, Delivered),
    ]
    for kind, text, stage in steps:
        assert _counts(_import(tmp_path, kind, text, "--dry-run", "--json")) == (1, 0, 0)
        assert not isinstance(load(office.ledger, "purchase:P1", purchase), stage)
        first = _import(tmp_path, kind, text, "--json")
        assert (first.exit_code, _counts(first)) == (0, (1, 0, 0)), first.output
        assert isinstance(load(office.ledger, "purchase:P1", purchase), stage)
        size = _size(database)
        assert _counts(_import(tmp_path, kind, text, "--json")) == (0, 1, 0)
        assert _size(database) == size
    for kind, text, _ in steps:
        assert _counts(_import(tmp_path, kind, text, "--json")) == (0, 1, 0)


@pytest.mark.proves("R051")
def test_the_same_number_with_other_content_is_refused(office: Office, tmp_path: Path) -> None:
    _import(tmp_path, "certificates", CERTIFICATES + CERTIFICATE)
    corrected = CERTIFICATES + CERTIFICATE.replace("证1", "证9")
    result = _import(tmp_path, "certificates", corrected)
    assert result.exit_code == 3
    assert result.stderr.startswith("certificates.csv row 2: 外部编号唯一 (R050, R051)")
    other = _import(tmp_path, "certificates", CERTIFICATES + CERTIFICATE.replace("P1", "P3"))
    assert other.exit_code == 3
    assert isinstance(load(office.ledger, "purchase:P3", purchase), Approved)


@pytest.mark.proves("R050")
def test_one_row_that_is_refused_keeps_the_list_out_or_is_passed_over(
    office: Office, tmp_path: Path
) -> None:
    text = CERTIFICATES + "P2,E2,证2,2026-02-01\n" + CERTIFICATE + "P3,E3,证3,2026-02-01\n"
    result = _import(tmp_path, "certificates", text)
    assert result.exit_code == 3
    assert result.stderr.startswith("certificates.csv row 2: ")
    assert isinstance(load(office.ledger, "purchase:P1", purchase), Approved)
    going = _import(tmp_path, "certificates", text, "--keep-going", "--json")
    assert (going.exit_code, _counts(going)) == (1, (2, 0, 1))
    assert json.loads(going.stdout)["faults"][0]["row"] == 2
    assert isinstance(load(office.ledger, "purchase:P1", purchase), Certified)
    assert isinstance(load(office.ledger, "purchase:P3", purchase), Certified)
    (attempt,) = office.attempts()
    assert (attempt.command, attempt.said["purchase"]) == ("IssueCertificate", "P2")
    assert UUID(attempt.attempt).version == 5


def test_a_refused_row_that_comes_twice_is_one_attempt(office: Office, tmp_path: Path) -> None:
    row = "P2,E2,证2,2026-02-01\n"
    for _ in range(2):
        assert _import(tmp_path, "certificates", CERTIFICATES + row + row).exit_code == 3
    assert len(office.attempts()) == 1


def test_a_dry_run_is_no_attempt(office: Office, tmp_path: Path) -> None:
    text = CERTIFICATES + "P2,E2,证2,2026-02-01\n"
    assert _import(tmp_path, "certificates", text, "--dry-run").exit_code == 3
    assert office.attempts() == []


@pytest.mark.usefixtures("office")
def test_every_row_is_kept_under_its_own_id(database: str, tmp_path: Path) -> None:
    rows = CERTIFICATE + "P3,E3,证3,2026-02-01\n"
    assert _counts(_import(tmp_path, "certificates", CERTIFICATES + rows, "--json")) == (2, 0, 0)
    kept = _rows(database, "command_id, positions", "lifecycle_events_commands")
    first, second = (positions for number, positions in kept if number.version == 5)
    assert not set(first) & set(second)


@pytest.mark.usefixtures("office")
def test_a_cell_that_is_nothing_is_told_with_its_heading(tmp_path: Path) -> None:
    wrong = CONTRACT.replace("118000", "11.8万").replace("轿车", "马车").replace("1500", "0")
    result = _import(tmp_path, "contracts", CONTRACTS + wrong)
    assert result.exit_code == 1
    price, body = result.stderr.splitlines()
    assert price.startswith("contracts.csv row 2, price_yuan: found 11.8万, expected an amount")
    assert body.startswith("contracts.csv row 2, body: found 马车, expected one of 轿车 (SEDAN)")
    result = _import(tmp_path, "contracts", CONTRACTS + CONTRACT.replace("1500", "0"))
    expected = "contracts.csv row 2, displacement_ml: found 0, expected millilitres"
    assert result.stderr.splitlines() == [expected]


@pytest.mark.usefixtures("office")
def test_who_imports_stands_on_the_entries(database: str, tmp_path: Path) -> None:
    _import(tmp_path, "certificates", CERTIFICATES + CERTIFICATE)
    said = next(
        metadata
        for topic, metadata in _rows(database, "topic, metadata")
        if topic == "purchase.certificate-issued"
    )
    assert (said["actor"], said["role"], said["channel"]) == ("孙立", "BUREAU", "import")
    assert said["correlation"] == "import:certificates.csv"
