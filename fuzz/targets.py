"""What is tried: each target takes any bytes, and raises only if a codec breaks its promise."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import orjson

from telemetry.codecs import emqx, jt808, nmea
from telemetry.codecs import json as own_json
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.jt808.body import FORMS
from telemetry.codecs.jt808.body_json import public
from telemetry.codecs.jt808.columns import decode_columns
from telemetry.codecs.jt808.frame import check_byte, escape
from telemetry.codecs.jt808.quirks import PROFILES
from telemetry.codecs.nmea.sentence import checksum
from telemetry.fix import Fix, Malformed
from telemetry.reception import receive

ARRIVAL = datetime(2026, 11, 23, 9, tzinfo=UTC)
_MESSAGES = sorted(FORMS)
_QUIRKS = sorted(PROFILES)
_EDITIONS = "2013", "2019", "2011"

Target = Callable[[bytes], None]


class Broken(Exception):  # noqa: N818 - what a target finds
    """A codec did not do what it promises."""


def frame(data: bytes) -> None:
    """Any bytes between two flags, as they are."""
    _message(b"\x7e" + data + b"\x7e")


def body(data: bytes) -> None:
    """A good frame: the first bytes choose message, edition, packages and profile."""
    choice, size, profile, rest = data[:1], data[1:2], data[2:3], data[3:1000]
    message = _MESSAGES[(choice or b"\0")[0] % len(_MESSAGES)]
    flags = (size or b"\0")[0]
    header = jt808.Header(
        message=message,
        phone="013800138000",
        serial=7,
        edition="2019" if flags & 1 else "2013",
        total=flags >> 4 if flags & 2 else None,
        index=flags >> 2 & 3 if flags & 2 else None,
    )
    quirks = PROFILES[_QUIRKS[(profile or b"\0")[0] % len(_QUIRKS)]]
    _message(jt808.encode(header, rest), quirks)
    _rewritten(message, rest, _EDITIONS[flags >> 6 & 1])


def checked(data: bytes) -> None:
    """Any content with a right check byte."""
    content = data[:1100]
    _message(b"\x7e" + escape(content + bytes([check_byte(content)] if content else b"")) + b"\x7e")


def stream(data: bytes) -> None:
    """A stream in pieces gives the frames of the whole, and packages never break."""
    cuts = sorted({0, len(data), *(byte * len(data) // 255 for byte in data[:4])})
    splitter, whole = jt808.Splitter(), jt808.Splitter()
    found = [each for a, b in pairwise(cuts) for each in splitter.feed(data[a:b])]
    if len(data) < 4000 and found != whole.feed(data):  # noqa: PLR2004 - the splitter's bound
        raise Broken("pieces and whole differ")
    _gathered(found)
    _public(receive("v1/13800138000/up/jt808", data, ARRIVAL).records)


def columns(data: bytes) -> None:
    """Many at once are the same as one by one."""
    contents = [each for each in data.split(b"\x7e") if each]
    frames = [b"\x7e" + escape(each + bytes([check_byte(each)])) + b"\x7e" for each in contents] + [
        b"\x7e" + each + b"\x7e" for each in contents
    ]
    reports, rest = decode_columns(frames)
    plain = [at for at in range(len(frames)) if at not in set(rest)]
    singly = [fix for at in plain for fix in jt808.decode(frames[at]).fixes]
    told = [(each.digest, each.quality.value) for each in singly if isinstance(each, Fix)]
    if told != list(zip(reports.digest, reports.quality.tolist(), strict=True)):
        raise Broken("columns and fixes differ")


def json(data: bytes) -> None:
    """Our own JSON."""
    records = own_json.decode(data, "V0042", ARRIVAL).records
    _public(records)
    for each in records:
        if isinstance(each, Fix):
            again = own_json.decode(own_json.encode([each]), "V0042", ARRIVAL).records
            if not isinstance(again[0], Fix) or again[0].at != each.at:
                raise Broken("what was written is not read back")


def sentences(data: bytes) -> None:
    """NMEA as it is, and every line with a right checksum; the wrapper too."""
    lines = [line.partition(b"*")[0] for line in data.split(b"\n")]
    good = b"".join(_completed(line) for line in lines)
    for payload in (data, good, _wrapper(good)):
        decoded = nmea.decode(payload, "L07")
        _public(decoded.records)
        orjson.dumps(decoded.first, option=orjson.OPT_NON_STR_KEYS)


def gateway(data: bytes) -> None:
    """The JSON of EMQX's gateway."""
    try:
        message = emqx.decode(data)
    except Malformed:
        return
    _public(message.fixes)
    receive(f"jt808/c/{message.header.phone}/up", data, ARRIVAL)


def topics(data: bytes) -> None:
    """Any topic and any payload."""
    topic, _, payload = data.partition(b"\n")
    _public(receive(topic.decode("utf-8", "replace"), payload, ARRIVAL).records)


TARGETS: dict[str, Target] = {
    "frame": frame,
    "body": body,
    "checked": checked,
    "stream": stream,
    "columns": columns,
    "json": json,
    "sentences": sentences,
    "gateway": gateway,
    "topics": topics,
}
"""Name -> target; a folder of the corpus each."""


def _message(data: bytes, quirks: jt808.quirks.Quirks = PROFILES["standard"]) -> None:
    try:
        message = jt808.decode(data, quirks=quirks)
    except Malformed:
        return
    orjson.dumps(public(message.fields, quirks.all_items))
    _public(message.fixes)


def _rewritten(message: int, raw: bytes, edition: str) -> None:
    try:
        fields = jt808.read_body(message, raw, edition)
    except Malformed:
        return
    if jt808.write_body(message, fields, edition) != raw:
        raise Broken(f"0x{message:04x} is written otherwise than it was read")
    orjson.dumps(public(fields))


def _gathered(frames: list[bytes]) -> None:
    held = jt808.Packages()
    for at, each in enumerate(frames):
        try:
            header, content = jt808.open_frame(each)
            if header.total is not None:
                held, _ = held.step(header, content, float(at))
        except Malformed:
            continue
        held, _ = held.tick(31.0 * at)
    held.close()


def _public(records: list[Fix | Malformed]) -> None:
    for each in records:
        if isinstance(each, Fix):
            orjson.dumps(to_json(each))
        elif not each.reason:
            raise Broken("a refusal without a reason")


def _completed(line: bytes) -> bytes:
    content = line.rpartition(b"$")[2]
    return b"$%b*%02X\n" % (content, checksum(content))


def _wrapper(text: bytes) -> bytes:
    told = text.decode("ascii", "replace")
    return orjson.dumps({"device": "L07", "seq": 1, "boot": 2, "nmea": told})
