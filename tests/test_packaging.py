"""What a user gets: four packages, one command line, the page's own JavaScript, no tests."""

from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hatchling.builders.wheel import WheelBuilder

from fleet.__main__ import main

ROOT = Path(__file__).parent.parent
PACKAGES = ["fleet", "telemetry", "projections", "simulators"]
COMMANDS = sorted(entry_points(group="gongche.commands"), key=lambda point: point.name)


def test_the_wheel_holds_the_four_packages_and_the_page_and_nothing_else(tmp_path: Path) -> None:
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} - {"gongche-0.1.0.dist-info"} == set(PACKAGES)
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)
    assert any(name.startswith("projections/web/static/vendor/") for name in names)
    assert "fleet/ledger/ledger.sql" in names


@pytest.mark.parametrize("point", COMMANDS, ids=lambda point: point.name)
def test_every_command_has_help(point: object) -> None:
    name = getattr(point, "name", "")
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert f"  {name} " in CliRunner().invoke(main, ["--help"]).output


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_are_sorted_and_documented(package: str) -> None:
    module = import_module(package)
    assert sorted(module.__all__) == module.__all__
    assert all(getattr(module, name).__doc__ for name in module.__all__)
