"""Many fences at once answer what each of them answers alone, to the last bit."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from telemetry.fence import BAND, IN, METRES_PER_DEGREE, OUT, Shape
from telemetry.fences import index
from telemetry.fences.index import Fences
from tests.telemetry import nasty

Floats = NDArray[np.float64]
Places = tuple[Floats, Floats]

M = 1 / METRES_PER_DEGREE
RNG = np.random.default_rng


def compiled(*rings: Floats) -> Shape:
    """An area with holes."""
    return Shape.compiled({"type": "Polygon", "coordinates": [ring.tolist() for ring in rings]})


def table(shapes: list[Shape], band_m: float, places: Places) -> NDArray[np.int8]:
    """What the index says of every pair, shape (fences, places)."""
    nearby = Fences(shapes, band_m).classes(*places)
    found = np.full((len(shapes), len(places[0])), OUT, np.int8)
    found[nearby.fence, nearby.point] = nearby.kind
    assert np.all(np.diff(nearby.fence) >= 0)
    return found


def one_by_one(shapes: list[Shape], band_m: float, places: Places) -> NDArray[np.int8]:
    """The same, each fence alone."""
    return np.array([shape.classes(*places, band_m) for shape in shapes])


def star(rng: np.random.Generator, arms: Floats) -> Floats:
    """A closed ring around (0, 0), as wild as its arms."""
    angles = (np.arange(len(arms)) + rng.uniform(0, 0.8, len(arms))) * 2 * np.pi / len(arms)
    ring = np.c_[np.cos(angles), np.sin(angles)] * arms[:, None]
    closed: Floats = np.r_[ring, ring[:1]]
    return closed


def lattice_shapes(rng: np.random.Generator, count: int) -> Iterator[Floats]:
    """Rings on whole numbers from 2 to 30: everything ties."""
    while count:
        ring = np.rint(16 + star(rng, rng.uniform(1, 14, rng.integers(3, 14))))
        shape = shapely.Polygon(ring)
        if shape.is_valid and shape.area:
            count -= 1
            yield ring


HOLE = np.array([[15, 15], [17, 15], [17, 17], [15, 17], [15, 15]], float)
GRID = tuple(
    axis.ravel().astype(float) for axis in np.meshgrid(np.arange(-2, 35), np.arange(-2, 35))
)


@pytest.mark.parametrize("origin", [(0, 0), (120.123456, 30.654321)])
@pytest.mark.parametrize("scale", [1, 1e-3, 1e-6])
@pytest.mark.parametrize("wide", [1, 2, 5, 32])
def test_the_index_agrees_with_geos_where_everything_ties(
    origin: tuple[float, float], scale: float, wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_WIDE", wide)
    monkeypatch.setattr(index, "_FINEST", scale / 8)
    rng = RNG(5)
    rings = [[ring] for ring in lattice_shapes(rng, 30)]
    rings += [[ring, HOLE] for [ring] in rings if shapely.Polygon(ring, [HOLE]).is_valid]
    shapes = [compiled(*(ring * scale + origin for ring in each)) for each in rings]
    x, y = (axis * scale + start for axis, start in zip(GRID, origin, strict=True))
    truth = [shapely.intersects_xy(shape.body.area, x, y) for shape in shapes]  # type: ignore[attr-defined]
    assert np.array_equal(table(shapes, 0, (x, y)) == IN, np.array(truth))


_OFF = np.array([0, 0, 1e-15, 1e-12, 1e-9, 1e-7, 1e-6, 24.999 * M, 25 * M, 25.001 * M, 3e-4])


@pytest.mark.parametrize("band_m", [0, 25])
@pytest.mark.parametrize("seed", range(6))
def test_the_index_agrees_with_geos_beside_every_edge(seed: int, band_m: float) -> None:
    rng = RNG(seed)
    shapes, places = [], []
    for _ in range(60):
        radius = 1e-3 * 20 ** rng.uniform()
        ring = star(rng, radius * rng.uniform(0.3, 1, rng.integers(5, 200)))
        ring += [120 + rng.uniform(0, 0.1), 30 + rng.uniform(0, 0.1)]
        shapes.append(compiled(ring))
        edge = rng.integers(0, len(ring) - 1, 60)
        along = rng.choice([0, 0.25, 0.5, 1], (60, 1))
        off = rng.choice(_OFF, (60, 2)) * rng.choice([-1, 1], (60, 2))
        places.append(ring[edge] + along * (ring[edge + 1] - ring[edge]) + off)
    lon, lat = np.concatenate(places).T
    assert np.array_equal(table(shapes, band_m, (lon, lat)), one_by_one(shapes, band_m, (lon, lat)))


@pytest.mark.parametrize("band_m", [0, 25])
def test_every_kind_of_fence_answers_as_it_does_alone(band_m: float) -> None:
    shapes = [
        Shape.compiled(feature["geometry"], **_sizes(feature["properties"]))
        for feature in json.loads(json.dumps(nasty.fences(1)))["features"]
    ]
    rng = RNG(2)
    far, near = rng.uniform(-30_000, 30_000, (2, 4000)), rng.uniform(-450, 450, (2, 4000))
    metres = np.concatenate([far, near], axis=1)
    lon, lat = nasty.LON + metres[0] * nasty.EAST, nasty.LAT + metres[1] * nasty.NORTH
    found = table(shapes, band_m, (lon, lat))
    assert np.array_equal(found, one_by_one(shapes, band_m, (lon, lat)))
    assert set(found.ravel().tolist()) == ({IN, BAND, OUT} if band_m else {IN, OUT})


def _sizes(properties: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in properties.items() if name != "fence_id"}


def test_a_wide_corridor_is_inside_in_its_middle_too() -> None:
    line = {"type": "LineString", "coordinates": [[120, 30], [120.01, 30.004], [120.02, 30]]}
    shapes = [Shape.compiled(line, half_width_m=width) for width in (5, 400)]
    places = tuple(RNG(1).uniform((119.99, 29.99), (120.03, 30.02), (5000, 2)).T)
    lon, lat = places
    for band_m in (0, 25):
        assert np.array_equal(
            table(shapes, band_m, (lon, lat)), one_by_one(shapes, band_m, (lon, lat))
        )


def test_a_fence_as_large_as_the_world_and_one_as_small_as_a_yard_stand_side_by_side() -> None:
    corners = np.array([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]], float)
    yard = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * 1e-4 + [120, 30]
    shapes = [compiled(corners), compiled(yard), compiled(yard - (240, 60))]
    lon = np.array([120.00005, 120.00015, 0, -180, 180, -119.99995])
    lat = np.array([30.00005, 30.00005, 0, -90, 90, -29.99995])
    for band_m in (0, 25):
        assert np.array_equal(
            table(shapes, band_m, (lon, lat)), one_by_one(shapes, band_m, (lon, lat))
        )


def test_a_place_at_the_border_of_a_corridor_is_asked_of_the_corridor() -> None:
    line = {"type": "LineString", "coordinates": [[120, 30], [120.01, 30]]}
    shapes = [Shape.compiled(line, half_width_m=20)]
    lat = 30 + np.array([19.999, 20, 20.001, 44.999, 45, 45.001]) * M
    lon = np.full(6, 120.005)
    assert table(shapes, 25, (lon, lat)).tolist() == one_by_one(shapes, 25, (lon, lat)).tolist()


@given(st.integers(0, 2**32), st.integers(1, 300))
def test_how_many_places_are_asked_at_once_does_not_matter(seed: int, size: int) -> None:
    shapes = [compiled(star(RNG(seed), RNG(seed).uniform(1, 3, 9)))]
    lon, lat = RNG(seed + 1).uniform(-4, 4, (2, 300))
    whole = table(shapes, 0, (lon, lat))
    parts = [
        table(shapes, 0, (lon[at : at + size], lat[at : at + size])) for at in range(0, 300, size)
    ]
    assert np.array_equal(np.concatenate(parts, axis=1), whole)


def test_places_are_taken_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_AT_ONCE", 7)
    monkeypatch.setattr("telemetry.fences.cells._AT_ONCE", 1)
    rings = [star(RNG(at), RNG(at).uniform(1, 3, 9)) + np.array([at, 0]) for at in range(5)]
    shapes = [compiled(ring) for ring in rings]
    lon, lat = RNG(1).uniform(-4, 8, (2, 100))
    assert np.array_equal(table(shapes, 0, (lon, lat)), one_by_one(shapes, 0, (lon, lat)))
    assert index.Fences(shapes, 0).classes(lon, lat).point.max() > 7


def test_no_fence_and_no_place_are_no_pair() -> None:
    nothing = np.empty(0)
    assert len(Fences([], 25).classes(np.array([1.0]), np.array([2.0])).kind) == 0
    assert len(Fences([], 25).classes(nothing, nothing).kind) == 0
    assert len(Fences([compiled(HOLE)], 25).classes(nothing, nothing).kind) == 0
    alone = Fences([Shape.compiled({"type": "Point", "coordinates": [1, 2]}, radius_m=5)], 0)
    assert alone.classes(np.array([1.0, 9.0]), np.array([2.0, 9.0])).point.tolist() == [0]


def test_a_vertex_told_twice_is_one_vertex() -> None:
    ring = np.array([[0, 0], [1, 0], [1, 0], [1, 1], [0, 1], [0, 1], [0, 0]], float)
    lon, lat = np.array([0.5, 1.0, 1.5, 0.0]), np.array([0.5, 0.0, 0.5, 1.0])
    assert table([compiled(ring)], 0, (lon, lat)).tolist() == [[IN, IN, OUT, IN]]
