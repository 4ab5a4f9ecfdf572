"""A private PostgreSQL in the data folder."""

import shutil
import signal
import tempfile
from functools import partial
from pathlib import Path

import psycopg

from fleet.servers import binaries, process
from fleet.servers.home import Home, Login
from fleet.servers.process import Account, Launch
from fleet.servers.server import Recipe
from fleet.servers.unavailable import Unavailable

BUILTIN_LOCALE = 17  # the first PostgreSQL with a C.UTF-8 of its own
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "log_timezone": "UTC",
    "max_connections": "200",  # workers, views, pages and their pools
    "timezone": "UTC",
    "unix_socket_directories": "",
}
HERE = "/proc/self/cwd"  # the folder we entered, also when its parents are closed to the user


def recipe(programs: Path | None = None) -> Recipe:
    """How PostgreSQL is run.

    Args:
        programs: Folder of its programs; none: look for them.
    """
    return Recipe(
        "postgres",
        _url,
        answers,
        partial(_prepare, programs),
        again=(b"pre-existing shared memory block", b"lock file", b"could not bind"),
    )


def answers(url: str) -> bool:
    """Whether the database lets us in."""
    try:
        with psycopg.connect(url, connect_timeout=5, require_auth="scram-sha-256"):
            return True
    except psycopg.OperationalError:
        return False


def _url(login: Login) -> str:
    return f"postgresql://gongche:{login.password}@127.0.0.1:{login.port}/gongche"


def _prepare(programs: Path | None, home: Home, login: Login) -> Launch:
    account = process.unprivileged()
    folder = programs or binaries.postgres()
    program = binaries.runnable(folder / "postgres", account, home.data)
    if not home.folder.exists():
        _initialise(program, account, home, login)
    _forget_the_dead(home.folder / "postmaster.pid")
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    argv = (str(program), "-D", _seen(home, account), "-p", str(login.port), *settings)
    return Launch(argv, home.folder, account, ending=signal.SIGINT)


def _seen(home: Home, account: Account | None) -> str:
    return str(home.folder) if process.may(account, home.data) else HERE


def _initialise(program: Path, account: Account | None, home: Home, login: Login) -> None:
    """Make the cluster and its database beside their place, so that half of one is never used."""
    draft = home.folder.with_name("postgres.new")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    process.give(draft, account)
    there = Home(home.data, draft.name)
    place = _seen(there, account)
    with tempfile.TemporaryFile() as secret:  # read by descriptor: no path that must be reachable
        secret.write(login.password.encode())
        secret.flush()
        process.give(secret.fileno(), account)
        words = (str(program.with_name("initdb")), "-D", place, *_how(program, secret.fileno()))
        _must(Launch(words, draft, account, keep=(secret.fileno(),)))
    single = (str(program), "--single", "-D", place, "postgres")
    _must(Launch(single, draft, account), b"CREATE DATABASE gongche\n")
    draft.rename(home.folder)


def _how(program: Path, secret: int) -> list[str]:
    version = process.run(Launch((str(program), "--version"), Path("/"))).stdout.split()[2]
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        *("-U", "gongche", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"),
        *("--auth=scram-sha-256", f"--pwfile=/dev/fd/{secret}"),
        *(builtin if int(version.split(b".")[0]) >= BUILTIN_LOCALE else []),
    ]


def _must(launch: Launch, said: bytes = b"") -> None:
    done = process.run(launch, said)
    if done.returncode != 0:
        last = " / ".join(done.stdout.decode(errors="replace").splitlines()[-3:])
        raise Unavailable(f"{Path(launch.argv[0]).name} failed: {last}")


def _forget_the_dead(note: Path) -> None:
    """Remove the note of a postmaster that is dead, or whose number is another process's by now.

    PostgreSQL itself only asks whether the number is in use: true of a dead child of somebody who
    has not looked at it yet, and nearly always after the restart of a container.
    """
    try:
        pid = int(note.read_text().split()[0])
        words = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return
    name, state = words[words.index("(") + 1 : words.rindex(")")], words[words.rindex(")") + 2]
    if name not in {"postgres", "postmaster"} or state == "Z":
        note.unlink()
