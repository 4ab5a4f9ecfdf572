"""Papers of every kind and fixes of two terminals, in any order, with restarts in between.

What is believed in the end, to the last flag and input, is what a worker would believe that had all
papers before the first fix.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telemetry import evaluation, watch
from telemetry.mqtt import Delivery
from tests.telemetry.offices import KINDS, Office, Paper
from tests.telemetry.scene import INSIDE, OUTSIDE, Scene, after, away, home, opened, yard

NEAR_THE_EDGE, A_JUMP_AWAY = 120.3001, 120.9


@dataclass(frozen=True)
class Report:
    """What a terminal said, and whether it was the second one."""

    seconds: int
    lon: float
    second: bool
    flags: list[str]
    seq: int


@dataclass(frozen=True)
class Case:
    """Papers as filed; reports as they arrive, some again; how both mix with restarts."""

    papers: list[Paper]
    reports: list[Report]
    steps: list[str]
    at_once: int


moments = st.integers(0, 20).map(lambda n: n * 40)
kinds = st.sampled_from(KINDS)
places = st.sampled_from([INSIDE, INSIDE, OUTSIDE, OUTSIDE, NEAR_THE_EDGE, A_JUMP_AWAY])
flags = st.sampled_from([[], [], [], ["dead_reckoning"]])
mixes = st.lists(st.sampled_from(["paper", "reports", "reports", "restart"]), min_size=12)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    begin, length = draw(moments), draw(st.none() | moments)
    end = after(begin + length) if length else None
    return Paper(draw(kinds), after(begin), end)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    told = draw(
        st.lists(
            st.tuples(st.integers(0, 40), places, st.sampled_from([False] * 3 + [True]), flags),
            min_size=6,
            max_size=36,
        )
    )
    reports = [
        Report(n * 20, lon, second, flagged, seq)
        for seq, (n, lon, second, flagged) in enumerate(told)
    ]
    arriving = draw(st.permutations([*reports, *reports[:3]]))
    return Case(
        draw(st.lists(papers(), max_size=5)), arriving, draw(mixes), draw(st.integers(1, 6))
    )


def drawn() -> list[Case]:
    found: list[Case] = []

    @settings(max_examples=40, derandomize=True, deadline=None, database=None)
    @given(cases())
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return found


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memories are stored at every third instant."""
    monkeypatch.setattr(watch, "CHECKPOINT_EVERY", 3)
    monkeypatch.setattr(evaluation, "CHECKPOINT_EVERY", 3)


@pytest.mark.proves("GEO-02")
async def test_in_any_order_everything_believed_is_the_same(scene: Scene) -> None:
    found = 0
    for case in drawn():
        first, mixed = await office(scene), await office(scene)
        for paper in case.papers:
            await first.file(paper)
        await tell(first, sorted(case.reports, key=lambda report: (report.seconds, report.seq)))
        await mix(mixed, case)
        scene.intake = mixed.scene.intake
        believed = await mixed.believed()
        assert believed == await first.believed(), case
        assert await mixed.folded(), case
        found += len(believed[1])
    assert found


async def office(scene: Scene) -> Office:
    registered = Scene(scene.connection, scene.intake, car=uuid4().hex)
    await registered.register()
    opened_ = Office(registered)
    await opened_.open()
    return opened_


async def mix(office: Office, case: Case) -> None:
    waiting, arriving = list(case.papers), list(case.reports)
    for step in [*case.steps, *["paper"] * len(waiting), *["reports"] * len(arriving)]:
        if step == "restart":
            await office.scene.restart()
        elif step == "paper" and waiting:
            await office.file(waiting.pop(0))
        elif step == "reports" and arriving:
            await tell(office, arriving[: case.at_once])
            del arriving[: case.at_once]
    await tell(office, [])


async def tell(office: Office, reports: list[Report]) -> None:
    scene, deliveries = office.scene, []
    for report in reports:
        device = office.second_terminal if report.second else scene.car
        record = scene.record(report.seconds, report.lon, report.seq)
        payload = orjson.dumps(record | {"device": device, "flags": report.flags})
        deliveries.append(Delivery(f"v1/{device}/up/pos", payload, scene.now, 1, 1, 1))
    await scene.intake.take(deliveries, scene.now)


async def test_a_finding_names_the_papers_that_now_stand_behind_it(scene: Scene) -> None:
    await scene.tell(*home(scene, [0]), *away(scene, range(60, 300, 30)))
    before = await scene.findings()
    await scene.say((f"fence:{scene.car}", yard(scene.car, 2, after(30))))
    await scene.tell()
    assert await scene.topics() == ["finding.opened", "finding.amended"]
    [found] = await scene.findings()
    assert before == [found | {"inputs": before[0]["inputs"]}]
    assert found["inputs"]["areas"] == f"plan@1 {scene.car}@2"


async def test_what_a_run_into_the_past_corrected_is_not_remembered_as_it_was(
    scene: Scene,
) -> None:
    await scene.tell(*home(scene, [0]))
    for seconds in range(60, 300, 30):
        await scene.tell(*away(scene, [seconds]))
    [before] = await scene.findings()
    await scene.tell(scene.record(30, NEAR_THE_EDGE))
    [corrected] = await scene.findings()
    assert corrected["since"] == before["since"]
    assert [each["rows"] for each in corrected["evidence"]] != [
        each["rows"] for each in before["evidence"]
    ]
    await scene.tell(*home(scene, [330, 360, 390]))
    assert await scene.topics() == ["finding.opened", "finding.amended", "finding.amended"]
    [ended] = await scene.findings()
    assert (ended["since"], ended["until"]) == (before["since"], "2026-10-01T01:05:30Z")
    assert ended["evidence"][: len(corrected["evidence"])] == corrected["evidence"]
