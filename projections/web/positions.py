"""GET /api/v1/positions/latest: where every vehicle is, and where the stream goes on from here."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends
from starlette.responses import Response

from projections.web.follower import COLUMNS, LEDGER, compact, moved_since
from projections.web.parts import Parts, parts

router = APIRouter(prefix="/api/v1", tags=["positions"])


@router.get("/positions/latest", summary="All vehicles, with the cursor of the stream")
async def latest(of: Annotated[Parts, Depends(parts)]) -> Response:
    """Answer `{columns, rows, now, stale_s, cursor: {since, change}}`.

    `cursor` holds the parameters with which the stream continues exactly here.
    """
    await of.follower.started.wait()
    since = f"{LEDGER}:{of.follower.position}"
    async with of.connection() as connection:
        rows = await moved_since(connection, 0)
    body = {
        "columns": COLUMNS,
        "rows": [compact(row) for row in rows],
        "now": round(of.site.clock().timestamp(), 1),
        "stale_s": of.site.stale_s,
        "cursor": {"since": since, "change": max((row["change"] for row in rows), default=0)},
    }
    return Response(
        orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"}
    )
