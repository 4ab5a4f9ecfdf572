"""What takes the fast way, what does not, and what comes of it."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

import orjson
import pytest

from fleet.vehicle.terminal import TerminalBound, TerminalRegistered
from telemetry import crowd, prepared
from telemetry.express import Express, Parted
from telemetry.mqtt import Delivery
from tests.telemetry.scene import ALWAYS, INSIDE, OUTSIDE, Scene, after, another, opened, yard

FAR = 120.9
Said = tuple[float, float]
"""Seconds after nine, and degrees east."""


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


@pytest.fixture(autouse=True)
def lanes(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Batches of any size take the fast way; which cars did, batch by batch."""
    found: list[list[str]] = []
    part = Express.part

    async def counted(self: Express, *words: Any) -> Parted:  # noqa: ANN401 - passed on
        parted = await part(self, *words)
        found.append([*parted.lane.vehicles] if parted.lane else [])
        return parted

    monkeypatch.setattr(Express, "part", counted)
    monkeypatch.setattr(prepared, "FEW", 1)
    return found


def delivered(
    scene: Scene,
    said: Iterable[Said],
    seq: int = 0,
    **more: Any,  # noqa: ANN401 - any field
) -> list[Delivery]:
    told = []
    for number, (seconds, lon) in enumerate(said, seq):
        time = f"{after(seconds):%Y-%m-%dT%H:%M:%SZ}"
        record = scene.record(seconds, lon, number) | {"time": time} | more
        told.append(
            Delivery(f"v1/{record['device']}/up/pos", orjson.dumps(record), scene.now, 1, 1, 1)
        )
    return told


async def say(scene: Scene, *said: Said, seq: int = 0, **more: Any) -> None:  # noqa: ANN401 - any field
    await scene.intake.take(delivered(scene, said, seq, **more), scene.now)


async def started(scene: Scene) -> None:
    """It has been inside for a while, and is known."""
    await say(scene, (0, INSIDE), (30, INSIDE), (60, INSIDE))


async def test_a_car_that_leaves_and_comes_back_is_found_on_its_way(
    scene: Scene, lanes: list[list[str]]
) -> None:
    await started(scene)
    await say(scene, (90, OUTSIDE), (120, OUTSIDE), seq=3)
    assert await scene.topics() == []
    await say(scene, (150, OUTSIDE), (180, OUTSIDE), seq=5)
    assert await scene.topics() == ["finding.opened"]
    await say(scene, (210, INSIDE), seq=7)
    await say(scene, (240, INSIDE), (270, INSIDE), (300, INSIDE), seq=8)
    assert await scene.topics() == ["finding.opened", "finding.amended"]
    assert lanes == [[scene.car]] * 5
    [found] = await scene.findings()
    assert (found["since"], found["until"]) == ("2026-10-01T01:01:30Z", "2026-10-01T01:03:30Z")
    assert [visit[9] for visit in await scene.visits()] == [["entry_unseen"], ["open"]]


async def test_a_silence_is_seen(scene: Scene) -> None:
    await started(scene)
    await say(scene, (2000, INSIDE), (2030, INSIDE), (2060, INSIDE), seq=3)
    assert [visit[9] for visit in await scene.visits()] == [["entry_unseen", "gap_inside", "open"]]


async def test_near_the_edge_nothing_is_certain(scene: Scene) -> None:
    await started(scene)
    await say(scene, (90, 120.3001), (120, 120.3001), (150, INSIDE), seq=3)
    assert await scene.topics() == []


async def test_a_jump_is_left_to_the_arrays(scene: Scene) -> None:
    await started(scene)
    await say(scene, (70, FAR), (80, INSIDE), (90, INSIDE), seq=3)
    assert [visit[9] for visit in await scene.visits()] == [["entry_unseen", "open"]]


async def test_what_was_there_before_is_kept_once(scene: Scene, lanes: list[list[str]]) -> None:
    await started(scene)
    await say(scene, (60, INSIDE), seq=2)
    await say(scene, (90, INSIDE), (90, INSIDE), seq=3)
    assert lanes == [[scene.car], [], []]
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.fixes") == 5


async def test_a_record_whose_number_was_forgotten_is_kept_once(scene: Scene) -> None:
    await started(scene)
    await scene.connection.execute("DELETE FROM archive.sequences")
    await scene.restart()
    await say(scene, (60, INSIDE), (90, INSIDE), seq=2)
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.fixes") == 4
    stored = await scene.connection.fetchval("SELECT stored FROM archive.sequences")
    assert stored == [2, 3]


async def test_holes_in_the_numbers_stay_holes(scene: Scene) -> None:
    await say(scene, (0, INSIDE), seq=4)
    both = delivered(scene, [(30, INSIDE)], 7) + delivered(scene, [(60, INSIDE)], 9)
    batch = await scene.intake.take(both, scene.now)
    assert batch.boots[scene.car, 1].stored == ((4, 4), (7, 7), (9, 9))


@pytest.mark.parametrize(
    "more",
    [
        {"flags": ["dead_reckoning"]},
        {"flags": ["no_fix"]},
        {"crs": "gcj02"},
        {"first": 0},
        {"boot": 2},
    ],
)
async def test_what_needs_a_word_is_kept_all_the_same(scene: Scene, more: dict[str, Any]) -> None:
    await started(scene)
    deliveries = delivered(scene, [(90, INSIDE)], 3) + delivered(scene, [(120, INSIDE)], 4, **more)
    await scene.intake.take(deliveries, scene.now)
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.fixes") == 5


async def test_another_topic_and_a_stranger_go_their_own_ways(
    scene: Scene, lanes: list[list[str]]
) -> None:
    await started(scene)
    strange = delivered(scene, [(90, INSIDE)], 3, device="STRANGER")
    status = Delivery(f"v1/{(await another(scene)).car}/up/status", b"", scene.now, 1, 1, 1)
    await scene.intake.take([*strange, status, *delivered(scene, [(90, INSIDE)], 3)], scene.now)
    assert lanes[-1] == [scene.car]
    reasons = await scene.connection.fetch("SELECT reason FROM archive.quarantine")
    assert [row["reason"] for row in reasons] == ["unknown_device"]


async def test_two_terminals_of_one_car_are_judged_one_by_one(
    scene: Scene, lanes: list[list[str]]
) -> None:
    second = f"{scene.car}-2"
    bound = TerminalBound(device=second, vehicle=scene.car, valid_from=after(100), valid_to=None)
    await scene.say(
        (f"terminal:{second}", TerminalRegistered(device=second)), (f"terminal:{second}", bound)
    )
    await started(scene)
    both = delivered(scene, [(105, INSIDE)], 3) + delivered(scene, [(110, INSIDE)], device=second)
    await scene.intake.take(both, scene.now)
    odd = delivered(scene, [(125, INSIDE)], 4) + delivered(
        scene, [(130, INSIDE)], 1, device=second, flags=["dead_reckoning"]
    )
    await scene.intake.take(odd, scene.now)
    assert lanes == [[scene.car], [], []]
    across = delivered(scene, [(90, INSIDE), (140, INSIDE)], 2, device=second, boot=3)
    await scene.intake.take(across, scene.now)
    assert lanes[-1] == []


async def test_papers_on_the_way_are_seen(scene: Scene, lanes: list[list[str]]) -> None:
    await started(scene)
    await scene.say((f"fence:{scene.car}", yard(scene.car, 2, after(100), valid_to=after(1000))))
    await say(scene, (90, INSIDE), seq=3)
    await say(scene, (120, INSIDE), (150, INSIDE), (180, INSIDE), seq=4)
    await say(scene, (980, INSIDE), (1010, INSIDE), (1040, INSIDE), seq=7)
    assert lanes[1] == []
    assert [(v[1], v[9]) for v in await scene.visits()] == [
        (1, ["entry_unseen", "fence_ended"]),
        (2, ["entry_unseen", "fence_ended"]),
    ]


async def test_fences_of_everyone_are_met_and_left(scene: Scene) -> None:
    small = {"type": "Point", "coordinates": [120.299, 30.3]}
    await scene.say(
        ("fence:small", yard("small", geometry=small, radius_m=50.0, everyone=True)),
        ("fence:far", yard("far", geometry=small | {"coordinates": [110.0, 30.0]}, radius_m=9.0,
                           everyone=True, profile="plain")),
    )  # fmt: skip
    await say(scene, (0, 120.298), (30, 120.298), (60, 120.298))
    await say(scene, (90, INSIDE), (120, INSIDE), (150, INSIDE), seq=3)
    await say(scene, (180, INSIDE), seq=6)
    await say(scene, (210, 120.298), (240, 120.298), (270, 120.298), (300, 120.298), seq=7)
    named = [visit for visit in await scene.visits() if visit[0] == "small"]
    assert [(visit[4], visit[7], visit[9]) for visit in named] == [(after(90), after(210), [])]


async def test_an_area_of_several_parts_is_one(scene: Scene) -> None:
    beside = {"type": "Point", "coordinates": [OUTSIDE, 30.3]}
    await scene.say(
        (f"fence:{scene.car}-b", yard(f"{scene.car}-b", geometry=beside, radius_m=300.0)),
        (f"fence-plan:{scene.car}", scene.plan(2, ALWAYS, scene.car, f"{scene.car}-b")),
    )
    await started(scene)
    await say(scene, (90, OUTSIDE), (120, OUTSIDE), (150, OUTSIDE), (180, OUTSIDE), seq=3)
    assert await scene.topics() == []
    await say(scene, (240, 120.306), (270, 120.306), (300, 120.306), (330, 120.306), seq=7)
    assert await scene.topics() == ["finding.opened"]


async def test_memories_are_stored_now_and_then(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "CHECKPOINT_EVERY", 4)
    await started(scene)
    for number in range(3, 12):
        await say(scene, (number * 30, INSIDE), seq=number)
    stored = await scene.connection.fetch("SELECT at FROM archive.checkpoints ORDER BY at")
    assert [row["at"] for row in stored] == [after(150), after(270)]
    await scene.restart()
    await say(scene, (360, OUTSIDE), (390, OUTSIDE), (420, OUTSIDE), (450, OUTSIDE), seq=12)
    assert await scene.topics() == ["finding.opened"]


async def test_where_the_cars_are_is_shown_a_second_later_while_messages_wait(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await started(scene)
    monkeypatch.setattr("telemetry.intake._MANY", 1)
    await say(scene, (90, INSIDE), seq=3)
    await say(scene, (120, INSIDE), seq=4)
    assert scene.intake.waiting
    shown = "SELECT at FROM archive.latest"
    assert await scene.connection.fetchval(shown) == after(90)
    await scene.intake.take([], scene.now)
    assert await scene.connection.fetchval(shown) == after(120)


async def test_a_car_without_areas_is_shown_and_nothing_else(scene: Scene) -> None:
    bare = Scene(scene.connection, scene.intake)
    await scene.say((f"fence-plan:{scene.car}", scene.plan(2, ALWAYS, "nowhere")))
    await bare.say(
        (f"terminal:{bare.car}", TerminalRegistered(device=bare.car)),
        (f"terminal:{bare.car}", bare.bound()),
    )
    for number in range(3):
        await say(bare, (30 * number, INSIDE), (30 * number + 15, FAR), seq=2 * number)
    assert await bare.visits() == []
    assert await scene.connection.fetchval("SELECT at FROM archive.latest") == after(75)


async def test_a_silence_of_a_car_without_areas_says_nothing(scene: Scene) -> None:
    bare = Scene(scene.connection, scene.intake)
    await bare.say(
        (f"terminal:{bare.car}", TerminalRegistered(device=bare.car)),
        (f"terminal:{bare.car}", bare.bound()),
    )
    for number, seconds in enumerate((0, 30, 60, 90, 5000)):
        await say(bare, (seconds, INSIDE), seq=number)
    assert await bare.visits() == []
    assert await scene.connection.fetchval("SELECT at FROM archive.latest") == after(5000)


async def test_a_fence_that_may_be_crossed_in_seconds_knows_no_silence(scene: Scene) -> None:
    await scene.say((f"fence:{scene.car}", yard(scene.car, 2, after(100), profile="plain")))
    await started(scene)
    await say(scene, (130, INSIDE), (160, INSIDE), (190, INSIDE), seq=3)
    await say(scene, (220, OUTSIDE), (250, INSIDE), (5000, INSIDE), seq=6)
    assert [(v[1], v[6] and v[7], v[9]) for v in await scene.visits()] == [
        (1, None, ["entry_unseen", "fence_ended"]),
        (2, after(220), ["entry_unseen"]),
        (2, None, ["open"]),
    ]
