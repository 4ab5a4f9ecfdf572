"""Many positions in one message (定位数据批量上传, 0x0704): how late data comes."""

import struct
from dataclasses import dataclass

from telemetry.codecs.jt808.location import decode_location
from telemetry.fix import Fix, Malformed, Quality

SUPPLEMENT = 1
"""Kind of a batch from a blind area (盲区补报); 0 is a normal one."""

_HEAD = struct.Struct(">HB")  # count, kind
_LENGTH = struct.Struct(">H")
_POSITION = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The message as it stands on the wire; `encode_batch` is its exact inverse.

    Attributes:
        bodies: Position reports, each as the body of a 0x0200.
        kind: 0 normal, 1 blind-area supplement.
        count: How many the message says it has; None: as many as there are.
        one_length: One length stands in front of all, instead of one in front of each.
        trailing: What is behind the last whole body.
    """

    bodies: tuple[bytes, ...]
    kind: int = 0
    count: int | None = None
    one_length: bool = False
    trailing: bytes = b""

    @property
    def mismatch(self) -> bool:
        """Whether the message disagrees with itself about what it holds."""
        told = self.count is not None and self.count != len(self.bodies)
        return told or self.one_length or bool(self.trailing)


def read_batch(body: bytes) -> Batch:
    """Read a message as it stands.

    Raises:
        Malformed: `body_malformed` if count and kind are not there.
    """
    if len(body) < _HEAD.size:
        detail = f"a batch has at least {_HEAD.size} bytes, this one has {len(body)}"
        raise Malformed("body_malformed", detail, raw=body)
    count, kind = _HEAD.unpack_from(body)
    bodies, at = _each_with_length(body, count)
    if at < len(body) and (even := _under_one_length(body, count)):
        return Batch(bodies=even, kind=kind, count=count, one_length=True)
    return Batch(bodies=bodies, kind=kind, count=count, trailing=body[at:])


def encode_batch(batch: Batch) -> bytes:
    """Write a message.

    Raises:
        struct.error: If a body is longer than 65535 bytes: a mistake of the caller.
    """
    count = len(batch.bodies) if batch.count is None else batch.count
    lengths = [_LENGTH.pack(len(body)) for body in batch.bodies]
    if batch.one_length:
        lengths[1:] = [b""] * (len(lengths) - 1)
    pairs = zip(lengths, batch.bodies, strict=True)
    return _HEAD.pack(count, batch.kind) + b"".join(a + b for a, b in pairs) + batch.trailing


def decode_batch(device: str, body: bytes, known: int = 0) -> tuple[Batch, list[Fix | Malformed]]:
    """Read a message as fixes.

    Args:
        device: The terminal's identity.
        body: The body of a 0x0704.
        known: Quality flags that the header has told.

    Returns:
        The message as it stands, and its records, each on its own. What is behind the last one
        counts as a record that could not be read, so that it is kept.

    Raises:
        Malformed: `body_malformed` if count and kind are not there.
    """
    batch = read_batch(body)
    if batch.kind == SUPPLEMENT:
        known |= Quality.BACKFILL.value
    if batch.mismatch:
        known |= Quality.BATCH_COUNT_MISMATCH.value
    records = [_record(device, each, known) for each in batch.bodies]
    if batch.trailing:
        records.append(_left_over(batch))
    return batch, records


def _record(device: str, body: bytes, known: int) -> Fix | Malformed:
    try:
        return decode_location(device, body, known)
    except Malformed as error:
        return error.with_traceback(None)


def _left_over(batch: Batch) -> Malformed:
    if batch.count == len(batch.bodies):
        # whole records may be among them, but the terminal says that it sent fewer
        detail = f"{len(batch.trailing)} bytes behind the last of {batch.count} records"
        return Malformed("incomplete", detail, raw=batch.trailing)
    detail = f"record {len(batch.bodies) + 1} of {batch.count} runs past the end"
    return Malformed("body_malformed", detail, raw=batch.trailing)


def _each_with_length(body: bytes, count: int) -> tuple[tuple[bytes, ...], int]:
    bodies: list[bytes] = []
    at = _HEAD.size
    while len(bodies) < count and at + _LENGTH.size <= len(body):
        (length,) = _LENGTH.unpack_from(body, at)
        begin = at + _LENGTH.size
        if begin + length > len(body):
            break
        bodies.append(body[begin : begin + length])
        at = begin + length
    return tuple(bodies), at


def _under_one_length(body: bytes, count: int) -> tuple[bytes, ...]:
    begin = _HEAD.size + _LENGTH.size
    if not count or len(body) < begin:
        return ()
    (length,) = _LENGTH.unpack_from(body, _HEAD.size)
    if length < _POSITION or length * count != len(body) - begin:
        return ()
    return tuple(body[at : at + length] for at in range(begin, len(body), length))
