"""One MQTT message to what it holds: fixes, what is wrong, and what the terminal is answered."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from telemetry.codecs import emqx, limits, nmea
from telemetry.codecs import json as own_json
from telemetry.codecs.jt808.answers import BAD_MESSAGE, NOT_SUPPORTED, OK
from telemetry.codecs.jt808.frame import split
from telemetry.codecs.jt808.header import Header, normal_phone
from telemetry.codecs.jt808.message import TERMINAL_ANSWER, Message, decode, read_message
from telemetry.codecs.jt808.packages import GivenUp, Packages, Whole
from telemetry.codecs.rollover import corrected_all
from telemetry.fix import Fix, Malformed

_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHOWN = 100

_STORED = {0x0200, 0x0201, 0x0500, 0x0704}
"""Messages whose content goes to the archive; the others are kept as they came."""

_ANSWERED = {
    0x0002, 0x0003, 0x0004, 0x0100, 0x0102, 0x0104, 0x0107, 0x0108, 0x0200, 0x0201, 0x0301, 0x0302,
    0x0303, 0x0500, 0x0608, 0x0700, 0x0701, 0x0702, 0x0704, 0x0705, 0x0800, 0x0802, 0x0805, 0x0900,
    0x0901,
}  # fmt: skip
"""Messages that are settled with 0 (jt808.md 5.2); unknown ones get 3."""


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
        topic: `v1/<device>/up/pos`, `.../jt808`, `.../nmea` or `.../status`, or
            `jt808/<clientid>/<phone>/up` of EMQX's gateway, with any prefix in front.
        payload: As published.
        arrival: When it reached us, on the clock that the fixes use (UTC).

    Source:
        feed.md sections 1 to 4.
    """
    device, kind = _addressed(topic)
    if not _DEVICE.fullmatch(device):
        detail = f"a topic names a device by at most 64 of A-Z a-z 0-9 _ -: {topic[:_SHOWN]!r}"
        return Reception("", [Malformed("unknown_device", detail, raw=payload[: limits.BATCH])])
    if kind == "status":  # a will: the terminal is gone, or back
        return Reception(device)
    reader = _READERS.get(kind)
    if reader is None:  # our own JSON, whose times cannot be so old
        decoded = own_json.decode(payload, device, arrival)
        return Reception(device, decoded.records, decoded.first)
    reception = reader(device, payload)
    reception.records = corrected_all(reception.records, arrival)
    return reception


def _addressed(topic: str) -> tuple[str, str]:
    """The device of a topic, and the kind of payload."""
    *_, protocol, device, way, kind = ("", "", "", "", *topic.split("/"))
    if (protocol, kind) == ("jt808", "up"):
        return normal_phone(way), "emqx"
    return device, kind


def _sentences(device: str, payload: bytes) -> Reception:
    decoded = nmea.decode(payload, device)
    return Reception(device, decoded.records, decoded.first)


def _gateway(device: str, payload: bytes) -> Reception:
    """What EMQX's gateway says: it has answered the terminal already."""
    try:
        message = emqx.decode(payload)
    except Malformed as error:
        return Reception(device, _with_raw([error], payload))
    if message.header.device != device:
        detail = f"the topic says {device}, the message {message.header.device}"
        return Reception(device, [Malformed("identity_mismatch", detail, raw=payload)])
    reception = Reception(device, _with_raw(message.fixes, payload))
    if message.header.message not in _STORED and not message.fixes:
        reception.messages.append((message.header.message, payload))
    return reception


def _frames(device: str, payload: bytes) -> Reception:
    """The frames of a payload; packages of one message are put together if all are here."""
    reception, pieces = Reception(device), _Pieces()
    for frame in split(payload):
        if isinstance(frame, Malformed):
            reception.records.append(frame)
            continue
        try:
            message = decode(frame)
            if message.header.whole or message.header.encryption:
                _take(reception, frame, message)
            else:
                _gather(reception, pieces, frame, message)
        except Malformed as error:
            error.raw = frame
            reception.records.append(error)
    for frame, message in [*pieces.given_up, *pieces.open]:
        _take(reception, frame, message)
    return reception


_Piece = tuple[bytes, Message]


@dataclass(slots=True)
class _Pieces:
    """Packages of a payload: those that may still be put together, and those that cannot."""

    packages: Packages = field(default_factory=Packages)
    open: list[_Piece] = field(default_factory=list)
    given_up: list[_Piece] = field(default_factory=list)

    def taken(self, header: Header) -> list[_Piece]:
        """Take out the packages of one message."""
        ours = [each for each in self.open if _same_message(each[1].header, header)]
        self.open = [each for each in self.open if not _same_message(each[1].header, header)]
        return ours


def _gather(reception: Reception, pieces: _Pieces, frame: bytes, message: Message) -> None:
    """Take one package; each is answered, the last one with what the whole message is."""
    pieces.packages, outcomes = pieces.packages.step(message.header, message.body, 0.0)
    for outcome in outcomes:
        if isinstance(outcome, GivenUp):
            pieces.given_up += pieces.taken(outcome.header)
    pieces.open.append((frame, message))
    for outcome in outcomes:
        if isinstance(outcome, Whole):
            ours = pieces.taken(message.header)
            reception.requests += [(each.header, OK) for _, each in ours[:-1]]
            frames = b"".join(frame for frame, _ in ours)
            _take(reception, frames, read_message(outcome.header, outcome.body))


def _same_message(one: Header, other: Header) -> bool:
    return (one.device, one.message, one.total) == (other.device, other.message, other.total)


def _take(reception: Reception, frame: bytes, message: Message) -> None:
    header = message.header
    if header.device != reception.device:
        detail = f"the topic says {reception.device}, the frame {header.device}"
        reception.records.append(Malformed("identity_mismatch", detail, raw=frame))
        return
    reception.records += _with_raw(message.fixes, frame)
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


def _with_raw(records: list[Fix | Malformed], raw: bytes) -> list[Fix | Malformed]:
    """Refusals keep what they can be read from again."""
    for record in records:
        if isinstance(record, Malformed):
            record.raw = raw
    return records


_READERS = {"jt808": _frames, "nmea": _sentences, "emqx": _gateway}
