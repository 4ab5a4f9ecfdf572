"""The five management areas of the article are bounded contexts that know nothing of each other."""

import tomllib
from pathlib import Path

import pytest

from fleet.ledger.topics import EVENTS

ROOT = Path(__file__).parents[2]
AREAS = {
    "编制管理": ("quota", "policy"),
    "标准管理": ("policy", "procurement"),
    "配备管理": ("planning", "procurement", "vehicle"),
    "使用管理": ("dispatch", "social"),
    "处置管理": ("disposal",),
}


def siblings() -> set[str]:
    """The contexts that may not import one another, as the build checks them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    [inside] = [it for it in contracts["contracts"] if it.get("containers") == ["fleet"]]
    assert inside["exhaustive"]
    [layer] = [layer for layer in inside["layers"] if "quota" in layer]
    return {name.strip() for name in layer.split("|")}


@pytest.mark.proves("R127")
@pytest.mark.parametrize("area", AREAS)
def test_each_area_is_a_context_with_events_of_its_own(area: str) -> None:
    for context in AREAS[area]:
        assert context == "policy" or context in siblings()
        homes = {event.__module__.split(".")[1] for event in EVENTS.values()}
        assert context in homes
