"""MQTT packets out of a stream of bytes, many at once."""

from dataclasses import dataclass
from typing import NamedTuple

_PUBLISH, _KIND, _QOS, _MORE = 0x30, 0xF0, 0x06, 0x80
_LONGEST = 4  # bytes of a length


class Published(NamedTuple):
    """A PUBLISH at QoS 0 or 1.

    Attributes:
        topic: As it was sent.
        payload: Its bytes.
        mid: Message id; 0 at QoS 0.
        qos: 0 or 1.
    """

    topic: bytes
    payload: bytes
    mid: int
    qos: int


class Packet(NamedTuple):
    """Any other packet.

    Attributes:
        command: Its first byte.
        body: What follows the length.
    """

    command: int
    body: bytes


class BrokenError(ValueError):
    """This is no MQTT: the connection is worthless."""


@dataclass(frozen=True, slots=True)
class Split:
    """What a stream held so far.

    Attributes:
        packets: Complete ones, in order; neighbouring PUBLISH packets together.
        rest: The beginning of one that is not complete yet.
    """

    packets: list[list[Published] | Packet]
    rest: bytes


def split(stream: bytes) -> Split:
    """Take the packets of MQTT 3.1.1 from a stream.

    Raises:
        BrokenError: If a length has more than four bytes, or a topic ends behind its packet.

    Source:
        MQTT 3.1.1, sections 2.2 and 3.3.
    """
    found: list[list[Published] | Packet] = []
    some: list[Published] = []
    at, size = 0, len(stream)
    while at + 1 < size:
        begin, length = at + 2, stream[at + 1]
        if length & _MORE:
            begin, length = _long(stream, at + 1)
            if begin == 0:
                break
        end = begin + length
        if end > size:
            break
        command = stream[at]
        if command & _KIND == _PUBLISH and command & _QOS <= 2:  # noqa: PLR2004 - QoS 1
            some.append(_published(stream, command, begin, end))
        else:
            found += [some] if some else []
            some = []
            found.append(Packet(command, stream[begin:end]))
        at = end
    found += [some] if some else []
    return Split(found, stream[at:])


def published(topic: str, payload: bytes, mid: int) -> bytes:
    """A PUBLISH at QoS 1."""
    name = topic.encode()
    size = 4 + len(name) + len(payload)
    head = b"\x32" + (bytes((size,)) if size < _MORE else _length(size))
    return b"%b%b%b%b%b" % (
        head,
        len(name).to_bytes(2, "big"),
        name,
        mid.to_bytes(2, "big"),
        payload,
    )


def _length(size: int) -> bytes:
    found = bytearray()
    while size >= _MORE:
        found.append(size & ~_MORE & 0xFF | _MORE)
        size >>= 7
    return bytes((*found, size))


def _published(stream: bytes, command: int, begin: int, end: int) -> Published:
    topic_at = begin + 2
    topic_end = topic_at + (stream[begin] << 8 | stream[begin + 1] if topic_at <= end else end)
    payload_at = topic_end + (command & _QOS)  # two bytes of message id at QoS 1
    if payload_at > end:
        raise BrokenError("a topic is longer than its packet")
    topic = stream[topic_at:topic_end]
    if not command & _QOS:
        return Published(topic, stream[payload_at:end], 0, 0)
    mid = stream[topic_end] << 8 | stream[topic_end + 1]
    return Published(topic, stream[payload_at:end], mid, 1)


def _long(stream: bytes, at: int) -> tuple[int, int]:
    """Where the body begins, and its length; 0 and 0 if the length is not complete."""
    length = 0
    for place in range(_LONGEST):
        if at + place >= len(stream):
            return 0, 0
        byte = stream[at + place]
        length |= (byte & ~_MORE) << 7 * place
        if not byte & _MORE:
            return at + place + 1, length
    raise BrokenError("a length has more than four bytes")
