"""Areas as a map program draws them: a GeoJSON file becomes commands, one a feature."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fleet.datum import Datum
from fleet.desk.tables import Unreadable
from fleet.terms import Profile
from fleet.vehicle.fence_plan import Role


@dataclass(frozen=True, slots=True)
class Drawing:
    """What holds for all areas of a file.

    Attributes:
        datum: What they were drawn on.
        profile: How they are judged.
        valid_from: From when on.
        vehicle: Whose plan they go into; None: they are watched for everyone.
        role: What they are to that vehicle.
    """

    datum: Datum
    profile: Profile
    valid_from: datetime
    vehicle: str | None
    role: Role


def read_areas(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON FeatureCollection.

    Raises:
        Unreadable: If it is none, or a feature has no `properties.fence_id`, or two have the same.
    """
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path.name} is no JSON: {error}") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise Unreadable(f"{path.name} is no GeoJSON FeatureCollection")
    names = [_name(number, feature) for number, feature in enumerate(features, start=1)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(f"several features have the fence_id {', '.join(twice)}")
    return [dict(feature) for feature in features]


def wires(features: list[dict[str, Any]], drawing: Drawing) -> list[dict[str, Any]]:
    """What has to be said, without actor and time: each area, then the vehicle's plan."""
    said = [_published(feature, drawing) for feature in features]
    if drawing.vehicle is None or not said:
        return said
    plan = {
        "command": "AddFences",
        "vehicle": drawing.vehicle,
        "role": drawing.role,
        "fences": [wire["fence"] for wire in said],
        "valid_from": drawing.valid_from,
    }
    return [*said, plan]


def _published(feature: dict[str, Any], drawing: Drawing) -> dict[str, Any]:
    properties = feature["properties"]
    measures = {
        name: properties[name]
        for name in ("name", "radius_m", "half_width_m")
        if properties.get(name) is not None
    }
    return {
        "command": "PublishFence",
        "fence": str(properties["fence_id"]),
        "geometry": feature.get("geometry"),
        **measures,
        "datum": drawing.datum,
        "profile": drawing.profile,
        "valid_from": drawing.valid_from,
        "everyone": True if drawing.vehicle is None else None,
    }


def _name(number: int, feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    name = properties.get("fence_id") if isinstance(properties, Mapping) else None
    if name is None or name == "":
        raise Unreadable(f"feature {number} has no properties.fence_id")
    return str(name)
