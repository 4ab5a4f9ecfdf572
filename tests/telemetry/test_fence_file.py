"""Fence files: sound fences with a name each, or one sentence about what is wrong."""

import json

import pytest

from telemetry.fence_file import NoFences, parse

POINT = {"type": "Point", "coordinates": [120, 30]}
BOW = {
    "type": "Polygon",
    "coordinates": [[[120, 30], [121, 31], [121, 30], [120, 31], [120, 30]]],
}


def feature(name: object, geometry: object = POINT, **more: object) -> dict[str, object]:
    properties = {"fence_id": name, "radius_m": 300, **more}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_fences_keep_their_order_and_names() -> None:
    fences = parse(collection(feature("yard"), feature(7)))
    assert [fence.name for fence in fences] == ["yard", "7"]
    assert parse(collection()) == []
    marked = b"\xef\xbb\xbf" + collection(feature("yard")).encode()
    assert [fence.name for fence in parse(marked)] == ["yard"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON"),
        (b"\xff\xfe\xfd", "no JSON"),
        ("[]", "a GeoJSON FeatureCollection is expected"),
        (json.dumps({"type": "Feature", "features": []}), "FeatureCollection is expected"),
        (collection(7), "feature 1 has no properties or no geometry"),
        (collection(feature("a"), feature("b", None)), "feature 2 has no properties or no geom"),
        (collection(feature(None)), "feature 1: fence_id = None"),
        (collection(feature("")), "feature 1: fence_id = ''"),
        (collection(feature(name=True)), "feature 1: fence_id = True"),
        (collection(feature("a", radius_m=-5)), "fence a: radius_m = -5"),
        (collection(feature("a", BOW)), "fence a: Self-intersection"),
        (collection(feature("a"), feature("b"), feature("a")), "more than one fence is called a"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str | bytes, says: str) -> None:
    with pytest.raises(NoFences, match=says) as error:
        parse(text)
    assert "\n" not in str(error.value)
