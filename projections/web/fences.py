"""The fences of one vehicle, to draw: folded from its plan and the fences' papers."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
import orjson
import shapely
from shapely.ops import transform

from fleet.vehicle.fence import FencePublished, FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from projections.web.follower import SQL
from telemetry.moment import FOREVER, micros
from telemetry.timeline import Timeline

_DEGREE_M = 111_320.0  # of latitude, near enough to draw
_EVENTS = {event.TOPIC: event for event in (FencePublished, FenceWithdrawn)}

FenceEvent = FencePublished | FenceWithdrawn


@dataclass(frozen=True, slots=True)
class Papers:
    """What was said of a vehicle's fences, each stream oldest first."""

    plans: tuple[FencePlanPublished, ...]
    fences: tuple[FenceEvent, ...]


async def read(connection: asyncpg.Connection, vehicle: str) -> Papers:
    """Read the papers of one vehicle, and of the fences that are for all."""
    topic = FencePlanPublished.TOPIC
    said = await connection.fetch(SQL["stream_events"], f"fence-plan:{vehicle}")
    plans = tuple(
        FencePlanPublished.model_validate_json(row["state"])
        for row in said
        if row["topic"] == topic
    )
    named = {name for plan in plans for name in plan.home + plan.operating + plan.forbidden}
    rows = await connection.fetch(SQL["fence_events"], [f"fence:{name}" for name in sorted(named)])
    events = [
        _EVENTS[row["topic"]].model_validate_json(row["state"])
        for row in rows
        if row["topic"] in _EVENTS
    ]
    return Papers(plans, tuple(events))


def collection(papers: Papers, at: datetime) -> dict[str, Any]:
    """The fences that hold at a moment, as a GeoJSON FeatureCollection of areas."""
    when = micros(at)
    roles = _roles(papers.plans, when)
    features = [
        _feature(fence, roles.get(fence.fence) or ["everyone"])
        for fence in _in_force(papers.fences, when)
        if fence.everyone or fence.fence in roles
    ]
    return {"type": "FeatureCollection", "features": features}


def _roles(plans: Iterable[FencePlanPublished], when: int) -> dict[str, list[str]]:
    line = Timeline[FencePlanPublished]()
    for plan in plans:
        line = line.publish(plan, micros(plan.valid_from), _end(plan.valid_to))
    roles: dict[str, list[str]] = defaultdict(list)
    if valid := line.at(when):
        for role in ("home", "operating", "forbidden"):
            for fence in getattr(valid, role):
                roles[fence].append(role)
    return roles


def _in_force(events: Iterable[FenceEvent], when: int) -> list[FencePublished]:
    lines: dict[str, Timeline[FencePublished]] = defaultdict(Timeline[FencePublished])
    for event in events:
        match event:
            case FencePublished(fence=name, valid_from=begin, valid_to=end):
                lines[name] = lines[name].publish(event, micros(begin), _end(end))
            case FenceWithdrawn(fence=name, at=at):
                lines[name] = lines[name].cut(micros(at))
    return [fence for line in lines.values() if (fence := line.at(when))]


def _end(moment: datetime | None) -> int:
    return FOREVER if moment is None else micros(moment)


def _feature(fence: FencePublished, roles: list[str]) -> dict[str, Any]:
    area = shapely.from_geojson(orjson.dumps(fence.geometry))
    width = fence.radius_m or fence.half_width_m
    if width:
        area = _widened(area, width)
    return {
        "type": "Feature",
        "properties": {
            "fence": fence.fence,
            "version": fence.version,
            "name": fence.name,
            "profile": fence.profile,
            "roles": roles,
        },
        "geometry": orjson.loads(shapely.to_geojson(area)),
    }


def _widened(area: shapely.Geometry, metres: float) -> shapely.Geometry:
    """A point or a line as the area around it; a drawing, not what verdicts are made of."""
    east = _DEGREE_M * math.cos(math.radians(area.centroid.y))
    flat = transform(lambda x, y: (x * east, y * _DEGREE_M), area)
    return transform(lambda x, y: (x / east, y / _DEGREE_M), flat.buffer(metres))
