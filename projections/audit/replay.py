"""Folding everything again: to a moment, to two moments, or to where the live tables stand."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from fleet.ledger import follow
from fleet.ledger.schema import LEDGERS
from fleet.statements import statements
from projections import history, tables
from projections.audit.differences import Difference, differences
from projections.moment import Moment
from projections.projection import Folded
from projections.views import ALL
from projections.views.alerts import Alert

SQL = statements("projections.audit", "replay.sql")

Rows = dict[str, dict[str, Any]]
"""View -> id -> row, as JSON."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """All views, folded from zero.

    Attributes:
        positions: Ledger -> last entry that was folded.
        rows: What came of it.
    """

    positions: Mapping[str, int]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Compared:
    """The live tables against a fold from zero.

    Attributes:
        positions: View -> ledger -> last entry that both have taken.
        rows: The live rows.
        found: What is not the same; `before` is the fold, `after` the live table.
    """

    positions: Mapping[str, Mapping[str, int]]
    rows: Rows
    found: list[Difference]


async def until(connection: asyncpg.Connection, moment: Moment | None) -> Replayed:
    """Fold all views to a moment; None: to the end."""
    if moment is None:
        positions = {ledger: await follow.head(connection, ledger) for ledger in LEDGERS}
    else:
        positions = dict((await history.cut(connection, moment)).positions)
    return Replayed(positions, _as_json(await history.fold(connection, positions, ALL)))


def between(before: Replayed, after: Replayed) -> list[Difference]:
    """What happened to the views from one moment to the other."""
    return [
        found
        for view in sorted(ALL)
        for found in differences(view, before.rows[view], after.rows[view])
    ]


async def rebuild(connection: asyncpg.Connection) -> Compared:
    """Fold from zero up to where the live tables stand, and compare row by row.

    Also the visits with their records, and the findings the judge remembers with the ledger.
    Changes nothing; looks at one moment, whatever is written meanwhile.
    """
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        positions = await _positions(connection)
        live = _as_json({name: await tables.read(connection, ALL[name]) for name in positions})
        folded = await _folded(connection, positions)
        found = [it for name in sorted(live) for it in differences(name, folded[name], live[name])]
        if await connection.fetchval(SQL["has_archive"]):
            memory, records = await _archive(connection)
            for name in memory:
                found += differences(name, records[name], memory[name])
            live |= memory
    return Compared(positions, live, found)


async def _positions(connection: asyncpg.Connection) -> dict[str, dict[str, int]]:
    """Where the views of this release stand; one of another release awaits its rebuild."""
    versions = await tables.versions(connection)
    stand: dict[str, dict[str, int]] = defaultdict(dict)
    for (name, ledger), position in (await tables.where(connection)).items():
        if name in ALL and versions[name] == ALL[name].version:
            stand[name][ledger] = position
    return dict(stand)


async def _folded(
    connection: asyncpg.Connection, positions: Mapping[str, Mapping[str, int]]
) -> Rows:
    """Views that stand at the same place are folded in one reading."""
    together: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for name, place in positions.items():
        together[tuple(place[ledger] for ledger in LEDGERS)].append(name)
    folded: Rows = {}
    for places, names in together.items():
        views = {name: ALL[name] for name in names}
        until_here = dict(zip(LEDGERS, places, strict=True))
        folded |= _as_json(await history.fold(connection, until_here, views))
    return folded


async def _archive(connection: asyncpg.Connection) -> tuple[Rows, Rows]:
    """What the judge remembers; and what the records and the ledger say of the same."""
    head = {ledger: await follow.head(connection, ledger) for ledger in LEDGERS}
    alerts = await history.fold(connection, head, {"alerts": ALL["alerts"]})
    memory = {name: await _read(connection, name) for name in ("visits", "standing")}
    visits = await _read(connection, "visit_records")
    return memory, {"visits": visits, "standing": _standing(alerts["alerts"])}


def _standing(alerts: Mapping[str, Alert]) -> dict[str, Any]:
    return {
        key: alert.finding.model_dump(mode="json")
        for key, alert in alerts.items()
        if alert.state != "voided"
    }


async def _read(connection: asyncpg.Connection, name: str) -> dict[str, Any]:
    rows = await connection.fetch(SQL[name])
    return {row["id"]: json.loads(row["row"]) for row in rows}


def _as_json(folded: Folded) -> Rows:
    """As they would stand in their tables."""
    return {
        name: {key: json.loads(ALL[name].written(row)) for key, row in rows.items()}
        for name, rows in folded.items()
    }
