"""The position report of JT/T 808 (位置信息汇报, 0x0200): 28 bytes, then additional items."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from hashlib import sha256
from textwrap import wrap

from telemetry.fix import NO_TIME, Fix, Malformed, Quality

LOCATED, SOUTH, WEST, SHIFTED = 1 << 1, 1 << 2, 1 << 3, 1 << 5

_BEIJING = timezone(timedelta(hours=8))  # without daylight saving, whatever the zone tables say
_CENTURY = 2000
_BLOCK = struct.Struct(">IIIIhHH6s")  # alarm, status, lat, lon, altitude, speed, course, time
BLOCK_BYTES = _BLOCK.size
"""Of a position without its items."""

_LAT_LIMIT_E6, _LON_LIMIT_E6, _ISLAND_E6 = 90_000_000, 180_000_000, 1_000
_TURN_DEG = 360
_ODOMETER, _HECTOMETRE, _DWORD = 0x01, 100, 4
_SATELLITES, _FEW = 0x31, 4
_NO_TIME_BCD = bytes(6)

# Plain integers: a flag's `value` costs more than the test it stands in.
_NO_FIX, _NULL_ISLAND = Quality.NO_FIX.value, Quality.NULL_ISLAND.value
_COORDINATE_RANGE, _BAD_TIME = Quality.COORDINATE_RANGE.value, Quality.BAD_TIME.value
_SHIFTED_DATUM, _FEW_SATELLITES = Quality.SHIFTED_DATUM.value, Quality.FEW_SATELLITES.value

Items = tuple[tuple[int, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A position report as it stands on the wire; `encode_location` is its exact inverse.

    Attributes:
        alarm: Alarm bits, table 6.6.1.
        status: Status bits, table 6.6.2; 2 and 3 are the hemispheres.
        lat_e6: Latitude in millionths of a degree, without sign.
        lon_e6: Longitude in millionths of a degree, without sign.
        altitude_m: Metres, -32768 to 32767.
        speed_dkmh: Tenths of km/h.
        direction: Degrees clockwise from north, as sent.
        time: Six bytes YYMMDDhhmmss, GMT+8.
        items: Additional items in order, as (id, value); an id may repeat.
        trailing: What is no item: one that runs past the end, or padding with zeros.
    """

    alarm: int = 0
    status: int = 0
    lat_e6: int = 0
    lon_e6: int = 0
    altitude_m: int = 0
    speed_dkmh: int = 0
    direction: int = 0
    time: bytes = _NO_TIME_BCD
    items: Items = ()
    trailing: bytes = b""


def decode_location(device: str, body: bytes, known: int = 0) -> Fix:
    """Read a body as a fix.

    Args:
        device: The terminal's identity.
        body: At least 28 bytes.
        known: Quality flags that the message around it has told.

    Returns:
        The fix. A place or a time that cannot be is a flag, not an error.

    Raises:
        Malformed: `body_malformed` if the body is short.

    Source:
        JT/T 808-2019, table 23 (位置基本信息数据格式).

    >>> body = "00000000 00080003 01ce3c54 072a2c70 0014 0216 005a 261001080000"
    >>> fix = decode_location("13800138000", bytes.fromhex(body))
    >>> fix.lon, fix.lat, fix.speed_kmh, str(fix.at)
    (120.2044, 30.293076, 53.4, '2026-10-01 00:00:00+00:00')
    """
    alarm, status, lat, lon, altitude, speed, direction, bcd = _block(body)
    at = _moment(bcd)
    odometer_m, few = _told(body)
    return Fix(
        device=device,
        at=at or NO_TIME,
        digest=sha256(body[: _BLOCK.size]).digest(),
        lon=(-lon if status & WEST else lon) / 1e6,
        lat=(-lat if status & SOUTH else lat) / 1e6,
        speed_kmh=speed / 10,
        course_deg=direction % _TURN_DEG if direction <= _TURN_DEG else None,
        altitude_m=altitude,
        odometer_m=odometer_m,
        alarm=alarm,
        status=status,
        quality=_quality(
            known
            | _place_flags(status, lat, lon)
            | (0 if at else _BAD_TIME)
            | (_FEW_SATELLITES if few else 0)
        ),
        datum="gcj02" if status & SHIFTED else "wgs84",
        source="jt808",
        raw=body,
    )


def read_location(body: bytes) -> Location:
    """Read a body as it stands, items and all.

    Raises:
        Malformed: `body_malformed` if the body is short.
    """
    alarm, status, lat, lon, altitude, speed, direction, bcd = _block(body)
    items, trailing = _items(body[_BLOCK.size :])
    return Location(
        alarm=alarm,
        status=status,
        lat_e6=lat,
        lon_e6=lon,
        altitude_m=altitude,
        speed_dkmh=speed,
        direction=direction,
        time=bcd,
        items=items,
        trailing=trailing,
    )


def encode_location(location: Location) -> bytes:
    """Write a position report as a body.

    Raises:
        struct.error: If a number does not fit its field: a mistake of the caller.
    """
    block = _BLOCK.pack(
        location.alarm,
        location.status,
        location.lat_e6,
        location.lon_e6,
        location.altitude_m,
        location.speed_dkmh,
        location.direction,
        location.time,
    )
    items = b"".join(bytes((item, len(value))) + value for item, value in location.items)
    return block + items + location.trailing


def location_of(fix: Fix, items: Items = ()) -> Location:
    """What a terminal would report of this fix; `decode_location` reads it back.

    The hemispheres, the located bit, the bit of shifted coordinates and the odometer follow from
    the fix; the other status bits are its own.
    """
    lon, lat = fix.lon or 0.0, fix.lat or 0.0
    located = fix.lon is not None and Quality.NO_FIX not in fix.quality
    own = fix.status & ~(LOCATED | SOUTH | WEST | SHIFTED)
    return Location(
        alarm=fix.alarm,
        status=own
        | LOCATED * located
        | SOUTH * (lat < 0)
        | WEST * (lon < 0)
        | SHIFTED * (fix.datum != "wgs84"),
        lat_e6=round(abs(lat) * 1e6),
        lon_e6=round(abs(lon) * 1e6),
        altitude_m=round(fix.altitude_m or 0),
        speed_dkmh=round((fix.speed_kmh or 0) * 10),
        direction=round(fix.course_deg or 0) % _TURN_DEG,
        time=_NO_TIME_BCD if fix.at == NO_TIME else _bcd(fix.at),
        items=_odometer(fix) + items,
    )


def _odometer(fix: Fix) -> Items:
    if fix.odometer_m is None:
        return ()
    return ((_ODOMETER, round(fix.odometer_m / _HECTOMETRE).to_bytes(_DWORD)),)


def _block(body: bytes) -> tuple[int, int, int, int, int, int, int, bytes]:
    if len(body) < _BLOCK.size:
        detail = f"a position has {_BLOCK.size} bytes, this one has {len(body)}"
        raise Malformed("body_malformed", detail, raw=body)
    return _BLOCK.unpack_from(body)


def _items(data: bytes) -> tuple[Items, bytes]:
    found: list[tuple[int, bytes]] = []
    at = 0
    while at + 2 <= len(data) and at + 2 + data[at + 1] <= len(data):
        end = at + 2 + data[at + 1]
        found.append((data[at], data[at + 2 : end]))
        at = end
    while not any(data[at:]) and found[-1:] == [(0, b"")]:  # padding reads as empty items
        found.pop()
        at -= 2
    return tuple(found), data[at:]


def _told(body: bytes) -> tuple[int | None, bool]:
    """What the items tell of a fix: metres of the odometer, and whether satellites are few."""
    odometer_m = satellites = None
    at, last = _BLOCK.size, len(body) - 2
    while at < last:
        item, length = body[at], body[at + 1]
        at += 2 + length
        if item == _ODOMETER and length == _DWORD and odometer_m is None and at <= len(body):
            odometer_m = int.from_bytes(body[at - _DWORD : at]) * _HECTOMETRE
        elif item == _SATELLITES and length == 1 and satellites is None:
            satellites = body[at - 1]
    return odometer_m, satellites is not None and satellites < _FEW


def _place_flags(status: int, lat_e6: int, lon_e6: int) -> int:
    flags = 0 if status & LOCATED else _NO_FIX
    if lat_e6 < _ISLAND_E6 and lon_e6 < _ISLAND_E6:
        flags |= _NULL_ISLAND
    if lat_e6 > _LAT_LIMIT_E6 or lon_e6 > _LON_LIMIT_E6:
        flags |= _COORDINATE_RANGE
    if status & SHIFTED:
        flags |= _SHIFTED_DATUM
    return flags


@cache
def _quality(flags: int) -> Quality:
    return Quality(flags)


@lru_cache(maxsize=8192)
def _moment(bcd: bytes) -> datetime | None:
    digits = bcd.hex()
    if not digits.isdecimal():
        return None
    year, month, day, hour, minute, second = map(int, wrap(digits, 2))
    try:
        local = datetime(_CENTURY + year, month, day, hour, minute, second, tzinfo=_BEIJING)
    except ValueError:
        return None
    return local.astimezone(UTC)


def _bcd(at: datetime) -> bytes:
    return bytes.fromhex(f"{at.astimezone(_BEIJING):%y%m%d%H%M%S}")
