"""A fence of the books as a terminal's own fence (电子围栏, 0x8600 to 0x8606). Pure.

The platform's verdict is authoritative; what the terminal reports about it corroborates.

Source:
    jt808.md 6.9.
"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from fleet.vehicle.fence import FencePublished
from fleet.vehicle.terminal_order import Kind
from telemetry.codecs.jt808.layout import Fields
from telemetry.gateway.errands import Unspeakable

TELL_PLATFORM = 1 << 3 | 1 << 5
"""Bits of an area's attribute: tell the platform when the vehicle enters, and when it leaves."""

_SOUTH, _WEST = 1 << 6, 1 << 7
_SEGMENT_SOUTH, _SEGMENT_WEST = 1 << 2, 1 << 3
_ADD = 1
_WIDEST_M = 255

Position = Sequence[float]


def pushed(fence: FencePublished) -> tuple[Kind, Fields]:
    """What a terminal is told, so that it watches this version of a fence.

    Returns:
        Kind and fields of an order. A newer version takes the place of an older one, because both
        have the same number; the name says which it is.

    Raises:
        Unspeakable: If a terminal knows no such shape: holes, several parts, a broad corridor.
    """
    name = {"id": crc32(fence.fence.encode()), "name": f"{fence.fence}@{fence.version}"}
    kind, coordinates = fence.geometry["type"], fence.geometry["coordinates"]
    match kind:
        case "Point" if fence.radius_m is not None:
            place = _place(coordinates)
            attribute = TELL_PLATFORM | _hemispheres([coordinates], _SOUTH, _WEST)
            circle = {**name, **place, "attribute": attribute, "radius_m": round(fence.radius_m)}
            return "circles", {"action": _ADD, "items": [circle]}
        case "Polygon" if len(coordinates) == 1:
            corners = coordinates[0][:-1]
            attribute = TELL_PLATFORM | _hemispheres(corners, _SOUTH, _WEST)
            return "polygon", {**name, "attribute": attribute, "vertices": [*map(_place, corners)]}
        case "LineString" if fence.half_width_m is not None:
            return "route", {**name, "attribute": TELL_PLATFORM, "corners": _corners(fence)}
        case _:
            raise Unspeakable(f"{fence.fence}: a terminal knows no {kind} like this one")


def _corners(fence: FencePublished) -> list[dict[str, Any]]:
    width_m = round(2 * (fence.half_width_m or 0.0))
    if width_m > _WIDEST_M:
        raise Unspeakable(f"{fence.fence}: a route is at most {_WIDEST_M} m wide, not {width_m}")
    line = fence.geometry["coordinates"]
    attribute = _hemispheres(line, _SEGMENT_SOUTH, _SEGMENT_WEST)
    return [
        {"id": n, "segment": n, **_place(at), "width_m": width_m, "attribute": attribute}
        for n, at in enumerate(line, 1)
    ]


def _place(at: Position) -> dict[str, int]:
    return {"lat_e6": round(abs(at[1]) * 1e6), "lon_e6": round(abs(at[0]) * 1e6)}


def _hemispheres(places: Sequence[Position], south: int, west: int) -> int:
    signs = {(at[1] < 0, at[0] < 0) for at in places}
    if len(signs) > 1:
        raise Unspeakable("a terminal knows no fence across the equator or the meridian")
    ((is_south, is_west),) = signs
    return south * is_south | west * is_west
