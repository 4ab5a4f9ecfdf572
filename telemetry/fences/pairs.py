"""Exact answers for pairs of a place and a fence, many fences at once."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from telemetry.fence import BAND, IN, METRES_PER_DEGREE, OUT, Area, Circle, Corridor, Shape

Floats = NDArray[np.float64]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]

_AREA, _CIRCLE, _CORRIDOR = range(3)
_KINDS = {Area: _AREA, Circle: _CIRCLE, Corridor: _CORRIDOR}


class Pairs:
    """Answers what `Shape.classes` answers, to the last bit, without a call for each fence.

    Args:
        shapes: In the order of their index.
        band_m: Metres.
    """

    def __init__(self, shapes: Sequence[Shape], band_m: float) -> None:
        bodies = [shape.body for shape in shapes]
        self._band_m = band_m
        self._kind = np.array([_KINDS[type(body)] for body in bodies], np.int8)
        planes = [shape.plane for shape in shapes]
        self._lon = np.array([plane.lon for plane in planes])
        self._lat = np.array([plane.lat for plane in planes])
        self._metres_east = np.array([plane.metres_east for plane in planes])
        self._reach = np.array([body.reach_m for body in bodies])
        self._area, self._flat = np.full((2, len(bodies)), None, object)
        for index, body in enumerate(bodies):
            self._flat[index] = body.flat
            self._area[index] = body.area if isinstance(body, Area) else None

    def kinds(self, fence: Int64s, lon: Floats, lat: Floats) -> Int8s:
        """IN, BAND or OUT for each pair.

        Args:
            fence: Index of the fence, shape (n,).
            lon: Degrees east, shape (n,).
            lat: Degrees north, shape (n,).

        Returns:
            Shape (n,).
        """
        found = np.empty(len(fence), np.int8)
        kinds = self._kind[fence]
        for kind, ask in ((_AREA, self._areas), (_CIRCLE, self._circles), (_CORRIDOR, self._lines)):
            some = np.flatnonzero(kinds == kind)
            if len(some):
                found[some] = ask(fence[some], lon[some], lat[some])
        return found

    def _areas(self, fence: Int64s, lon: Floats, lat: Floats) -> Int8s:
        held = shapely.intersects_xy(self._area[fence], lon, lat)
        found = np.where(held, IN, OUT).astype(np.int8)
        outside = np.flatnonzero(~held)
        if self._band_m > 0 and len(outside):
            fence = fence[outside]
            points = shapely.points(*self._place(fence, lon[outside], lat[outside]))
            near = shapely.dwithin(self._flat[fence], points, self._band_m)
            found[outside[near]] = BAND
        return found

    def _circles(self, fence: Int64s, lon: Floats, lat: Floats) -> Int8s:
        return self._by_distance(np.hypot(*self._place(fence, lon, lat)), fence)

    def _lines(self, fence: Int64s, lon: Floats, lat: Floats) -> Int8s:
        points = shapely.points(*self._place(fence, lon, lat))
        return self._by_distance(np.asarray(shapely.distance(self._flat[fence], points)), fence)

    def _place(self, fence: Int64s, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Metres on each fence's own plane."""
        east = (lon - self._lon[fence]) * self._metres_east[fence]
        return east, (lat - self._lat[fence]) * METRES_PER_DEGREE

    def _by_distance(self, distance: Floats, fence: Int64s) -> Int8s:
        reach = self._reach[fence]
        near = np.where(distance <= reach + self._band_m, BAND, OUT)
        kinds = np.where(distance <= reach, IN, near if self._band_m > 0 else OUT)
        return kinds.astype(np.int8)
