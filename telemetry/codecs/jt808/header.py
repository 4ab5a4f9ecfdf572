"""The header of a JT/T 808 message: who speaks, in which edition, about what."""

import struct
from dataclasses import dataclass
from typing import Literal

from telemetry.fix import Malformed

Edition = Literal["2013", "2019"]

BODY_LIMIT = 1023
_ENCRYPTION_SHIFT, _ENCRYPTION_MASK = 10, 7
_PACKAGED, _VERSION_FLAG, _RESERVED = 1 << 13, 1 << 14, 1 << 15

_HEAD_2013 = struct.Struct(">HH6sH")  # message, attributes, phone, serial
_HEAD_2019 = struct.Struct(">HHB10sH")  # message, attributes, version, phone, serial
_HEAD_SHORT = struct.Struct(">HH6sB")  # as one maker writes it: a serial of one byte
_ATTRIBUTES = struct.Struct(">HH")
_PACKAGE = struct.Struct(">HH")
_PHONE_2019 = slice(5, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands in front of a body.

    Attributes:
        message: Message id: 0x0200 is a position report.
        phone: The phone number's digits as received, 12 or 20 of them; hexadecimal where a maker
            put binary there.
        serial: The sender's number of this message, 0 to 65535.
        edition: Whose header it is; 2011 and 2013 share one.
        version: Version byte of the 2019 header; 0 in the other.
        encryption: Attribute bits 10-12; 0 is none.
        total: Packages of the whole message, when it is one of several.
        index: Which of them this is, from 1.
        version_flag_missing: A 2019 header whose attributes do not say so.
        reserved: Attribute bit 15.
    """

    message: int
    phone: str
    serial: int
    edition: Edition = "2013"
    version: int = 0
    encryption: int = 0
    total: int | None = None
    index: int | None = None
    version_flag_missing: bool = False
    reserved: bool = False

    @property
    def device(self) -> str:
        """The terminal's identity: the same under both headers."""
        return normal_phone(self.phone)

    @property
    def whole(self) -> bool:
        """Whether the body is complete: not packaged, or in a single package."""
        return self.total is None or self.total == self.index == 1


def normal_phone(phone: str) -> str:
    """The form in which phone numbers are compared.

    >>> normal_phone("013800138000"), normal_phone("4EB6FB00004E")
    ('13800138000', '4eb6fb00004e')
    """
    return (phone.lstrip("0") or "0") if phone.isdecimal() else phone.lower()


def read_header(content: bytes) -> tuple[Header, int]:
    """Read the header of an unescaped frame whose check byte was found right.

    Args:
        content: Header, body and check byte.

    Returns:
        The header, and where the body begins.

    Raises:
        Malformed: `length_mismatch` if the body is not as long as the header says.
    """
    _, attributes = _ATTRIBUTES.unpack_from(content)
    size = header_size(content)
    beyond = len(content) - 1 - (attributes & BODY_LIMIT) - size
    if not beyond:
        return _header(content, attributes, missing=False), size
    if beyond == _HEAD_2019.size - _HEAD_2013.size and _forgot_flag(content, attributes):
        return _header(content, attributes, missing=True), size + beyond
    raise Malformed(
        "length_mismatch",
        f"the header says {attributes & BODY_LIMIT} bytes of body, {len(content) - 1 - size} came",
    )


def read_short_header(content: bytes) -> tuple[Header, int]:
    """Read a header whose serial is one byte, as a maker's profile says.

    Args:
        content: Header, body and check byte.

    Returns:
        The header, whose encryption bits mean nothing, and where the body begins.

    Raises:
        Malformed: `length_mismatch` if the body is not as long as the header says.
    """
    message, attributes, phone, serial = _HEAD_SHORT.unpack_from(content)
    size = _HEAD_SHORT.size
    if len(content) - 1 - size != attributes & BODY_LIMIT:
        told, came = attributes & BODY_LIMIT, len(content) - 1 - size
        raise Malformed("length_mismatch", f"the header says {told} bytes of body, {came} came")
    return Header(message=message, phone=phone.hex(), serial=serial), size


def header_size(content: bytes) -> int:
    """Length of the header, in bytes, as its own attributes tell it.

    Raises:
        Malformed: `header_too_short` if there is less than that and a check byte.
    """
    size = _HEAD_2013.size
    if len(content) > size:
        _, attributes = _ATTRIBUTES.unpack_from(content)
        size = _HEAD_2019.size if attributes & _VERSION_FLAG else size
        size += _PACKAGE.size if attributes & _PACKAGED else 0
    if len(content) <= size:
        raise Malformed(
            "header_too_short",
            f"a header and a check byte have at least {size + 1} bytes, this is {len(content)}",
        )
    return size


def write_header(header: Header, length: int) -> bytes:
    """Write a header in front of a body.

    Args:
        header: What to say; the phone is padded with zeros in front.
        length: Bytes of the body, at most 1023.

    Raises:
        ValueError: If the body or the phone is too long: a mistake of the caller.
    """
    if length > BODY_LIMIT:
        raise ValueError(f"a body has at most {BODY_LIMIT} bytes, this one has {length}")
    attributes = (
        length
        | header.encryption << _ENCRYPTION_SHIFT
        | _PACKAGED * (header.total is not None)
        | _VERSION_FLAG * (header.edition == "2019" and not header.version_flag_missing)
        | _RESERVED * header.reserved
    )
    if header.edition == "2019":
        phone = _phone_bytes(header.phone, 10)
        head = _HEAD_2019.pack(header.message, attributes, header.version, phone, header.serial)
    else:
        phone = _phone_bytes(header.phone, 6)
        head = _HEAD_2013.pack(header.message, attributes, phone, header.serial)
    package = b"" if header.total is None else _PACKAGE.pack(header.total, header.index or 0)
    return head + package


def _header(content: bytes, attributes: int, *, missing: bool) -> Header:
    total = index = None
    edition: Edition = "2019" if missing or attributes & _VERSION_FLAG else "2013"
    if edition == "2019":
        message, _, version, phone, serial = _HEAD_2019.unpack_from(content)
    else:
        message, _, phone, serial = _HEAD_2013.unpack_from(content)
        version = 0
    if attributes & _PACKAGED:
        head = _HEAD_2019 if edition == "2019" else _HEAD_2013
        total, index = _PACKAGE.unpack_from(content, head.size)
    return Header(
        message=message,
        phone=phone.hex(),
        serial=serial,
        edition=edition,
        version=version,
        encryption=attributes >> _ENCRYPTION_SHIFT & _ENCRYPTION_MASK,
        total=total,
        index=index,
        version_flag_missing=missing,
        reserved=bool(attributes & _RESERVED),
    )


def _forgot_flag(content: bytes, attributes: int) -> bool:
    return not attributes & _VERSION_FLAG and content[_PHONE_2019].hex().isdecimal()


def _phone_bytes(phone: str, size: int) -> bytes:
    found = bytes.fromhex(phone.rjust(2 * size, "0"))
    if len(found) != size:
        raise ValueError(f"a phone number has at most {2 * size} digits, this one is {phone!r}")
    return found
