"""Places a second against many shared fences, for a core: ours against shapely's best."""

import time
from collections.abc import Callable
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray

from telemetry.fence import IN, Shape
from telemetry.fences.index import Fences
from telemetry.profile import STANDARD
from telemetry.survey import Track, visited

_WEST, _SOUTH, _WIDE, _HIGH = 119.9, 30.05, 0.6, 0.45  # degrees: 58 by 50 km
_CORNERS = 200
_NEAREST, _FARTHEST = 100, 2200  # metres from the middle of a fence
_PLACES = 1_000_000
_SOME = 50_000  # places for the baseline, which is slow
_CARS, _FIXES = 184, 5000
_MICROSECONDS = 1_000_000

Floats = NDArray[np.float64]
Places = tuple[Floats, Floats]


class Different(Exception):  # noqa: N818 - named like the answer it is
    """Ours and the baseline disagree: there is nothing to compare."""


@cache
def shapes(count: int) -> tuple[Shape, ...]:
    """So many wild stars of 200 corners; 5,000 of them give 1.8 hits a place."""
    rng = np.random.default_rng(5)
    found = []
    for _ in range(count):
        angle = (np.arange(_CORNERS) + rng.uniform(0, 0.9, _CORNERS)) * 2 * np.pi / _CORNERS
        far = _NEAREST * (_FARTHEST / _NEAREST) ** rng.uniform() * rng.uniform(0.3, 1, _CORNERS)
        east, north = far * np.cos(angle) / 96_000, far * np.sin(angle) / 111_195
        ring = np.c_[_WEST + rng.uniform(0, _WIDE) + east, _SOUTH + rng.uniform(0, _HIGH) + north]
        closed = np.round(np.r_[ring, ring[:1]], 6).tolist()
        found.append(Shape.compiled({"type": "Polygon", "coordinates": [closed]}))
    return tuple(found)


@cache
def places() -> Places:
    """Anywhere in the city, in microdegrees."""
    lon, lat = np.random.default_rng(1).uniform(0, 1, (2, _PLACES))
    return np.round(_WEST + lon * _WIDE, 6), np.round(_SOUTH + lat * _HIGH, 6)


def decisions(count: int) -> tuple[Callable[[], float], Callable[[], float]]:
    """Decisions of inside or outside a second of a core: ours, and STRtree with prepared shapes.

    Raises:
        Different: If the two do not agree.
    """
    fences, areas = Fences(shapes(count), 0), [shape.body.area for shape in shapes(count)]  # type: ignore[attr-defined]
    tree = shapely.STRtree(areas)
    prepared = np.array(areas)
    some = tuple(axis[:_SOME] for axis in places())

    def theirs() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        point, fence = tree.query(shapely.points(*some))
        held = shapely.intersects_xy(prepared[fence], some[0][point], some[1][point])
        return fence[held], point[held]

    nearby, held = fences.classes(some[0], some[1]), np.array(theirs())
    if not np.array_equal(np.stack([nearby.fence, nearby.point]), held[:, np.lexsort(held[::-1])]):
        raise Different(f"{count} fences: not the same places inside")
    if not np.all(nearby.kind == IN):
        raise Different(f"{count} fences: a band without a width")
    return (lambda: _rate(_PLACES, lambda: fences.classes(*places()))), lambda: _rate(_SOME, theirs)


def visits(count: int) -> float:
    """Positions a second of a core from columns to visits, standard profile, fences compiled."""
    fences, positions = Fences(shapes(count), STANDARD.band_m), track()
    return _rate(len(positions.t), lambda: list(visited(positions, fences, STANDARD)))


@cache
def track() -> Track:
    """Cars that wander about the whole city, a position every ten to thirty seconds."""
    rng = np.random.default_rng(7)
    walk = np.cumsum(rng.normal(0, 0.006, (2, _CARS, _FIXES)), axis=2)
    walk += rng.uniform(0, 6, (2, _CARS, 1))
    t = np.cumsum(rng.choice([10, 15, 30], (_CARS, _FIXES)), axis=1) * _MICROSECONDS
    return Track(
        tuple(f"C{car}" for car in range(_CARS)),
        np.repeat(np.arange(_CARS), _FIXES),
        t.ravel(),
        np.round(_WEST + (1 + np.sin(walk[0])) / 2 * _WIDE, 6).ravel(),
        np.round(_SOUTH + (1 + np.sin(walk[1])) / 2 * _HIGH, 6).ravel(),
    )


def _rate(count: int, work: Callable[[], object]) -> float:
    """So many in processor seconds."""
    begun = time.process_time()
    work()
    return count / (time.process_time() - begun)
