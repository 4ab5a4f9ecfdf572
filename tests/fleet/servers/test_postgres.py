"""The private PostgreSQL of one data folder."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import psycopg
import pytest

from fleet.servers import Server, Unavailable, process, start_postgres
from fleet.servers.home import Home
from fleet.servers.process import Launch
from tests.fleet.servers.listening import LOOPBACK, addresses


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cluster for all tests of this file, started and ended by each of them."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    server = start_postgres(data)
    yield server
    server.stop()


def one(url: str, question: bytes) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def test_it_has_a_database_in_utf8_with_checksums(server: Server) -> None:
    assert one(server.url, b"SELECT current_database()") == "gongche"
    assert one(server.url, b"SHOW server_encoding") == "UTF8"
    assert one(server.url, b"SHOW data_checksums") == "on"
    assert one(server.url, b"SELECT lower('\xc3\x84')") == "ä"


def test_it_listens_on_loopback_only(server: Server) -> None:
    assert addresses(server.pid) == {LOOPBACK}
    assert one(server.url, b"SHOW unix_socket_directories") == ""


def test_its_files_are_closed_to_others(data: Path, server: Server) -> None:
    assert server.ours
    assert (data / "postgres").stat().st_mode & 0o077 == 0
    assert (data / "postgres.json").stat().st_mode & 0o077 == 0


def test_what_was_committed_survives_kill_9_and_clients_find_it_where_it_was(data: Path) -> None:
    server = start_postgres(data)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
        server.kill()
    again = start_postgres(data)
    assert again.url == server.url
    assert one(again.url, b"SELECT count(*) FROM kept") == 1000
    again.stop()


def test_who_attached_can_kill_it_and_start_it_again(data: Path, server: Server) -> None:
    attached = start_postgres(data)
    assert (attached.url, attached.pid, attached.ours) == (server.url, server.pid, False)
    attached.kill()
    again = start_postgres(data)
    assert (again.url, again.ours) == (server.url, True)
    again.stop()


def test_a_start_waits_for_one_that_is_on_its_way_down(data: Path) -> None:
    before = start_postgres(data)
    os.kill(before.pid, signal.SIGINT)
    after = start_postgres(data)
    assert after.pid != before.pid
    assert after.ours
    before.stop()
    after.stop()


def test_a_port_that_somebody_else_took_is_changed_and_the_password_kept(data: Path) -> None:
    server = start_postgres(data)
    server.stop()
    before = urlsplit(server.url)
    with socket.create_server(("127.0.0.1", before.port or 0)):
        moved = start_postgres(data)
        after = urlsplit(moved.url)
        assert after.port != before.port
        assert after.password == before.password
        moved.stop()


def test_a_note_with_the_number_of_another_process_stops_nobody(data: Path) -> None:
    server = start_postgres(data)
    server.kill()
    account = process.unprivileged()
    with process.spawn(Launch(("sleep", "60"), Path("/"), account), data / "log") as sleeper:
        note = data / "postgres" / "postmaster.pid"
        _, *rest = note.read_text().splitlines()
        note.write_text("\n".join((str(sleeper.pid), *rest, "")))
        again = start_postgres(data)
        assert again.ours
        again.stop()
        sleeper.kill()


def test_half_a_cluster_is_thrown_away_and_a_broken_one_named(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    start_postgres(tmp_path).stop()
    (tmp_path / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(Unavailable, match=r"postgres does not start: .*postgres\.log"):
        start_postgres(tmp_path)
    assert Home(tmp_path, "postgres").idle()


def test_it_is_not_started_from_a_thread_whose_end_the_kernel_takes_for_ours(data: Path) -> None:
    raised: list[str] = []

    def attempt() -> None:
        try:
            start_postgres(data)
        except RuntimeError as error:
            raised.append(str(error))

    thread = Thread(target=attempt)
    thread.start()
    thread.join()
    assert raised == ["servers are started from the main thread only"]


@pytest.mark.debian_postgres
def test_the_oldest_promised_postgres_works_as_well(debian_dsn: str) -> None:
    assert str(one(debian_dsn, b"SHOW server_version")).startswith("15.")
    assert one(debian_dsn, b"SELECT lower('\xc3\x84')") == "ä"
