"""The README names whatever a user can turn or type."""

from importlib.metadata import entry_points
from pathlib import Path

import pytest

from fleet.settings import Settings

README = (Path(__file__).parent.parent / "README.md").read_text()
COMMANDS = [point.name for point in entry_points(group="gongche.commands")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`gongche {command}`" in README


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(setting: str) -> None:
    assert f"`GONGCHE_{setting.upper()}`" in README
