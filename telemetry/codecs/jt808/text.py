"""Text on the wire: GBK, padded or not, with its bytes kept beside it."""

from typing import Self

_PADDING = b"\0 "


class Text(str):
    """A text as it was read, and how it stood on the wire.

    Attributes:
        raw: Its bytes, padding and what is no GBK included; written back as they are.
    """

    __slots__ = ("raw",)

    raw: bytes

    def __new__(cls, raw: bytes) -> Self:
        """Read bytes: padding of zeros and blanks on either side is no part of the text.

        >>> Text("浙A12345".encode("gbk") + bytes(4))
        '浙A12345'
        """
        made = super().__new__(cls, raw.strip(_PADDING).decode("gb18030", errors="replace"))
        made.raw = raw
        return made


def wire(text: str, size: int | None = None) -> bytes:
    """Write a text.

    Args:
        text: A `Text` is written as it was read, if it has the size.
        size: Bytes of a field that is padded behind with zeros; None: as long as the text.

    Raises:
        ValueError: If GBK has no such character (`UnicodeEncodeError`), or the text is too long.

    >>> wire("浙A12345", 10).hex()
    'd5e34131323334350000'
    """
    raw = text.raw if isinstance(text, Text) else text.encode("gbk")
    if size is None:
        return raw
    if len(raw) > size:
        raise ValueError(f"{text!r} has {len(raw)} bytes, {size} are there for it")
    return raw.ljust(size, b"\0")
