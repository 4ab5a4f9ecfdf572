"""Fences: which positions are inside, which outside, and which too near the edge to tell."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

IN, BAND, OUT = 1, 0, -1
"""Classes of a position: inside or on the edge; outside by at most the band; outside."""

METRES_PER_DEGREE = 111_195.08
"""Of latitude, on the local plane."""

_ROUNDING = 1e-9  # degrees, 0.1 mm: a box may hold too much, never too little

Floats = NDArray[np.float64]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plane:
    """The local plane of a fence, in metres.

    Attributes:
        lon: Degrees east of the origin.
        lat: Degrees north of the origin: the middle latitude of the fence's bounding box.
    """

    lon: float
    lat: float

    @property
    def metres_east(self) -> float:
        """Of a degree of longitude."""
        return METRES_PER_DEGREE * math.cos(math.radians(self.lat))

    def place(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Metres east and north of the origin."""
        return (lon - self.lon) * self.metres_east, (lat - self.lat) * METRES_PER_DEGREE

    def laid(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in degrees, laid on the plane and made ready for many questions."""
        flat: BaseGeometry = shapely.transform(
            geometry, lambda points: np.column_stack(self.place(points[:, 0], points[:, 1]))
        )
        shapely.prepare(flat)
        return flat


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east and north edge in degrees."""

    west: float
    south: float
    east: float
    north: float

    def widened(self, metres: float, plane: Plane) -> "Box":
        """With so much more on every side."""
        aside = metres / plane.metres_east + _ROUNDING
        along = metres / METRES_PER_DEGREE + _ROUNDING
        return Box(self.west - aside, self.south - along, self.east + aside, self.north + along)

    def holds(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Which positions are in it."""
        return (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)

    def holds_one(self, lon: float, lat: float) -> bool:
        """Whether one position is in it."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


class Body(Protocol):
    """What a fence is made of.

    Attributes:
        flat: On the plane, where there is more than a point; else None.
        reach_m: Metres around it that belong to the fence.
    """

    @property
    def flat(self) -> BaseGeometry | None: ...  # noqa: D102 - see above

    @property
    def reach_m(self) -> float: ...  # noqa: D102 - see above

    def classes(self, lon: Floats, lat: Floats, band_m: float) -> Int8s:
        """The class of each position."""


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Polygons: inside is judged in degrees (`area`), nearness on the plane (`flat`)."""

    area: BaseGeometry
    flat: BaseGeometry
    plane: Plane
    reach_m: float = 0

    def classes(self, lon: Floats, lat: Floats, band_m: float) -> Int8s:
        """The class of each position."""
        found = np.where(shapely.intersects_xy(self.area, lon, lat), IN, OUT).astype(np.int8)
        outside = np.flatnonzero(found == OUT)
        if band_m > 0 and len(outside):
            points = shapely.points(*self.plane.place(lon[outside], lat[outside]))
            found[outside[shapely.dwithin(self.flat, points, band_m)]] = BAND
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Circle:
    """Everything within a radius of the plane's origin."""

    plane: Plane
    reach_m: float
    flat: None = None

    def classes(self, lon: Floats, lat: Floats, band_m: float) -> Int8s:
        """The class of each position."""
        return _by_distance(np.hypot(*self.plane.place(lon, lat)), self.reach_m, band_m)


@dataclass(frozen=True, slots=True, eq=False)
class Corridor:
    """Everything within half a width of a line: in degrees (`line`) and on the plane (`flat`)."""

    line: BaseGeometry
    flat: BaseGeometry
    plane: Plane
    reach_m: float

    def classes(self, lon: Floats, lat: Floats, band_m: float) -> Int8s:
        """The class of each position."""
        points = shapely.points(*self.plane.place(lon, lat))
        distance: Floats = np.asarray(shapely.distance(self.flat, points))
        return _by_distance(distance, self.reach_m, band_m)


def _by_distance(distance: Floats, reach_m: float, band_m: float) -> Int8s:
    near = np.where(distance <= reach_m + band_m, BAND, OUT)
    return np.where(distance <= reach_m, IN, near if band_m > 0 else OUT).astype(np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The geometry of one fence, compiled.

    Attributes:
        box: Around all that is inside.
        plane: On which metres are measured.
        body: What is inside.
        flaw: Why inside and outside are not clear, in English; empty for a sound geometry.
    """

    box: Box
    plane: Plane
    body: Body
    flaw: str = ""
    _wider: dict[float, Box] = field(default_factory=dict, repr=False)

    @classmethod
    def compiled(
        cls,
        geometry: Mapping[str, object],
        *,
        radius_m: float | None = None,
        half_width_m: float | None = None,
    ) -> "Shape":
        """Compile GeoJSON in WGS-84.

        Args:
            geometry: Polygon or MultiPolygon; Point with a radius; LineString with half a width.
            radius_m: Metres, of a Point.
            half_width_m: Metres, of a LineString.

        Raises:
            ValueError: If it is none of these; says what is wrong.

        Source:
            late-data.md section 4.
        """
        degrees = _geometry(geometry)
        west, south, east, north = degrees.bounds
        box, plane = Box(west, south, east, north), Plane((west + east) / 2, (south + north) / 2)
        if degrees.geom_type == "Point":
            radius = _metres("radius_m", radius_m)
            return cls(box.widened(radius, plane), plane, Circle(plane, radius))
        if degrees.geom_type == "LineString":
            width = _metres("half_width_m", half_width_m)
            line = Corridor(degrees, plane.laid(degrees), plane, width)
            return cls(box.widened(width, plane), plane, line)
        shapely.prepare(degrees)
        flaw = "" if shapely.is_valid(degrees) else str(shapely.is_valid_reason(degrees))
        return cls(box, plane, Area(degrees, plane.laid(degrees), plane), flaw)

    def widened(self, band_m: float) -> Box:
        """Around all that is not OUT; made once for each band."""
        if band_m not in self._wider:
            self._wider[band_m] = self.box.widened(band_m, self.plane)
        return self._wider[band_m]

    def classes(self, lon: Floats, lat: Floats, band_m: float) -> Int8s:
        """The class of each position: IN, BAND or OUT.

        Args:
            lon: Degrees east, shape (n,).
            lat: Degrees north, shape (n,).
            band_m: Metres outside the edge that are neither in nor out.

        Returns:
            Shape (n,).
        """
        found = np.full(len(lon), OUT, np.int8)
        near = np.flatnonzero(self.widened(band_m).holds(lon, lat))
        if len(near):
            found[near] = self.body.classes(lon[near], lat[near], band_m)
        return found


def _geometry(geometry: Mapping[str, object]) -> BaseGeometry:
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon", "Point", "LineString"):
        raise ValueError(f"a fence is no {kind!r}")
    try:
        degrees: BaseGeometry = shapely.force_2d(shapely.from_geojson(orjson.dumps(geometry)))
    except (shapely.GEOSException, TypeError, ValueError) as error:
        raise ValueError(f"broken {kind}: {error}") from error
    west, south, east, north = degrees.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        raise ValueError(f"a {kind} within 180 degrees east and 90 north is expected")
    return degrees


def _metres(name: str, value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < math.inf:
        return float(value)
    raise ValueError(f"{name} = {value!r}: metres, more than 0, are expected")
