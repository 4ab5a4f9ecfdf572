"""The papers of the traffic: written to the ledger in bulk, as if they had been said."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import asyncpg

from benchmarks import traffic
from fleet.decider import Event
from fleet.ledger.append import New, append
from fleet.ledger.schema import migrate
from fleet.vehicle.fence import FencePublished
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 500


def register(database: str, shared: int) -> None:
    """Write them to an empty database."""
    migrate(database)
    asyncio.run(_write(database, shared))


async def _write(database: str, shared: int) -> None:
    connection = await asyncpg.connect(database)
    versions = Counter[str]()
    some: list[New] = []
    for stream, event in _papers(shared):
        versions[stream] += 1
        some.append(New(stream, versions[stream], event, {"actor": "benchmark"}))
        if len(some) == _AT_ONCE:
            await _append(connection, some)
            some = []
    await _append(connection, some)
    await connection.close()


async def _append(connection: asyncpg.Connection, some: list[New]) -> None:
    async with connection.transaction():
        await append(connection, "lifecycle", some)


def _papers(shared: int) -> Iterator[tuple[str, Event]]:
    for number, ring in enumerate(traffic.shared(shared)):
        yield f"fence:S{number}", _fence(f"S{number}", ring, everyone=True)
    always = {"valid_from": _ALWAYS, "valid_to": None}
    for car, ring in enumerate(traffic.own()):
        name = traffic.vehicle(car)
        yield f"terminal:{name}", TerminalRegistered(device=name)
        bound = {"device": name, "vehicle": name}
        yield f"terminal:{name}", TerminalBound.model_validate(bound | always)
        yield f"fence:{name}", _fence(name, ring, everyone=False)
        plan = {"vehicle": name, "version": 1, "home": (), "operating": (name,), "forbidden": ()}
        yield f"fence-plan:{name}", FencePlanPublished.model_validate(plan | always)


def _fence(name: str, ring: traffic.Ring, *, everyone: bool) -> Event:
    return FencePublished.model_validate(
        {
            "fence": name,
            "version": 1,
            "name": name,
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "radius_m": None,
            "half_width_m": None,
            "profile": "standard",
            "everyone": everyone,
            "valid_from": _ALWAYS,
            "valid_to": None,
            "declared_datum": "wgs84",
            "declared_geometry": None,
        }
    )
