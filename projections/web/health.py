"""/healthz: the program lives. /readyz: it can answer. /metrics: numbers for Prometheus."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import PlainTextResponse

from projections.web.follower import LEDGER, SQL
from projections.web.parts import Parts, database, parts

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="The program lives")
async def healthz() -> dict[str, str]:
    """Answer without asking anybody."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    summary="The database answers, and the stream follows it",
    dependencies=[Depends(database)],
)
async def readyz(of: Annotated[Parts, Depends(parts)]) -> dict[str, str]:
    """Answer 503 while the database is away."""
    await of.follower.started.wait()
    return {"status": "ok"}


@router.get("/metrics", summary="Numbers for Prometheus", response_class=PlainTextResponse)
async def metrics(of: Annotated[Parts, Depends(parts)]) -> PlainTextResponse:
    """Answer in the text format 0.0.4."""
    async with of.connection() as connection:
        views = await connection.fetch(SQL["view_positions"])
    lines = [
        "# TYPE gongche_stream_clients gauge",
        f"gongche_stream_clients {len(of.hub)}",
        "# TYPE gongche_stream_frames_total counter",
        f"gongche_stream_frames_total {of.hub.frames}",
        "# TYPE gongche_stream_resyncs_total counter",
        f"gongche_stream_resyncs_total {of.hub.resyncs}",
        "# TYPE gongche_stream_position gauge",
        f'gongche_stream_position{{ledger="{LEDGER}"}} {of.follower.position}',
        "# TYPE gongche_view_position gauge",
    ]
    lines += [
        f'gongche_view_position{{view="{row["view"]}",ledger="{row["ledger"]}"}} {row["position"]}'
        for row in views
    ]
    return PlainTextResponse(
        "\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8"
    )
