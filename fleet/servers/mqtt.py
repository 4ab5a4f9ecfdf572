"""The first words of MQTT 3.1.1, enough to know whether a broker is there and lets us in."""

import socket
import ssl
from contextlib import ExitStack
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE_S = 5.0
CONNACK_ACCEPTED = b"\x20\x02\x00\x00"
MORE = 0x80  # this bit says that another byte of the length follows
DISCONNECT = b"\xe0\x00"


def accepts(url: str) -> bool:
    """Whether the broker accepts a connection with the address's user and password.

    Args:
        url: `mqtt://user:password@host:port`, or `mqtts://` for TLS.
    """
    parts = urlsplit(url)
    try:
        with ExitStack() as stack:
            wire = stack.enter_context(_opened(parts))
            wire.sendall(_connect(unquote(parts.username or ""), unquote(parts.password or "")))
            heard = wire.recv(len(CONNACK_ACCEPTED))
            wire.sendall(DISCONNECT)
    except (OSError, ValueError):  # nobody there, or the port is no number
        return False
    return heard == CONNACK_ACCEPTED


def _opened(parts: SplitResult) -> socket.socket:
    secure = parts.scheme == "mqtts"
    host, port = parts.hostname or "", parts.port or (8883 if secure else 1883)
    wire = socket.create_connection((host, port), PATIENCE_S)
    return ssl.create_default_context().wrap_socket(wire, server_hostname=host) if secure else wire


def _connect(user: str, password: str) -> bytes:
    """A CONNECT with a clean session, a keep-alive of 10 s and no client id of its own."""
    flags = 0x02 | (0xC0 if user else 0)
    words = [_text(user), _text(password)] if user else []
    body = b"".join((_text("MQTT"), bytes((4, flags, 0, 10)), _text(""), *words))
    return bytes((0x10, *_length(len(body)))) + body


def _length(size: int) -> list[int]:
    low, high = size % MORE, size // MORE
    return [low | MORE, high] if high else [low]


def _text(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(2, "big") + encoded
