"""Fixes of terminals with a wrong clock or another datum: stored as they should have been told.

What they did tell is kept beside them. A declaration that comes late, or corrects another one,
corrects what is stored already: so what stands in the archive follows from the records and the
papers, whichever came first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import asyncpg

from fleet.decider import Event
from fleet.statements import statements
from fleet.vehicle.terminal_habits import ClockDeclared, DatumDeclared
from telemetry.archive import Identity
from telemetry.datum import measured
from telemetry.fix import NO_TIME, Fix, Quality
from telemetry.moment import micros, moment
from telemetry.prepared import Prepared
from telemetry.reception import Reception, receive
from telemetry.registry import Registry
from telemetry.track import judged, on_time

SQL = statements("telemetry", "shifted.sql")
_BY_DATUM = Quality.SHIFTED_DATUM | Quality.DATUM_CONVERTED
_BY_ARRIVAL = Quality.FUTURE | Quality.LATE
_EVERY = 0  # whatever its flags

_Told = tuple[datetime, float | None, float | None]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A fix in the archive.

    Attributes:
        at: Where it stands.
        told: What it said, without what its delivery and the papers make of it.
        now: What it is by the papers.
        same: Whether that is what is stored.
    """

    at: datetime
    told: Fix
    now: Fix
    same: bool


class Shifted:
    """Corrects on the batch's connection, in its transaction."""

    def __init__(self, connection: asyncpg.Connection, registry: Registry) -> None:
        self._connection, self._registry = connection, registry
        self._told: dict[Identity, _Told] = {}
        self._declared: dict[str, tuple[int, int]] = {}  # since when, which flags

    def received(self, prepared: Prepared, number: int) -> Reception:
        """What a message holds; a time that only a clock ahead could tell is no future."""
        reception, arrival = prepared.reception(number), prepared.arrivals[number]
        ahead = self._registry.ahead_at(reception.device, arrival)
        if ahead <= 0:
            return reception
        delivery = prepared.deliveries[number]
        return receive(delivery.topic, delivery.payload, arrival + timedelta(seconds=ahead))

    def judged(self, fix: Fix, arrival: datetime) -> Fix:
        """The fix as it should have been told, with the flags that its delivery gives it."""
        found = self._corrected(fix, arrival)
        if (found.at, found.lon, found.lat) != (fix.at, fix.lon, fix.lat):
            self._told[_key(found)] = fix.at, fix.lon, fix.lat
        return found

    async def keep(self) -> None:
        """Store what the corrected fixes of the batch said."""
        await self._keep((*key, *told) for key, told in sorted(self._told.items()))
        self._told = {}

    def note(self, event: Event) -> None:
        """A paper that may change how stored fixes are corrected."""
        if isinstance(event, DatumDeclared | ClockDeclared):
            flags = _EVERY if isinstance(event, ClockDeclared) else int(_BY_DATUM)
            begin = self._registry.since(event.device, micros(event.valid_from))
            since, of = self._declared.get(event.device, (begin, flags))
            self._declared[event.device] = min(since, begin), min(of, flags)

    async def redo(self) -> None:
        """Correct what is stored as the papers say now."""
        for device, (begin, flags) in sorted(self._declared.items()):
            rows = await self._connection.fetch(SQL["read_shifted"], device, moment(begin), flags)
            stored = [self._now(device, row) for row in rows]
            await self._write(device, [each for each in stored if not each.same])
        self._declared = {}

    def _corrected(self, fix: Fix, arrival: datetime) -> Fix:
        timely = judged(on_time(fix, self._registry.ahead(fix.device, fix.at)), arrival)
        return measured(timely, self._registry.datum(timely.device, timely.at))

    def _now(self, device: str, row: asyncpg.Record) -> _Stored:
        told = _as_told(device, row)
        now = self._corrected(told, row["received_at"])
        if now.at == row["at"]:  # a later delivery may have shown that it was not from the future
            kept = Quality(row["quality"]) & _BY_ARRIVAL
            now = replace(now, quality=now.quality & ~_BY_ARRIVAL | kept)
        stands = row["at"], row["lon"], row["lat"], row["quality"]
        return _Stored(row["at"], told, now, stands == (now.at, now.lon, now.lat, int(now.quality)))

    async def _write(self, device: str, changed: Sequence[_Stored]) -> None:
        if not changed:
            return
        at, digest = [each.at for each in changed], [each.told.digest for each in changed]
        moved = [each.now.at for each in changed]
        lon, lat = [each.now.lon for each in changed], [each.now.lat for each in changed]
        quality = [int(each.now.quality) for each in changed]
        execute = self._connection.execute
        await execute(SQL["forget_shifted"], device, at, digest)
        await execute(SQL["move_supplements"], device, at, digest, moved)
        await execute(SQL["write_shifted"], device, at, digest, moved, lon, lat, quality)
        told = [(each.told, each.now) for each in changed]
        await self._keep(
            (*_key(now), fix.at, fix.lon, fix.lat)
            for fix, now in told
            if (now.at, now.lon, now.lat) != (fix.at, fix.lon, fix.lat)
        )

    async def _keep(self, rows: Iterable[tuple[object, ...]]) -> None:
        if told := list(rows):
            await self._connection.execute(SQL["keep_shifted"], *map(list, zip(*told, strict=True)))


def _key(fix: Fix) -> Identity:
    return fix.device, fix.at, fix.digest


def _as_told(device: str, row: asyncpg.Record) -> Fix:
    """A stored fix as it was decoded."""
    quality = Quality(row["quality"])
    if quality & Quality.DATUM_CONVERTED:
        quality = quality & ~Quality.DATUM_CONVERTED | Quality.SHIFTED_DATUM
    if row["told_at"] != row["at"]:
        quality &= ~Quality.CLOCK_OFFSET
    if row["told_at"] != NO_TIME:
        quality &= ~_BY_ARRIVAL
    return Fix(
        device=device,
        at=row["told_at"],
        digest=row["digest"],
        lon=row["told_lon"],
        lat=row["told_lat"],
        quality=quality,
        datum=row["datum"],
        source="",
        raw=b"",
    )
