"""Reading a view: the live tables, or folded to any earlier moment."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import asyncpg

from fleet.statements import statements
from projections import history, scope, tables
from projections.moment import Moment
from projections.projection import Folded
from projections.scope import Reader
from projections.seen import Live, Seen, Show, Shown
from projections.view_rows import SHOWN
from projections.views import ALL
from projections.views.vehicles import Vehicle
from projections.visit_rows import TIMES, visit_rows
from telemetry.fix import UNUSABLE
from telemetry.moment import micros

SQL = statements("projections", "reading.sql")
VISITS = "visits"
_LONG = frozenset({"dossiers"})  # read of the cars that are asked for only
NAMES = tuple(sorted((*SHOWN, VISITS)))
"""Every view there is."""


class NoViewError(LookupError):
    """There is no view of that name."""


async def rows(
    connection: asyncpg.Connection,
    name: str,
    *,
    at: Moment | None = None,
    reader: Reader | None = None,
    of: str | None = None,
) -> list[Shown]:
    """The rows of a view, ready for JSON.

    Args:
        connection: To a database that was migrated (`projections.tables.migrate`).
        name: One of `NAMES`.
        at: None: the live tables. A time, or a position: folded from zero up to there.
        reader: Who reads, and sees only what is his; None: everything.
        of: A car: its number, its VIN, or a plate that it carries or carried; None: all of them.

    Raises:
        NoViewError: If there is no such view, or it does not tell of cars.
        NoReaderError: If the reader's unit is not in the books.
    """
    if name not in NAMES:
        raise NoViewError(f"no view {name!r}; there are {', '.join(NAMES)}")
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        cars = None if of is None else await _named(connection, of, at)
        if name == VISITS:
            found = await _visits(connection, at, reader)
        else:
            found = await shown(connection, SHOWN[name], at=at, reader=reader, cars=cars)
        return found if cars is None else _of_cars(found, cars)


async def _named(connection: asyncpg.Connection, of: str, at: Moment | None) -> set[str]:
    """The cars of a name; several, if a plate went from one to another (R070)."""
    cars = (await _folded(connection, ("vehicles",), at, None))[0]["vehicles"]
    return {car for car, row in cars.items() if row.known_as(of)}


def _of_cars(found: list[Shown], cars: set[str]) -> list[Shown]:
    if found and not {"vehicle", "vehicle_id"} & found[0].keys():
        raise NoViewError("this view does not tell of cars")
    return [row for row in found if row.get("vehicle", row.get("vehicle_id")) in cars]


def joined(name: str, *, scoped: bool = False) -> tuple[str, ...]:
    """The folded views that a view needs, also to know whose each row is."""
    needs = SHOWN[name].needs if name in SHOWN else ()
    return tuple(dict.fromkeys((*needs, *scope.NEEDS))) if scoped else needs


async def reached(connection: asyncpg.Connection, name: str, ledger: str, position: int) -> bool:
    """Whether a view has taken everything of a ledger up to a position."""
    found = await tables.positions(connection, ledger, [name])
    return found.get(name, 0) >= position


async def shown(
    connection: asyncpg.Connection,
    show: Show,
    *,
    at: Moment | None = None,
    reader: Reader | None = None,
    cars: Collection[str] | None = None,
) -> list[Shown]:
    """What one way of showing makes of the views; the arguments are those of `rows`.

    Raises:
        NoReaderError: If the reader's unit is not in the books.
    """
    folded, now = await _folded(connection, show.needs, at, reader, cars)
    live: Live = {}
    if show.live and at is None:
        live = await _latest(connection)
    elif show.live:
        live = await _latest_then(connection, folded["vehicles"], now)
    return show.rows(Seen(folded, live, now, scoped=reader is not None))


async def _folded(
    connection: asyncpg.Connection,
    needs: tuple[str, ...],
    at: Moment | None,
    reader: Reader | None,
    cars: Collection[str] | None = None,
) -> tuple[Folded, datetime]:
    """The views at a moment, as the reader may see them; and that moment."""
    names = (*needs, *scope.NEEDS) if reader else needs
    views = {name: ALL[name] for name in names}
    if at is None:
        some = {name: cars if name in _LONG else None for name in views}
        folded = {
            name: await tables.read(connection, view, some[name]) for name, view in views.items()
        }
        moment: datetime = await connection.fetchval(SQL["now"])
    else:
        then = await history.cut(connection, at)
        folded, moment = await history.fold(connection, then.positions, views), then.at
    return (scope.scoped(folded, reader) if reader else folded), moment


async def _latest(connection: asyncpg.Connection) -> Live:
    if not await connection.fetchval(SQL["has_archive"]):
        return {}
    return {row["vehicle"]: dict(row) for row in await connection.fetch(SQL["latest"])}


async def _latest_then(
    connection: asyncpg.Connection, vehicles: Mapping[str, Vehicle], at: datetime
) -> Live:
    """Only what had arrived by then: a fix that came late was not yet known."""
    bound = [it for row in vehicles.values() for it in row.bindings if not it.spare]
    if not bound or not await connection.fetchval(SQL["has_archive"]):
        return {}
    found = await connection.fetch(
        SQL["latest_then"],
        [it.vehicle for it in bound],
        [it.device for it in bound],
        [it.valid_from for it in bound],
        [it.valid_to for it in bound],
        at,
        int(UNUSABLE),
    )
    return {row["vehicle"]: dict(row) for row in sorted(found, key=lambda row: row["at"])}


async def _visits(
    connection: asyncpg.Connection, at: Moment | None, reader: Reader | None
) -> list[Shown]:
    seen = (await _folded(connection, (), at, reader))[0]["vehicles"] if reader else None
    if not await connection.fetchval(SQL["has_archive"]):
        return []
    if at is None:
        visits = [_believed(row) for row in await connection.fetch(SQL["visits"])]
    else:
        then = await history.cut(connection, at)
        visits = [_recorded(row) for row in await connection.fetch(SQL["visits_then"], then.at)]
    return visit_rows(it for it in visits if seen is None or it["vehicle"] in seen)


def _believed(row: asyncpg.Record) -> dict[str, Any]:
    times = {name: None if row[name] is None else micros(row[name]) for name in TIMES}
    return {**row, **times}


def _recorded(row: asyncpg.Record) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row["content"])
    return {**content, "vehicle": row["vehicle"], "fence": row["fence"]}
