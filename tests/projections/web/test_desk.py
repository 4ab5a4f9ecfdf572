"""Commands over the whole app: kept once, refused with the rule, seen in the view."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from tests.projections.web.asked import asked
from tests.projections.web.town import LIBRARY, Town

COMMANDS = "/api/v1/commands"
UNKNOWN_TERMINAL = {
    "command": "BindTerminal",
    "actor": {"person": "li", "role": "CENTRE"},
    "device": "T9",
    "vehicle": "car-1",
}


@pytest.fixture
async def client(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """Of an app that shows the town."""
    async with asked(town.dsn, lambda: town.now) as opened:
        yield opened


async def test_a_command_is_answered_with_what_was_written(
    client: httpx.AsyncClient, town: Town
) -> None:
    answer = await client.post(COMMANDS, json=LIBRARY)
    [entry] = answer.json()["entries"]
    assert (entry["stream"], entry["topic"]) == ("unit:HZ-09", "unit.registered")
    assert answer.json()["position"] == entry["position"]
    last = await town.connection.fetchval("SELECT max(notification_id) FROM lifecycle_events")
    assert entry["position"] == f"lifecycle:{last}"


async def test_a_refusal_names_rule_basis_values_and_next_step_in_both_languages(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post(COMMANDS, json=UNKNOWN_TERMINAL)
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert (told["rule"], told["article"]) == ("先建终端", "R069")
    assert told["values"] == {"device": "T9"}
    assert all(told["next_step"][language] for language in ("zh", "en"))
    assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_the_same_key_said_twice_at_once_is_kept_once(
    client: httpx.AsyncClient, town: Town
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    sayings = [client.post(COMMANDS, json=LIBRARY, headers=key) for _ in range(4)]
    answers = await asyncio.gather(*sayings)
    assert {answer.status_code for answer in answers} == {200}
    [told] = {answer.text for answer in answers}
    assert '"position":"lifecycle:' in told
    units = "SELECT count(*) FROM lifecycle_events WHERE originator_id = 'unit:HZ-09'"
    assert await town.connection.fetchval(units) == 1


async def test_a_key_that_is_none_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.post(COMMANDS, json=LIBRARY, headers={"Idempotency-Key": "once"})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "id")


async def test_what_is_no_command_is_a_problem_with_its_fields(client: httpx.AsyncClient) -> None:
    answer = await client.post(COMMANDS, json={**LIBRARY, "command": "RegisterUnti"})
    assert answer.status_code == 422
    assert "RegisterUnit" in answer.json()["detail"]
