"""The fast way and the slow way end in the same archive, the same beliefs and the same findings."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telemetry import crowd, evaluation, prepared, watch
from telemetry.express import Express
from telemetry.mqtt import Delivery
from tests.telemetry.offices import Office, Paper
from tests.telemetry.scene import INSIDE, OUTSIDE, Scene, after, opened, yard
from tests.telemetry.test_any_order import papers

NEAR_THE_EDGE, A_JUMP_AWAY = 120.3001, 120.9
SLOW, FAST = 10**9, 1


@dataclass(frozen=True)
class Report:
    """What a terminal said.

    Attributes:
        seconds: When.
        lon: Where.
        other: Whether the second car's terminal said it.
        flags: What it felt.
        twice: It is told in the next message once more.
    """

    seconds: int
    lon: float
    other: bool
    flags: list[str]
    twice: bool


@dataclass(frozen=True)
class Case:
    """Reports, mostly in order; where the batches end; papers at some of the ends."""

    reports: list[Report]
    cuts: list[int]
    papers: list[Paper]
    restart: int
    in_a_list: bool


steps = st.sampled_from([20, 20, 20, 40, 1000])
places = st.sampled_from([INSIDE] * 4 + [OUTSIDE] * 4 + [NEAR_THE_EDGE, A_JUMP_AWAY])
flags = st.sampled_from([[]] * 7 + [["dead_reckoning"], ["no_fix"]])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    told, clock = [], [0, 7]
    for lon, other, step in draw(
        st.lists(st.tuples(places, st.booleans(), steps), min_size=20, max_size=48)
    ):
        clock[other] += step
        twice = draw(st.integers(0, 11)) == 0
        told.append(Report(clock[other], lon, other, draw(flags), twice))
    for index in draw(st.lists(st.integers(0, len(told) - 2), max_size=2)):
        told[index], told[index + 1] = told[index + 1], told[index]
    cuts = sorted({*draw(st.lists(st.integers(1, len(told)), min_size=3, max_size=9)), len(told)})
    return Case(
        told,
        cuts,
        [paper for paper in draw(st.lists(papers(), max_size=2)) if paper.kind != "everyone"],
        draw(st.integers(0, 8)),
        draw(st.booleans()),
    )


def drawn() -> list[Case]:
    found: list[Case] = []

    @settings(max_examples=24, derandomize=True, deadline=None, database=None)
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
    for module in (watch, evaluation, crowd):
        monkeypatch.setattr(module, "CHECKPOINT_EVERY", 3)


Way = Callable[[int], None]


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> Way:
    """Choose the way: from so many messages on it is the fast one."""
    return lambda few: monkeypatch.setattr(prepared, "FEW", few)


@pytest.mark.proves("GEO-02")
async def test_both_ways_end_the_same(scene: Scene, way: Way) -> None:
    found = lanes = 0
    await scene.say(
        ("fence:every", yard("every", everyone=True)),
        ("fence:later", yard("later", begin=after(150), everyone=True, profile="plain")),
    )
    for case in drawn():
        ends = []
        for few in (SLOW, FAST):
            way(few)
            pair = await registered(scene)
            lanes += await told(pair, case)
            ends.append([await end(office) for office in pair])
        assert ends[0] == ends[1], case
        found += sum(len(believed[1]) for believed, _ in ends[0])
    assert found
    assert lanes > 50


async def registered(scene: Scene) -> list[Office]:
    """Two cars."""
    pair = []
    for number in range(2):
        car = Scene(scene.connection, scene.intake, car=f"{uuid4().hex}-{number}")
        await car.register()
        pair.append(Office(car))
        await pair[-1].open()
    return pair


async def told(pair: Sequence[Office], case: Case) -> int:
    """Deliver a case; answers how many batches had a lane."""
    waiting, lanes, begin = list(case.papers), 0, 0
    for number, cut in enumerate(case.cuts):
        if number == case.restart:
            await pair[0].scene.restart()
            pair[1].scene.intake = pair[0].scene.intake
        deliveries = [
            each
            for office in pair
            for each in messages(office, case, pair.index(office), begin, cut)
        ]
        lanes += await taken(pair[0].scene, deliveries)
        if waiting:
            await pair[0].file(waiting.pop())
        begin = cut
    await pair[0].scene.intake.take([], pair[0].scene.now)
    return lanes


async def taken(scene: Scene, deliveries: list[Delivery]) -> int:
    lanes = 0
    part = Express.part

    async def counted(self: Express, *words: Any) -> Any:  # noqa: ANN401 - passed on
        nonlocal lanes
        parted = await part(self, *words)
        lanes += parted.lane is not None
        return parted

    Express.part = counted  # type: ignore[method-assign,assignment]
    try:
        await scene.intake.take(deliveries, scene.now)
    finally:
        Express.part = part  # type: ignore[method-assign]
    return lanes


def messages(office: Office, case: Case, other: int, begin: int, end: int) -> list[Delivery]:
    scene = office.scene
    numbered = [(seq, r) for seq, r in enumerate(case.reports) if begin <= seq < end]
    again = [(seq, r) for seq, r in enumerate(case.reports) if r.twice and begin <= seq + 3 < end]
    records = [
        scene.record(report.seconds, report.lon, seq)
        | {"flags": report.flags, "time": f"{after(report.seconds):%Y-%m-%dT%H:%M:%SZ}"}
        for seq, report in [*numbered, *again]
        if report.other == bool(other)
    ]
    if case.in_a_list and records:
        payloads = [orjson.dumps(records)]
    else:
        payloads = [orjson.dumps(record) for record in records]
    return [Delivery(f"v1/{scene.car}/up/pos", each, scene.now, 1, 1, 1) for each in payloads]


async def end(office: Office) -> tuple[list[Any], list[Any]]:
    """What is believed in the end, and what is in the archive."""
    archive = []
    for statement in ARCHIVED:
        rows = await office.scene.connection.fetch(statement, office.scene.car)
        archive.append([dict(row) for row in rows])
    text = orjson.dumps(archive, default=str).decode().replace(office.scene.car, "CAR")
    return await office.believed(), orjson.loads(text)


ARCHIVED = (
    """SELECT at, lon, lat, speed_kmh, course_deg, altitude_m, odometer_m, alarm, status, quality,
    datum, boot, seq, source, convert_from(raw, 'UTF8') AS raw, received_at
    FROM archive.fixes WHERE device = $1 ORDER BY at, seq""",
    "SELECT boot, first, stored, refused FROM archive.sequences WHERE device = $1",
    "SELECT lon, lat, at, quality FROM archive.latest WHERE vehicle = $1",
)
