"""The pages themselves: rendered once, filled by the API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from jinja2 import Environment, PackageLoader
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from projections.web.parts import Parts, parts
from projections.web.words import COOKIE, language, words

router = APIRouter(include_in_schema=False)
_TEMPLATES = Jinja2Templates(
    env=Environment(loader=PackageLoader("projections.web"), autoescape=True)
)
_YEAR_S = 365 * 24 * 3600


@router.get("/")
@router.get("/live")
async def live(request: Request, of: Annotated[Parts, Depends(parts)]) -> Response:
    """实时监管: every vehicle on the map, alerts as they come."""
    spoken = language(request)
    response = _TEMPLATES.TemplateResponse(
        request,
        "live.html",
        {"lang": spoken, "words": words(spoken), "zone": of.site.zone.key},
        headers={"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"},
    )
    if "lang" in request.query_params:
        response.set_cookie(COOKIE, spoken, max_age=_YEAR_S, samesite="lax", httponly=True)
    return response
