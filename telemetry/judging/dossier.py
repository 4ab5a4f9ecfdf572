"""Reading what is known of a car: from a border on, with its papers, and what was found before."""

from collections import defaultdict

import asyncpg

from fleet.supervision.finding import Finding
from telemetry.car import Car
from telemetry.judging.books import Books, Seen
from telemetry.judging.borders import Border
from telemetry.judging.reading import SQL, read_contested, read_records
from telemetry.moment import BEGINNING, micros, moment
from telemetry.registry import Registry
from telemetry.standing import Standing

FROM_THE_BEGINNING = Border(BEGINNING, BEGINNING, BEGINNING)
"""Where nothing was before."""


class Dossiers:
    """Reads cars, on the connection of the batch."""

    def __init__(self, connection: asyncpg.Connection, registry: Registry, books: Books) -> None:
        self._connection, self._registry, self._books = connection, registry, books

    async def newest(self, vehicle: str) -> int:
        """When its last good fix was, microseconds."""
        at = await self._connection.fetchval(SQL["newest"], vehicle)
        return BEGINNING if at is None else micros(at)

    async def border(self, vehicle: str, at: int, changed: int) -> Border:
        """The last border at a moment or before that was sure before something changed.

        Args:
            vehicle: Its id.
            at: Microseconds.
            changed: Microseconds.
        """
        if at < BEGINNING:
            return FROM_THE_BEGINNING
        told = vehicle, moment(at), moment(changed)
        row = await self._connection.fetchrow(SQL["border_before"], *told)
        return FROM_THE_BEGINNING if row is None else border_of(row)

    async def car(self, vehicle: str, border: Border, now: int) -> Car:
        """A car from a border on; silence is known up to `now` (microseconds)."""
        spans = self._registry.spans(vehicle)
        records = await read_records(self._connection, spans, border.reads_from)
        contested = await read_contested(self._connection, vehicle, spans, border.begin)
        return self._books.car(vehicle, Seen(border.begin, now, records, contested))

    async def stood(self, vehicle: str, after: int, kind: str) -> dict[str, list[Standing]]:
        """Scope -> findings of a kind that were not over after a moment (microseconds)."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for row in await self._connection.fetch(SQL["read_found"], vehicle, moment(after), kind):
            finding = Finding.model_validate_json(row["finding"])
            found[row["scope"]].append(Standing(finding, row["version"]))
        return found


def border_of(row: asyncpg.Record) -> Border:
    """A border as the database keeps it."""
    return Border(micros(row["begins"]), micros(row["reads_from"]), micros(row["sure"]))
