"""Shapes that can be judged, and why others cannot."""

from typing import Any

import pytest
import shapely
from hypothesis import given as each
from hypothesis import strategies as st
from shapely.geometry import shape

from fleet.datum import from_wgs84
from fleet.vehicle.geometry import Unfit, cleaned, on_wgs84

SQUARE = [[120.1, 30.2], [120.2, 30.2], [120.2, 30.3], [120.1, 30.3], [120.1, 30.2]]
BOW = [[120.1, 30.2], [120.2, 30.3], [120.2, 30.2], [120.1, 30.3], [120.1, 30.2]]
HOLE = [[121.1, 30.2], [121.2, 30.2], [121.2, 30.3], [121.1, 30.2]]
NAN, INF = float("nan"), float("inf")


def _polygon(*rings: object) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [*rings]}


@pytest.mark.parametrize(
    "geometry",
    [
        _polygon(SQUARE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Point", "coordinates": [120, 30.2]},
        {"type": "LineString", "coordinates": [[120.1, 30.2], [120.2, 30.2], [120.1, 30.2]]},
    ],
)
def test_these_shapes_are_kept_as_they_are(geometry: dict[str, Any]) -> None:
    assert cleaned(geometry) == geometry
    assert on_wgs84(geometry, "wgs84") is geometry


def test_heights_and_other_members_do_not_count() -> None:
    high = _polygon([[*place, 12.5] for place in SQUARE])
    assert cleaned({**high, "bbox": [1, 2, 3, 4]}) == _polygon(SQUARE)


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        (_polygon(BOW), r"Self-intersection\[120.15 30.25\]"),
        (_polygon(SQUARE, HOLE), "Hole lies outside shell"),
        (_polygon(SQUARE[:-1]), "not closed: it begins at"),
        (_polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "a ring has 3 positions, expected 4"),
        (_polygon([SQUARE[0]] * 4), "Too few points"),
        (_polygon([SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[0]]), "Too few points|Self-inter"),
        (_polygon(), "coordinates are missing"),
        (_polygon([]), "coordinates are missing"),
        (_polygon("ring"), "coordinates are missing"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, "Self-inter|Duplicate"),
        ({"type": "LineString", "coordinates": [[120.1, 30.2]]}, "no length"),
        ({"type": "LineString", "coordinates": [[120.1, 30.2]] * 2}, "no length"),
        ({"type": "Point", "coordinates": [30.2, 120.1]}, "not on the earth"),
        ({"type": "Point", "coordinates": [NAN, 30.2]}, "not on the earth"),
        ({"type": "Point", "coordinates": [INF, 30.2]}, "not on the earth"),
        ({"type": "Point", "coordinates": [10**400, 30.2]}, "not on the earth"),
        ({"type": "Point", "coordinates": [120.1]}, "not two numbers"),
        ({"type": "Point", "coordinates": ["120.1", 30.2]}, "not two numbers"),
        ({"type": "Point", "coordinates": [True, 30.2]}, "not two numbers"),
        ({"type": "Point"}, "coordinates are missing"),
        ({"type": "GeometryCollection"}, "expected one of Point, LineString"),
        ({"type": ["Point"]}, "expected one of Point, LineString"),
        ({}, "its type is None"),
    ],
)
def test_a_shape_that_cannot_be_judged_says_why(geometry: dict[str, Any], why: str) -> None:
    with pytest.raises(Unfit, match=why) as unfit:
        cleaned(geometry)
    assert unfit.value.zh


def _line(*places: list[float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [*places]}


@pytest.mark.parametrize(
    ("geometry", "zh", "en"),
    [
        ({"type": "Point"}, "没有坐标", "it is empty: coordinates are missing"),
        (_line([1.0, 2.0]), "线段没有长度", "the line has no length"),
        (
            {"type": "Point", "coordinates": [30, 120]},
            "位置 30, 120 不在地球上（经度 ±180，纬度 ±90，经度在前）",
            (
                "the position 30, 120 is not on the earth "
                "(longitude within 180, latitude within 90 degrees, longitude first)"
            ),
        ),
        (
            _polygon(SQUARE[:-1]),
            "环没有闭合：起点 [120.1, 30.2]，终点 [120.1, 30.3]",
            "a ring is not closed: it begins at [120.1, 30.2] and ends at [120.1, 30.3]",
        ),
        (_polygon(BOW), "边界自相交[120.15 30.25]", "Self-intersection[120.15 30.25]"),
    ],
)
def test_a_reason_is_told_in_both_languages(geometry: dict[str, Any], zh: str, en: str) -> None:
    with pytest.raises(Unfit) as unfit:
        cleaned(geometry)
    assert (unfit.value.zh, unfit.value.en) == (zh, en)


@pytest.mark.parametrize("place", [[180.0, 90.0], [-180.0, -90.0]])
def test_the_earth_ends_at_its_edge(place: list[float]) -> None:
    assert cleaned({"type": "Point", "coordinates": place})["coordinates"] == place
    for beyond in ([place[0] * 1.01, place[1]], [place[0], place[1] * 1.01]):
        with pytest.raises(Unfit, match="not on the earth"):
            cleaned({"type": "Point", "coordinates": beyond})


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_shape_drawn_on_map_tiles_lands_where_it_is(datum: Any) -> None:  # noqa: ANN401 - a literal of the table
    drawn = [[float(x) for x in from_wgs84(lon, lat, datum)] for lon, lat in SQUARE]
    landed = on_wgs84(_polygon(drawn), datum)
    assert shapely.equals_exact(shape(landed), shape(_polygon(SQUARE)), tolerance=1e-8)
    point = on_wgs84({"type": "Point", "coordinates": drawn[0]}, datum)
    assert point["coordinates"] == pytest.approx(SQUARE[0], abs=1e-8)


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=25,
)


@each(st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon"]), json)
def test_whatever_is_sent_the_answer_is_a_sound_shape_or_a_reason(kind: str, sent: object) -> None:
    try:
        assert shape(cleaned({"type": kind, "coordinates": sent})).is_valid
    except Unfit as unfit:
        assert str(unfit) == unfit.en  # noqa: PT017 - a reason is one of the two right answers
