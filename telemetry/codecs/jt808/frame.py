"""JT/T 808 between two flags: finding frames, escaping, the check byte."""

from collections.abc import Set as AbstractSet

from telemetry.codecs import limits
from telemetry.codecs.jt808.header import (
    Header,
    header_size,
    read_header,
    read_short_header,
    write_header,
)
from telemetry.fix import Malformed

FLAG = b"\x7e"
_ESCAPE, _ESCAPED_ESCAPE, _ESCAPED_FLAG = b"\x7d", b"\x7d\x01", b"\x7d\x02"
_BUFFER_LIMIT = 4096  # bytes without a flag: more is no frame


class Splitter:
    """Finds frames in a stream that arrives in any pieces.

    Attributes:
        dropped: Bytes that belonged to no frame: in front of the first flag, or too many.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self._rest = b""
        self._open = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next bytes.

        Returns:
            The frames they complete, each with both flags.
        """
        *closed, self._rest = (self._rest + data).split(FLAG)
        if closed and not self._open:
            self.dropped += len(closed.pop(0))
            self._open = True
        if len(self._rest) > _BUFFER_LIMIT or not self._open:
            self.dropped += len(self._rest)
            self._rest, self._open = b"", False
        return [FLAG + piece + FLAG for piece in closed if piece]


def split(payload: bytes) -> list[bytes | Malformed]:
    """Find the frames of one MQTT payload.

    Returns:
        Each frame with both flags, then what is left over: nothing, or a frame cut at the end.
        Bytes in front of the first flag are dropped.
    """
    if len(payload) > limits.BATCH:
        detail = f"{len(payload)} bytes of frames, {limits.BATCH} are allowed"
        return [limits.too_large(payload, detail)]
    _, *closed = payload.split(FLAG)
    cut = closed.pop() if closed else payload
    frames: list[bytes | Malformed] = [FLAG + piece + FLAG for piece in closed if piece]
    if len(frames) > limits.RECORDS:
        detail = f"{len(frames)} frames, {limits.RECORDS} are allowed"
        return [limits.too_large(payload, detail)]
    if cut or not frames:
        detail = f"{len(cut)} bytes without a closing flag"
        frames.append(Malformed("truncated", detail, raw=cut))
    return frames


def open_frame(frame: bytes, short_serials: AbstractSet[int] = frozenset()) -> tuple[Header, bytes]:
    """Take a frame apart.

    Args:
        frame: One frame with both flags.
        short_serials: Messages that a maker sends with a serial of one byte.

    Returns:
        Its header and its body.

    Raises:
        Malformed: `truncated`, `bad_escape`, `header_too_short`, `check_mismatch` or
            `length_mismatch`.

    Source:
        JT/T 808-2019, chapter 4.

    >>> header, body = open_frame(bytes.fromhex("7e000200001234567890120001897e"))
    >>> header.device, header.serial, body
    ('123456789012', 1, b'')
    """
    try:
        content = _content(frame)
        short = int.from_bytes(content[:2]) in short_serials
        header, begin = read_short_header(content) if short else read_header(content)
    except Malformed as error:
        error.raw = frame
        raise
    return header, content[begin:-1]


def encode(header: Header, body: bytes) -> bytes:
    """Write a frame with both flags; `open_frame` takes it apart again.

    Raises:
        ValueError: If the body or the phone is too long: a mistake of the caller.
    """
    content = write_header(header, len(body)) + body
    content += bytes([check_byte(content)])
    return FLAG + escape(content) + FLAG


def check_byte(content: bytes) -> int:
    """The bytes combined by exclusive or.

    Folded in halves, because a loop over the bytes takes as long as all the rest of a frame.
    """
    value, width = int.from_bytes(content), 8 << (len(content) - 1).bit_length()
    while width > 8:  # noqa: PLR2004 - bits of a byte
        width >>= 1
        value ^= value >> width
    return value & 0xFF


def escape(content: bytes) -> bytes:
    """Write flags and escapes within a frame so that no flag is left."""
    return content.replace(_ESCAPE, _ESCAPED_ESCAPE).replace(FLAG, _ESCAPED_FLAG)


def unescape(inner: bytes) -> bytes:
    """Undo `escape`; a check byte 7d that a terminal forgot to escape is tolerated.

    Raises:
        Malformed: `bad_escape`.
    """
    if _ESCAPE not in inner:
        return inner
    if inner.count(_ESCAPE) == inner.count(_ESCAPED_ESCAPE) + inner.count(_ESCAPED_FLAG):
        return inner.replace(_ESCAPED_FLAG, FLAG).replace(_ESCAPED_ESCAPE, _ESCAPE)
    front = inner[:-1]
    if inner[-1:] == _ESCAPE and front[-1:] != _ESCAPE:
        content = unescape(front)
        if check_byte(content) == ord(_ESCAPE):
            return content + _ESCAPE
    raise Malformed("bad_escape", "7d is followed by 01 or 02")


def _content(frame: bytes) -> bytes:
    inner = frame[1:-1]
    if len(frame) < len(FLAG) * 2 or frame[:1] != FLAG or frame[-1:] != FLAG or FLAG in inner:
        raise Malformed("truncated", "a frame stands between two flags 7e")
    content = unescape(inner)
    header_size(content)
    if check_byte(content):  # the check byte included, everything cancels out
        found, expected = content[-1], check_byte(content[:-1])
        detail = f"the check byte is {found:02x}, the content gives {expected:02x}"
        raise Malformed("check_mismatch", detail)
    return content
