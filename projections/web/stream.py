"""GET /api/v1/stream: alerts and moving cars as server-sent events, resumable without loss."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import StreamingResponse

from fleet.ledger.patience import connected
from projections.web.backlog import between
from projections.web.follower import LEDGER, moved_since
from projections.web.hub import RETRY, frame
from projections.web.parts import Parts, parts
from projections.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["stream"])

_PLACE = re.compile(rf"{LEDGER}:(\d{{1,18}})")
_BIGGEST = 2**63 - 1
_DESCRIPTION = """Server-sent events, for ever.

* `alert`: `id` is its position (`supervision:34`), `data` the alert object. Come back with
  `Last-Event-ID`, or begin with `?since=`, and everything after it is sent first: no alert is
  lost, none comes twice. Without either, only what happens from now on.
* `pos`: once a second, without `id`: `{"now": epoch seconds, "rows": [[vehicle, lon, lat, km/h,
  course, fix time as epoch seconds, alarm bits, status bits, quality bits], ...]}`, only vehicles
  that have a newer fix. With `?change=` (the number that `positions/latest` told) it begins with
  all that moved since.
* `resync`: you were too slow, frames were dropped: read the state anew by REST.
* `: ping` every 15 s.
"""


@dataclass(frozen=True, slots=True)
class Since:
    """Where a client left off.

    Attributes:
        alert: A position of the supervision ledger; None: from now on.
        change: A change number of the positions; None: from now on.
    """

    alert: int | None
    change: int | None


@router.get(
    "/stream",
    summary="Alerts and positions, live",
    description=_DESCRIPTION,
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream(
    request: Request,
    last_event_id: Annotated[str | None, Header()] = None,
    since: Annotated[str | None, Query(examples=["supervision:34"])] = None,
    change: Annotated[int | None, Query(ge=0, le=_BIGGEST)] = None,
) -> StreamingResponse:
    """Listen."""
    told = last_event_id or since
    begin = Since(_position(told) if told else None, change)
    return StreamingResponse(
        _events(parts(request), begin),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(of: Parts, since: Since) -> AsyncIterator[bytes]:
    yield RETRY
    await of.follower.started.wait()
    with of.hub.joined(after=since.alert or 0) as listener:
        async for missed in _missed(of, since):
            yield missed
        async for news in listener.frames():
            yield news


async def _missed(of: Parts, since: Since) -> AsyncIterator[bytes]:
    """What was published before the client joined, and after it left off."""
    published = of.follower.position
    if since.alert is not None and since.alert < published:
        async with connected(of.site.database, "gongche web backlog") as connection:
            async for alert in between(connection, since.alert, published):
                yield frame("alert", alert.body, alert.position)
    if since.change is not None:
        async with of.connection() as connection:
            moved = await moved_since(connection, since.change)
        if moved:
            yield of.follower.positions_frame(moved)


def _position(text: str) -> int:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "unknown-position",
            f"a position of this stream is {LEDGER}:34, this is {text!r}",
        )
    return int(found[1])
