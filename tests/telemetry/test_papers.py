"""Papers filed before, between or after the fixes they are about: the verdicts are the same."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet.decider import Event
from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.terminal import TerminalUnbound
from telemetry import evaluation, watch
from tests.telemetry.scene import INSIDE, OUTSIDE, Scene, after, another, opened, yard
from tests.telemetry.test_intake import content, times

SMALL = {"type": "Point", "coordinates": [OUTSIDE, 30.3]}

Paper = tuple[str, int]
Track = list[tuple[int, float]]


@dataclass(frozen=True)
class Case:
    """Papers in the order they are filed; fixes in the order they arrive; a mix of both."""

    papers: list[Paper]
    fixes: Track
    order: list[bool]


moments = st.integers(0, 20).map(lambda n: n * 40)
papers = st.tuples(
    st.sampled_from(["fence", "elsewhere", "withdraw", "plan", "other plan", "no plan", "unbind"]),
    moments,
)
cases = st.builds(
    Case,
    st.lists(papers, max_size=4),
    st.lists(
        st.tuples(st.integers(0, 40).map(lambda n: n * 20), st.sampled_from([INSIDE, OUTSIDE])),
        min_size=4,
        max_size=30,
        unique_by=lambda fix: fix[0],
    ),
    st.lists(st.booleans(), min_size=40, max_size=40),
)


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


@pytest.mark.proves("GEO-02")
@pytest.mark.parametrize("every", [2, 256])
async def test_it_does_not_matter_when_papers_are_filed(
    scene: Scene, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "CHECKPOINT_EVERY", every)
    monkeypatch.setattr(evaluation, "CHECKPOINT_EVERY", every)
    found = []
    for case in drawn():
        first, mixed = await another(scene), await another(scene)
        for one in (first, mixed):
            await one.say((f"fence:{one.car}-b", yard(f"{one.car}-b")))
        for paper in case.papers:
            await file(first, paper)
        await first.tell(*(first.record(*fix) for fix in sorted(case.fixes)))
        await mix(mixed, case)
        assert content(await mixed.visits()) == content(await first.visits())
        assert times(await mixed.findings()) == times(await first.findings())
        found += await mixed.findings()
    assert found


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memories are stored at every second instant."""
    monkeypatch.setattr(watch, "CHECKPOINT_EVERY", 2)
    monkeypatch.setattr(evaluation, "CHECKPOINT_EVERY", 2)


@pytest.mark.usefixtures("often")
async def test_a_fence_for_everyone_is_so_for_all_its_time(scene: Scene) -> None:
    first, late = scene, await another(scene)
    await late.say(("fence:lot", yard("lot", 1)))
    for seconds in range(0, 200, 20):
        await late.tell(late.record(seconds, INSIDE))
    await late.say(("fence:lot", yard("lot", 2, after(100), everyone=True)))
    await late.tell()
    await first.tell(*(first.record(seconds, INSIDE) for seconds in range(0, 200, 20)))
    assert content(await first.visits()) == content(await late.visits())
    assert [visit[0] for visit in await late.visits()] == [late.car, "lot", "lot"]


@pytest.mark.usefixtures("often")
async def test_a_fence_that_a_plan_names_is_watched_for_all_its_time(scene: Scene) -> None:
    first, late = scene, await another(scene)
    papers: list[Paper] = [("other plan", 150), ("plan", 0)]
    for one in (first, late):
        await one.say((f"fence:{one.car}-b", yard(f"{one.car}-b")))
    for paper, fences in zip(papers, (2, 1), strict=True):
        await file(first, paper)
        for seconds in range(0, 200, 20):
            await late.tell(late.record(seconds, INSIDE))
            await first.tell(first.record(seconds, INSIDE))
        await file(late, paper)
        await late.tell()
        assert content(await first.visits()) == content(await late.visits())
        assert len(await late.visits()) == fences


def drawn() -> list[Case]:
    found: list[Case] = []

    @settings(max_examples=80, derandomize=True, deadline=None, database=None)
    @given(cases)
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return found


async def mix(scene: Scene, case: Case) -> None:
    waiting, arriving = list(case.papers), list(case.fixes)
    for a_paper in [*case.order, *[True] * 40]:
        if waiting and (a_paper or not arriving):
            await file(scene, waiting.pop(0))
        elif arriving:
            await scene.tell(*(scene.record(*fix) for fix in arriving[:3]))
            del arriving[:3]
    await scene.tell()


async def file(scene: Scene, paper: Paper) -> None:
    stream, event = written(scene, *paper)
    await scene.say((stream, event))


def written(scene: Scene, kind: str, moment: int) -> tuple[str, Event]:
    at, car = after(moment), scene.car
    version = scene.versions.get(f"fence:{car}", 0) + 1
    there = {"geometry": SMALL, "radius_m": 150.0}
    kinds: dict[str, tuple[str, Event]] = {
        "fence": ("fence", yard(car, version, at)),
        "elsewhere": ("fence", yard(car, version, at, **there)),
        "withdraw": ("fence", FenceWithdrawn(fence=car, at=at)),
        "plan": ("fence-plan", scene.plan(version, at)),
        "other plan": ("fence-plan", scene.plan(version, at, f"{car}-b")),
        "no plan": ("fence-plan", scene.plan(version, at, "nowhere")),
        "unbind": ("terminal", TerminalUnbound(device=car, vehicle=car, at=at)),
    }
    stream, event = kinds[kind]
    return f"{stream}:{car}", event
