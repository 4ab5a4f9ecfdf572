"""What a terminal is declared to do wrong is put right, whenever it is declared."""

from collections.abc import AsyncIterator
from datetime import datetime

import numpy as np
import pytest

from fleet.datum import Datum, from_wgs84
from fleet.vehicle.terminal_habits import ClockDeclared, DatumDeclared
from telemetry.datum import measured
from telemetry.fix import NO_TIME, Fix, Quality
from telemetry.track import on_time
from tests.telemetry.scene import INSIDE, NINE, OUTSIDE, Scene, after, opened

LAT = 30.3


def fix(**more: object) -> Fix:
    known = {"device": "T", "at": NINE, "digest": b"", "source": "json", "raw": b""}
    place = {"lon": INSIDE, "lat": LAT, "quality": Quality.SHIFTED_DATUM | Quality.LATE}
    return Fix(**(known | place | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("named", "declared"), [("gcj02", "bd09"), ("bd09", "gcj02")])
def test_a_record_knows_better_on_which_datum_it_is(named: Datum, declared: Datum) -> None:
    lon, lat = from_wgs84(INSIDE, LAT, named)
    found = measured(fix(lon=float(lon), lat=float(lat), datum=named), declared)
    assert found.quality == Quality.DATUM_CONVERTED | Quality.LATE
    assert np.allclose([found.lon, found.lat], [INSIDE, LAT], atol=1e-9, rtol=0)  # type: ignore[arg-type]
    assert found.datum == named


def test_a_place_that_is_only_marked_is_on_the_declared_datum() -> None:
    lon, lat = from_wgs84(INSIDE, LAT, "bd09")
    found = measured(fix(lon=float(lon), lat=float(lat)), "bd09")
    assert np.allclose([found.lon, found.lat], [INSIDE, LAT], atol=1e-9, rtol=0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "declared"),
    [
        (fix(datum="gcj02"), None),
        (fix(datum="gcj02"), "wgs84"),
        (fix(quality=Quality.LATE), "gcj02"),
        (fix(lon=None, lat=None), "gcj02"),
        (fix(lat=None), "gcj02"),
    ],
)
def test_everything_else_is_left_as_it_is(told: Fix, declared: Datum | None) -> None:
    assert measured(told, declared) is told


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


def declared(scene: Scene, datum: Datum, begin: float = 0) -> tuple[str, DatumDeclared]:
    told = DatumDeclared(device=scene.car, datum=datum, valid_from=after(begin), valid_to=None)
    return f"terminal:{scene.car}", told


async def tell(scene: Scene, **places: float) -> None:
    """The car is at these longitudes (minute = longitude), and says so on GCJ-02."""
    for minute, lon in places.items():
        shifted = from_wgs84(lon, LAT, "gcj02")
        record = scene.record(int(minute[1:]) * 60, lon) | {"crs": "gcj02"}
        await scene.tell(record | {"lon": float(shifted[0]), "lat": float(shifted[1])})


DRIVE = {"m0": INSIDE, "m1": INSIDE, "m2": OUTSIDE, "m4": OUTSIDE, "m5": INSIDE, "m6": INSIDE}


async def stood(scene: Scene) -> tuple[list[tuple[object, ...]], list[dict[str, object]]]:
    return await scene.visits(), await scene.findings()


@pytest.mark.proves("R075")
async def test_it_does_not_matter_when_the_datum_is_declared(scene: Scene) -> None:
    await tell(scene, **DRIVE)
    assert (await stood(scene))[0] == []
    await scene.say(declared(scene, "gcj02"))
    await scene.deliver("none")
    late = await stood(scene)
    other = Scene(scene.connection, scene.intake)
    await other.register()
    await other.say(declared(other, "gcj02"))
    await tell(other, **DRIVE)
    first = await stood(other)
    assert [visit[3:] for visit in first[0]] == [visit[3:] for visit in late[0]]
    assert len(first[0]) == 2
    rows = await scene.connection.fetch(
        "SELECT at, lon, quality FROM archive.fixes WHERE device = $1 ORDER BY at", scene.car
    )
    assert [round(row["lon"], 9) for row in rows] == list(DRIVE.values())


async def test_a_corrected_declaration_gives_back_what_was_told(scene: Scene) -> None:
    await scene.say(declared(scene, "gcj02"))
    await tell(scene, **DRIVE)
    before = await told(scene)
    await scene.say(declared(scene, "wgs84", 150))
    await scene.deliver("none")
    [one, two, three, *others] = await told(scene)
    assert [one, two, three] == before[:3]
    assert {flag for _, flag in others} == {Quality.SHIFTED_DATUM}
    lon = [from_wgs84(lon, LAT, "gcj02")[0] for lon in list(DRIVE.values())[3:]]
    assert [place for place, _ in others] == lon
    await scene.say(declared(scene, "gcj02"))
    await scene.restart()
    await scene.deliver("none")
    assert await told(scene) == before


async def told(scene: Scene) -> list[tuple[float, Quality]]:
    rows = await scene.connection.fetch(
        "SELECT lon, quality FROM archive.fixes WHERE device = $1 ORDER BY at", scene.car
    )
    mattering = Quality.SHIFTED_DATUM | Quality.DATUM_CONVERTED
    return [(row["lon"], Quality(row["quality"]) & mattering) for row in rows]


async def test_a_terminal_that_was_declared_but_never_heard_is_no_trouble(scene: Scene) -> None:
    await scene.say(declared(scene, "bd09"))
    await scene.deliver("none")
    assert await told(scene) == []


def ahead(scene: Scene, seconds: int, begin: float = 0, end: float | None = None) -> ClockDeclared:
    return ClockDeclared(
        device=scene.car,
        ahead_s=seconds,
        valid_from=after(begin),
        valid_to=None if end is None else after(end),
    )


async def drive(scene: Scene, wrong_s: int) -> None:
    """As with a clock that is ahead by so much."""
    for minute, lon in DRIVE.items():
        await scene.tell(scene.record(int(minute[1:]) * 60 + wrong_s, lon, seq=int(minute[1:])))


@pytest.mark.parametrize("wrong_s", [28_800, -3600, 7])
async def test_it_does_not_matter_when_the_clock_is_declared(scene: Scene, wrong_s: int) -> None:
    right = scene
    late, early = (Scene(scene.connection, scene.intake) for _ in range(2))
    await drive(right, 0)
    await late.register()
    await drive(late, wrong_s)
    await late.say((f"terminal:{late.car}", ahead(late, wrong_s)))
    await late.deliver("none")
    await early.register()
    await early.say((f"terminal:{early.car}", ahead(early, wrong_s)))
    await drive(early, wrong_s)
    truth = [visit[1:] for visit in await right.visits()]
    assert len(truth) == 2
    for other in (late, early):
        assert [visit[1:] for visit in await other.visits()] == truth
        rows = await times(other)
        assert [at for at, _ in rows] == [after(int(minute[1:]) * 60) for minute in DRIVE]
        assert all(flags & Quality.CLOCK_OFFSET for _, flags in rows)


async def test_a_clock_that_was_right_after_all_gives_back_what_was_told(scene: Scene) -> None:
    await drive(scene, 60)
    before = await times(scene)
    await scene.say((f"terminal:{scene.car}", ahead(scene, 60)))
    await scene.deliver("none")
    assert [at for at, _ in await times(scene)] == [after(at * 60) for at in (0, 1, 2, 4, 5, 6)]
    await scene.say((f"terminal:{scene.car}", ahead(scene, 0)))
    await scene.restart()
    await scene.deliver("none")
    assert await times(scene) == before


async def test_what_only_a_clock_ahead_could_tell_is_no_future(scene: Scene) -> None:
    scene.now = after(60)
    await scene.tell(scene.record(30 + 7200, INSIDE, seq=0))
    assert await times(scene) == []
    await scene.say((f"terminal:{scene.car}", ahead(scene, 7200)))
    await scene.tell(scene.record(45 + 7200, INSIDE, seq=1))
    assert await times(scene) == [(after(45), Quality.CLOCK_OFFSET)]
    await scene.tell(scene.record(60 + 7200 + 400, INSIDE, seq=2))
    assert len(await times(scene)) == 1


async def test_a_clock_is_wrong_for_a_time_only(scene: Scene) -> None:
    await scene.say((f"terminal:{scene.car}", ahead(scene, 60, 60, 180)))
    await drive(scene, 0)
    corrected = {at for at, flags in await times(scene) if flags & Quality.CLOCK_OFFSET}
    assert corrected == {after(60)}


async def test_places_and_times_are_put_right_together(scene: Scene) -> None:
    await drive(scene, 60)
    await tell(scene, m9=INSIDE)
    await scene.say(declared(scene, "gcj02"), (f"terminal:{scene.car}", ahead(scene, 60)))
    await scene.deliver("none")
    assert [flags for _, flags in await told(scene)] == [Quality(0)] * 6 + [Quality.DATUM_CONVERTED]
    assert (await times(scene))[-1][0] == after(480)
    await scene.deliver("none")
    assert (await times(scene))[-1][0] == after(480)


async def times(scene: Scene) -> list[tuple[datetime, Quality]]:
    rows = await scene.connection.fetch(
        "SELECT at, quality FROM archive.fixes WHERE device = $1 ORDER BY at", scene.car
    )
    return [(row["at"], Quality(row["quality"])) for row in rows]


def test_a_time_that_is_none_is_not_put_right() -> None:
    none = fix(at=NO_TIME, quality=Quality.BAD_TIME)
    assert on_time(none, 60) is none
    assert on_time(fix(), 0) == fix()
