"""How far inside an area a place lies: what stays nearer to it than that is inside, too."""

import numpy as np
import shapely

from telemetry.fence import IN, Area, Shape

_SURE = 0.99  # of a distance on the plane: what it may be longer than over the ground


def margin(shape: Shape, lon: float, lat: float) -> float:
    """Metres, at least, to the nearest place that is not inside; 0 for a place that is not.

    Args:
        shape: The area.
        lon: Degrees east.
        lat: Degrees north.
    """
    place = np.array([lon]), np.array([lat])
    if shape.classes(*place, 0)[0] != IN:
        return 0.0
    east, north = shape.plane.place(*place)
    point = shapely.Point(east[0], north[0])
    body = shape.body
    if isinstance(body, Area):
        return float(shapely.distance(shapely.boundary(body.flat), point)) * _SURE
    centre = shapely.Point(0, 0) if body.flat is None else body.flat
    return max(body.reach_m - float(shapely.distance(centre, point)), 0.0) * _SURE
