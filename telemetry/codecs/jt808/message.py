"""A frame of JT/T 808 as a message: its header, the fields of its body, and the fixes in it."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from telemetry.codecs.jt808.batch import decode_batch
from telemetry.codecs.jt808.body import FORMS, read_body
from telemetry.codecs.jt808.forms import read_forms
from telemetry.codecs.jt808.frame import open_frame
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.layout import Fields
from telemetry.codecs.jt808.location import decode_location
from telemetry.codecs.jt808.quirks import STANDARD, Quirks
from telemetry.fix import NO_TIME, Fix, Malformed, Quality

TERMINAL_ANSWER, PLATFORM_ANSWER = 0x0001, 0x8001
LOCATION, QUERY_ANSWER, CONTROL_ANSWER, BATCH = 0x0200, 0x0201, 0x0500, 0x0704

_SERIAL = struct.Struct(">H")

Records = list[Fix | Malformed]
Read = tuple[Records, Fields]


@dataclass(frozen=True, slots=True)
class Message:
    """One frame, read.

    Attributes:
        header: Who speaks, and about what.
        body: The bytes behind the header, as they came.
        fixes: What goes to the archive, and what goes to quarantine: also a body that must stay
            unread, as `encrypted` or `incomplete` (one package of several).
        fields: What the body says, by name, as the tables in `bodies` lay it out; `count` and
            `kind` of a batch; `serial` of the command a position answers.
    """

    header: Header
    body: bytes
    fixes: Records = field(default_factory=list)
    fields: Fields = field(default_factory=dict)


def decode(frame: bytes, edition: str | None = None, quirks: Quirks = STANDARD) -> Message:
    """Read one frame.

    Args:
        frame: With both flags.
        edition: What the registration on this connection said; None: as the header says.
        quirks: What the terminal's maker does differently.

    Raises:
        Malformed: If the frame itself is wrong. A body that is wrong is among the `fixes`: its
            header is needed for the answer.
    """
    header, body = open_frame(frame, quirks.short_serials)
    if header.encryption:
        detail = f"encryption {header.encryption} is not supported"
        return Message(header, body, [Malformed("encrypted", detail, raw=frame)])
    if not header.whole:
        detail = f"package {header.index} of {header.total}"
        return Message(header, body, [Malformed("incomplete", detail, raw=frame)])
    return read_message(header, body, edition, quirks)


def read_message(
    header: Header, body: bytes, edition: str | None = None, quirks: Quirks = STANDARD
) -> Message:
    """Read a body that is whole and not encrypted.

    Args:
        header: In front of it; of packages put together, that of one of them.
        body: All of it.
        edition: What the registration on this connection said; None: as the header says.
        quirks: What the terminal's maker does differently.
    """
    try:
        records, fields = _read(header, body, edition or header.edition, quirks)
    except Malformed as error:
        return Message(header, body, [error.with_traceback(None)])
    if quirks.clock_offset_s:
        records = [_on_time(each, quirks.clock_offset_s) for each in records]
    return Message(header, body, records, fields)


def _read(header: Header, body: bytes, edition: str, quirks: Quirks) -> Read:
    reader = _READERS.get(header.message)
    if reader is not None:
        return reader(header, body)
    if header.message in quirks.bodies:
        return [], read_forms(quirks.bodies[header.message], body, edition)
    return [], read_body(header.message, body, edition) if header.message in FORMS else {}


def _on_time(record: Fix | Malformed, ahead_s: int) -> Fix | Malformed:
    if isinstance(record, Malformed) or record.at == NO_TIME:
        return record
    at = record.at - timedelta(seconds=ahead_s)
    return replace(record, at=at, quality=record.quality | Quality.CLOCK_OFFSET)


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


_READERS: dict[int, Callable[[Header, bytes], Read]] = {
    LOCATION: _location,
    QUERY_ANSWER: _answered_location,
    CONTROL_ANSWER: _answered_location,
    BATCH: _batch,
}
