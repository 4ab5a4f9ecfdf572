"""Distances between places in degrees, on the sphere that all distances are measured on."""

import numpy as np
from numpy.typing import NDArray

from telemetry.instants import EARTH_M

Floats = NDArray[np.float64]


def metres(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Of the great circle between places, one by one.

    Args:
        lon: Degrees east, shape (n,) or ().
        lat: Degrees north.
        other_lon: Degrees east.
        other_lat: Degrees north.

    Returns:
        Metres, shape (n,); NaN where a place is.

    >>> metres(*np.array([120.0, 30.0, 120.0, 31.0])).round(1).item()
    111195.1
    """
    north, other_north = np.radians(lat), np.radians(other_lat)
    along = np.sin((other_north - north) / 2) ** 2
    across = np.sin(np.radians(other_lon - lon) / 2) ** 2
    half = along + np.cos(north) * np.cos(other_north) * across
    apart: Floats = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return apart
