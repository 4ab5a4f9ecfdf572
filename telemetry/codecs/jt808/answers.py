"""What the platform and a terminal answer each other, byte for byte as the standard says."""

import struct
from datetime import UTC, datetime

from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header

OK, FAILED, BAD_MESSAGE, NOT_SUPPORTED, ALARM_HANDLED = range(5)
"""Results of a general answer."""

_TERMINAL, _PLATFORM, _TIME, _REGISTRATION = 0x0001, 0x8001, 0x8004, 0x8100
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


def _general(request: Header, result: int) -> bytes:
    return _ANSWER.pack(request.serial, request.message, result)


def _answer(message: int, request: Header, serial: int, body: bytes) -> bytes:
    header = Header(
        message=message,
        phone=request.phone,
        serial=serial,
        edition=request.edition,
        version=request.version,
    )
    return encode(header, body)
