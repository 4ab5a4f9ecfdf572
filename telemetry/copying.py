"""Records in columns to PostgreSQL's binary COPY: one buffer, built without a loop over fields.

A row is a head (the terminal), a block of fixed size and the record's own bytes, whose length ends
the block.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from struct import pack

import numpy as np
from numpy.typing import NDArray

from telemetry.columns import Columns, Floats, Int64s

COLUMNS = (
    "device", "at", "digest", "lon", "lat", "alarm", "status", "quality", "boot", "seq", "datum",
    "source", "received_at", "speed_kmh", "course_deg", "altitude_m", "odometer_m", "raw",
)  # fmt: skip
"""The order of the fields."""

_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_EPOCH = 946_684_800_000_000  # 2000-01-01, microseconds since 1970
_NULL = -1
_DATUM, _SOURCE = b"wgs84", b"json"
_OPTIONAL = ("speed_kmh", "course_deg", "altitude_m", "odometer_m")
_WIDE = {"at", "lon", "lat", "alarm", "status", "boot", "seq", "received_at", "odometer_m"}
_FLOATS = {"lon", "lat", *_OPTIONAL}


def packed(columns: Columns, devices: Sequence[str], owner: Int64s, received: Int64s) -> bytes:
    """The rows of a COPY in binary format.

    Args:
        columns: What to store.
        devices: The terminals.
        owner: Which of them each record is of.
        received: When each reached us, microseconds since 1970.

    Returns:
        The whole stream; the order of the rows is not kept.
    """
    given = [~np.isnan(getattr(columns, name)) for name in _OPTIONAL]
    pattern = np.add.reduce([mask.astype(np.int64) << bit for bit, mask in enumerate(given)])
    heads = [*map(_head, devices)]
    rows: list[Iterator[bytes]] = []
    for code in np.unique(pattern).tolist():
        here = np.flatnonzero(pattern == code)
        absent = {name for bit, name in enumerate(_OPTIONAL) if not code >> bit & 1}
        some = columns.where(here) if len(here) < len(columns) else columns
        blocks = _blocks(some, received[here], absent)
        told = [heads[device] for device in owner[here].tolist()]
        rows.append(chain.from_iterable(zip(told, blocks, some.raw.tolist(), strict=True)))
    return b"".join([_SIGNATURE, *chain.from_iterable(rows), _END])


def _head(device: str) -> bytes:
    name = device.encode()
    return pack(">hi", len(COLUMNS), len(name)) + name


def _blocks(columns: Columns, received: Int64s, absent: set[str]) -> list[bytes]:
    """The fields from `at` on, and the length of the last, of each row."""
    blocks = np.empty(len(columns), _layout(absent))
    for name in COLUMNS[1:-1]:
        blocks[f"{name}_size"] = _size(name) if name not in absent else _NULL
        if name not in absent:
            blocks[name] = _values(columns, received, name)
    blocks["raw_size"] = [*map(len, columns.raw)]
    told, width = blocks.tobytes(), blocks.dtype.itemsize
    return [told[at : at + width] for at in range(0, len(told), width)]


def _layout(absent: set[str]) -> np.dtype[np.void]:
    fields = []
    for name in COLUMNS[1:-1]:
        fields.append((f"{name}_size", ">i4"))
        if name not in absent:
            fields.append((name, _type(name)))
    return np.dtype([*fields, ("raw_size", ">i4")])


def _type(name: str) -> str:
    size = _size(name)
    if name in _FLOATS:
        return f">f{size}"
    return f"S{size}" if name in {"digest", "datum", "source"} else f">i{size}"


def _size(name: str) -> int:
    """Bytes of a field."""
    if name in _WIDE:
        return 8
    return {"digest": 32, "datum": len(_DATUM), "source": len(_SOURCE)}.get(name, 4)


def _values(columns: Columns, received: Int64s, name: str) -> Int64s | Floats | NDArray[np.bytes_]:
    match name:
        case "at":
            return columns.at - _EPOCH
        case "received_at":
            return received - _EPOCH
        case "digest":
            return np.frombuffer(b"".join(columns.digest), "S32")
        case "datum":
            return np.array(_DATUM)
        case "source":
            return np.array(_SOURCE)
        case _:
            found: Int64s | Floats = getattr(columns, name)
            return found
