"""How a simulated terminal misbehaves, on request. Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from telemetry.codecs import jt808
from telemetry.codecs.jt808.frame import FLAG, check_byte, escape
from telemetry.codecs.jt808.header import write_header
from telemetry.fix import Fix, Quality

Quirk = Literal[
    "wrong_clock",  # an hour fast
    "null_island",  # 0,0 with the located bit set
    "unlocated",  # a stale place without it
    "no_version_flag",  # a 2019 header that does not say so
    "unescaped_check",  # a check byte 7d as it is
    "repeated",  # every frame twice
    "other_phone",  # every report under the number of another terminal
    "wrong_check",  # every tenth frame is broken on the way
]
"""What it does wrong."""

_FAST = timedelta(hours=1)
_OTHER = 1
_EVERY = 10
_ESCAPE = b"\x7d"
_REPORTS = (0x0200, 0x0704)


def twisted(fix: Fix, quirks: AbstractSet[Quirk]) -> Fix:
    """The fix as a terminal with these quirks reports it."""
    if "wrong_clock" in quirks:
        fix = replace(fix, at=fix.at + _FAST)
    if "null_island" in quirks:
        fix = replace(fix, lon=0.0, lat=0.0)
    if "unlocated" in quirks:
        fix = replace(fix, quality=fix.quality | Quality.NO_FIX)
    return fix


def spoiled(header: jt808.Header, body: bytes, quirks: AbstractSet[Quirk]) -> bytes:
    """The frame as a terminal with these quirks writes it."""
    if "no_version_flag" in quirks and header.edition == "2019":
        header = replace(header, version_flag_missing=True)
    if "other_phone" in quirks and header.message in _REPORTS:
        other = str(int(header.phone) + _OTHER).rjust(len(header.phone), "0")
        header = replace(header, phone=other)
    frame = jt808.encode(header, body)
    if "wrong_check" in quirks and header.message in _REPORTS and header.serial % _EVERY == 0:
        middle = len(frame) // 2
        return frame[:middle] + bytes([frame[middle] ^ 0x01]) + frame[middle + 1 :]
    if "unescaped_check" in quirks:
        return _unescaped(header, body) or frame
    return frame


def _unescaped(header: jt808.Header, body: bytes) -> bytes | None:
    """The frame with its check byte as it is, where that would have to be escaped."""
    content = write_header(header, len(body)) + body
    check = bytes([check_byte(content)])
    return FLAG + escape(content) + check + FLAG if check == _ESCAPE else None
