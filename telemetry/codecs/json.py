"""The project's own JSON: one record, or an array of records, of one device.

Besides the fields of feed.md section 2 a record may tell `odometer`: kilometres on the vehicle's
odometer, 0 to 10,000,000, kept to the metre.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

import orjson

from telemetry.codecs import limits
from telemetry.codecs.decoded import Decoded
from telemetry.codecs.fix_json import utc_text
from telemetry.codecs.json_fields import (
    DATUMS,
    KNOWN,
    check_record,
    is_count,
    is_device,
    read_time,
)
from telemetry.codecs.strict_json import Flawed, Record, canonical, quick, records
from telemetry.fix import Fix, Malformed, Quality

ISLAND_DEG = 0.001
"""Nearer than this to 0, 0 on both axes is no place."""

FEW, HIGH = 4, 10
"""Fewer satellites, or a higher HDOP, is a doubt."""

TURN_DEG = 360
"""Read as 0."""

METRES = 1000
"""Of a kilometre."""

LOCATED = 1 << 1
"""The status bit of a record with a place."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a flag says: bits of JT/T 808, and what is known against the fix."""

    status: int = 0
    alarm: int = 0
    quality: int = 0


_FLAGS = {
    "acc_on": _Meaning(status=1 << 0),
    "moving": _Meaning(status=1 << 22),
    "sos": _Meaning(alarm=1 << 0),
    "antenna_cut": _Meaning(alarm=1 << 5),
    "power_low": _Meaning(alarm=1 << 7),
    "low_battery": _Meaning(alarm=1 << 7),
    "power_lost": _Meaning(alarm=1 << 8),
    "tow": _Meaning(alarm=1 << 28),
    "no_fix": _Meaning(quality=Quality.NO_FIX.value),
    "dead_reckoning": _Meaning(quality=Quality.DEAD_RECKONING.value),
    "backfill": _Meaning(quality=Quality.BACKFILL.value),
}


def decode(payload: bytes, device: str | None, arrival: datetime) -> Decoded:
    """Read a payload.

    Args:
        payload: One object of at most 8 KiB, or an array of at most 500 and 64 KiB.
        device: The topic's device; None: whatever the first record says.
        arrival: When the payload came (UTC): no fix can be much later.

    Source:
        feed.md section 2.
    """
    try:
        found = _records(payload)
    except Malformed as error:
        return Decoded([error.with_traceback(None)])
    if device is None:
        device = _claimed(found[0][0])
    read = [_record(record, device, arrival) for record in found]
    return Decoded(read, _first(found, read) if b"first" in payload else {})


def encode(fixes: Iterable[Fix], first: int | None = None) -> bytes:
    """Write fixes as a device would: one as an object, several as an array.

    Args:
        fixes: With boot and seq; `decode` reads them back.
        first: The lowest `seq` of their boot that the device still holds.

    Returns:
        The payload. Doubts are written as values that raise them again.
    """
    extra = {} if first is None else {"first": first}
    objects = [_object(fix) | extra for fix in fixes]
    return orjson.dumps(objects if len(objects) != 1 else objects[0])


def _records(payload: bytes) -> list[Record]:
    batch = payload.lstrip(b" \t\r\n").startswith(b"[")
    limit = limits.BATCH if batch else limits.MESSAGE
    if len(payload) > limit:
        raise limits.too_large(payload, f"{len(payload)} bytes, {limit} are allowed")
    found = quick(payload, KNOWN) or records(payload)
    if not found:
        raise Malformed("missing_field", "an array without a record", raw=payload)
    if len(found) > limits.RECORDS:
        raise limits.too_large(payload, f"{len(found)} records, {limits.RECORDS} are allowed")
    return found


def _record(record: Record, device: str | None, arrival: datetime) -> Fix | Malformed:
    value, _ = record
    try:
        _check_object(value, device)
        at = read_time(value["time"], arrival)
    except Malformed as error:
        return _settling(error, record, device)
    return _fix(record, at)


def _check_object(value: Any, device: str | None) -> None:  # noqa: ANN401 - any JSON may come
    if isinstance(value, Flawed):
        raise Malformed(value.flaw.reason, value.flaw.detail)
    if not isinstance(value, dict):
        raise Malformed("not_json", f"a record is an object, this is {value!a:.40}")
    if "device" in value and value["device"] != device:
        detail = f"the record says {value['device']!a:.80}, expected {device!a:.80}"
        raise Malformed("identity_mismatch", detail)
    check_record(value)


def _fix(record: Record, at: datetime) -> Fix:
    value, raw = record
    lon, lat = value.get("lon"), value.get("lat")
    status, alarm, quality = meaning(value.get("flags", ()))
    datum = DATUMS[value.get("crs", "wgs84")]
    quality |= _doubts(value) | (Quality.SHIFTED_DATUM.value if datum != "wgs84" else 0)
    if lon is not None:
        lon, lat = float(lon), float(lat)
        status |= 0 if quality & Quality.NO_FIX.value else LOCATED
        if abs(lon) < ISLAND_DEG and abs(lat) < ISLAND_DEG:
            quality |= Quality.NULL_ISLAND.value
    course = value.get("course")
    return Fix(
        device=value["device"],
        at=at,
        digest=_digest(value),
        lon=lon,
        lat=lat,
        speed_kmh=value.get("speed"),
        course_deg=0.0 if course == TURN_DEG else course,
        altitude_m=value.get("altitude"),
        odometer_m=round(value["odometer"] * METRES) if "odometer" in value else None,
        alarm=alarm,
        status=status,
        quality=_quality(quality),
        datum=datum,
        boot=value["boot"],
        seq=value["seq"],
        source="json",
        raw=raw,
    )


def _digest(value: dict[str, Any]) -> bytes:
    """What the record says about the vehicle; `first` is about the device's memory and may move."""
    if "first" in value:
        value = {name: held for name, held in value.items() if name != "first"}
    return sha256(canonical(value)).digest()


def meaning(flags: Iterable[str]) -> tuple[int, int, int]:
    """What flags say: bits of status, alarm and quality."""
    status = alarm = quality = 0
    for flag in flags:
        said = _FLAGS.get(flag)
        if said:
            status |= said.status
            alarm |= said.alarm
            quality |= said.quality
    return status, alarm, quality


def _doubts(value: dict[str, Any]) -> int:
    few = Quality.FEW_SATELLITES.value if value.get("satellites", FEW) < FEW else 0
    return few | (Quality.HIGH_HDOP.value if value.get("hdop", 0) > HIGH else 0)


@cache
def _quality(flags: int) -> Quality:
    return Quality(flags)


def _settling(error: Malformed, record: Record, device: str | None) -> Malformed:
    """The answer, with boot and number if they are there and count for this device."""
    value, raw = record
    value = value.value if isinstance(value, Flawed) else value
    ours = isinstance(value, dict) and value.get("device", device) == device
    boot, seq = (value.get("boot"), value.get("seq")) if ours else (None, None)
    if not (is_count(boot) and is_count(seq)):
        boot = seq = None
    return Malformed(error.reason, error.detail, raw=raw, boot=boot, seq=seq)


def _claimed(value: object) -> str | None:
    if isinstance(value, Flawed):
        value = value.value
    claimed = value.get("device") if isinstance(value, dict) else None
    return claimed if isinstance(claimed, str) and is_device(claimed) else None


def _first(found: list[Record], read: list[Fix | Malformed]) -> dict[int, int]:
    first: dict[int, int] = {}
    for (value, _), answer in zip(found, read, strict=True):
        if isinstance(answer, Fix) and "first" in value:
            boot = value["boot"]
            first[boot] = max(value["first"], first.get(boot, 0))
    return first


def _object(fix: Fix) -> dict[str, Any]:
    optional = {
        "lon": fix.lon,
        "lat": fix.lat,
        "speed": fix.speed_kmh,
        "course": fix.course_deg,
        "altitude": fix.altitude_m,
        "odometer": None if fix.odometer_m is None else fix.odometer_m / METRES,
        "satellites": FEW - 1 if Quality.FEW_SATELLITES in fix.quality else None,
        "hdop": HIGH + 1 if Quality.HIGH_HDOP in fix.quality else None,
        "crs": None if fix.datum == "wgs84" else fix.datum,
    }
    known = {"device": fix.device, "seq": fix.seq, "boot": fix.boot, "time": utc_text(fix.at)}
    given = {name: value for name, value in optional.items() if value is not None}
    return known | given | {"flags": _names(fix)}


def _names(fix: Fix) -> list[str]:
    names = [
        name
        for name, meaning in _FLAGS.items()
        if fix.status & meaning.status or fix.alarm & meaning.alarm or fix.quality & meaning.quality
    ]
    without = fix.lon is None and "no_fix" not in names
    return [*names, "no_fix"] if without else names
