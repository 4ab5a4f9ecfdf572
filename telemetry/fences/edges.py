"""The edges of many fences, and what the few that are near a place say about it.

Single precision decides what is clear, by a margin wider than its rounding; what is not clear is
said so, and asked elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from telemetry.fence import BAND, IN, METRES_PER_DEGREE, OUT, Area, Corridor, Shape

UNCLEAR = 2
"""Neither IN nor BAND nor OUT can be said."""

_ROUNDING = 4e-6  # of the size of a fence: some dozens of steps of single precision
_SLACK_M = 0.001
_TINY = np.float32(1e-30)

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]


def spread(counts: Int64s) -> tuple[Int64s, Int64s]:
    """Each index as often as its count says, and which time it is.

    >>> [each.tolist() for each in spread(np.array([2, 0, 3]))]
    [[0, 0, 2, 2, 2], [0, 1, 0, 1, 2]]
    """
    index = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    return index, np.arange(len(index)) - begins[index]


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """Each fence's plane; each of shape (fences,).

    Attributes:
        lon: Degrees east of the origin.
        lat: Degrees north of the origin.
        metres_east: Of a degree of longitude.
    """

    lon: Floats
    lat: Floats
    metres_east: Floats

    @classmethod
    def of(cls, shapes: Sequence[Shape]) -> Self:
        """Of these fences."""
        planes = [(s.plane.lon, s.plane.lat, s.plane.metres_east) for s in shapes]
        return cls(*np.array(planes, np.float64).reshape(-1, 3).T)

    def place(self, fence: Int64s, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Metres east and north of the fence's origin, to the bit as `Plane.place`."""
        east = (lon - self.lon[fence]) * self.metres_east[fence]
        return east, (lat - self.lat[fence]) * METRES_PER_DEGREE


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Places in cells that edges come near; each of shape (n,) unless said otherwise.

    Attributes:
        fence: Index of the fence.
        lon: Degrees east of the place.
        lat: Degrees north of the place.
        known_lon: Degrees east of a place in the same cell that is known.
        known_lat: Degrees north.
        held: Whether the known place is inside.
        edges: Number of the edges that come near the cell, at least 1.
        edge: These edges, one question after the other, shape (sum of `edges`,).
    """

    fence: Int64s
    lon: Floats
    lat: Floats
    known_lon: Floats
    known_lat: Floats
    held: Bools
    edges: Int64s
    edge: Int64s


@dataclass(frozen=True, slots=True, eq=False)
class _Sight:
    """The edges of each question, seen from its place: metres east and north, shape (edges,)."""

    question: Int64s
    ax: Singles
    ay: Singles
    bx: Singles
    by: Singles

    def only(self, kept: Bools) -> "_Sight":
        """Some of them."""
        return _Sight(
            self.question[kept], self.ax[kept], self.ay[kept], self.bx[kept], self.by[kept]
        )


class Edges:
    """The edges of areas and corridors, fence after fence.

    Attributes:
        planes: Of the fences.
        begin: Where each fence's edges begin, shape (fences + 1,).
        lon: Degrees east of both ends of each edge, shape (2, n).
        lat: Degrees north of both ends, shape (2, n).
    """

    def __init__(self, shapes: Sequence[Shape], band_m: float) -> None:
        self.planes, self._band_m = Planes.of(shapes), band_m
        fence, self.lon, self.lat = _ends(shapes)
        self.begin = np.searchsorted(fence, np.arange(len(shapes) + 1))
        ends = [self.planes.place(fence, self.lon[end], self.lat[end]) for end in (0, 1)]
        (self._ax, self._ay), (self._bx, self._by) = (_single(*end) for end in ends)
        self._closed = np.array([isinstance(shape.body, Area) for shape in shapes], np.bool_)
        self._reach = np.array([shape.body.reach_m for shape in shapes], np.float32)
        self._margin = _margins(shapes, self.planes, band_m)

    def kinds(self, asked: Questions) -> Int8s:
        """IN, BAND, OUT or UNCLEAR for each question, shape (n,)."""
        closed = self._closed[asked.fence]
        place = _single(*self.planes.place(asked.fence, asked.lon, asked.lat))
        sight = self._sight(asked, *place)
        inside, unclear = self._held(asked, sight, *place)
        inside &= closed
        found = np.where(inside, IN, OUT).astype(np.int8)
        far = ~inside & (self._reach[asked.fence] + self._band_m > 0)
        if far.any():
            found[far] = self._near(
                asked.fence[far], asked.edges[far], sight.only(far[sight.question])
            )
        found[unclear & closed] = UNCLEAR
        return found

    def _sight(self, asked: Questions, x: Singles, y: Singles) -> _Sight:
        question = np.repeat(np.arange(len(asked.fence)), asked.edges)
        east, north, edge = x[question], y[question], asked.edge
        return _Sight(
            question,
            self._ax[edge] - east,
            self._ay[edge] - north,
            self._bx[edge] - east,
            self._by[edge] - north,
        )

    def _held(self, asked: Questions, sight: _Sight, x: Singles, y: Singles) -> tuple[Bools, Bools]:
        """Whether each place is inside, and whether that is unclear: by the way to the known one.

        Each end of an edge is on one side of the line through both places, the same for both edges
        that meet there, however it was rounded; so no crossing is counted twice or not at all.
        """
        known_x, known_y = _single(
            *self.planes.place(asked.fence, asked.known_lon, asked.known_lat)
        )
        east, north = known_x - x, known_y - y
        near = self._margin[asked.fence] * np.hypot(east, north)
        east, north, near = east[sight.question], north[sight.question], near[sight.question]
        side_a = east * sight.ay - north * sight.ax
        side_b = east * sight.by - north * sight.bx
        # An edge on which the place may lie is not clearly on one side of the line.
        some = np.flatnonzero(
            (np.minimum(side_a, side_b) <= near) & (np.maximum(side_a, side_b) >= -near)
        )
        question, ax, ay = sight.question[some], sight.ax[some], sight.ay[some]
        dx, dy, side_a, side_b = (
            sight.bx[some] - ax,
            sight.by[some] - ay,
            side_a[some],
            side_b[some],
        )
        here = dy * ax - dx * ay  # on which side of the edge, times its length
        there = here - (side_b - side_a)
        margin = self._margin[asked.fence[question]] * np.hypot(dx, dy)
        across = ((side_a >= 0) != (side_b >= 0)) & ((here > 0) != (there > 0))
        crossings = np.bincount(question[across], minlength=len(x))
        unclear = np.zeros(len(x), np.bool_)
        unclear[question[np.minimum(np.abs(here), np.abs(there)) <= margin]] = True
        return asked.held ^ (crossings % 2 == 1), unclear

    def _near(self, fence: Int64s, edges: Int64s, sight: _Sight) -> Int8s:
        """What the distance to the nearest edge says."""
        dx, dy = sight.bx - sight.ax, sight.by - sight.ay
        along = -(sight.ax * dx + sight.ay * dy) / np.maximum(dx * dx + dy * dy, _TINY)
        along = np.clip(along, 0, 1)
        east, north = sight.ax + along * dx, sight.ay + along * dy
        begins = np.cumsum(edges) - edges
        distance = np.sqrt(np.minimum.reduceat(east * east + north * north, begins))
        reach, margin = self._reach[fence], self._margin[fence]
        found = np.where(distance <= reach + self._band_m, BAND, OUT).astype(np.int8)
        found[(distance <= reach) & ~self._closed[fence]] = IN
        found[np.abs(distance - reach - self._band_m) <= margin] = UNCLEAR
        found[(np.abs(distance - reach) <= margin) & ~self._closed[fence]] = UNCLEAR
        return found


def _ends(shapes: Sequence[Shape]) -> tuple[Int64s, Floats, Floats]:
    """The fence of each edge, and the degrees of its ends: shape (n,), (2, n), (2, n)."""
    lines = np.full(len(shapes), None, object)
    for index, shape in enumerate(shapes):
        if isinstance(shape.body, Area):
            lines[index] = shapely.boundary(shape.body.area)
        elif isinstance(shape.body, Corridor):
            lines[index] = shape.body.line
    parts, fence = shapely.get_parts(lines, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    moved = (points[1:] != points[:-1]).any(axis=1)
    first = np.flatnonzero((part[1:] == part[:-1]) & moved)
    ends = np.stack([points[first], points[first + 1]])
    return fence[part[first]], ends[:, :, 0].copy(), ends[:, :, 1].copy()


def _margins(shapes: Sequence[Shape], planes: Planes, band_m: float) -> Singles:
    """Metres that single precision may be wrong by, and some more, shape (fences,)."""
    boxes = [shape.widened(band_m) for shape in shapes]
    corners = np.array([(box.east, box.north) for box in boxes], np.float64).reshape(-1, 2)
    east, north = planes.place(np.arange(len(shapes)), corners[:, 0], corners[:, 1])
    return (_SLACK_M + _ROUNDING * np.hypot(east, north)).astype(np.float32)


def _single(east: Floats, north: Floats) -> tuple[Singles, Singles]:
    return east.astype(np.float32), north.astype(np.float32)
