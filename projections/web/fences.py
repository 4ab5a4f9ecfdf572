"""The fences of one vehicle, to draw: what holds now, and what it is to the vehicle."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import orjson
import shapely

_DEGREE_M = 111_320.0  # of latitude, near enough to draw
_ROLES = ("forbidden", "home", "operating")

Row = dict[str, Any]


def collection(vehicle: Row, fences: Iterable[Row]) -> Row:
    """A GeoJSON FeatureCollection of areas, the most important role of each first.

    Args:
        vehicle: Its row of the view `vehicles`.
        fences: The rows of the view `fences`.
    """
    features = []
    for fence in fences:
        roles = [role for role in _ROLES if fence["fence"] in vehicle[role]]
        if roles or fence["everyone"]:
            features.append(_feature(fence, roles or ["everyone"]))
    return {"type": "FeatureCollection", "features": features}


def _feature(fence: Row, roles: list[str]) -> Row:
    area: shapely.Geometry = shapely.from_geojson(orjson.dumps(fence["geometry"]))
    if width := fence["radius_m"] or fence["half_width_m"]:
        area = _widened(area, width)
    return {
        "type": "Feature",
        "properties": {
            "fence": fence["fence"],
            "version": fence["version"],
            "name": fence["name"] or fence["fence"],
            "profile": fence["profile"],
            "role": roles[0],
            "roles": roles,
        },
        "geometry": orjson.loads(shapely.to_geojson(area)),
    }


def _widened(area: shapely.Geometry, metres: float) -> shapely.Geometry:
    """A point or a line as the area around it; a drawing, not what verdicts are made of."""
    latitude = shapely.get_coordinates(area)[:, 1].mean()
    scale = np.array([_DEGREE_M * math.cos(math.radians(latitude)), _DEGREE_M])
    flat = shapely.transform(area, lambda places: places * scale)
    return shapely.transform(shapely.buffer(flat, metres), lambda places: places / scale)
