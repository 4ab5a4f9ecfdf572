"""A frame of JT/T 808 as a message: its header, and the fixes in it."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from telemetry.codecs.jt808.batch import decode_batch
from telemetry.codecs.jt808.frame import open_frame
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.location import decode_location
from telemetry.fix import Fix, Malformed, Quality

TERMINAL_ANSWER, PLATFORM_ANSWER = 0x0001, 0x8001
LOCATION, QUERY_ANSWER, CONTROL_ANSWER, BATCH = 0x0200, 0x0201, 0x0500, 0x0704

_SERIAL = struct.Struct(">H")
_ANSWER = struct.Struct(">HHB")  # serial, message, result

Records = list[Fix | Malformed]
Fields = dict[str, int]
Read = tuple[Records, Fields]


@dataclass(frozen=True, slots=True)
class Message:
    """One frame, read.

    Attributes:
        header: Who speaks, and about what.
        body: The bytes behind the header, as they came.
        fixes: What goes to the archive, and what goes to quarantine: also a body that must stay
            unread, as `encrypted` or `incomplete` (one package of several).
        fields: Numbers of the body: `serial`, `message` and `result` of a general answer; `count`
            and `kind` of a batch; `serial` of the command a position answers.
    """

    header: Header
    body: bytes
    fixes: Records = field(default_factory=list)
    fields: Fields = field(default_factory=dict)


def decode(frame: bytes) -> Message:
    """Read one frame.

    Args:
        frame: With both flags.

    Raises:
        Malformed: If the frame itself is wrong. A body that is wrong is among the `fixes`: its
            header is needed for the answer.
    """
    header, body = open_frame(frame)
    if header.encryption:
        detail = f"encryption {header.encryption} is not supported"
        return Message(header, body, [Malformed("encrypted", detail, raw=frame)])
    if not header.whole:
        detail = f"package {header.index} of {header.total}"
        return Message(header, body, [Malformed("incomplete", detail, raw=frame)])
    read = _READERS.get(header.message)
    if read is None:
        return Message(header, body)
    try:
        return Message(header, body, *read(header, body))
    except Malformed as error:
        return Message(header, body, [error.with_traceback(None)])


def _known(header: Header) -> int:
    return Quality.VERSION_FLAG_MISSING.value if header.version_flag_missing else 0


def _location(header: Header, body: bytes) -> Read:
    return [decode_location(header.device, body, _known(header))], {}


def _answered_location(header: Header, body: bytes) -> Read:
    position = body[_SERIAL.size :]
    fix = decode_location(header.device, position, _known(header))
    return [fix], {"serial": _SERIAL.unpack_from(body)[0]}


def _batch(header: Header, body: bytes) -> Read:
    batch, records = decode_batch(header.device, body, _known(header))
    return records, {"count": batch.count or 0, "kind": batch.kind}


def _answer(_: Header, body: bytes) -> Read:
    if len(body) < _ANSWER.size:
        detail = f"a general answer has {_ANSWER.size} bytes, this one has {len(body)}"
        raise Malformed("body_malformed", detail, raw=body)
    return [], dict(zip(("serial", "message", "result"), _ANSWER.unpack_from(body), strict=True))


_READERS: dict[int, Callable[[Header, bytes], Read]] = {
    TERMINAL_ANSWER: _answer,
    PLATFORM_ANSWER: _answer,
    LOCATION: _location,
    QUERY_ANSWER: _answered_location,
    CONTROL_ANSWER: _answered_location,
    BATCH: _batch,
}
