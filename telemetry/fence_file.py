"""Fence files: a GeoJSON FeatureCollection to fences."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from telemetry.fence import Shape

_MARK = b"\xef\xbb\xbf"  # some editors write it in front of UTF-8


class NoFences(ValueError):  # noqa: N818 - named like the answer it is
    """The file holds no fences, or a broken one; says which."""


@dataclass(frozen=True, slots=True)
class Fence:
    """One fence of a file.

    Attributes:
        name: Its `fence_id`.
        shape: Compiled.
    """

    name: str
    shape: Shape


def parse(text: str | bytes) -> list[Fence]:
    """Read a FeatureCollection.

    Args:
        text: GeoJSON in WGS-84; `properties` have `fence_id`, and `radius_m` of a Point or
            `half_width_m` of a LineString.

    Raises:
        NoFences: If it is none, or one of its fences is not sound.

    Source:
        contracts.md, tracks and fences.
    """
    try:
        collection = orjson.loads(text.removeprefix(_MARK) if isinstance(text, bytes) else text)
    except ValueError as error:
        raise NoFences(f"no JSON: {error}") from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise NoFences("a GeoJSON FeatureCollection is expected")
    fences = list(_fences(features))
    names = Counter(fence.name for fence in fences)
    twice = sorted(name for name, times in names.items() if times > 1)
    if twice:
        raise NoFences(f"more than one fence is called {', '.join(twice)}")
    return fences


def _fences(features: list[object]) -> Iterator[Fence]:
    for number, feature in enumerate(features, 1):
        members: Mapping[str, object] = feature if isinstance(feature, dict) else {}
        properties, geometry = members.get("properties"), members.get("geometry")
        if not isinstance(properties, dict) or not isinstance(geometry, dict):
            raise NoFences(f"feature {number} has no properties or no geometry")
        name = properties.get("fence_id")
        if isinstance(name, bool) or not isinstance(name, (str, int)) or name == "":
            raise NoFences(f"feature {number}: fence_id = {name!r}: a name is expected")
        yield Fence(str(name), _shape(str(name), geometry, properties))


def _shape(
    name: str, geometry: Mapping[str, object], properties: Mapping[str, float | None]
) -> Shape:
    try:
        shape = Shape.compiled(
            geometry,
            radius_m=properties.get("radius_m"),
            half_width_m=properties.get("half_width_m"),
        )
    except ValueError as error:
        raise NoFences(f"fence {name}: {error}") from error
    if shape.flaw:
        raise NoFences(f"fence {name}: {shape.flaw}")
    return shape
