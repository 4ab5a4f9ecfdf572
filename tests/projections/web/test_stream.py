"""The stream: live, resumable without loss or repeat."""

import asyncio
import json
import socket
from contextlib import aclosing, suppress
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest

from fleet.supervision.finding import FindingOpened
from projections.web import follower
from projections.web.hub import LIMIT, PING, RESYNC, Hub, frame
from projections.web.site import Site
from tests.projections.stories import AMENDED, OPENED, UNIT, finding, written
from tests.projections.web.listening import first, heard, listeners, metric
from tests.projections.web.town import CENTRE, Town, got

BULKY = 80  # alerts of 100 kB: more than what the sockets between us hold
MANY = LIMIT + 600  # more than what may wait, and a page that may already be on its way


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


async def test_what_is_no_alert_is_passed_over(web: str, town: Town) -> None:
    address = f"{web}/api/v1/stream?since=supervision:0"
    await written(town.connection, "supervision", OPENED, UNIT, AMENDED)
    for _ in range(2):  # perhaps live, and once more from the ledger
        assert [each.id for each in await first(address, "alert", 2)] == [
            "supervision:1",
            "supervision:3",
        ]


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


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=yesterday", 400),
        ("since=lifecycle:3", 400),
        ("since=supervision:-1", 400),
        ("since=supervision:" + "9" * 5_000, 400),
        ("change=-1", 422),
        ("change=99999999999999999999", 422),
    ],
)
def test_a_place_that_is_none_is_a_problem(web: str, query: str, status: int) -> None:
    answer = httpx.get(f"{web}/api/v1/stream?{query}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"]) == (status, status)


async def test_an_alert_is_encoded_once_for_all(
    web: str, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []

    def counted(event: str, body: object, identity: str = "") -> bytes:
        encoded.append(identity)
        return frame(event, body, identity)

    monkeypatch.setattr(follower, "frame", counted)
    listening = [asyncio.create_task(first(f"{web}/api/v1/stream", "alert", 2)) for _ in range(5)]
    await listeners(web, 5)
    await written(town.connection, "supervision", OPENED, AMENDED)
    answers = await asyncio.gather(*listening)
    assert [len({each[n].data for each in answers}) for n in range(2)] == [1, 1]
    assert [each for each in encoded if each] == ["supervision:1", "supervision:2"]


async def test_only_alerts_carry_an_id(web: str, town: Town) -> None:
    kinds: dict[str, set[bool]] = {}
    await written(town.connection, "supervision", OPENED)
    async with aclosing(heard(f"{web}/api/v1/stream?since=supervision:0&change=0")) as events:
        async for each in events:
            kinds.setdefault(each.event, set()).add(bool(each.id))
            if set(kinds) == {"", "alert", "pos"}:
                break
    assert kinds == {"": {False}, "alert": {True}, "pos": {False}}
    assert RESYNC.startswith(b"event: resync\n")


async def test_a_stream_on_which_nothing_happens_still_says_that_it_lives(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_PING_S", 0.01)
    hub = Hub()
    with hub.joined() as listener:
        site = Site(town.dsn, ZoneInfo("Asia/Shanghai"), lambda: town.now)
        following = asyncio.create_task(follower.Follower(site, hub).run())
        assert (await anext(listener.frames())).startswith(PING)
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


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
