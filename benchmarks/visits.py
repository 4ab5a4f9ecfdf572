"""Positions a second from columns to visits, against a loop over positions and fences."""

import time
from collections.abc import Sequence

import numpy as np
import shapely

from benchmarks import feed
from telemetry.fence import Shape
from telemetry.profile import STANDARD
from telemetry.survey import Track, survey

_CARS, _FENCES = 184, 60
_OWN_S = 24 * 3600
_NAIVE_FIXES = 6000  # the loop is slow: a part of them will do
_MICROSECONDS = 1_000_000


def track() -> Track:
    """A day of 184 cars that wander among the areas of their neighbours."""
    random = np.random.default_rng(7)
    count = _OWN_S // feed.EVERY_S
    steps = random.normal(0, 0.0004, (2, _CARS, count))
    walk = np.cumsum(steps, axis=2) - np.cumsum(np.full(count, 0.0))
    place = np.array([feed.centre(car) for car in range(_CARS)])
    return Track(
        tuple(feed.vehicle(car) for car in range(_CARS)),
        np.repeat(np.arange(_CARS), count),
        np.tile(np.arange(count) * feed.EVERY_S * _MICROSECONDS, _CARS),
        (place[:, :1] + np.sin(walk[0]) * 0.05).ravel(),
        (place[:, 1:] + np.sin(walk[1]) * 0.05).ravel(),
    )


def rings() -> list[list[list[float]]]:
    """The fences, as rings."""
    return [feed.area(car) for car in range(0, _CARS, _CARS // _FENCES)]


def ours(positions: Track) -> float:
    """Positions a second of a core through the engine of `gongche visits`, standard profile."""
    shapes = [
        Shape.compiled({"type": "Polygon", "coordinates": [ring]}, radius_m=None, half_width_m=None)
        for ring in rings()
    ]
    begin = time.process_time()
    survey(positions, shapes, STANDARD)
    return len(positions.t) / (time.process_time() - begin)


def naive(positions: Track) -> float:
    """Positions a second of a core through a loop: every fence asked about each, no band."""
    fences = [shapely.Polygon(ring) for ring in rings()]
    some = slice(0, _NAIVE_FIXES)
    rows = list(zip(positions.lon[some].tolist(), positions.lat[some].tolist(), strict=True))
    begin = time.process_time()
    _loop(rows, fences)
    return len(rows) / (time.process_time() - begin)


def _loop(rows: Sequence[tuple[float, float]], fences: Sequence[shapely.Polygon]) -> int:
    """Enter and leave at once: how many crossings."""
    inside, crossings = [False] * len(fences), 0
    for lon, lat in rows:
        point = shapely.Point(lon, lat)
        for number, fence in enumerate(fences):
            now = fence.covers(point)
            crossings += now != inside[number]
            inside[number] = now
    return crossings
