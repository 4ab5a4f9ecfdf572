"""A backup is one when it has been restored and verified. The steps are those of docs/backup.md."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import asyncpg
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from fleet.ledger import follow
from fleet.ledger.append import New, append
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle
from fleet.ledger.saying import Said
from fleet.ledger.verify import verify
from fleet.servers import binaries
from tests.fleet.ledger.counter import CLERK, Count, Counted, counter
from tests.waiting import until


def dump(dsn: str, file: Path) -> None:
    program = str(binaries.postgres() / "pg_dump")
    subprocess.run([program, "--format=custom", f"--file={file}", dsn], check=True)  # noqa: S603 - ours


def restore(file: Path, dsn: str) -> None:
    program = str(binaries.postgres() / "pg_restore")
    words = [program, "--no-owner", "--exit-on-error", f"--dbname={dsn}", str(file)]
    subprocess.run(words, check=True)  # noqa: S603 - ours


def say(ledger: Lifecycle, stream: str) -> None:
    handle(ledger, Said(stream, counter, Count()), saying=CLERK)


@pytest.fixture
def elsewhere(dsn: str) -> Iterator[str]:
    """An empty database to restore into."""
    name = Identifier(dsn.rsplit("/", 1)[1] + "_restored")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(name))
        yield f"{dsn}_restored"
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def restored(ledger: Lifecycle, migrated: str, elsewhere: str, tmp_path: Path) -> str:
    """The address of a backup, taken while somebody wrote."""
    enough, stop = Event(), Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            say(ledger, f"counter:{(number := number + 1)}")
            if number > 50:
                enough.set()

    writer = Thread(target=write)
    writer.start()
    until(enough.is_set)
    dump(migrated, tmp_path / "gongche.dump")
    stop.set()
    writer.join()
    restore(tmp_path / "gongche.dump", elsewhere)
    return elsewhere


async def test_a_backup_taken_while_somebody_writes_holds(
    restored: str, connection: asyncpg.Connection
) -> None:
    copy = await asyncpg.connect(restored)
    assert await verify(copy, "lifecycle", lambda *_: None) is None
    last = await follow.head(copy, "lifecycle")
    assert 50 < last <= await follow.head(connection, "lifecycle")
    before = await follow.read(connection, "lifecycle", 0, last, until=last)
    assert await follow.read(copy, "lifecycle", 0, last) == before
    await copy.close()


async def test_a_restored_ledger_goes_on(restored: str) -> None:
    copy = await asyncpg.connect(restored)
    last = await follow.head(copy, "lifecycle")
    with Lifecycle.opened(restored) as ledger:
        say(ledger, "counter:restored")
    async with copy.transaction():
        new = New("counter:restored", 2, Counted(), CLERK.metadata)
        [position] = await append(copy, "lifecycle", [new])
    assert position > last
    assert await verify(copy, "lifecycle", lambda *_: None) is None
    await copy.close()
