"""Parts of a body that come when a bit says so, when there is room, or several times."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telemetry.codecs.jt808.layout import (
    Fields,
    Layout,
    Number,
    Source,
    number,
    read_parts,
    write_parts,
)
from telemetry.fix import Malformed


@dataclass(frozen=True, slots=True)
class When:
    """Present only if a bit of an earlier field is set."""

    name: str
    mask: int
    parts: Layout

    def read(self, source: Source, into: Fields) -> None:
        """Take the parts if the bit is set."""
        if into[self.name] & self.mask:
            for part in self.parts:
                part.read(source, into)

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Their bytes, or nothing."""
        return write_parts(self.parts, fields) if fields[self.name] & self.mask else b""


@dataclass(frozen=True, slots=True)
class IfLeft:
    """Present only if the body goes on; the first part's name tells the writer."""

    name: str
    parts: Layout

    def read(self, source: Source, into: Fields) -> None:
        """Take the parts if anything is left."""
        if source.left:
            for part in self.parts:
                part.read(source, into)

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Their bytes, or nothing."""
        return write_parts(self.parts, fields) if self.name in fields else b""


@dataclass(frozen=True, slots=True)
class Choice:
    """A number of an earlier field says what follows.

    Attributes:
        name: The earlier field.
        parts: What follows each number it may have.
        otherwise: What follows any other number.
    """

    name: str
    parts: Mapping[int, Layout]
    otherwise: Layout = ()

    def read(self, source: Source, into: Fields) -> None:
        """Take the parts of that number."""
        for part in self._chosen(into):
            part.read(source, into)

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Their bytes."""
        return write_parts(self._chosen(fields), fields)

    def _chosen(self, fields: Mapping[str, Any]) -> Layout:
        return self.parts.get(fields[self.name], self.otherwise)


@dataclass(frozen=True, slots=True)
class CountOf:
    """The number of groups, where other fields stand between it and them."""

    name: str
    of: str
    size: int = 2

    def read(self, source: Source, into: Fields) -> None:
        """Take the number as it is told."""
        into[self.name] = int.from_bytes(source.take(self.size, self.name))

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """The number told, or how many there are."""
        return number(fields.get(self.name, len(fields[self.of])), self.size, self.name)


@dataclass(frozen=True, slots=True)
class Each:
    """A count, then so many groups; or single values, where the only part has no name.

    A count that is not true is kept as `<name>_told`, and what can be read is read.
    """

    name: str
    parts: Layout
    count: int = 1  # bytes of the count; 0: no count, they go on to the end

    def read(self, source: Source, into: Fields) -> None:
        """Take the groups that are whole."""
        told = self._told(source)
        found: list[Any] = []
        while source.left and (told is None or len(found) < told):
            begin = source.at
            try:
                found.append(self._one(source))
            except Malformed:
                source.at = begin
                break
        into[self.name] = found
        if told is not None and told != len(found):
            into[self._told_name] = told

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Count and groups."""
        values, alone, told = fields[self.name], self._alone, b""
        if self.count:
            told = number(fields.get(self._told_name, len(values)), self.count, self._told_name)
        groups = ({"": value} if alone else value for value in values)
        return told + b"".join(write_parts(self.parts, group) for group in groups)

    @property
    def _told_name(self) -> str:
        return f"{self.name}_told"

    @property
    def _alone(self) -> bool:
        return any(isinstance(part, Number) and not part.name for part in self.parts)

    def _told(self, source: Source) -> int | None:
        if not self.count:
            return None
        return int.from_bytes(source.take(self.count, f"count of {self.name}"))

    def _one(self, source: Source) -> Any:  # noqa: ANN401 - a value of any kind
        fields = read_parts(self.parts, source)
        return fields[""] if self._alone else fields


def each(name: str, size: int, count: int = 1) -> Each:
    """A count, then so many numbers.

    Args:
        name: Of the list.
        size: Bytes of a number.
        count: Bytes of the count.
    """
    return Each(name, (Number("", size),), count)
