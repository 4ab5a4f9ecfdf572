"""An MQTT payload of NMEA: sentences alone, or numbered in a JSON wrapper.

Source: feed.md 4 and 5, nmea.md 3 and 5.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

import orjson

from telemetry.codecs import limits
from telemetry.codecs.decoded import Decoded
from telemetry.codecs.json_fields import check_number
from telemetry.codecs.nmea.epoch import Epoch, Solution, epochs, solve
from telemetry.codecs.nmea.sentence import Sentence, read_sentence, write_sentence
from telemetry.codecs.strict_json import Flawed, Record, records
from telemetry.fix import NO_TIME, Fix, Malformed, Quality

_LOCATED = 1 << 1
_FEW, _HIGH = 4, 10
_KMH, _MINUTES = Decimal("1.852"), 60


def decode(payload: bytes, device: str) -> Decoded:
    """Read a payload.

    Args:
        payload: Sentences of one or more epochs, or wrappers `{"device", "seq", "boot", "nmea"}`.
        device: The topic's device.

    Returns:
        One record an epoch; a refused one has no place. Of a wrapper the first record carries its
        number, so that it is settled; what is no sentence is passed over.
    """
    if payload.lstrip()[:1] in (b"{", b"["):
        return _wrapped(payload, device)
    if len(payload) > limits.BATCH:
        return Decoded([limits.too_large(payload, f"{len(payload)} bytes of sentences")])
    found: list[Fix | Malformed] = [*islice(_fixes(payload, device), limits.RECORDS + 1)]
    if len(found) > limits.RECORDS:
        return Decoded([limits.too_large(payload, f"more than {limits.RECORDS} epochs")])
    return Decoded(found)


def encode(fix: Fix, talker: str = "GN") -> bytes:
    """Write a fix as a receiver would: RMC and GGA; `decode` reads it back.

    Time to the microsecond, place to 1e-7 of a degree, speed to 0.01 km/h.
    """
    clock = f"{fix.at:%H%M%S.%f}"
    if fix.lon is None or fix.lat is None or Quality.NO_FIX in fix.quality:
        nothing = [""] * 6
        rmc = write_sentence(f"{talker}RMC", clock, "V", *nothing, f"{fix.at:%d%m%y}", "", "", "N")
        return rmc + write_sentence(f"{talker}GGA", clock, *nothing[:4], 0, *nothing, "", "")
    place = _angle(fix.lat, 2, "NS"), _angle(fix.lon, 3, "EW")
    mode = "E" if Quality.DEAD_RECKONING in fix.quality else "A"
    satellites = _FEW - 1 if Quality.FEW_SATELLITES in fix.quality else _FEW
    hdop = _HIGH + 1 if Quality.HIGH_HDOP in fix.quality else 1
    speed, course = _knots(fix.speed_kmh), "" if fix.course_deg is None else fix.course_deg
    height = "" if fix.altitude_m is None else fix.altitude_m
    rmc = write_sentence(
        f"{talker}RMC", clock, "A", *place, speed, course, f"{fix.at:%d%m%y}", "", "", mode
    )
    quality = 6 if mode == "E" else 1
    return rmc + write_sentence(
        f"{talker}GGA", clock, *place, quality, satellites, hdop, height, "M", "", "", "", ""
    )


def wrap(device: str, boot: int, seq: int, sentences: bytes, first: int | None = None) -> bytes:
    """Write a wrapper with its number."""
    told = {} if first is None else {"first": first}
    wrapper = {"device": device, "seq": seq, "boot": boot, "nmea": sentences.decode("ascii")}
    return orjson.dumps(wrapper | told)


def fix_of(epoch: Epoch, device: str) -> Fix:
    """An epoch as a record; without a place, and perhaps without a time, if it is refused."""
    solution = solve(epoch)
    raw = epoch.raw
    return Fix(
        device=device,
        at=solution.at or NO_TIME,
        digest=_digest(solution, raw),
        lon=solution.lon,
        lat=solution.lat,
        speed_kmh=None if solution.refused else solution.speed_kmh,
        course_deg=None if solution.refused else solution.course_deg,
        altitude_m=None if solution.refused else solution.altitude_m,
        status=0 if solution.refused else _LOCATED,
        quality=_quality(solution),
        source="nmea",
        raw=raw,
    )


def describe(raw: bytes) -> dict[str, Any]:
    """What a record says besides its place: satellites, HDOP, fix type, mode, talker."""
    epoch = Epoch([*_sentences(raw)])
    solution = solve(epoch)
    told = {
        "satellites": solution.satellites,
        "hdop": solution.hdop,
        "fix_type": solution.fix_type,
        "mode": solution.mode or None,
        "talker": solution.talker or None,
        "refused": solution.refused or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _sentences(payload: bytes) -> Iterator[Sentence]:
    """The good ones; others are passed over, as a receiver repeats itself every second."""
    for line in payload.replace(b"\r", b"\n").split(b"\n"):
        try:
            sentence = read_sentence(line)
        except Malformed:
            continue
        if sentence is not None:
            yield sentence


def _fixes(payload: bytes, device: str) -> Iterator[Fix]:
    for epoch in epochs(_sentences(payload)):
        if epoch.of("RMC", "GGA"):
            yield fix_of(epoch, device)


def _wrapped(payload: bytes, device: str) -> Decoded:
    try:
        wrappers = _checked(payload)
    except Malformed as error:
        return Decoded([error.with_traceback(None)])
    found: list[Fix | Malformed] = []
    firsts: dict[int, int] = {}
    for value, raw in wrappers:
        read = _numbered(value, raw, device)
        found += read
        if isinstance(read[0], Fix) and "first" in value:
            firsts[value["boot"]] = max(value["first"], firsts.get(value["boot"], 0))
    return Decoded(found, firsts)


def _checked(payload: bytes) -> list[Record]:
    batch = payload.lstrip().startswith(b"[")
    limit = limits.BATCH if batch else limits.MESSAGE
    if len(payload) > limit:
        raise limits.too_large(payload, f"{len(payload)} bytes, {limit} are allowed")
    wrappers = records(payload)
    if not wrappers:
        raise Malformed("missing_field", "an array without a wrapper", raw=payload)
    if len(wrappers) > limits.RECORDS:
        raise limits.too_large(payload, f"{len(wrappers)} wrappers in one message")
    return wrappers


def _numbered(value: Any, raw: bytes, device: str) -> list[Fix | Malformed]:  # noqa: ANN401
    try:
        fixes = [*_fixes(_text(value, device), device)]
    except Malformed as error:
        return [Malformed(error.reason, error.detail, raw=raw)]
    boot, seq = value["boot"], value["seq"]
    if not fixes:
        return [Malformed("body_malformed", "no epoch of NMEA", raw=raw, boot=boot, seq=seq)]
    return [replace(fixes[0], boot=boot, seq=seq), *fixes[1:]]


def _text(value: Any, device: str) -> bytes:  # noqa: ANN401 - any JSON may come
    if isinstance(value, Flawed):
        raise Malformed(value.flaw.reason, value.flaw.detail)
    if not isinstance(value, dict):
        raise Malformed("not_json", f"a wrapper is an object, this is {value!a:.40}")
    check_number(value)
    if value["device"] != device:
        detail = f"the wrapper says {value['device']!a:.80}, expected {device}"
        raise Malformed("identity_mismatch", detail)
    if not isinstance(value.get("nmea"), str):
        raise Malformed("missing_field", f"nmea is {value.get('nmea')!a:.40}, expected a text")
    return str(value["nmea"]).encode()


def _digest(solution: Solution, raw: bytes) -> bytes:
    """What makes the record itself: time and place; without a time the sentences."""
    if solution.at is None:
        return sha256(raw).digest()
    return sha256(f"{solution.at.isoformat()} {solution.lon} {solution.lat}".encode()).digest()


def _quality(solution: Solution) -> Quality:
    quality = Quality(0)
    if solution.refused:
        quality |= Quality.NO_FIX
        return quality if solution.at else quality | Quality.BAD_TIME
    if solution.mode == "E":
        quality |= Quality.DEAD_RECKONING
    if solution.satellites is not None and solution.satellites < _FEW:
        quality |= Quality.FEW_SATELLITES
    if solution.hdop is not None and solution.hdop > _HIGH:
        quality |= Quality.HIGH_HDOP
    return quality


def _angle(degrees: float, digits: int, hemispheres: str) -> str:
    exact = abs(Decimal(repr(degrees)))
    whole = int(exact)
    minutes = (exact - whole) * _MINUTES
    return f"{whole:0{digits}}{minutes:012.9f},{hemispheres[degrees < 0]}"


def _knots(speed_kmh: float | None) -> str:
    if speed_kmh is None:
        return ""
    return f"{Decimal(repr(speed_kmh)) / _KMH:.4f}"
