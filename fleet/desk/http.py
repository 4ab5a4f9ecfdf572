"""The desk on HTTP: one command a request; what a rule says no to is a problem document."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from fleet.decider import Conflict, Entry, Refused
from fleet.desk.commands import Misspoken, Problem, described, parse, say
from fleet.desk.routes import ROUTES
from fleet.ledger.applications import Lifecycle


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk needs; whoever runs the app puts it at `app.state.desk`.

    Attributes:
        ledger: Where commands are kept.
        clock: The present moment (UTC): `at` of a command that does not give it.
    """

    ledger: Lifecycle
    clock: Callable[[], datetime]


_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["command", "actor"],
                "properties": {
                    "command": {"type": "string", "enum": list(ROUTES)},
                    "actor": {"description": "a name, or {person, role, unit, channel}"},
                    "at": {"type": "string", "format": "date-time"},
                    "id": {"type": "string", "format": "uuid"},
                },
                "additionalProperties": {"description": "the command's own fields"},
            },
            "examples": {
                "bind": {
                    "value": {
                        "command": "BindTerminal",
                        "actor": {"person": "li", "role": "CENTRE"},
                        "device": "13800138000",
                        "vehicle": "HZ-0001",
                        "valid_from": "2027-03-01T08:00:00+08:00",
                    }
                }
            },
        }
    },
}
_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "format": "uuid"},
    "description": "The command's id: the same again is answered as the first time.",
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "What was written; nothing where the wish was true already."},
    409: {"description": "A rule says no: its name, its basis and the next step."},
    422: {"description": "This is no command: one line a field."},
    503: {"description": "Others kept writing first: say it again."},
}

router = APIRouter(tags=["desk"])


@router.post(
    "/api/v1/commands",
    summary="Say one command",
    responses=_ANSWERS,
    openapi_extra={"requestBody": _BODY, "parameters": [_HEADER]},
)
async def say_command(request: Request) -> Response:
    """Decide one command and keep what follows from it."""
    desk: Desk = request.app.state.desk
    try:
        wire = _wire(await request.body(), request.headers.get("Idempotency-Key"), desk.clock())
        entries = await asyncio.to_thread(say, desk.ledger, parse(wire, "http"))
    except Misspoken as misspoken:
        return _misspoken(misspoken)
    except Refused as refused:
        return _refused(refused)
    except Conflict:
        return _conflict()
    return _kept(entries)


def _wire(body: bytes, key: str | None, now: datetime) -> dict[str, Any]:
    try:
        wire = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Misspoken(Problem("", None, f"the body is no JSON: {error}")) from error
    if not isinstance(wire, dict):
        raise Misspoken(Problem("", wire, "one command a request, as a JSON object"))
    given = {"id": key} if key is not None and "id" not in wire else {}
    return {"at": now, **given, **wire}


def _kept(entries: Iterable[Entry]) -> Response:
    told = [described(entry) for entry in entries]
    position = told[-1]["position"] if told else None
    return _json(HTTPStatus.OK, {"entries": told, "position": position})


def _misspoken(misspoken: Misspoken) -> Response:
    faults = [{"path": one.path, "expected": one.expected} for one in misspoken.problems]
    members = {"detail": str(misspoken), "errors": faults}
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, "misspoken", members)


def _refused(refused: Refused) -> Response:
    members = {
        "title": refused.rule,
        "detail": refused.say("zh"),
        "code": refused.code,
        "rule": refused.rule,
        "article": refused.basis,
        "values": refused.values,
        "next_step": {"zh": refused.say("zh"), "en": refused.say("en")},
    }
    return _problem(HTTPStatus.CONFLICT, "refused", members)


def _conflict() -> Response:
    detail = "others kept writing first: say it again"
    answer = _problem(HTTPStatus.SERVICE_UNAVAILABLE, "conflict", {"detail": detail})
    answer.headers["Retry-After"] = "1"
    return answer


def _problem(status: HTTPStatus, kind: str, members: Mapping[str, object]) -> Response:
    """A problem document (RFC 9457)."""
    named = {"type": f"urn:gongche:problem:{kind}", "title": status.phrase, "status": int(status)}
    return _json(status, {**named, **members}, "application/problem+json")


def _json(status: HTTPStatus, document: object, kind: str = "application/json") -> Response:
    return Response(orjson.dumps(document, default=str), status_code=status, media_type=kind)
