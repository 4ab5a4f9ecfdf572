"""GET /api/v1/views/{name}: any view, now or then, as JSON, CSV or Excel."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Literal

import asyncpg
import orjson
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from fleet.ledger import follow
from projections import history, reading, scope
from projections.columns import COLUMNS, local
from projections.moment import Moment, NoMomentError, Position, moment
from projections.scope import NoReaderError, Reader
from projections.web import sheets
from projections.web.follower import SQL
from projections.web.parts import Parts, parts
from projections.web.problems import Problem
from projections.web.site import Site

router = APIRouter(prefix="/api/v1", tags=["views"])

_LONGEST_WAIT_S, _LOOK_AGAIN_S = 5.0, 0.05
_FRESH = {"Cache-Control": "no-store"}
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the reader wants a view.

    Attributes:
        at: A time or a position to which it is folded; None: as it stands.
        after: A position which it must have read, so that nobody sees a screen older than his own
            command.
        who: Who reads, `?as=ROLE:UNIT`: only what that role of that unit may see.
        format: `json`; or a file with flat rows and times of the site's zone: `csv`, `xlsx`.
    """

    at: Annotated[str | None, Query(examples=["2026-10-01T08:00:00Z", "lifecycle:12"])] = None
    after: Annotated[
        str | None, Query(pattern=r"^(lifecycle|supervision):\d{1,18}$", examples=["lifecycle:12"])
    ] = None
    who: Annotated[str | None, Query(alias="as", examples=["CENTRE:HZ-01"])] = None
    format: Literal["json", "csv", "xlsx"] = "json"


@router.get("/views/{name}", summary="A view: its rows, and how far it has read the ledgers")
async def view(
    name: str, wanted: Annotated[Wanted, Depends()], of: Annotated[Parts, Depends(parts)]
) -> Response:
    """Answer the rows. With `after`, wait at most 5 s for that position, then 504."""
    if name not in reading.NAMES:
        known = ", ".join(sorted(reading.NAMES))
        raise Problem(HTTPStatus.NOT_FOUND, "unknown-view", f"no view {name!r}; there are {known}")
    then = None if wanted.at is None else _moment(wanted.at, of.site)
    reader = None if wanted.who is None else _reader(wanted.who)
    if wanted.after is not None:
        await _reached(of, name, wanted.after, scoped=reader is not None)
    async with (
        of.connection() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        positions = await _positions(connection, name, then)
        rows = await _rows(connection, name, then, reader)
    if wanted.format == "json":
        return _json({"view": name, "positions": positions, "rows": rows})
    seen = [local(row, of.site.zone) for row in rows]
    body = await asyncio.to_thread(_file, name, wanted.format, seen)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{wanted.format}"'}
    return Response(body, media_type=_KINDS[wanted.format], headers={**_FRESH, **disposition})


def _reader(text: str) -> Reader:
    try:
        return scope.reader(text)
    except NoReaderError as error:
        raise _nobody(error) from error


async def _rows(
    connection: asyncpg.Connection, name: str, then: Moment | None, reader: Reader | None
) -> list[dict[str, Any]]:
    try:
        return await reading.rows(connection, name, at=then, reader=reader)
    except NoReaderError as error:
        raise _nobody(error) from error


def _nobody(error: NoReaderError) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "no-reader", str(error))


def _moment(text: str, site: Site) -> Moment:
    try:
        return moment(text, site.zone)
    except (NoMomentError, OverflowError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "no-moment", str(error)) from error


async def _positions(
    connection: asyncpg.Connection, name: str, then: Moment | None
) -> dict[str, int]:
    """Ledger -> the last entry that counts in the rows."""
    if then is None:
        rows = await connection.fetch(SQL["positions_of"], name)
        return {row["ledger"]: row["position"] for row in rows}
    if isinstance(then, Position):
        head = await follow.head(connection, then.ledger)
        if then.position > head:
            detail = f"the ledger {then.ledger} ends at {then.ledger}:{head}"
            raise Problem(HTTPStatus.BAD_REQUEST, "no-moment", detail)
    return dict((await history.cut(connection, then)).positions)


async def _reached(of: Parts, name: str, after: str, *, scoped: bool) -> None:
    ledger, _, number = after.partition(":")
    joined = reading.joined(name, scoped=scoped) or (name,)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _LONGEST_WAIT_S
    while True:
        position = await of.pool.fetchval(SQL["view_position"], joined, ledger)
        if position is None:
            detail = f"the view {name} does not read the ledger {ledger}"
            raise Problem(HTTPStatus.BAD_REQUEST, "ledger-not-read", detail)
        if position >= int(number):
            return
        if loop.time() > deadline:
            detail = f"the view {name} has read {ledger}:{position}, not yet {after}"
            raise Problem(HTTPStatus.GATEWAY_TIMEOUT, "view-behind", detail)
        await asyncio.sleep(_LOOK_AGAIN_S)


def _json(body: object) -> Response:
    return Response(orjson.dumps(body, default=str), media_type="application/json", headers=_FRESH)


def _file(name: str, form: str, rows: list[dict[str, Any]]) -> bytes:
    if form == "csv":
        return sheets.csv_of(rows, COLUMNS[name])
    return sheets.xlsx_of(name, rows, COLUMNS[name])
