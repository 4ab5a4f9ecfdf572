"""What the platform and a terminal answer each other, byte for byte as the standard says."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from telemetry.codecs.jt808.body import write_body
from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.packages import Missing, encode_all

OK, FAILED, BAD_MESSAGE, NOT_SUPPORTED, ALARM_HANDLED = range(5)
"""Results of a general answer."""

_TERMINAL, _PLATFORM, _TIME, _REGISTRATION = 0x0001, 0x8001, 0x8004, 0x8100
_WANTED, _MEDIA = 0x8003, 0x8800
_ANSWER = struct.Struct(">HHB")  # serial and id of the request, result
_REGISTERED = struct.Struct(">HB")  # serial of the request, result


def general_answer(request: Header, serial: int, result: int = OK) -> bytes:
    """The platform's answer (平台通用应答, 0x8001) as a frame.

    Args:
        request: Header of what is answered; its edition, version and phone come back.
        serial: The platform's own number of this message on this connection.
        result: 0 ok, 1 failed, 2 bad message, 3 not supported, 4 alarm handled.
    """
    return _answer(_PLATFORM, request, serial, _general(request, result))


def terminal_answer(request: Header, serial: int, result: int = OK) -> bytes:
    """A terminal's answer to a command (终端通用应答, 0x0001) as a frame.

    Args:
        request: Header of the command.
        serial: The terminal's own number of this message.
        result: 0 ok, 1 failed, 2 bad message, 3 not supported.
    """
    return _answer(_TERMINAL, request, serial, _general(request, result))


def registration_answer(request: Header, serial: int, result: int, code: str = "") -> bytes:
    """The answer to a registration (终端注册应答, 0x8100) as a frame.

    Args:
        request: Header of the registration.
        serial: The platform's own number of this message.
        result: 0 ok, 1 vehicle registered, 2 no such vehicle, 3 terminal registered, 4 no such
            terminal.
        code: Authentication code, sent only with result 0.

    Raises:
        UnicodeEncodeError: If the code has a character that GBK has not.
    """
    text = b"" if result else code.encode("gbk")
    body = _REGISTERED.pack(request.serial, result) + text
    return _answer(_REGISTRATION, request, serial, body)


def time_answer(request: Header, serial: int, at: datetime) -> bytes:
    """The answer to a time query (0x8004) as a frame: the only UTC of the standard.

    Args:
        request: Header of the query.
        serial: The platform's own number of this message.
        at: The time now.
    """
    body = bytes.fromhex(f"{at.astimezone(UTC):%y%m%d%H%M%S}")
    return _answer(_TIME, request, serial, body)


def resend_request(missing: Missing, serial: int) -> bytes:
    """Ask for packages (补传分包请求, 0x8003; 0x8800 for media whose number is known) as a frame.

    Args:
        missing: What `Packages.tick` found missing.
        serial: The platform's own number of this message.
    """
    if missing.media is not None:
        return media_answer(missing.header, serial, missing.media, missing.indexes)
    fields = {"first": missing.first, "indexes": missing.indexes}
    body = write_body(_WANTED, fields, missing.header.edition)
    return _answer(_WANTED, missing.header, serial, body)


def media_answer(request: Header, serial: int, media: int, missing: tuple[int, ...] = ()) -> bytes:
    """The answer to media data (多媒体数据上传应答, 0x8800) as a frame.

    Args:
        request: Header of one of its packages.
        serial: The platform's own number of this message.
        media: Number of the media.
        missing: Packages that are wanted again; none when it is whole.
    """
    wanted = bytes([len(missing)]) + b"".join(index.to_bytes(2) for index in missing)
    body = media.to_bytes(4) + (wanted if missing else b"")
    return _answer(_MEDIA, request, serial, body)


def platform_message(
    terminal: Header, serial: int, message: int, fields: Mapping[str, Any]
) -> list[bytes]:
    """Any message to a terminal as frames: one, or as many packages as it needs.

    Args:
        terminal: Header of something the terminal sent: its edition, version and phone.
        serial: The platform's own number of the first frame.
        message: Message id: 0x8103, 0x8300, 0x8600, ...
        fields: What `body.write_body` takes.

    Raises:
        ValueError: If a field is missing or does not fit.
    """
    header = _header(message, terminal, serial)
    return encode_all(header, write_body(message, fields, terminal.edition))


def _general(request: Header, result: int) -> bytes:
    return _ANSWER.pack(request.serial, request.message, result)


def _answer(message: int, request: Header, serial: int, body: bytes) -> bytes:
    return encode(_header(message, request, serial), body)


def _header(message: int, request: Header, serial: int) -> Header:
    return Header(
        message=message,
        phone=request.phone,
        serial=serial,
        edition=request.edition,
        version=request.version,
    )
