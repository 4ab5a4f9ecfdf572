"""One MQTT message to what it holds: fixes, what is wrong, and what the terminal is answered."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from telemetry.codecs import json as own_json
from telemetry.codecs import limits
from telemetry.codecs.jt808.answers import BAD_MESSAGE, NOT_SUPPORTED, OK
from telemetry.codecs.jt808.frame import split
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.message import TERMINAL_ANSWER, Message, decode
from telemetry.fix import Fix, Malformed

_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHOWN = 100

_STORED = {0x0200, 0x0201, 0x0500, 0x0704}
"""Messages whose content goes to the archive; the others are kept as they came."""

_ANSWERED = {
    0x0002, 0x0003, 0x0102, 0x0104, 0x0107, 0x0108, 0x0200, 0x0201, 0x0301, 0x0302, 0x0303,
    0x0500, 0x0608, 0x0700, 0x0701, 0x0702, 0x0704, 0x0705, 0x0800, 0x0802, 0x0805, 0x0900, 0x0901,
}  # fmt: skip
"""Messages that a general answer settles with 0 (jt808.md 5.2); unknown ones get 3."""


@dataclass(slots=True)
class Reception:
    """What one MQTT message holds.

    Attributes:
        device: The terminal of the topic; empty if that is no name.
        records: Fixes, and what goes to quarantine.
        firsts: Boot -> the lowest record number the device still holds.
        messages: Message id and bytes of frames without a position.
        requests: Headers to answer, with the result.
    """

    device: str
    records: list[Fix | Malformed] = field(default_factory=list)
    firsts: dict[int, int] = field(default_factory=dict)
    messages: list[tuple[int, bytes]] = field(default_factory=list)
    requests: list[tuple[Header, int]] = field(default_factory=list)


def receive(topic: str, payload: bytes, arrival: datetime) -> Reception:
    """Read one MQTT message; whatever it is, the answer is a reception.

    Args:
        topic: `v1/<device>/up/pos`, `.../jt808` or `.../status`, with any prefix in front.
        payload: As published.
        arrival: When it reached us, on the clock that the fixes use (UTC).

    Source:
        feed.md sections 1 to 3.
    """
    *_, device, _, kind = ("", "", *topic.split("/"))
    if not _DEVICE.fullmatch(device):
        detail = f"a topic names a device by at most 64 of A-Z a-z 0-9 _ -: {topic[:_SHOWN]!r}"
        return Reception("", [Malformed("unknown_device", detail, raw=payload[: limits.BATCH])])
    if kind == "status":  # a will: the terminal is gone, or back
        return Reception(device)
    if kind == "jt808":
        return _frames(device, payload)
    decoded = own_json.decode(payload, device, arrival)
    return Reception(device, decoded.records, decoded.first)


def _frames(device: str, payload: bytes) -> Reception:
    reception = Reception(device)
    for frame in split(payload):
        if isinstance(frame, Malformed):
            reception.records.append(frame)
            continue
        try:
            message = decode(frame)
        except Malformed as error:
            reception.records.append(error)
        else:
            _take(reception, frame, message)
    return reception


def _take(reception: Reception, frame: bytes, message: Message) -> None:
    header = message.header
    if header.device != reception.device:
        detail = f"the topic says {reception.device}, the frame {header.device}"
        reception.records.append(Malformed("identity_mismatch", detail, raw=frame))
        return
    for record in message.fixes:
        if isinstance(record, Malformed):
            record.raw = frame  # with which it can be read again
    reception.records += message.fixes
    if header.message not in _STORED and not message.fixes:
        reception.messages.append((header.message, frame))
    if header.message != TERMINAL_ANSWER:
        reception.requests.append((header, _result(message)))


def _result(message: Message) -> int:
    bad = [record for record in message.fixes if isinstance(record, Malformed)]
    if any(record.reason == "encrypted" for record in bad):
        return NOT_SUPPORTED
    if bad and len(bad) == len(message.fixes) and bad[0].reason != "incomplete":
        return BAD_MESSAGE
    return OK if message.header.message in _ANSWERED else NOT_SUPPORTED
