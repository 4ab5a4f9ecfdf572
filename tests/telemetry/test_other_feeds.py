"""Receivers, EMQX's gateway and long messages: the same verdicts, the same record once."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from fleet.vehicle.terminal import TerminalBound, TerminalRegistered
from telemetry.codecs import emqx, jt808, nmea
from telemetry.fix import Fix, Quality
from telemetry.sequences import Boot
from tests.telemetry.scene import ALWAYS, INSIDE, OUTSIDE, Scene, after, opened

PHONE = "13900139000"


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


async def phone(scene: Scene) -> None:
    """The car has a second terminal, which speaks JT/T 808."""
    bound = TerminalBound(device=PHONE, vehicle=scene.car, valid_from=ALWAYS, valid_to=None)
    stream = f"terminal:{PHONE}"
    await scene.say((stream, TerminalRegistered(device=PHONE)), (stream, bound))


def sentences(at: datetime, lon: float) -> bytes:
    """What a receiver says."""
    fix = Fix(
        device="", at=at, digest=b"", lon=lon, lat=30.3, speed_kmh=1.0, source="nmea", raw=b""
    )
    return nmea.encode(fix)


def place(seconds: float, lon: float) -> jt808.Location:
    """Where a terminal says it is."""
    local = after(seconds) + timedelta(hours=8)
    return jt808.Location(
        status=3,
        lat_e6=30_300_000,
        lon_e6=round(lon * 1e6),
        time=bytes.fromhex(f"{local:%y%m%d%H%M%S}"),
        items=((0x01, b"\0\0\0\x0a"),),
    )


async def kept(scene: Scene) -> list[tuple[str, int, float | None]]:
    """Source, flags and odometer of each record."""
    rows = await scene.connection.fetch(
        "SELECT source, quality, odometer_m FROM archive.fixes ORDER BY at, digest"
    )
    return [(row["source"], row["quality"] & ~Quality.LATE, row["odometer_m"]) for row in rows]


@pytest.mark.proves("GEO-02")
async def test_a_receiver_outside_is_a_fence_exit(scene: Scene) -> None:
    where = [(0, INSIDE), (30, INSIDE), (60, OUTSIDE), (90, OUTSIDE), (120, OUTSIDE)]
    payload = b"".join(sentences(after(at), lon) for at, lon in where)
    await scene.deliver(f"v1/{scene.car}/up/nmea", payload)
    assert await scene.topics() == ["finding.opened"]
    await scene.deliver(f"v1/{scene.car}/up/nmea", payload)
    assert await kept(scene) == [("nmea", 0, None)] * 5


async def test_a_numbered_receiver_is_acknowledged_by_its_numbers(scene: Scene) -> None:
    one = sentences(after(0), INSIDE) + sentences(after(30), INSIDE)
    topic = f"v1/{scene.car}/up/nmea"
    wrappers = [nmea.wrap(scene.car, 3, seq, text) for seq, text in enumerate((one, b"$lost"))]
    batch = await scene.deliver(topic, *wrappers)
    assert batch.boots == {(scene.car, 3): Boot(0, ((0, 0),), ((1, 1),))}
    assert await kept(scene) == [("nmea", 0, None)] * 2
    again = await scene.deliver(topic, nmea.wrap(scene.car, 3, 0, sentences(after(60), INSIDE)))
    assert again.refusals == []
    flags = [flags for _, flags, _ in await kept(scene)]
    assert flags[0] == flags[2] == Quality.SEQUENCE_REUSED


async def test_the_same_report_through_the_gateway_of_emqx_is_one_record(scene: Scene) -> None:
    await phone(scene)
    header = jt808.Header(message=0x0200, phone=PHONE, serial=1)
    through = emqx.encode(header, [place(0, INSIDE)])
    direct = jt808.encode(header, jt808.encode_location(place(0, INSIDE)))
    first = await scene.deliver(f"jt808/c7/0{PHONE}/up", through)
    assert first.receptions[0].requests == []
    await scene.deliver(f"v1/{PHONE}/up/jt808", direct)
    assert await kept(scene) == [("emqx", Quality.GATEWAY_ACKED, 1000)]


@pytest.mark.proves("GEO-02")
async def test_a_batch_in_packages_is_judged_like_any_other(scene: Scene) -> None:
    await phone(scene)
    where = [(at, INSIDE if at < 600 else OUTSIDE) for at in range(0, 1500, 30)]
    bodies = tuple(jt808.encode_location(place(at, lon)) for at, lon in where)
    header = jt808.Header(message=0x0704, phone=PHONE, serial=9)
    frames = jt808.encode_all(header, jt808.encode_batch(jt808.Batch(bodies=bodies, kind=1)))
    assert len(frames) > 1
    batch = await scene.deliver(f"v1/{PHONE}/up/jt808", b"".join(frames))
    assert [result for _, result in batch.receptions[0].requests] == [0] * len(frames)
    assert await scene.topics() == ["finding.opened"]
    assert {flags for _, flags, _ in await kept(scene)} == {Quality.BACKFILL}
