"""Where an order may be: a Polygon or MultiPolygon of GeoJSON on WGS-84, drawn with the request."""

from typing import Any

from shapely.geometry import mapping, shape

_DEPTH = {"Polygon": 2, "MultiPolygon": 3}
_FAR_EAST, _FAR_NORTH = 180, 90  # degrees


class Unfit(ValueError):  # noqa: N818 - named like the answer it is
    """Nothing can be judged against it.

    Attributes:
        zh: Why, in Chinese.
        en: Why, in English.
    """

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def cleaned(area: dict[str, Any]) -> dict[str, Any]:
    """Keep what counts: type and coordinates, longitude and latitude only, in lists.

    Raises:
        Unfit: If it encloses nothing that could be judged.
    """
    kind = area.get("type")
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise Unfit(
            zh=f"类型是 {kind}，应为 Polygon 或 MultiPolygon",
            en=f"its type is {kind}, expected Polygon or MultiPolygon",
        )
    coordinates = _nested(area.get("coordinates"), _DEPTH[kind])
    try:
        drawn = shape({"type": kind, "coordinates": coordinates})
    except ValueError as error:  # a ring of less than three places
        raise Unfit(zh="环的点数过少", en="a ring has too few places") from error
    if not drawn.is_valid:
        raise Unfit(zh="边界自相交", en="its border crosses itself")
    return {"type": kind, "coordinates": _listed(mapping(drawn)["coordinates"])}


def _nested(part: object, depth: int) -> list[Any]:
    """Places, in lists as deep as the kind of the area wants them."""
    if not isinstance(part, list | tuple) or not part:
        raise Unfit(zh="没有坐标", en="it is empty: coordinates are missing")
    return [_nested(each, depth - 1) for each in part] if depth else _place([*part])


def _place(numbers: list[Any]) -> list[Any]:
    if len(numbers) < 2 or not all(type(each) in (int, float) for each in numbers):  # noqa: PLR2004 - longitude, latitude
        raise Unfit(zh=f"位置 {numbers} 不是数字", en=f"a position is not two numbers: {numbers}")
    lon, lat = numbers[:2]
    if not (abs(lon) <= _FAR_EAST and abs(lat) <= _FAR_NORTH):  # NaN is not within either
        raise Unfit(
            zh="不在地球上（经度在前，经度 ±180，纬度 ±90）",
            en="it is not on the earth (longitude first, within 180 and 90 degrees)",
        )
    return [lon, lat]


def _listed(coordinates: Any) -> Any:  # noqa: ANN401 - nested as deep as GeoJSON nests
    if isinstance(coordinates, float):
        return coordinates
    return [_listed(part) for part in coordinates]
