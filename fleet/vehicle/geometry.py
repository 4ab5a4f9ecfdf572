"""The shape of an area: GeoJSON that can be judged, on WGS-84 whatever it was drawn on."""

from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from fleet.datum import Datum, to_wgs84

Geometry = dict[str, Any]
"""A GeoJSON geometry: `type` and `coordinates`, longitude before latitude, in degrees."""

_DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}
_FEWEST = {1: 2, 2: 4}  # positions of a line, of a ring
_FAR_EAST, _FAR_NORTH = 180, 90  # degrees
_DECIMALS = 9  # of a degree: 0.1 mm
_IN_CHINESE = {
    "Self-intersection": "边界自相交",
    "Ring Self-intersection": "环自相交",
    "Hole lies outside shell": "洞在外环之外",
    "Holes are nested": "洞相互嵌套",
    "Nested shells": "多边形相互嵌套",
    "Interior is disconnected": "内部不连通",
    "Duplicate Rings": "环重复",
    "Too few points in geometry component": "点数过少",
}


class Unfit(ValueError):  # noqa: N818 - named like the answer it is
    """The shape encloses nothing that could be judged.

    Attributes:
        zh: Why, in Chinese.
        en: Why, in English.
    """

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def cleaned(geometry: Geometry) -> Geometry:
    """Keep what counts of a GeoJSON geometry, in lists, longitude and latitude only.

    Raises:
        Unfit: If it is no Point, LineString, Polygon or MultiPolygon of finite positions on the
            earth, with closed rings that do not cross themselves or each other.
    """
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in _DEPTH:
        named = ", ".join(_DEPTH)
        raise Unfit(
            zh=f"类型是 {kind}，应为 {named}", en=f"its type is {kind!r}, expected one of {named}"
        )
    coordinates = _nested(geometry.get("coordinates"), _DEPTH[kind])
    _sound({"type": kind, "coordinates": coordinates})
    return {"type": kind, "coordinates": coordinates}


def on_wgs84(geometry: Geometry, datum: Datum) -> Geometry:
    """Say where a clean geometry lies that was drawn on another datum.

    Raises:
        Unfit: If nothing is left of it there.
    """
    if datum == "wgs84":
        return geometry
    moved = {**geometry, "coordinates": _moved(geometry["coordinates"], datum)}
    _sound(moved)
    return moved


def _nested(coordinates: object, depth: int) -> list[Any]:
    if not isinstance(coordinates, list | tuple) or not coordinates:
        raise Unfit(zh="没有坐标", en="it is empty: coordinates are missing")
    if depth == 0:
        return _position(coordinates)
    inner = [_nested(part, depth - 1) for part in coordinates]
    if depth == 1:
        return inner
    if depth == 2:  # noqa: PLR2004 - a list of rings
        for ring in inner:
            _closed(ring)
    return inner


def _position(numbers: list[Any] | tuple[Any, ...]) -> list[float]:
    real = [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(real) != len(numbers) or len(real) == 1:
        raise Unfit(zh=f"位置 {numbers} 不是数字", en=f"a position is not two numbers: {numbers}")
    lon, lat = numbers[:2]
    if not (abs(lon) <= _FAR_EAST and abs(lat) <= _FAR_NORTH):  # NaN is not within either
        raise Unfit(
            zh=f"位置 {lon}, {lat} 不在地球上（经度 ±180，纬度 ±90，经度在前）",
            en=f"the position {lon}, {lat} is not on the earth "
            "(longitude within 180, latitude within 90 degrees, longitude first)",
        )
    return [float(lon), float(lat)]


def _closed(ring: list[list[float]]) -> None:
    if len(ring) < _FEWEST[2]:
        raise Unfit(
            zh=f"环只有 {len(ring)} 个点，至少 4 个",
            en=f"a ring has {len(ring)} positions, expected 4 or more",
        )
    if ring[0] != ring[-1]:
        raise Unfit(
            zh=f"环没有闭合：起点 {ring[0]}，终点 {ring[-1]}",
            en=f"a ring is not closed: it begins at {ring[0]} and ends at {ring[-1]}",
        )


def _sound(geometry: Geometry) -> None:
    if geometry["type"] == "LineString" and all(
        a == b for a, b in pairwise(geometry["coordinates"])
    ):
        raise Unfit(zh="线段没有长度", en="the line has no length")
    reason = shapely.is_valid_reason(shape(geometry))
    if reason != "Valid Geometry":
        what = reason.partition("[")[0]
        raise Unfit(zh=reason.replace(what, _IN_CHINESE.get(what, what)), en=reason)


def _moved(coordinates: list[Any], datum: Datum) -> list[Any]:
    if isinstance(coordinates[0], list) and isinstance(coordinates[0][0], list):
        return [_moved(part, datum) for part in coordinates]
    east, north = np.transpose(coordinates)
    lon, lat = to_wgs84(east, north, datum)
    moved: list[Any] = np.stack([lon, lat], axis=-1).round(_DECIMALS).tolist()
    return moved
