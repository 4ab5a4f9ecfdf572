"""The header of a frame whose body is not as long as it says: enough to answer it. Pure."""

import struct

from telemetry.codecs.jt808.frame import unescape
from telemetry.codecs.jt808.header import BODY_LIMIT, Header, header_size, read_header

_ATTRIBUTES = struct.Struct(">H")
_AT = 2


def misfit(frame: bytes) -> Header | None:
    """What the header would be if it told the length that came.

    Args:
        frame: With both flags, and a right check byte: refused as `length_mismatch`.
    """
    content = bytearray(unescape(frame[1:-1]))
    length = len(content) - 1 - header_size(bytes(content))
    if length > BODY_LIMIT:
        return None
    (attributes,) = _ATTRIBUTES.unpack_from(content, _AT)
    _ATTRIBUTES.pack_into(content, _AT, attributes & ~BODY_LIMIT | length)
    header, _ = read_header(bytes(content))
    return header
