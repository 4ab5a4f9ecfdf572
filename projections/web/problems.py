"""Every error is a problem document (RFC 9457), whoever raised it; the desk writes its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from eventsourcing.persistence import InterfaceError, OperationalError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from fleet.ledger.patience import AWAY

_KIND = "application/problem+json"
_DOCUMENT = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:gongche:problem:unknown-view"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
_CONTENT = {"content": {_KIND: {"schema": _DOCUMENT}}}
ANSWERS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "What is wrong with the question.", **_CONTENT},
    "5XX": {"description": "What is wrong here, or that the database is away.", **_CONTENT},
}
"""How the API describes its errors."""


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - named like the document it becomes
    """What is wrong with a request.

    Attributes:
        status: The HTTP status.
        kind: Its name for programs: `unknown-view`.
        detail: What was found and what was expected.
        more: Further members of the document.
        headers: Further headers of the answer.
    """

    status: int
    kind: str
    detail: str
    more: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(problem: Problem) -> Response:
    """The problem as a response."""
    document = {
        "type": f"urn:gongche:problem:{problem.kind}",
        "title": HTTPStatus(problem.status).phrase,
        "status": int(problem.status),
        "detail": problem.detail,
        **problem.more,
    }
    return Response(
        orjson.dumps(document, default=str),
        status_code=problem.status,
        headers=dict(problem.headers),
        media_type=_KIND,
    )


def install(app: FastAPI) -> None:
    """Have every error answered as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    for away in (*AWAY, InterfaceError, OperationalError):  # asked for a view, or at the desk
        app.add_exception_handler(away, _away)
    app.add_exception_handler(Exception, _bug)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - what it is registered for
    return answer(error)


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    return answer(Problem(error.status_code, kind, error.detail, headers=error.headers or {}))


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    faults = [
        {"where": ".".join(map(str, fault["loc"])), "what": fault["msg"]}
        for fault in error.errors()
    ]
    detail = "; ".join(f"{fault['where']}: {fault['what']}" for fault in faults)
    return answer(
        Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-request", detail, {"errors": faults})
    )


async def _away(_: Request, error: Exception) -> Response:
    detail = f"the database does not answer: {type(error).__name__}"
    headers = {"Retry-After": "1"}
    return answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "database-away", detail, headers=headers))


async def _bug(_: Request, error: Exception) -> Response:
    detail = f"this is a fault of ours ({type(error).__name__}); the log says more"
    return answer(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", detail))
