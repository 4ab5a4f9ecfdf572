"""Fences: inside by a third party's word, the band by school geometry."""

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from telemetry.fence import BAND, IN, OUT, Shape
from telemetry.fences.index import Fences

M = 1 / 111_195.08  # degrees of latitude
EAST = M / math.cos(math.radians(30))  # degrees of longitude at 30 north

GeoJson = dict[str, object]


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def around(metres_east: float, metres_north: float) -> tuple[float, float]:
    """A place near 120 east, 30 north."""
    return 120 + metres_east * EAST, 30 + metres_north * M


def path(*metres: tuple[float, float]) -> list[list[float]]:
    return [list(around(*each)) for each in metres]


RING: GeoJson = {
    "type": "Polygon",
    "coordinates": [
        path((-100, -100), (100, -100), (100, 100), (-100, 100), (-100, -100)),
        path((-50, -50), (-50, 50), (50, 50), (50, -50), (-50, -50)),
    ],
}
YARDS: GeoJson = {
    "type": "MultiPolygon",
    "coordinates": [
        [path((-100, -100), (-60, -100), (-60, 100), (-100, 100), (-100, -100))],
        [path((60, -100), (100, -100), (100, 100), (60, 100), (60, -100))],
    ],
}
POINT: GeoJson = {"type": "Point", "coordinates": [120.0, 30.0]}
LINE: GeoJson = {"type": "LineString", "coordinates": path((-100, 0), (100, 0), (100, 80))}


def classes(shape: Shape, band_m: float, *metres: tuple[float, float]) -> list[int]:
    lon, lat = np.array([around(*each) for each in metres]).T
    found: list[int] = shape.classes(lon, lat, band_m).tolist()
    return found


@pytest.mark.parametrize(
    ("metres_east", "kind"),
    [(99.9, IN), (100.1, BAND), (124.9, BAND), (125.1, OUT), (51, IN), (49, BAND), (24, OUT)],
)
def test_the_band_lies_outside_the_ring_and_in_its_hole(metres_east: float, kind: int) -> None:
    shape = Shape.compiled(RING)
    assert classes(shape, 25, (metres_east, 0), (-metres_east, 0)) == [kind, kind]
    assert classes(shape, 0, (metres_east, 0)) == [IN if kind == IN else OUT]


def test_the_band_is_round_at_a_corner() -> None:
    shape = Shape.compiled(RING)
    assert classes(shape, 25, (117, 117), (118, 118)) == [BAND, OUT]


def test_two_yards_are_one_fence() -> None:
    shape = Shape.compiled(YARDS)
    assert classes(shape, 25, (-80, 0), (0, 0), (40, 0), (80, 0)) == [IN, OUT, BAND, IN]


@pytest.mark.parametrize("angle", [0, 30, 90, 200])
def test_a_circle_is_measured_from_its_centre(angle: float) -> None:
    shape = Shape.compiled(POINT, radius_m=300)
    east, north = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    places = [(r * east, r * north) for r in (0, 299.9, 300.1, 324.9, 325.1)]
    assert classes(shape, 25, *places) == [IN, IN, BAND, BAND, OUT]
    assert classes(shape, 0, *places) == [IN, IN, OUT, OUT, OUT]


def test_what_lies_just_at_the_border_still_belongs_to_it() -> None:
    degree_north = np.array([120.0]), np.array([31.0])  # 111,195.08 m away
    assert Shape.compiled(POINT, radius_m=111_195.08).classes(*degree_north, 0).tolist() == [IN]
    assert Shape.compiled(POINT, radius_m=111_000.08).classes(*degree_north, 195).tolist() == [BAND]


def test_a_fence_may_reach_to_the_end_of_the_world() -> None:
    corners = [[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]
    shape = Shape.compiled({"type": "Polygon", "coordinates": [corners]})
    assert shape.classes(np.array([0.0, 180.0]), np.array([0.0, 90.0]), 0).tolist() == [IN, IN]


def test_a_corridor_is_measured_from_its_line_and_has_round_ends() -> None:
    shape = Shape.compiled(LINE, half_width_m=20)
    flanks = [(0.0, 19.9), (0.0, 20.1), (0.0, -44.9), (0.0, -45.1)]
    assert classes(shape, 25, *flanks) == [IN, BAND, BAND, OUT]
    assert classes(shape, 0, (-114, -14), (-115, -15), (119, 60)) == [IN, OUT, IN]


def test_the_edge_and_the_corner_are_inside() -> None:
    shape = Shape.compiled({"type": "Polygon", "coordinates": [square(120, 30, 0.5)]})
    lon, lat = np.array([120, 120.25, 120.5, 120.5]), np.array([30, 30, 30.25, 30.5])
    assert shape.classes(lon, lat, 0).tolist() == [IN] * 4


lattice = st.integers(0, 12)


@st.composite
def stars(draw: st.DrawFn) -> GeoJson:
    """A ring around (6, 6) on a lattice, where everything ties."""
    angles = sorted(draw(st.sets(st.integers(0, 31), min_size=3, max_size=10)))
    arms = draw(st.lists(st.integers(1, 6), min_size=len(angles), max_size=len(angles)))
    ring = [
        [6 + round(arm * math.cos(a * math.pi / 16)), 6 + round(arm * math.sin(a * math.pi / 16))]
        for a, arm in zip(angles, arms, strict=True)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


@given(stars())
def test_inside_is_what_a_third_party_says_where_everything_ties(geometry: GeoJson) -> None:
    outline = shapely.geometry.shape(geometry)
    lon, lat = (axis.ravel().astype(float) for axis in np.meshgrid(range(13), range(13)))
    shape = Shape.compiled(geometry)
    assert (shape.flaw == "") == outline.is_valid
    if outline.is_valid:
        expected = [IN if outline.covers(shapely.Point(x, y)) else OUT for x, y in zip(lon, lat)]  # noqa: B905 - one grid
        assert shape.classes(lon, lat, 0).tolist() == expected


def distance(place: tuple[float, float], line: list[tuple[float, float]]) -> float:
    """To the nearest edge, point by point."""
    nearest = math.inf
    for (ax, ay), (bx, by) in pairwise(line):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = ((place[0] - ax) * (bx - ax) + (place[1] - ay) * (by - ay)) / length
        along = min(max(along, 0), 1)
        foot = (ax + along * (bx - ax), ay + along * (by - ay))
        nearest = min(nearest, math.dist(place, foot))
    return nearest


spots = st.tuples(st.integers(-200, 200), st.integers(-200, 200))
TRIANGLE: list[tuple[float, float]] = [(-90, -70), (80, -60), (10, 95), (-90, -70)]


@given(st.lists(spots, min_size=1, max_size=30), st.sampled_from([10, 25, 60]))
def test_the_band_is_as_wide_as_school_geometry_says(
    metres: list[tuple[float, float]], band_m: float
) -> None:
    area = Shape.compiled({"type": "Polygon", "coordinates": [path(*TRIANGLE)]})
    line = Shape.compiled({"type": "LineString", "coordinates": path(*TRIANGLE)}, half_width_m=7.3)
    inside = shapely.Polygon(TRIANGLE)
    for place, of_area, of_line in zip(
        metres, classes(area, band_m, *metres), classes(line, band_m, *metres), strict=True
    ):
        off = distance(place, TRIANGLE)
        if abs(off - band_m) > 0.1:  # metres that depend on the middle latitude
            near = BAND if off <= band_m else OUT
            assert of_area == (IN if inside.covers(shapely.Point(place)) else near)
        if min(abs(off - 7.3 - band_m), abs(off - 7.3)) > 0.1:
            near = BAND if off <= 7.3 + band_m else OUT
            assert of_line == (IN if off <= 7.3 else near)


SHAPES = [
    Shape.compiled(RING),
    Shape.compiled(YARDS),
    Shape.compiled(POINT, radius_m=70),
    Shape.compiled(LINE, half_width_m=20),
    Shape.compiled({"type": "Polygon", "coordinates": [square(121, 31, 0.01)]}),
]


@given(st.lists(spots, max_size=30), st.sampled_from([0, 25]))
def test_many_fences_at_once_are_each_of_them(
    metres: list[tuple[float, float]], band_m: float
) -> None:
    lon, lat = np.array([around(*each) for each in metres]).reshape(-1, 2).T
    nearby = Fences(SHAPES, band_m).classes(lon, lat)
    table = np.full((len(SHAPES), len(lon)), OUT, np.int8)
    table[nearby.fence, nearby.point] = nearby.kind
    assert OUT not in nearby.kind
    for row, shape in zip(table, SHAPES, strict=True):
        assert row.tolist() == shape.classes(lon, lat, band_m).tolist()


def test_no_fence_and_no_position_are_no_pair() -> None:
    nowhere, somewhere = np.empty(0), np.array([120.0])
    assert len(Fences([], 25).classes(somewhere, np.array([30.0])).kind) == 0
    assert len(Fences(SHAPES, 25).classes(nowhere, nowhere).kind) == 0
    assert len(SHAPES[0].classes(nowhere, nowhere, 25)) == 0


def test_a_third_dimension_is_left_out() -> None:
    ring = [[*corner, 12.5] for corner in square(120, 30, 0.5)]
    shape = Shape.compiled({"type": "Polygon", "coordinates": [ring]})
    assert shape.classes(np.array([120.1]), np.array([30.1]), 25).tolist() == [IN]


BOW = [[120, 30], [121, 31], [121, 30], [120, 31], [120, 30]]


def test_a_bow_tie_has_a_flaw_and_is_told_where() -> None:
    shape = Shape.compiled({"type": "Polygon", "coordinates": [BOW]})
    assert shape.flaw.startswith("Self-intersection[120.5 30.5]")
    assert all(not each.flaw for each in SHAPES)


@pytest.mark.parametrize(
    ("geometry", "sizes", "says"),
    [
        ({"type": "MultiPoint", "coordinates": [[120, 30]]}, {}, "a fence is no 'MultiPoint'"),
        ({}, {}, "a fence is no None"),
        ({"type": "Polygon"}, {}, "broken Polygon"),
        ({"type": "Polygon", "coordinates": [BOW[:4]]}, {}, "broken Polygon"),
        ({"type": "Polygon", "coordinates": []}, {}, "a Polygon within"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, {}, "broken Polygon"),
        ({"type": "Point", "coordinates": [math.nan, 30]}, {"radius_m": 5}, "Point"),
        ({"type": "Point", "coordinates": [30, 120]}, {"radius_m": 5}, "a Point within"),
        ({"type": "Point", "coordinates": {1, 2}}, {"radius_m": 5}, "broken Point"),
        (POINT, {}, "radius_m = None: metres, more than 0, are expected"),
        (POINT, {"radius_m": 0}, "radius_m = 0"),
        (POINT, {"radius_m": math.inf}, "radius_m = inf"),
        (POINT, {"radius_m": "300"}, "radius_m = '300'"),
        (LINE, {"radius_m": 5}, "half_width_m = None"),
    ],
)
def test_what_is_no_fence_is_refused(geometry: GeoJson, sizes: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Shape.compiled(geometry, **sizes)
