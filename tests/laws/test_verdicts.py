"""No order of arrival, no repeat, no delay and no restart changes what is found about a car.

What stands in the end is what one judge finds who sees everything at once, and it is the same for
a worker who had all papers before the first fix.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pprint import pformat
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet.supervision.finding import Evidence
from telemetry.found import Found
from telemetry.ingest import WORLD
from telemetry.intake import Intake
from telemetry.judging import court
from telemetry.judging.codex import in_force
from telemetry.judging.court import ALL
from telemetry.judging.daily import asked, counted, proof
from telemetry.judging.dossier import FROM_THE_BEGINNING, Dossiers
from telemetry.judging.hearing import hear
from telemetry.judging.mark import Mark
from telemetry.judging.recording import DAILY, JUDGED, Recording, fixes, scope_of
from telemetry.judging.recording import Case as Heard
from telemetry.visits import Visit
from telemetry.wall_clock import day_of
from tests.laws.verdict_world import HELD, KINDS, LATE, ODD, Leg, Oddity, Paper, World, records
from tests.telemetry.papers_of_use import DAY
from tests.telemetry.scene import Scene, opened

EXAMPLES = int(os.environ.get("GONGCHE_LAW_EXAMPLES", "6"))
"""Of each size; more of them are worth a night."""
END = DAY + timedelta(hours=80)
OF_ARRIVAL = ("TERM-04",)
"""Rules about when records arrive: two orders of arrival differ."""


@dataclass(frozen=True)
class Case:
    """Two days of a car: what is told and filed, and in which portions it arrives."""

    legs: list[Leg]
    oddities: list[Oddity]
    papers: list[Paper]
    at_once: list[int]
    restarts: list[int]


legs = st.builds(
    Leg,
    st.sampled_from([1, 5, 15, 45, 70, 130, 400, 700]),
    st.integers(0, 2),
    st.sampled_from([300, 300, 1200, 4000, 15_000]),
)
oddities = st.builds(
    Oddity, st.sampled_from(ODD), st.integers(0, 500), st.sampled_from([0, 1, 5, 20])
)
hours = st.integers(0, 200).map(lambda n: n / 4)
papers = st.builds(
    Paper, st.sampled_from(KINDS), hours, hours, st.sampled_from([0.25, 1.0, 3.0, 12.0, 48.0])
)
cases = st.builds(
    Case,
    st.lists(legs, min_size=3, max_size=12),
    st.lists(oddities, max_size=8),
    st.lists(papers, max_size=7),
    st.lists(st.sampled_from([1, 1, 2, 5, 40]), min_size=1, max_size=12),
    st.lists(st.integers(0, 60), max_size=2),
)


A_STOP_THAT_WAS_NONE = Case(
    [Leg(130, 1), Leg(1, 2, 12_000), Leg(1, 1, 60), Leg(400, 1)],
    [Oddity("late", number, 20) for number in (33, 55, 74)],
    [Paper("order", 0, 0, 3.0)],
    [1],
    [],
)
"""It was seen where it came by, and hours later there again; what it did meanwhile comes late."""


def drawn(examples: int) -> list[Case]:
    found: list[Case] = []

    @settings(max_examples=examples, derandomize=True, deadline=None, database=None)
    @given(cases)
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return found


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


async def world(scene: Scene) -> World:
    worker = Intake(scene.connection, WORLD)
    one = World(Scene(scene.connection, worker, car=f"car-{uuid4().hex}"))
    await one.scene.intake.open()
    await one.open()
    return one


@pytest.mark.timeout(3000)
@pytest.mark.proves("R087")
@pytest.mark.parametrize("many", [1, 16])
async def test_in_any_order_the_same_is_found(
    scene: Scene, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(court, "AT_ONCE", many)
    codes: set[str] = set()
    for case in [A_STOP_THAT_WAS_NONE, *drawn(2 * EXAMPLES)[many % 2 :: 2]]:
        first, mixed = await world(scene), await world(scene)
        filed = sorted(case.papers, key=lambda paper: paper.filed)
        told = numbered(case)
        await mix(mixed, case, told, filed)
        await mixed.settle(END)
        for paper in filed:
            await first.file(paper)
        await first.hear(told, END)
        await first.settle(END)
        found = await mixed.findings()
        same(found, await everything(mixed, days=True), case)
        same(timeless(mixed, found), timeless(first, await first.findings()), case)
        codes |= {each["code"] for each in found}
    assert codes >= {"USE-01", "TERM-01"}


def numbered(case: Case) -> list[dict[str, Any]]:
    return [{**record, "seq": seq} for seq, record in enumerate(records(case.legs, case.oddities))]


async def mix(world: World, case: Case, told: list[dict[str, Any]], filed: list[Paper]) -> None:
    """As it would have happened: on time, or hours late; papers when they were filed."""
    arriving = sorted(arrivals(case, told), key=lambda each: each[0])
    waiting, step = list(filed), 0
    while arriving:
        many = case.at_once[step % len(case.at_once)]
        portion, arriving = arriving[:many], arriving[many:]
        now = portion[-1][0] + timedelta(seconds=2)
        while waiting and DAY + timedelta(hours=waiting[0].filed) <= now:
            await world.file(waiting.pop(0))
        if step in case.restarts:
            await world.scene.restart()
        await world.hear([record for _, record in portion], now)
        late = any(record["time"] + timedelta(minutes=5) < at for at, record in portion)
        if (late or step % 4 == 0) and not world.scene.intake.waiting:
            same(await world.findings(JUDGED), await everything(world), (case, step))
        step += 1
    for paper in waiting:
        await world.file(paper)


def arrivals(case: Case, told: list[dict[str, Any]]) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """When each record arrives; some again, much later."""
    held: dict[int, timedelta] = {}
    for oddity in case.oddities:
        late = LATE.get(oddity.kind, timedelta(hours=oddity.late_h))
        if oddity.kind in HELD:
            first = oddity.number % len(told)
            held |= dict.fromkeys(range(first, first + 25), late)
    for record in told:
        yield record["time"] + held.get(record["seq"], timedelta(0)), record
        if record["seq"] % 17 == 0:
            yield record["time"] + timedelta(hours=9), record


async def everything(world: World, *, days: bool = False) -> list[dict[str, Any]]:
    """What one judge finds in all records and papers at once; in all days too, if asked for."""
    scene, court_ = world.scene, world.scene.intake._court  # noqa: SLF001
    dossiers: Dossiers = court_._bench._dossiers  # noqa: SLF001
    car = await dossiers.car(scene.car, FROM_THE_BEGINNING, court_.clock)
    books = court_.books.rulebooks(scene.car)
    found = told(JUDGED, hear(car, ALL.live, books).found, partial(fixes, car.records))
    if days:
        rows, book = counted(car, books), in_force(books, court_.clock)
        until = day_of(court_.clock, book.zone)
        daily = [it for each in books for it in asked(ALL.daily, rows, until, each)]
        found += told(DAILY, daily, partial(proof, rows))
    return sorted(found, key=in_order)


def told(
    kind: str, found: Iterable[Found], evidence: Callable[[Visit], Iterable[Evidence]]
) -> list[dict[str, Any]]:
    """As the ledger would say it, without names."""
    case = Heard("", kind, evidence, Mark(), datetime(2026, 1, 1, tzinfo=UTC))
    return [
        {
            **Recording(None, case)._finding("", it).model_dump(mode="json"),  # type: ignore[arg-type]  # noqa: SLF001
            "scope": scope_of(kind, it),
        }
        for it in found
    ]


def in_order(finding: dict[str, Any]) -> tuple[str, str]:
    return finding["scope"], finding["since"]


def same(found: list[dict[str, Any]], wanted: list[dict[str, Any]], why: object) -> None:
    """What is in one of them only says why not."""
    here = [each for each in found if each not in wanted]
    there = [each for each in wanted if each not in found]
    assert not here + there, pformat([why, here, "INSTEAD OF", there], width=160)
    assert len(found) == len(wanted)


def timeless(world: World, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without names, and without what rests on the arrival."""
    kept = [
        {name: told for name, told in each.items() if name != "evidence"}
        for each in findings
        if each["code"] not in OF_ARRIVAL
    ]
    text = orjson.dumps(kept).decode().replace(world.name, "NAME")
    told: list[dict[str, Any]] = orjson.loads(text.replace(world.scene.car, "CAR"))
    return told
