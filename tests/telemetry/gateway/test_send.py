"""From a person's order to the terminal and back into the ledger."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal
from uuid import uuid4

import asyncpg
import pytest
from click.testing import CliRunner, Result

from fleet.ledger.follow import read_topics
from fleet.ledger.schema import migrate
from fleet.vehicle.terminal_order import TerminalOrderSettled
from simulators.enrolment import enrol
from simulators.tracker import Tracker, Who
from simulators.trackers import Trackers
from telemetry.cli.send import send
from telemetry.gateway.errands import TOPICS
from telemetry.gateway.server import Serving, gateway
from tests.waiting import eventually

WHY = ("--reason", "封存期间行驶", "--as", "李四")


@pytest.fixture
def device(dsn: str, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("GONGCHE_DATABASE_URL", dsn)
    monkeypatch.setenv("GONGCHE_BROKER_URL", broker_url)
    migrate(dsn)
    device = str(10**10 + uuid4().int % 10**10)
    enrol(dsn, [device], "2013")
    return device


def said(*words: str) -> Result:
    return CliRunner().invoke(send, [*words, *WHY, "--data", str(Path("nowhere"))])


async def results(dsn: str) -> list[str]:
    """What became of the orders that are settled."""
    connection = await asyncpg.connect(dsn)
    try:
        entries = await read_topics(connection, "lifecycle", TOPICS, 0, 10**9)
    finally:
        await connection.close()
    events = [entry.event for entry in entries]
    return [event.result for event in events if isinstance(event, TerminalOrderSettled)]


async def on_air(
    serving: Serving,
    device: str,
    until: Callable[[], Awaitable[bool]],
    edition: Literal["2013", "2019"] = "2013",
) -> Tracker:
    """The terminal is there until that is true."""
    async with gateway(serving) as port:
        radio = Trackers("127.0.0.1", port)
        tracker = radio.add(Tracker(Who(device, edition, f"TEST{device}")))
        async with radio.working():
            await eventually(until)
    return tracker


@pytest.mark.proves("R061")
@pytest.mark.parametrize("edition", ["2013", "2019"])
def test_a_text_reaches_the_driver_and_the_answer_the_books(
    dsn: str, broker_url: str, device: str, edition: Literal["2013", "2019"]
) -> None:
    assert said("text", device, "请停车", "--urgent").exit_code == 0

    async def settled() -> bool:
        return await results(dsn) == ["done"]

    tracker = asyncio.run(on_air(Serving(dsn, broker_url), device, settled, edition))
    assert tracker.orders.texts == ["请停车"]


def test_parameters_fences_and_anything_else_are_told_while_the_terminal_is_connected(
    dsn: str, broker_url: str, device: str, tmp_path: Path
) -> None:
    file = tmp_path / "fields.json"
    circle = {"id": 7, "attribute": 0, "lat_e6": 30, "lon_e6": 120, "radius_m": 9, "name": ""}
    file.write_text(json.dumps({"action": 1, "items": [circle]}))
    given = [
        said("parameters", device, "heartbeat_s=30"),
        said("fields", device, "circles", str(file)),
        said("fields", device, "query_parameters", "-"),
    ]
    assert [each.exit_code for each in given] == [0, 0, 1]

    async def settled() -> bool:
        return len(await results(dsn)) == 2

    tracker = asyncio.run(on_air(Serving(dsn, broker_url), device, settled))
    assert tracker.orders.parameters[1] == 30
    assert list(tracker.orders.areas) == [(1, 7)]


def test_an_order_is_told_to_a_terminal_that_is_already_there(
    dsn: str, broker_url: str, device: str
) -> None:
    async def told() -> bool:
        if not given:
            given.append(await asyncio.to_thread(said, "parameters", device, "heartbeat_s=30"))
        return await results(dsn) == ["done"]

    given: list[Result] = []
    asyncio.run(on_air(Serving(dsn, broker_url), device, told))
    assert given[0].exit_code == 0


def test_an_order_that_comes_too_late_is_never_told(dsn: str, broker_url: str, device: str) -> None:
    assert said("text", device, "x", "--minutes", "0.0001").exit_code == 0

    async def expired() -> bool:
        return await results(dsn) == ["expired"]

    tracker = asyncio.run(on_air(Serving(dsn, broker_url), device, expired))
    assert tracker.orders.texts == []


def test_what_cannot_be_said_is_one_line(device: str) -> None:
    assert "no parameter is called" in said("parameters", device, "speed=3").stderr
    assert "no fence is called" in said("fence", device, "nowhere").stderr
    assert "cannot be" in said("parameters", device, "heartbeat_s=often").stderr
    refused = said("text", "13911111111", "x")
    assert (refused.exit_code, "尚未登记" in refused.stderr) == (3, True)
