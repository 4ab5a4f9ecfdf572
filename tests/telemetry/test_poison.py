"""No input stops the feed: whatever comes is kept, with its reason."""

from collections.abc import AsyncIterator

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.mqtt import UNREADABLE, Delivery
from tests.telemetry.scene import INSIDE, Scene, opened

LONG = "v1/" + "x" * 60_000 + "/up/pos"


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        (UNREADABLE, b"{}"),
        (LONG, b"{}"),
        ("v1/a b/up/pos", b"{}"),
        ("v1/\udcff/up/pos", b"{}"),
        ("v1/a\0/up/pos", b"{}"),
        ("", b""),
        ("v1/V/up/pos", b'{"device": "\\u0000"}'),
        ("v1/V/up/pos", b'{"device": "V", "\\ud800": 1}'),
        ("v1/V/up/pos", b"\xff" * 70_000),
        ("v1/V/up/jt808", b"\x7e" * 70_000),
        ("v1/V/up/jt808", b"\x7e\x00\x7e"),
    ],
)
async def test_whatever_it_is_it_waits_in_quarantine(
    scene: Scene, topic: str, payload: bytes
) -> None:
    await scene.deliver(topic, payload, payload)
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.quarantine") == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 2**53 - 1),
        ("boot", 2**53 - 1),
        ("flags", ["\0", "x" * 32]),
        ("extra", "\0"),
        ("altitude", -500),
        ("speed", 1000),
        ("lon", -180),
    ],
)
async def test_what_is_at_the_border_of_the_allowed_is_kept(
    scene: Scene, field: str, value: object
) -> None:
    await scene.tell(scene.record(0, INSIDE) | {field: value})
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.fixes") == 1


async def test_any_times_of_any_terminal_are_kept(scene: Scene) -> None:
    drawn: list[bytes] = []

    @settings(max_examples=150, derandomize=True, deadline=None, database=None)
    @given(st.binary(min_size=28, max_size=60))
    def draw(body: bytes) -> None:
        drawn.append(body)

    draw()
    scene.car = "13800138000"
    await scene.register()
    for body in drawn:
        frame = encode(Header(message=0x0200, phone=scene.car, serial=1), body)
        await scene.deliver(f"v1/{scene.car}/up/jt808", frame)
    kept = await scene.connection.fetchval("SELECT count(*) FROM archive.fixes")
    assert kept == len({body[:28] for body in drawn})


async def test_a_good_fix_after_the_bad_ones_goes_through(scene: Scene) -> None:
    for payload in (b"", b"[", b"\0", orjson.dumps([{}] * 501), b"[" * 1000):
        await scene.deliver(f"v1/{scene.car}/up/pos", payload)
    await scene.tell(scene.record(0, INSIDE))
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.fixes") == 1


async def test_a_long_payload_is_kept_whole(scene: Scene) -> None:
    payload = b"[" + b" " * 20_000 + b"]"
    await scene.deliver("v1/a b/up/pos", payload)
    assert await scene.connection.fetchval("SELECT raw FROM archive.quarantine") == payload


async def test_two_topics_that_look_alike_in_quarantine_stop_nothing(scene: Scene) -> None:
    deliveries = [
        Delivery(topic, b"{", scene.now, 1, 1, 1) for topic in ("v1/a\0/up/pos", "v1/a\\0/up/pos")
    ]
    await scene.intake.take(deliveries, scene.now)
    assert await scene.connection.fetchval("SELECT times FROM archive.quarantine") == 2
