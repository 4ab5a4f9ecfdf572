"""Programs that the servers' user cannot reach are copied, with the libraries beside them."""

import sys
from pathlib import Path

import pytest

from fleet.servers import binaries, process
from fleet.servers.process import Launch


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A package and its libraries in a folder that is ours alone, as in root's home."""
    program = tmp_path / "closed" / "brings_it" / "bin" / "program"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\ncat "$(dirname "$0")/../../brings_it.libs/said"\n')
    program.chmod(0o700)
    (tmp_path / "closed" / "brings_it.libs").mkdir()
    (tmp_path / "closed" / "brings_it.libs" / "said").write_text("found")
    (tmp_path / "closed" / "brings_it.libs" / "said").chmod(0o600)
    (tmp_path / "closed").chmod(0o700)
    return program


def test_the_servers_user_can_run_what_root_alone_can_reach(
    closed: Path, tmp_path: Path, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    monkeypatch.setattr(binaries, "SHARED", reachable / "cache")
    account = process.unprivileged()
    program = binaries.runnable(closed, account, tmp_path / "data")
    assert process.run(Launch((str(program),), Path("/"), account)).stdout == b"found"
    assert binaries.runnable(closed, account, tmp_path / "data") == program


def test_a_copy_goes_into_a_data_folder_that_the_user_can_reach(
    closed: Path, reachable: Path
) -> None:
    account = process.unprivileged()
    program = binaries.runnable(closed, account, reachable)
    assert program == closed if account is None else program.is_relative_to(reachable)
    assert process.run(Launch((str(program),), Path("/"), account)).stdout == b"found"


def test_the_packages_own_python_is_never_imported() -> None:
    script = "import sys; from fleet.servers import binaries; binaries.postgres(); "
    script += "print([name for name in sys.modules if name in binaries.PACKAGES])"
    said = process.run(Launch((sys.executable, "-c", script), Path.cwd()))
    assert said.stdout == b"[]\n"
