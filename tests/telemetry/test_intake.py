"""Whatever arrives, in whatever order: one commit keeps it and all that follows from it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.terminal import TerminalUnbound
from telemetry import evaluation, watch
from telemetry.fix import Quality
from tests.telemetry.scene import INSIDE, OUTSIDE, Scene, after, another, away, home, opened, yard


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


@pytest.mark.proves("GEO-02")
async def test_three_fixes_and_a_minute_outside_are_a_fence_exit(scene: Scene) -> None:
    await scene.tell(*home(scene, [0, 30]), *away(scene, [60, 90]))
    assert await scene.topics() == []
    await scene.tell(*away(scene, [120]))
    assert await scene.topics() == ["finding.opened"]
    [found] = await scene.findings()
    assert (found["since_lo"], found["since"], found["confirmed"]) == (
        "2026-10-01T01:00:30Z",
        "2026-10-01T01:01:00Z",
        "2026-10-01T01:02:00Z",
    )
    assert found["inputs"]["areas"] == f"plan@1 {scene.car}@1"


@pytest.mark.proves("GEO-02")
async def test_two_fixes_outside_are_noise(scene: Scene) -> None:
    await scene.tell(*home(scene, [0]), *away(scene, [60, 150]), *home(scene, [180, 240]))
    assert await scene.findings() == []


async def test_coming_back_ends_the_finding(scene: Scene) -> None:
    await scene.tell(*home(scene, [0]), *away(scene, [60, 90, 120]))
    await scene.tell(*home(scene, [150, 180]))
    assert await scene.topics() == ["finding.opened", "finding.amended"]
    [found] = await scene.findings()
    assert found["until"] == "2026-10-01T01:02:30Z"


async def test_a_late_fix_that_disproves_the_exit_voids_the_finding(scene: Scene) -> None:
    await scene.tell(*home(scene, [0]), *away(scene, [60, 90, 120]))
    await scene.tell(*home(scene, [100]))
    assert await scene.topics() == ["finding.opened", "finding.voided"]
    assert await scene.findings() == []


async def test_a_split_finding_keeps_its_name_for_the_earlier_part(scene: Scene) -> None:
    await scene.tell(*home(scene, [0]), *away(scene, [500, 530, 560]))
    await scene.tell(*away(scene, [300, 330, 360, 400]))
    await scene.tell(*home(scene, [420, 460]))
    opened_, amended, voided = "finding.opened", "finding.amended", "finding.voided"
    assert await scene.topics() == [opened_, amended, amended, opened_]
    streams = await scene.streams()
    assert [stream.count(":") for stream in streams] == [3, 3, 3, 4]
    await scene.tell(*home(scene, [505, 535, 545]))
    assert (await scene.topics())[-1] == voided


async def test_the_same_again_changes_nothing(scene: Scene) -> None:
    told = [*home(scene, [0]), *away(scene, [60, 90, 120])]
    await scene.tell(*told)
    await scene.tell(*told, *told)
    assert await scene.topics() == ["finding.opened"]
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.fixes") == 4


async def test_evaluating_everything_again_appends_nothing(scene: Scene) -> None:
    await scene.tell(*home(scene, range(0, 600, 30)), *away(scene, range(600, 900, 30)))
    before = await scene.topics(), await scene.visits()
    await scene.restart()
    await scene.say((f"terminal:{scene.car}", scene.bound(after(10**6))))
    await scene.tell()
    assert (await scene.topics(), await scene.visits()) == before


NEAR_THE_EDGE, A_JUMP_AWAY = 120.3001, 120.9
places = st.sampled_from([INSIDE, OUTSIDE, NEAR_THE_EDGE, A_JUMP_AWAY])
tracks = st.lists(st.tuples(st.integers(0, 40).map(lambda n: n * 20), places), max_size=40)


@pytest.mark.proves("GEO-02")
@pytest.mark.parametrize("every", [3, 256])
async def test_no_order_of_arrival_changes_a_verdict(
    scene: Scene, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "CHECKPOINT_EVERY", every)
    monkeypatch.setattr(evaluation, "CHECKPOINT_EVERY", every)
    cars: list[Scene] = []

    @settings(max_examples=60, derandomize=True, deadline=None, database=None)
    @given(tracks, st.data())
    def shuffle(track: list[tuple[int, float]], data: st.DataObject) -> None:
        arrivals = data.draw(st.permutations([*track, *track[:5]]))
        cuts = sorted(data.draw(st.lists(st.integers(0, len(arrivals)), max_size=4)))
        shuffled.append((track, arrivals, cuts))

    shuffled: list[tuple[list[tuple[int, float]], list[tuple[int, float]], list[int]]] = []
    shuffle()
    for track, arrivals, cuts in shuffled:
        straight, mixed = await another(scene), await another(scene)
        ordered = sorted(set(track))
        await straight.tell(*_numbered(straight, ordered, ordered))
        edges = [0, *cuts, len(arrivals)]
        for begin, end in pairwise(edges):
            if begin < end:
                await mixed.tell(*_numbered(mixed, arrivals[begin:end], ordered))
        assert content(await mixed.visits()) == content(await straight.visits())
        assert times(await mixed.findings()) == times(await straight.findings())
        cars.append(mixed)
    assert any([await car.findings() for car in cars])


def _numbered(
    scene: Scene, told: list[tuple[int, float]], ordered: list[tuple[int, float]]
) -> list[dict[str, object]]:
    return [scene.record(at, lon, ordered.index((at, lon))) for at, lon in told]


def content(visits: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [visit[1:] for visit in visits]


def times(findings: list[dict[str, Any]]) -> list[list[object]]:
    names = ("since_lo", "since", "confirmed", "until_lo", "until", "until_confirmed", "flags")
    return [[each[name] for name in names] for each in findings]


async def test_a_restart_in_the_middle_changes_nothing(scene: Scene) -> None:
    other = await another(scene)
    first, rest = home(scene, range(0, 9000, 30)), away(scene, range(9000, 9300, 30))
    await scene.tell(*first)
    await scene.restart()
    await scene.tell(*rest)
    other.intake = scene.intake
    told = [dict(record, device=other.car) for record in [*first, *rest]]
    await other.tell(*reversed(told))
    assert times(await scene.findings()) == times(await other.findings()) != []


async def test_a_fence_published_late_is_judged_from_its_beginning(scene: Scene) -> None:
    await scene.tell(*home(scene, range(0, 300, 30)))
    moved = {"type": "Point", "coordinates": [121.0, 30.3]}
    await scene.say(
        (f"fence:{scene.car}", yard(scene.car, 2, after(100), geometry=moved, radius_m=500.0))
    )
    await scene.tell()
    [found] = await scene.findings()
    assert found["since"] == "2026-10-01T01:02:00Z"
    assert [visit[9] for visit in await scene.visits()] == [["entry_unseen", "fence_ended"]]


async def test_a_withdrawn_fence_takes_its_visits_with_it(scene: Scene) -> None:
    await scene.tell(*home(scene, range(0, 300, 30)))
    await scene.say((f"fence:{scene.car}", FenceWithdrawn(fence=scene.car, at=after(-1))))
    await scene.tell()
    assert await scene.visits() == []
    records = await scene.connection.fetch("SELECT kind, reason FROM archive.visit_records")
    assert [tuple(record) for record in records] == [
        ("opened", None),
        ("voided", "fence_withdrawn"),
    ]


async def test_a_terminal_taken_out_earlier_takes_its_fixes_out_of_the_verdict(
    scene: Scene,
) -> None:
    await scene.tell(*home(scene, [0]), *away(scene, [60, 90, 120]))
    gone = TerminalUnbound(device=scene.car, vehicle=scene.car, at=after(70))
    await scene.say((f"terminal:{scene.car}", gone))
    await scene.tell()
    assert await scene.topics() == ["finding.opened", "finding.voided"]


async def test_one_good_record_and_one_bad_one_stand_alone(scene: Scene) -> None:
    batch = await scene.tell(scene.record(0, INSIDE, 0), scene.record(30, 999.0, 1))
    assert batch.boots[scene.car, 1].upto() == 1
    [row] = await scene.connection.fetch("SELECT device, seq, reason FROM archive.quarantine")
    assert tuple(row) == (scene.car, 1, "coordinate_range")


async def test_what_an_unknown_terminal_says_waits_in_quarantine(scene: Scene) -> None:
    payload = orjson.dumps(dict(scene.record(0, INSIDE), device="stranger"))
    await scene.deliver("v1/stranger/up/pos", payload, payload)
    [row] = await scene.connection.fetch("SELECT reason, raw FROM archive.quarantine")
    assert tuple(row) == ("unknown_device", payload)


async def test_two_records_under_one_number_are_both_kept_and_flagged(scene: Scene) -> None:
    await scene.tell(scene.record(0, INSIDE, 7))
    await scene.tell(scene.record(30, INSIDE, 7))
    rows = await scene.connection.fetch("SELECT quality FROM archive.fixes")
    assert [Quality.SEQUENCE_REUSED in Quality(row["quality"]) for row in rows] == [True, True]


async def test_a_day_that_strayed_moves_into_its_partition(scene: Scene) -> None:
    late = scene.now
    scene.now = after(-86_400 * 30)
    frame = scene.record(0, INSIDE)
    await scene.tell(frame)
    scene.now = late + timedelta(minutes=1)
    await scene.tell(frame)
    name = await scene.connection.fetchval("SELECT tableoid::regclass::text FROM archive.fixes")
    assert name == "archive.fixes_20261001"
