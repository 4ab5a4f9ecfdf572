"""A publisher that is never the slow one: MQTT 3.1.1 at QoS 1 over a plain socket."""

import socket
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

_WINDOW = 2000
_ACK = 4  # bytes of a PUBACK
_LARGE = 1 << 16

Message = tuple[str, bytes]


def publish(broker: str, messages: Sequence[Message]) -> None:
    """Publish, and come back when the broker has answered for all of them."""
    with _opened(broker) as wire:
        told = 0
        for begin in range(0, len(messages), _WINDOW):
            some = messages[begin : begin + _WINDOW]
            wire.sendall(b"".join(_packets(some)))
            told += len(some)
            _answered(wire, len(some))
        wire.sendall(b"\xe0\x00")


def _packets(messages: Sequence[Message]) -> Iterator[bytes]:
    for mid, (topic, payload) in enumerate(messages, 1):
        name = topic.encode()
        body = _text(name) + mid.to_bytes(2, "big") + payload
        yield b"\x32" + _length(len(body)) + body


def _answered(wire: socket.socket, count: int) -> None:
    missing = count * _ACK
    while missing:
        heard = wire.recv(min(_LARGE, missing))
        if not heard:
            raise ConnectionError("the broker hung up")
        missing -= len(heard)


def _opened(broker: str) -> socket.socket:
    parts = urlsplit(broker)
    wire = socket.create_connection((parts.hostname or "", parts.port or 1883), 10)
    wire.settimeout(60)
    words = [unquote(each or "").encode() for each in (parts.username, parts.password)]
    flags = 0x02 | (0xC0 if parts.username else 0)
    body = _text(b"MQTT") + bytes((4, flags, 0, 0)) + _text(b"bench-publisher")
    body += b"".join(_text(word) for word in words) if parts.username else b""
    wire.sendall(b"\x10" + _length(len(body)) + body)
    if wire.recv(4) != b"\x20\x02\x00\x00":
        raise ConnectionError("the broker refused the publisher")
    return wire


def _length(size: int) -> bytes:
    found = bytearray()
    while True:
        size, low = divmod(size, 128)
        found.append(low | (0x80 if size else 0))
        if not size:
            return bytes(found)


def _text(text: bytes) -> bytes:
    return len(text).to_bytes(2, "big") + text
