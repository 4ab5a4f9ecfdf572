"""How a body is laid out, as data: one table reads it and writes it.

A body is read into a mapping of names to values; a number's unit stands behind its name
(`interval_s`). Bytes that a table does not know are kept under `trailing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from telemetry.codecs.jt808.text import Text, wire
from telemetry.fix import Malformed

Fields = dict[str, Any]
"""Name -> int, str, bytes, list, Location or further fields."""

TRAILING = "trailing"


class Source:
    """A body that is being read.

    Attributes:
        body: All of it.
        at: Where the next field begins.
    """

    def __init__(self, body: bytes) -> None:
        self.body, self.at = body, 0

    def take(self, size: int, name: str) -> bytes:
        """The next bytes.

        Raises:
            Malformed: `body_malformed` if there are fewer.
        """
        taken = self.body[self.at : self.at + size]
        if len(taken) < size:
            detail = f"{name} has {size} bytes, {len(taken)} are left"
            raise Malformed("body_malformed", detail, raw=self.body)
        self.at += size
        return taken

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(self.left, "the rest")

    @property
    def left(self) -> int:
        """Bytes not read yet."""
        return len(self.body) - self.at


class Part(Protocol):
    """A field, or a group of them."""

    def read(self, source: Source, into: Fields) -> None:
        """Take the next bytes as a value."""

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """The bytes of a value."""


Layout = Sequence[Part]


@dataclass(frozen=True, slots=True)
class Number:
    """BYTE, WORD or DWORD: big-endian, unsigned."""

    name: str
    size: int

    def read(self, source: Source, into: Fields) -> None:
        """Take an integer."""
        into[self.name] = int.from_bytes(source.take(self.size, self.name))

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Its bytes."""
        return number(fields[self.name], self.size, self.name)


def byte(name: str) -> Number:
    """An unsigned number of 8 bits."""
    return Number(name, 1)


def word(name: str) -> Number:
    """An unsigned number of 16 bits."""
    return Number(name, 2)


def dword(name: str) -> Number:
    """An unsigned number of 32 bits."""
    return Number(name, 4)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number in parts of its unit: tenths of km/h, tenths of km."""

    name: str
    size: int
    parts: int = 10  # of a unit

    def read(self, source: Source, into: Fields) -> None:
        """Take a number of units."""
        into[self.name] = int.from_bytes(source.take(self.size, self.name)) / self.parts

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Its bytes."""
        return number(round(fields[self.name] * self.parts), self.size, self.name)


@dataclass(frozen=True, slots=True)
class Digits:
    """BCD[n]: digits as text. Some terminals put letters a-f there: they are kept."""

    name: str
    size: int

    def read(self, source: Source, into: Fields) -> None:
        """Take digits, two a byte."""
        into[self.name] = source.take(self.size, self.name).hex()

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Their bytes."""
        raw = bytes.fromhex(fields[self.name])
        if len(raw) != self.size:
            raise ValueError(f"{self.name} has {2 * self.size} digits, not {fields[self.name]!r}")
        return raw


@dataclass(frozen=True, slots=True)
class Padded:
    """BYTE[n] or STRING[n] that holds text, padded behind."""

    name: str
    size: int

    def read(self, source: Source, into: Fields) -> None:
        """Take a text of this size."""
        into[self.name] = Text(source.take(self.size, self.name))

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Its bytes."""
        return wire(fields[self.name], self.size)


@dataclass(frozen=True, slots=True)
class Counted:
    """A length, then as many bytes of text."""

    name: str
    length: int = 1  # bytes of the length

    def read(self, source: Source, into: Fields) -> None:
        """Take a text."""
        size = int.from_bytes(source.take(self.length, f"length of {self.name}"))
        into[self.name] = Text(source.take(size, self.name))

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Length and bytes."""
        raw = wire(fields[self.name])
        return number(len(raw), self.length, f"length of {self.name}") + raw


@dataclass(frozen=True, slots=True)
class RestText:
    """STRING that goes on to the end."""

    name: str

    def read(self, source: Source, into: Fields) -> None:
        """Take all that is left as text."""
        into[self.name] = Text(source.rest())

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Its bytes."""
        return wire(fields[self.name])


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes: so many, or all that is left."""

    name: str
    size: int | None = None

    def read(self, source: Source, into: Fields) -> None:
        """Take them."""
        into[self.name] = source.rest() if self.size is None else source.take(self.size, self.name)

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """The same bytes."""
        raw = bytes(fields[self.name])
        if self.size is not None and len(raw) != self.size:
            raise ValueError(f"{self.name} has {self.size} bytes, not {len(raw)}")
        return raw


@dataclass(frozen=True, slots=True)
class CountedRaw:
    """A length, then as many bytes."""

    name: str
    length: int = 1  # bytes of the length

    def read(self, source: Source, into: Fields) -> None:
        """Take them."""
        size = int.from_bytes(source.take(self.length, f"length of {self.name}"))
        into[self.name] = source.take(size, self.name)

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Length and bytes."""
        raw = bytes(fields[self.name])
        return number(len(raw), self.length, f"length of {self.name}") + raw


def number(value: int, size: int, name: str) -> bytes:
    """An integer as bytes.

    Raises:
        ValueError: If it does not fit.
    """
    if not 0 <= value < 1 << 8 * size:
        raise ValueError(f"{name} is {value}, {size} bytes hold 0 to {(1 << 8 * size) - 1}")
    return value.to_bytes(size)


def read_parts(layout: Layout, source: Source) -> Fields:
    """Read parts one after another."""
    fields: Fields = {}
    for part in layout:
        part.read(source, fields)
    return fields


def write_parts(layout: Layout, fields: Mapping[str, Any]) -> bytes:
    """Write parts one after another."""
    return b"".join(part.write(fields) for part in layout)
