"""The stream: live, resumable without loss or repeat."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from fleet.supervision.finding import FindingOpened
from projections.web.hub import LIMIT, RESYNC
from tests.projections.stories import AMENDED, OPENED, finding, written
from tests.projections.web.town import CENTRE, Town, got
from tests.waiting import eventually

BULKY = 80  # alerts of 100 kB: more than what the sockets between us hold
MANY = LIMIT + 600  # more than what may wait, and a page that may already be on its way


@dataclass
class Heard:
    """One event of the stream."""

    event: str = ""
    data: str = ""
    id: str = ""

    @property
    def body(self) -> dict[str, object]:
        """Its data."""
        told: dict[str, object] = json.loads(self.data)
        return told


async def heard(address: str, headers: Mapping[str, str] | None = None) -> AsyncGenerator[Heard]:
    """The events of a stream; the first one, without a name, says that it is open."""
    timeout = httpx.Timeout(20)
    async with (
        httpx.AsyncClient(timeout=timeout) as client,
        client.stream("GET", address, headers=headers) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        now = Heard()
        async for line in response.aiter_lines():
            name, _, value = line.partition(": ")
            if line:
                setattr(now, name or "comment", value)
            else:
                yield now
                now = Heard()


async def first(
    address: str, event: str, count: int = 1, headers: Mapping[str, str] | None = None
) -> list[Heard]:
    """The first few events of a kind."""
    found: list[Heard] = []
    async with aclosing(heard(address, headers)) as events:
        async for each in events:
            found += [each] if each.event == event else []
            if len(found) == count:
                break
    return found


async def test_an_alert_arrives_while_one_listens(web: str, town: Town) -> None:
    listening = asyncio.create_task(first(f"{web}/api/v1/stream", "alert"))
    await listeners(web, 1)
    [position] = await written(town.connection, "supervision", OPENED)
    [alert] = await listening
    assert alert.id == f"supervision:{position}"
    assert alert.body["plate"] == "浙A0001警"


async def test_what_was_missed_comes_first_and_nothing_twice(web: str, town: Town) -> None:
    one, two = await written(town.connection, "supervision", OPENED, AMENDED)
    address, left = (
        f"{web}/api/v1/stream?since=supervision:0",
        {"Last-Event-ID": f"supervision:{one}"},
    )
    [missed] = await first(address, "alert", headers=left)
    assert missed.id == f"supervision:{two}"
    everything = await first(address, "alert", 2)
    assert [each.id for each in everything] == [f"supervision:{one}", f"supervision:{two}"]


async def test_a_client_that_comes_back_again_and_again_hears_each_alert_once(
    web: str, town: Town
) -> None:
    async def tell() -> None:
        for number in range(1, 41):
            await written(town.connection, "supervision", FindingOpened(finding=finding(number)))

    telling, places = asyncio.create_task(tell()), ["supervision:0"]
    while len(places) < 41:
        heard_now = await first(f"{web}/api/v1/stream?since={places[-1]}", "alert", 4)
        places += [each.id for each in heard_now]
    await telling
    assert places == [f"supervision:{number}" for number in range(41)]


async def test_moved_cars_come_once_a_second_and_without_id(web: str, town: Town) -> None:
    cursor = (await got(f"{web}/api/v1/positions/latest")).json()["cursor"]
    listening = asyncio.create_task(first(f"{web}/api/v1/stream", "pos"))
    await listeners(web, 1)
    await town.seen("car-1", 120.2, CENTRE[1], 36)
    [moved] = await listening
    [row] = json.loads(moved.data)["rows"]
    assert row[:4] == ["car-1", 120.2, 30.28, 36.0]
    assert moved.id == ""
    [missed] = await first(f"{web}/api/v1/stream?change={cursor['change']}", "pos")
    assert json.loads(missed.data)["rows"] == [row]


async def test_whoever_does_not_read_is_told_to_read_anew_and_the_others_are_not(
    web: str, town: Town
) -> None:
    slow = stalled(web)
    quick = asyncio.create_task(first(f"{web}/api/v1/stream", "alert", BULKY + MANY))
    await listeners(web, 2)
    for size, count in ((100_000, BULKY), (1, MANY)):
        long = finding().model_copy(update={"inputs": {"plan": "x" * size}})
        await written(town.connection, "supervision", *[FindingOpened(finding=long)] * count)
    assert len({each.id for each in await quick}) == BULKY + MANY
    assert metric(web, "gongche_stream_resyncs_total") == 1
    assert await asyncio.to_thread(read_until, slow, RESYNC)


def test_a_place_that_is_none_is_a_problem(web: str) -> None:
    answer = httpx.get(f"{web}/api/v1/stream?since=yesterday")
    assert (answer.status_code, answer.json()["title"]) == (400, "Bad Request")


def metric(web: str, name: str) -> int:
    """A number of the server."""
    lines = httpx.get(f"{web}/metrics").text.splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name} "))


async def listeners(web: str, count: int) -> None:
    """Wait until so many listen."""

    async def joined() -> bool:
        return await asyncio.to_thread(metric, web, "gongche_stream_clients") == count

    await eventually(joined)


def stalled(web: str) -> socket.socket:
    """A client that asks for the stream and does not read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", urlsplit(web).port or 0))
    client.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return client


def read_until(client: socket.socket, wanted: bytes) -> bool:
    """Read on until something comes; False if the server ends first."""
    client.settimeout(20)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    tail = b""
    with client:
        while chunk := client.recv(1 << 20):
            if wanted in (tail := tail[-len(wanted) :] + chunk):
                return True
    return False
