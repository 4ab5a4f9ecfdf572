"""A fix as public JSON: the form FIX of the contracts."""

from datetime import UTC, datetime
from typing import Any

import orjson

from telemetry.codecs import nmea
from telemetry.codecs.jt808.location import LOCATED, Items, read_location
from telemetry.codecs.jt808.names import alarm_names, status_names
from telemetry.fix import Fix, Quality


def to_json(fix: Fix) -> dict[str, Any]:
    """Write a fix in the form FIX.

    Returns:
        `t` in UTC, null when the digits are no date; degrees in `datum`, km/h, metres; items of
        JT/T 808 as hex under their hex id, a list where an id repeats; of NMEA satellites, HDOP,
        mode and talker.
    """
    form = {
        "t": None if Quality.BAD_TIME in fix.quality else utc_text(fix.at),
        "lon": fix.lon,
        "lat": fix.lat,
        "speed_kmh": fix.speed_kmh,
        "course_deg": fix.course_deg,
        "altitude_m": fix.altitude_m,
        "located": bool(fix.status & LOCATED),
        "datum": fix.datum,
        "alarms": alarm_names(fix.alarm),
        "status": status_names(fix.status),
        "items": _items(fix),
        "flags": fix.quality.names(),
    }
    optional = {
        "odometer_m": fix.odometer_m,
        "trailing": _trailing(fix) or None,
        "boot": fix.boot,
        "seq": fix.seq,
    }
    return form | {name: value for name, value in optional.items() if value is not None}


def utc_text(at: datetime) -> str:
    """A moment as contracts write it.

    >>> utc_text(datetime(2026, 10, 1, tzinfo=UTC))
    '2026-10-01T00:00:00Z'
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _items(fix: Fix) -> dict[str, Any]:
    """What the record says besides: of JT/T 808 in hex by id, else by name."""
    match fix.source:
        case "jt808":
            return _by_id(read_location(fix.raw).items)
        case "nmea":
            return nmea.describe(fix.raw)
        case "emqx":
            extra: dict[str, Any] = orjson.loads(fix.raw).get("extra", {})
            return extra
        case _:
            return {}


def _trailing(fix: Fix) -> str:
    return read_location(fix.raw).trailing.hex() if fix.source == "jt808" else ""


def _by_id(items: Items) -> dict[str, str | list[str]]:
    lists: dict[str, list[str]] = {}
    for item, value in items:
        lists.setdefault(f"{item:02x}", []).append(value.hex())
    return {item: values if values[1:] else values[0] for item, values in lists.items()}
