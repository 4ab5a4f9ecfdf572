"""Where an order may be."""

from typing import Any

import pytest

from fleet.dispatch.area import Unfit, cleaned

RING = [[120.0, 30.0], [120.2, 30.0], [120.2, 30.2], [120.0, 30.0]]
HOLE = [[120.1, 30.05], [120.15, 30.05], [120.15, 30.08], [120.1, 30.05]]
BOW = [[120.0, 30.0], [120.2, 30.2], [120.2, 30.0], [120.0, 30.2], [120.0, 30.0]]


def polygon(*rings: Any) -> dict[str, Any]:  # noqa: ANN401 - as it was drawn
    return {"type": "Polygon", "coordinates": [*rings]}


def test_a_polygon_is_kept_with_its_holes() -> None:
    assert cleaned(polygon(RING, HOLE)) == polygon(RING, HOLE)


def test_heights_and_whole_numbers_become_places() -> None:
    high = [[120, 30, 5], [121, 30, 5], [121, 31, 5], [120, 30, 5]]
    plain = [[120.0, 30.0], [121.0, 30.0], [121.0, 31.0], [120.0, 30.0]]
    kept = cleaned({**polygon(high), "bbox": [1]})
    assert kept == polygon(plain)
    assert isinstance(kept["coordinates"][0][0][0], float)


def test_several_areas_are_one() -> None:
    far = [[9.0, 9.0], [9.5, 9.0], [9.5, 9.5], [9.0, 9.0]]
    both = {"type": "MultiPolygon", "coordinates": [[RING], [far]]}
    assert cleaned(both) == both


@pytest.mark.parametrize(
    ("area", "zh", "en"),
    [
        ({}, "类型是 None，应为 Polygon 或 MultiPolygon",
         "its type is None, expected Polygon or MultiPolygon"),
        ({"type": "Point", "coordinates": [1, 2]}, "类型是 Point，应为 Polygon 或 MultiPolygon",
         "its type is Point, expected Polygon or MultiPolygon"),
        ({"type": "Polygon"}, "没有坐标", "it is empty: coordinates are missing"),
        (polygon(), "没有坐标", "it is empty: coordinates are missing"),
        (polygon("x"), "没有坐标", "it is empty: coordinates are missing"),
        (polygon(RING[:2]), "环的点数过少", "a ring has too few places"),
        (polygon([["a", 1]]), "位置 ['a', 1] 不是数字", "a position is not two numbers: ['a', 1]"),
        (polygon([[1]]), "位置 [1] 不是数字", "a position is not two numbers: [1]"),
        (polygon([[True, 1]]), "位置 [True, 1] 不是数字",
         "a position is not two numbers: [True, 1]"),
        ({"type": ["Polygon"]}, "类型是 ['Polygon']，应为 Polygon 或 MultiPolygon",
         "its type is ['Polygon'], expected Polygon or MultiPolygon"),
        (polygon(BOW), "边界自相交", "its border crosses itself"),
    ],
)  # fmt: skip
def test_what_encloses_nothing_is_unfit(area: dict[str, Any], zh: str, en: str) -> None:
    with pytest.raises(Unfit) as unfit:
        cleaned(area)
    assert (unfit.value.zh, unfit.value.en, str(unfit.value)) == (zh, en, en)


@pytest.mark.parametrize(
    ("lon", "lat", "fits"),
    [(180, 90, True), (180.1, 90, False), (180, 90.1, False)],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_an_area_lies_on_the_earth(lon: float, lat: float, *, fits: bool, sign: int) -> None:
    ring = [[0.0, 0.0], [sign * lon, 0.0], [sign * lon, sign * lat], [0.0, 0.0]]
    if fits:
        assert cleaned(polygon(ring)) == polygon(ring)
        return
    with pytest.raises(Unfit) as unfit:
        cleaned(polygon(ring))
    assert unfit.value.en == "it is not on the earth (longitude first, within 180 and 90 degrees)"
    assert unfit.value.zh == "不在地球上（经度在前，经度 ±180，纬度 ±90）"


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_nor_does_what_is_no_number(wrong: float) -> None:
    with pytest.raises(Unfit, match="earth"):
        cleaned(polygon([[120.0, 30.0], [wrong, 30.0], [120.2, 30.2], [120.0, 30.0]]))
