"""The fast way: plain records of known cars are stored, counted, shown and judged in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import numpy as np

from telemetry.admission import Candidates, Key
from telemetry.archive import SQL
from telemetry.columns import Floats
from telemetry.copying import COLUMNS, packed
from telemetry.lane import Lane
from telemetry.moment import moment
from telemetry.prepared import Prepared
from telemetry.registry import Registry
from telemetry.sequences import Boot
from telemetry.tally import Tally

_Row = tuple[Any, ...]
_AT = 2  # the place of the fix time in a row


@dataclass(frozen=True, slots=True)
class Parted:
    """A batch in two parts.

    Attributes:
        lane: What took the fast way; None: nothing did.
        others: The numbers of the messages that did not.
        boots: What is here of the lane's boots.
    """

    lane: Lane | None
    others: Sequence[int]
    boots: dict[Key, Boot]


class Express:
    """Stores what may take the fast way, on the connection of the batch.

    Args:
        connection: In a transaction while this is asked.
        registry: Whose terminals there are.
        tally: Which records are here.
    """

    def __init__(self, connection: asyncpg.Connection, registry: Registry, tally: Tally) -> None:
        self._connection, self._registry, self._tally = connection, registry, tally
        self._unseen: dict[str, _Row] = {}

    @property
    def unseen(self) -> bool:
        """Whether vehicles are elsewhere than what is shown."""
        return bool(self._unseen)

    async def part(self, prepared: Prepared, touched: Iterable[str]) -> Parted:
        """Store what may take the fast way.

        Args:
            prepared: The batch.
            touched: Vehicles whose papers have just changed.
        """
        every = range(len(prepared.deliveries))
        columns = prepared.columns
        if columns is None:
            return Parted(None, every, {})
        others = [*prepared.receptions]
        named = {reception.device for reception in prepared.receptions.values()}
        candidates = Candidates.of(columns, prepared.devices, prepared.received)
        boots = await self._tally.of(candidates.keys())
        lane, left = candidates.admitted(self._registry, boots, [*named, *touched])
        if not len(lane) or not await self._store(lane):
            return Parted(None, every, {})
        counted = _counted(lane, boots)
        await self._tally.keep(counted)
        self._seen(lane)
        return Parted(lane, sorted({*others, *left}), counted)

    async def _store(self, lane: Lane) -> bool:
        """Store records of which none can be there yet, by their numbers; False if one is."""
        rows = packed(lane.columns, lane.devices, lane.car, lane.received)
        try:
            async with self._connection.transaction():
                await self._connection.copy_to_table(
                    "fixes",
                    source=memoryview(rows),  # type: ignore[arg-type] # sources of bytes go through a thread
                    columns=COLUMNS,
                    schema_name="archive",
                    format="binary",
                )
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def show(self) -> None:
        """Show where the vehicles are now; those of late are told together."""
        unseen, self._unseen = self._unseen, {}
        if unseen:
            columns = map(list, zip(*unseen.values(), strict=True))
            await self._connection.execute(SQL["write_latest"], *columns)

    def _seen(self, lane: Lane) -> None:
        ends = lane.edges[1:] - 1
        columns = lane.columns.where(ends)
        rows = zip(
            lane.vehicles,
            lane.devices,
            map(moment, columns.at.tolist()),
            columns.lon.tolist(),
            columns.lat.tolist(),
            _told(columns.speed_kmh),
            _told(columns.course_deg),
            columns.alarm.tolist(),
            columns.status.tolist(),
            columns.quality.tolist(),
            map(moment, lane.received[ends].tolist()),
            strict=True,
        )
        for row in rows:
            before = self._unseen.get(row[0])
            if before is None or before[_AT] < row[_AT]:
                self._unseen[row[0]] = row


def _counted(lane: Lane, boots: dict[Key, Boot]) -> dict[Key, Boot]:
    """What is here of the lane's boots with it."""
    first, last = lane.edges[:-1], lane.edges[1:] - 1
    columns = lane.columns
    low, high = columns.seq[first], columns.seq[last]
    whole = (high - low == last - first).tolist()
    found = {}
    for car, (device, boot, one, other) in enumerate(
        zip(lane.devices, columns.boot[first].tolist(), low.tolist(), high.tolist(), strict=True)
    ):
        before = boots[device, boot]
        if whole[car]:
            found[device, boot] = before.keep_run(one, other)
        else:
            rows = slice(*lane.edges[car : car + 2].tolist())
            found[device, boot] = before.keep(columns.seq[rows].tolist())
    return found


def _told(values: Floats) -> list[float | None]:
    missing = np.isnan(values).tolist()
    return [None if no else value for no, value in zip(missing, values.tolist(), strict=True)]
