"""Which numbers of which boots are here: read once, remembered, written with every batch."""

from collections.abc import Iterable, Mapping

import asyncpg

from telemetry.archive import SQL
from telemetry.sequences import Boot, flat, paired

Key = tuple[str, int]
"""Device and boot."""

_MOST = 50_000  # boots that are remembered; devices have one at a time


class Tally:
    """The boots, on the connection of the batch. After an error its memory is worthless."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._known: dict[Key, Boot] = {}

    async def of(self, keys: Iterable[Key]) -> dict[Key, Boot]:
        """What is here of these boots; those of which nothing is are empty."""
        wanted = [*keys]
        unknown = sorted({key for key in wanted if key not in self._known})
        if len(self._known) + len(unknown) > _MOST:
            self._known, unknown = {}, sorted({*wanted})
        if unknown:
            found = await self._read(unknown)
            self._known |= {key: found.get(key, Boot()) for key in unknown}
        return {key: self._known[key] for key in wanted}

    async def keep(self, boots: Mapping[Key, Boot]) -> None:
        """Store what is here of each boot; each was asked for before."""
        longer, others = [], []
        for key, boot in boots.items():
            if boot.follows(self._known[key]):
                longer.append((*key, boot.stored[-1][1]))
            else:
                others.append((*key, boot.first, flat(boot.stored), flat(boot.refused)))
        if longer:
            columns = map(list, zip(*longer, strict=True))
            await self._connection.execute(SQL["extend_sequences"], *columns)
        if others:
            await self._connection.executemany(SQL["write_sequence"], sorted(others))
        self._known |= boots

    async def _read(self, keys: Iterable[Key]) -> dict[Key, Boot]:
        devices, numbers = map(list, zip(*keys, strict=True))
        rows = await self._connection.fetch(SQL["read_sequences"], devices, numbers)
        return {
            (row["device"], row["boot"]): Boot(
                row["first"], paired(row["stored"]), paired(row["refused"])
            )
            for row in rows
        }
