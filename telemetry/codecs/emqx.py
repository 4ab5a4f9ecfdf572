"""The JSON that EMQX's JT/T 808 gateway publishes, and what it takes.

The gateway answers terminals itself, before anything is stored: its records carry
`gateway_acked`, and nothing is answered here.

Source: feed.md 3; docs.emqx.com, JT/T 808 gateway data exchange format.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import orjson

from telemetry.codecs import limits
from telemetry.codecs.emqx_fields import DOWN, EXTRA, LOCATION, integer, location_json, renamed
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.location import Location, decode_location, encode_location
from telemetry.codecs.strict_json import Flawed, canonical, records
from telemetry.fix import Fix, Malformed, Quality

LOCATION_REPORT, QUERY_ANSWER, CONTROL_ANSWER, BATCH = 0x0200, 0x0201, 0x0500, 0x0704
_SUPPLEMENT = 1
_PHONE = re.compile(r"[0-9A-Fa-f]{1,20}")
_ACKED = Quality.GATEWAY_ACKED.value


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the gateway.

    Attributes:
        header: As the terminal sent it; the phone has 12 or 20 digits.
        body: The JSON under `body`.
        fixes: What goes to the archive, and what goes to quarantine.
    """

    header: Header
    body: Mapping[str, Any]
    fixes: list[Fix | Malformed] = field(default_factory=list)


def decode(payload: bytes) -> Message:
    """Read a payload.

    Args:
        payload: One object, `{"header": ..., "body": ...}`, of at most 64 KiB.

    Raises:
        Malformed: If the payload or its header is wrong. A position that is wrong is among the
            `fixes`.
    """
    if len(payload) > limits.BATCH:
        raise limits.too_large(payload, f"{len(payload)} bytes, {limits.BATCH} are allowed")
    message = _object(payload)
    header = _header(_mapping(message, "header"))
    body = _mapping(message, "body") if "body" in message else {}
    if header.encryption:
        wrong = Malformed("encrypted", f"encryption {header.encryption} is not supported")
        return Message(header, body, [wrong])
    return Message(header, body, _fixes(header, body))


def encode(header: Header, locations: list[Location], *, batch: bool = False) -> bytes:
    """Write positions as the gateway would: `decode` reads them back.

    Args:
        header: Of a 0x0200 or a 0x0704.
        locations: One for a 0x0200.
        batch: Whether it is a blind-area supplement, for a 0x0704.
    """
    places = [location_json(each) for each in locations]
    body: dict[str, Any] = places[0] if header.message == LOCATION_REPORT else {
        "type": int(batch), "length": len(places), "location": places
    }  # fmt: skip
    return orjson.dumps({"header": _header_json(header), "body": body})


def encode_down(header: Header, fields: Mapping[str, Any]) -> bytes:
    """Write a message to a terminal, for the topic `jt808/<clientid>/<phone>/dn`.

    Args:
        header: With the id of a platform message.
        fields: As `jt808.write_body` takes them.

    Raises:
        ValueError: If the gateway's form of this message is not known here.
    """
    names = DOWN.get(header.message)
    if names is None:
        raise ValueError(f"0x{header.message:04x} cannot be sent through EMQX's gateway")
    body = renamed(fields, names)
    return orjson.dumps({"header": _header_json(header), "body": body})


def _object(payload: bytes) -> Mapping[str, Any]:
    found = records(payload)
    value = found[0][0] if len(found) == 1 else None
    if isinstance(value, Flawed):
        raise Malformed(value.flaw.reason, value.flaw.detail, raw=payload)
    if not isinstance(value, dict) or payload.lstrip().startswith(b"["):
        raise Malformed("not_json", "a message is one object", raw=payload)
    return value


def _mapping(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    if not isinstance(message.get(name), dict):
        raise Malformed("missing_field", f"{name} is {message.get(name)!a:.40}, expected an object")
    value: Mapping[str, Any] = message[name]
    return value


def _header(header: Mapping[str, Any]) -> Header:
    new = "proto_ver" in header
    packaged = "frag_total" in header and "frag_sn" in header
    return Header(
        message=integer(header, "msg_id", 16),
        phone=_phone(header).rjust(20 if new else 12, "0"),
        serial=integer(header, "msg_sn", 16),
        edition="2019" if new else "2013",
        version=integer(header, "proto_ver", 8) if new else 0,
        encryption=integer(header, "encrypt", 3) if "encrypt" in header else 0,
        total=integer(header, "frag_total", 16) if packaged else None,
        index=integer(header, "frag_sn", 16) if packaged else None,
    )


def _phone(header: Mapping[str, Any]) -> str:
    """The phone as a string or a number: leading zeros do not count."""
    phone = header.get("phone")
    if type(phone) is int and phone >= 0:
        phone = str(phone)
    if not isinstance(phone, str) or not _PHONE.fullmatch(phone):
        raise Malformed("missing_field", f"phone is {phone!a:.40}, expected digits")
    return phone


def _fixes(header: Header, body: Mapping[str, Any]) -> list[Fix | Malformed]:
    match header.message:
        case _ if not header.whole:
            return [Malformed("incomplete", f"package {header.index} of {header.total}")]
        case 0x0200:
            return [_fix(header, body, 0)]
        case 0x0201:
            return [_fix(header, body.get("params"), 0)]
        case 0x0500:
            return [_fix(header, body.get("location"), 0)]
        case 0x0704:
            return _batch(header, body)
        case _:
            return []


def _batch(header: Header, body: Mapping[str, Any]) -> list[Fix | Malformed]:
    places = body.get("location")
    if not isinstance(places, list) or len(places) > limits.RECORDS:
        detail = f"location is {places!a:.40}, expected up to {limits.RECORDS} positions"
        return [Malformed("missing_field", detail)]
    known = Quality.BACKFILL.value if body.get("type") == _SUPPLEMENT else 0
    if body.get("length", len(places)) != len(places):
        known |= Quality.BATCH_COUNT_MISMATCH.value
    return [_fix(header, place, known) for place in places]


def _fix(header: Header, place: object, known: int) -> Fix | Malformed:
    try:
        body = encode_location(_location(place))
    except Malformed as error:
        return error.with_traceback(None)
    fix = decode_location(header.device, body, known | _ACKED)
    return replace(fix, source="emqx", raw=canonical(place))


def _location(place: object) -> Location:
    """The position as it stood on the wire: the same report has the same identity either way."""
    if not isinstance(place, dict):
        raise Malformed("missing_field", f"a position is {place!a:.40}, expected an object")
    alarm, status, lat, lon, speed, direction = (
        integer(place, name, bits) for name, (_, bits) in LOCATION.items()
    )
    extra = place.get("extra", {})
    if not isinstance(extra, dict):
        raise Malformed("missing_field", f"extra is {extra!a:.40}, expected an object")
    items = tuple(
        (item, integer(extra, name, 8 * size).to_bytes(size))
        for name, (item, size) in EXTRA.items()
        if name in extra
    )
    return Location(
        alarm=alarm,
        status=status,
        lat_e6=lat,
        lon_e6=lon,
        altitude_m=_altitude(place),
        speed_dkmh=speed,
        direction=direction,
        time=_time(place),
        items=items,
    )


def _altitude(place: Mapping[str, Any]) -> int:
    """Below sea level comes as two's complement, or with its sign."""
    value = place.get("altitude")
    if type(value) is int and -(1 << 15) <= value < 0:
        return value
    value = integer(place, "altitude", 16)
    return value - (1 << 16) if value >> 15 else value


def _time(place: Mapping[str, Any]) -> bytes:
    """Twelve digits; as a number they may have lost zeros in front. Others are kept as no time."""
    value = place.get("time")
    text = f"{value:012}" if type(value) is int else value
    if not isinstance(text, str):
        raise Malformed("time_format", f"time is {value!a:.40}, expected twelve digits")
    try:
        digits = bytes.fromhex(text)
    except ValueError:
        digits = b""
    return digits if len(digits) == 6 else sha256(text.encode()).digest()[:5] + b"\xff"  # noqa: PLR2004


def _header_json(header: Header) -> dict[str, Any]:
    told: dict[str, Any] = {
        "msg_id": header.message,
        "encrypt": header.encryption,
        "phone": header.phone,
        "msg_sn": header.serial,
    }
    if header.edition == "2019":
        told["proto_ver"] = header.version
    return told
