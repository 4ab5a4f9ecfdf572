"""What EMQX's gateway calls the fields of JT/T 808.

Source: docs.emqx.com, JT/T 808 gateway data exchange format (both editions).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telemetry.codecs.jt808.location import Location
from telemetry.fix import Malformed

LOCATION: dict[str, tuple[str, int]] = {
    "alarm": ("alarm", 32),
    "status": ("status", 32),
    "latitude": ("lat_e6", 32),
    "longitude": ("lon_e6", 32),
    "speed": ("speed_dkmh", 16),
    "direction": ("direction", 16),
}
"""Name there -> name here and bits; altitude and time are read apart."""

EXTRA: dict[str, tuple[int, int]] = {
    "mileage": (0x01, 4),
    "fuel_meter": (0x02, 2),
    "speed": (0x03, 2),
    "alarm_id": (0x04, 2),
    "rssi": (0x30, 1),
    "gnss_sat_num": (0x31, 1),
}
"""Name under `extra` -> item id and bytes; the others are kept with the record."""


@dataclass(frozen=True, slots=True)
class Names:
    """How a body is said there.

    Attributes:
        names: Name here -> name there.
        lists: Name here of a list of groups -> how each group is said.
        counted: Name here of a list whose length is told as `length`.
    """

    names: Mapping[str, str]
    lists: Mapping[str, "Names"] | None = None
    counted: str | None = None


_LIMITS = {
    "id": "id",
    "attribute": "flag",
    "start": "start_time",
    "end": "end_time",
    "limit_kmh": "max_speed",
    "after_s": "overspeed_duration",
    "night_limit_kmh": "night_max_speed",
    "name": "name",
}
_CIRCLE = Names(
    _LIMITS | {"lat_e6": "center_latitude", "lon_e6": "center_longitude", "radius_m": "radius"}
)
_RECTANGLE = Names(
    _LIMITS | {"top_e6": "lt_lat", "left_e6": "lt_lng", "bottom_e6": "rb_lat", "right_e6": "rb_lng"}
)
_VERTEX = Names({"lat_e6": "lat", "lon_e6": "lng"})
_AREAS = {"action": "type", "items": "areas"}
_IDS = Names({"ids": "ids"}, counted="ids")
_EMPTY = Names({})

DOWN: dict[int, Names] = {
    0x8001: Names({"serial": "seq", "message": "id", "result": "result"}),
    0x8003: Names({"first": "seq", "indexes": "ids"}, counted="indexes"),
    0x8100: Names({"serial": "seq", "result": "result", "code": "auth_code"}),
    0x8103: Names(
        {"parameters": "params"},
        {"parameters": Names({"id": "id", "value": "value"})},
        counted="parameters",
    ),
    0x8104: _EMPTY,
    0x8106: _IDS,
    0x8107: _EMPTY,
    0x8201: _EMPTY,
    0x8202: Names({"interval_s": "period", "validity_s": "expiry"}),
    0x8203: Names({"serial": "seq", "alarm": "type"}),
    0x8204: _EMPTY,
    0x8300: Names({"flags": "flag", "kind": "text_type", "text": "text"}),
    0x8500: Names({"flags": "flag"}),
    0x8600: Names(_AREAS, {"items": _CIRCLE}, counted="items"),
    0x8601: _IDS,
    0x8602: Names(_AREAS, {"items": _RECTANGLE}, counted="items"),
    0x8603: _IDS,
    0x8604: Names(_LIMITS | {"vertices": "points"}, {"vertices": _VERTEX}, counted="vertices"),
    0x8605: _IDS,
    0x8607: _IDS,
}
"""Messages to a terminal that the gateway takes."""


def renamed(fields: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Fields under the names of the gateway; those it has no name for are left out."""
    lists = names.lists or {}
    told: dict[str, Any] = {}
    if names.counted is not None:
        told["length"] = len(fields[names.counted])
    for ours, theirs in names.names.items():
        if ours in fields:
            inner = lists.get(ours)
            value = fields[ours]
            told[theirs] = value if inner is None else [renamed(each, inner) for each in value]
    return told


def integer(values: Mapping[str, Any], name: str, bits: int) -> int:
    """An unsigned number of so many bits.

    Raises:
        Malformed: `missing_field`, `number_type` or `number_range`.
    """
    if name not in values:
        raise Malformed("missing_field", f"{name} is missing")
    value = values[name]
    if type(value) is not int:
        raise Malformed("number_type", f"{name} is {value!a:.40}, expected an integer")
    if not 0 <= value < 1 << bits:
        raise Malformed("number_range", f"{name} is {value}, expected 0 to {(1 << bits) - 1}")
    return value


def location_json(location: Location) -> dict[str, Any]:
    """A position as the gateway writes it."""
    place: dict[str, Any] = {
        theirs: getattr(location, ours) for theirs, (ours, _) in LOCATION.items()
    }
    place |= {"altitude": location.altitude_m & 0xFFFF, "time": location.time.hex()}
    items = dict(location.items)
    extra = {
        name: int.from_bytes(items[item])
        for name, (item, size) in EXTRA.items()
        if len(items.get(item, b"")) == size
    }
    return place | ({"extra": extra} if extra else {})
