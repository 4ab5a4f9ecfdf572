"""Three datums: WGS-84 (equal to CGCS2000), and what Chinese map tiles make of it.

GCJ-02 shifts a place by some hundred metres, BD-09 shifts GCJ-02 once more. The shift has a
formula in one direction only; the way back asks the formula until it answers the given place.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Datum = Literal["wgs84", "gcj02", "bd09"]
"""What longitudes and latitudes are measured on; CGCS2000 is `wgs84` (0.1 mm apart)."""

Degrees = NDArray[np.float64]

_AXIS_M = 6378245.0  # Krasovsky 1940, on which the shift was defined
_FLATNESS = 0.00669342162296594323  # its eccentricity, squared
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271  # outside nothing is shifted
_SHORT = ((20.0, 1.0 / 6.0), (20.0, 0.5))  # the waves: height in metres, half a length in degrees
_NORTHWARD = ((20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
_EASTWARD = ((20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
_ROUNDS = 8  # each leaves less than a hundredth of the error; half a kilometre needs four


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Degrees, Degrees]:
    """Say where places are that were measured on another datum.

    Args:
        lon: Degrees east in `datum`, shape (n,) or a number.
        lat: Degrees north in `datum`, the same shape.
        datum: What they were measured on.

    Returns:
        Longitudes and latitudes on WGS-84, the same shape; better than 1e-9 degrees (0.1 mm).
    """
    place = np.stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)])
    if datum == "bd09":
        place = _undone(_baidu, place)
    if datum != "wgs84":
        place = _undone(_mars, place)
    return place[0], place[1]


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Degrees, Degrees]:
    """Say what a map on another datum calls these places.

    Args:
        lon: Degrees east on WGS-84, shape (n,) or a number.
        lat: Degrees north on WGS-84, the same shape.
        datum: What the map is drawn on.

    Returns:
        Longitudes and latitudes in `datum`, the same shape.
    """
    place = np.stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)])
    if datum != "wgs84":
        place = _mars(place)
    if datum == "bd09":
        place = _baidu(place)
    return place[0], place[1]


def _mars(place: Degrees) -> Degrees:
    """WGS-84 to GCJ-02."""
    lon, lat = place
    x, y = lon - 105.0, lat - 35.0
    root, crossed, short = np.sqrt(np.abs(x)), 0.1 * x * y, _waves(x, _SHORT)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + crossed + 0.2 * root
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + crossed + 0.1 * root
    north = north + (short + _waves(y, _NORTHWARD)) * 2.0 / 3.0
    east = east + (short + _waves(x, _EASTWARD)) * 2.0 / 3.0
    bulge = 1.0 - _FLATNESS * np.sin(np.radians(lat)) ** 2
    degree_east = np.radians(_AXIS_M / np.sqrt(bulge) * np.cos(np.radians(lat)))
    degree_north = np.radians(_AXIS_M * (1.0 - _FLATNESS) / bulge**1.5)
    inside = (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)
    shifted = np.stack([lon + east / degree_east, lat + north / degree_north])
    return np.where(inside, shifted, place)


def _waves(degrees: Degrees, waves: tuple[tuple[float, float], ...]) -> Degrees:
    total = np.zeros_like(degrees)
    for high_m, half_length in waves:
        total = total + high_m * np.sin(degrees * np.pi / half_length)
    return total


def _baidu(place: Degrees) -> Degrees:
    """GCJ-02 to BD-09."""
    lon, lat = place
    pace = np.pi * 3000.0 / 180.0
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * pace)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * pace)
    return np.stack([far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006])


def _undone(shift: Callable[[Degrees], Degrees], shifted: Degrees) -> Degrees:
    """Find the place that `shift` answers with `shifted`."""
    place = shifted
    for _ in range(_ROUNDS):
        place = place - (shift(place) - shifted)
    return place
