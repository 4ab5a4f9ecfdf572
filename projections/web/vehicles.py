"""GET /api/v1/vehicles/{id}: one vehicle: its file, its track of a day, its fences."""

from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated, Any

import asyncpg
import orjson
from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from starlette.responses import Response

from projections import tables, view_rows
from projections.projection import Projection
from projections.seen import Seen, Shown
from projections.views import ALL
from projections.web import fences
from projections.web.follower import COLUMNS, SQL, compact
from projections.web.parts import Parts, parts
from projections.web.problems import Problem
from projections.web.site import Site
from telemetry.archive import read_fixes
from telemetry.fix import UNUSABLE, Quality

router = APIRouter(prefix="/api/v1/vehicles", tags=["vehicles"])

TRACK_COLUMNS = ("at", "lon", "lat", "speed_kmh", "course_deg", "flags")
_ENOUGH, _AT_MOST = 2_000, 20_000
_OWN = ("vehicles", "fence_plans")
_NEVER, _INSTANT = datetime(9999, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def _name(vehicle: str) -> str:
    if "\0" in vehicle:  # PostgreSQL would not even look for it
        raise _unknown(vehicle)
    return vehicle


Named = Annotated[str, Depends(_name)]


@router.get("/{vehicle}", summary="What is known of a vehicle, and where it is")
async def dossier(vehicle: Named, of: Annotated[Parts, Depends(parts)]) -> Response:
    """Answer the vehicle's row of the view `vehicles` and its newest place, if there is one."""
    async with of.connection() as connection:
        row = await _row(connection, vehicle, of.site.clock())
        live = await connection.fetchrow(SQL["latest_of"], vehicle)
    if row is None and live is None:
        raise _unknown(vehicle)
    place = None if live is None else dict(zip(COLUMNS, compact(live), strict=True))
    return _json({"vehicle": vehicle, "row": row, "live": place, "now": _now(of.site)})


@router.get("/{vehicle}/track", summary="The archived fixes of a stretch of time")
async def track(
    vehicle: Named,
    of: Annotated[Parts, Depends(parts)],
    begin: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    end: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    max_points: Annotated[int, Query(ge=2, le=_AT_MOST)] = _ENOUGH,
) -> Response:
    """Answer `{columns, rows, of}`; without times, the present day of the site's zone.

    Where there are more than `max_points`, every so many-th is given, and always the last; `of`
    is how many there are. Rows without a usable place carry the flags that say why.
    """
    first = begin or _midnight(of.site)
    last = min(end or of.site.clock(), _NEVER)
    if first >= last:
        detail = f"from {first.isoformat()} to {last.isoformat()} is no stretch of time"
        raise Problem(HTTPStatus.BAD_REQUEST, "empty-window", detail)
    async with of.connection() as connection:
        fixes = await read_fixes(connection, vehicle, first, last + _INSTANT)
    rows = [_point(fix) for fix in _thinned(fixes, max_points)]
    told = {"from": first.isoformat(), "to": last.isoformat()}
    return _json({"columns": TRACK_COLUMNS, "rows": rows, "of": len(fixes), **told})


@router.get("/{vehicle}/fences", summary="The fences that hold for a vehicle now, as GeoJSON")
async def areas(vehicle: Named, of: Annotated[Parts, Depends(parts)]) -> Response:
    """Answer a FeatureCollection; `roles` are of forbidden, home, operating, everyone."""
    now = of.site.clock()
    async with of.connection() as connection:
        row = await _row(connection, vehicle, now)
        drawn = await tables.read(connection, ALL["fences"])
    if row is None:
        raise _unknown(vehicle)
    return _json(fences.collection(row, view_rows.fences(Seen({"fences": drawn}, {}, now))))


async def _row(connection: asyncpg.Connection, vehicle: str, now: datetime) -> Shown | None:
    """One row of the view `vehicles`, without folding the others."""
    one = {name: await _only(connection, ALL[name], vehicle) for name in _OWN}
    if not one["vehicles"]:
        return None
    unit = one["vehicles"][vehicle].unit
    folded = {**one, "units": await _only(connection, ALL["units"], unit)}
    return view_rows.vehicles(Seen(folded, {}, now))[0]


async def _only(connection: asyncpg.Connection, view: Projection[Any], key: str) -> dict[str, Any]:
    statement = tables.SQL["read"].format(view=view.name)
    return {row["id"]: view.read(row["row"]) for row in await connection.fetch(statement, [key])}


def _point(fix: asyncpg.Record) -> list[Any]:
    flags = Quality(fix["quality"])
    usable = fix["lon"] is not None and not flags & UNUSABLE
    return [
        round(fix["at"].timestamp(), 3),
        round(fix["lon"], 6) if usable else None,
        round(fix["lat"], 6) if usable else None,
        None if fix["speed_kmh"] is None else round(fix["speed_kmh"], 1),
        fix["course_deg"],
        flags.names(),
    ]


def _thinned(fixes: list[asyncpg.Record], limit: int) -> list[asyncpg.Record]:
    if len(fixes) <= limit:
        return fixes
    step = -(-len(fixes) // (limit - 1))
    kept = fixes[::step]
    return kept if kept[-1] is fixes[-1] else [*kept, fixes[-1]]


def _midnight(site: Site) -> datetime:
    today = site.clock().astimezone(site.zone).date()
    return datetime.combine(today, time(), site.zone)


def _now(site: Site) -> float:
    return round(site.clock().timestamp(), 1)


def _unknown(vehicle: str) -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "unknown-vehicle", f"no vehicle {vehicle!r} is known")


def _json(body: object) -> Response:
    return Response(
        orjson.dumps(body, default=str),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
