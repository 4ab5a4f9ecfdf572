"""One command a request."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from fleet.decider import Conflict
from fleet.desk import http
from fleet.desk.http import Desk
from fleet.ledger.applications import Lifecycle
from tests.fleet.desk.said import BIND, CAR, TERMINAL, UNIT

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture
async def client(ledger: Lifecycle) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an app that has nothing but the desk."""
    app = FastAPI()
    app.include_router(http.router)
    app.state.desk = Desk(ledger, lambda: NOW)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as opened:
        yield opened


async def _say(client: httpx.AsyncClient, said: object, **headers: str) -> httpx.Response:
    return await client.post("/api/v1/commands", json=said, headers=headers)


async def test_a_command_is_answered_with_its_entries_and_position(
    client: httpx.AsyncClient,
) -> None:
    answer = await _say(client, UNIT)
    told = answer.json()
    assert answer.status_code == 200
    assert told["entries"][0]["stream"] == "unit:A1"
    assert told["position"] == told["entries"][-1]["position"]
    again = await _say(client, UNIT)
    assert again.json() == {"entries": [], "position": None}


async def test_the_same_key_is_answered_as_the_first_time(client: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, second = await _say(client, UNIT, **key), await _say(client, UNIT, **key)
    assert first.json() == second.json()
    assert first.json()["position"]


async def test_a_refusal_is_a_problem_with_rule_basis_and_next_step(
    client: httpx.AsyncClient,
) -> None:
    answer = await _say(client, BIND)
    told = answer.json()
    assert (answer.status_code, told["status"]) == (409, 409)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (told["rule"], told["code"], told["article"]) == ("先建终端", "TerminalUnknown", "R069")
    assert told["values"] == {"device": "T1"}
    assert told["next_step"]["en"] == "terminal T1 is not known: register it first."
    assert told["next_step"]["zh"] == told["detail"]
    assert told["type"] == "urn:gongche:problem:refused"


async def test_a_binding_begins_now_where_nothing_else_is_said(
    client: httpx.AsyncClient, ledger: Lifecycle
) -> None:
    for said in (UNIT, CAR, TERMINAL, {k: v for k, v in BIND.items() if k != "at"}):
        assert (await _say(client, said)).status_code == 200
    (last,) = ledger.recorder.streams({"terminal:T1": 0})[-1:]
    assert b'"valid_from":"2027-03-01T00:00:00Z"' in last.state


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ('{"command": "BindTerminl"}', "command", "did you mean BindTerminal"),
        ('{"command": "RegisterTerminal", "actor": "li"}', "device", "Field required"),
        ('{"command": "RegisterTerminal", "device": "T1"}', "actor", "Field required"),
        ("[]", "", "one command a request"),
        ("{", "", "the body is no JSON"),
        ("[" * 2000, "", "the body is no JSON"),
    ],
)
async def test_what_is_no_command_is_a_problem_with_its_fields(
    client: httpx.AsyncClient, body: str, path: str, expected: str
) -> None:
    answer = await client.post("/api/v1/commands", content=body)
    told = answer.json()
    assert (answer.status_code, told["title"]) == (422, "Unprocessable Entity")
    assert told["errors"][0]["path"] == path
    assert expected in told["errors"][0]["expected"]
    assert expected in told["detail"]


async def test_whoever_loses_every_race_is_told_to_come_again(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: Any) -> None:  # noqa: ANN401 - whatever `say` takes
        raise Conflict("somebody else wrote first")

    monkeypatch.setattr(http, "say", lost)
    answer = await _say(client, UNIT)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_the_form_of_a_command_is_published(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    form = document["paths"]["/api/v1/commands"]["post"]["requestBody"]
    names = form["content"]["application/json"]["schema"]["properties"]["command"]["enum"]
    assert "BindTerminal" in names
