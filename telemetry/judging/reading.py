"""Reading what a car's terminals said, through the bindings valid at fix time, as columns."""

from collections.abc import Sequence

import asyncpg
import numpy as np

from fleet.statements import statements
from telemetry.fix import Quality
from telemetry.links import LinkFact, link_facts
from telemetry.moment import FOREVER, micros, moment
from telemetry.records import Floats, Int64s, Records
from telemetry.registry import Binding
from telemetry.timelines.fact import Fact

SQL = statements("telemetry.judging", "judging.sql")

_EPOCH_2000 = 946_684_800_000_000  # microseconds from 1970: PostgreSQL counts from 2000
_DIGEST = 32  # bytes


async def read_records(
    connection: asyncpg.Connection, spans: Sequence[Binding], begin: int, end: int = FOREVER
) -> Records:
    """Everything a car's terminals said in [begin, end) microseconds, in order.

    Args:
        connection: To the archive.
        spans: When which terminal spoke for the car.
        begin: Microseconds, inclusive.
        end: Microseconds, exclusive.
    """
    rows, devices = [], []
    read: dict[str, int] = {}
    for span in spans:
        low, high = max(begin, span.begin, read.get(span.device, begin)), min(end, span.end)
        if low < high:
            read[span.device] = high
            told = span.device, moment(low), moment(high), int(Quality.BAD_TIME)
            rows += await connection.fetch(SQL["read_records"], *told)
            devices.append(span.device)
    return _in_order(_Columns(rows).records(devices))


async def read_contested(
    connection: asyncpg.Connection, vehicle: str, spans: Sequence[Binding], begin: int
) -> list[Fact]:
    """When two links claimed the number of a terminal while it spoke for a car.

    Args:
        connection: To the archive.
        vehicle: The car.
        spans: When which terminal spoke for it.
        begin: From when on, microseconds.
    """
    found: list[Fact] = []
    for span in spans:
        low, high = max(begin, span.begin), span.end
        if low < high:
            told = await link_facts(connection, [span.device], moment(low), moment(high))
            found += [_contested(vehicle, fact) for fact in told]
    return found


def _contested(vehicle: str, fact: LinkFact) -> Fact:
    names = fact.device, fact.kind, fact.detail
    return Fact("contested", vehicle, micros(fact.first_at), micros(fact.last_at) + 1, names)


class _Columns:
    """The columns of some terminals, one behind the other."""

    def __init__(self, rows: Sequence[asyncpg.Record]) -> None:
        self._rows = rows

    def records(self, devices: Sequence[str]) -> Records:
        names = tuple(dict.fromkeys(devices))
        digests = [digest for row in self._rows for digest in _digests(row["digest"] or b"")]
        counts = [len(row["digest"] or b"") // _DIGEST for row in self._rows]
        lon = self._floats("lon")
        return Records(
            t=self._integers("at") + _EPOCH_2000,
            received=self._integers("received") + _EPOCH_2000,
            lon=lon,
            lat=self._floats("lat"),
            speed_kmh=self._floats("speed_kmh", ">f4"),
            odometer_m=self._floats("odometer_m"),
            alarm=self._integers("alarm"),
            status=self._integers("status"),
            quality=self._integers("quality", ">i4") | np.isnan(lon) * int(Quality.NO_FIX),
            device=np.repeat(np.array([names.index(it) for it in devices], np.int64), counts),
            devices=names,
            digests=tuple(digests),
        )

    def _floats(self, name: str, kind: str = ">f8") -> Floats:
        told: Floats = np.frombuffer(self._bytes(name), kind).astype(np.float64)
        return told

    def _integers(self, name: str, kind: str = ">i8") -> Int64s:
        told: Int64s = np.frombuffer(self._bytes(name), kind).astype(np.int64)
        return told

    def _bytes(self, name: str) -> bytes:
        return b"".join(row[name] or b"" for row in self._rows)


def _digests(told: bytes) -> list[bytes]:
    return [told[low : low + _DIGEST] for low in range(0, len(told), _DIGEST)]


def _in_order(records: Records) -> Records:
    """Of several terminals, by time and digest."""
    if len(records.devices) < 2:  # noqa: PLR2004 - one is in order
        return records
    keys = zip(records.t.tolist(), records.digests, range(len(records.t)), strict=True)
    order = [index for *_, index in sorted(keys)]
    columns = {name: getattr(records, name)[order] for name in _COLUMNS}
    digests = tuple(records.digests[index] for index in order)
    return Records(**columns, devices=records.devices, digests=digests)


_COLUMNS = (
    "t", "received", "lon", "lat", "speed_kmh", "odometer_m", "alarm", "status", "quality",
    "device",
)  # fmt: skip
