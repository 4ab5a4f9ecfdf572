"""Positions inside other bodies: alone, after a serial, as the block in front of a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telemetry.codecs.jt808.batch import Batch, encode_batch, read_batch
from telemetry.codecs.jt808.layout import Fields, Source
from telemetry.codecs.jt808.location import BLOCK_BYTES, encode_location, read_location


@dataclass(frozen=True, slots=True)
class Place:
    """A `Location`: the block of 28 bytes, or the block and all items to the end."""

    name: str
    items: bool = True

    def read(self, source: Source, into: Fields) -> None:
        """Take a position."""
        body = source.rest() if self.items else source.take(BLOCK_BYTES, self.name)
        into[self.name] = read_location(body)

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Its bytes."""
        return encode_location(fields[self.name])


@dataclass(frozen=True, slots=True)
class Places:
    """The whole body of a 0x0704, as a `Batch`."""

    name: str

    def read(self, source: Source, into: Fields) -> None:
        """Take all positions."""
        into[self.name] = read_batch(source.rest())

    def write(self, fields: Mapping[str, Any]) -> bytes:
        """Their bytes."""
        batch: Batch = fields[self.name]
        return encode_batch(batch)
