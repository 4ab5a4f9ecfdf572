"""Blind-area uploads in their three orders: nothing is missed, nothing is wrong; peers fail."""

import csv
import gzip
import json
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from telemetry.fence import IN
from telemetry.fence_file import Fence, parse
from telemetry.profile import PLAIN
from telemetry.survey import Track, survey
from tests.telemetry import nasty, test_real_tracks
from tests.telemetry.arrivals import LATEST_S, PATTERNS, Delivered, Row, delivered
from tests.telemetry.scene import Scene, opened

TRACKS = Path(__file__).parents[3] / "shared" / "telemetry" / "tracks"
Event = tuple[str, str, str, float]  # vehicle, fence, what, fix time
Rule = Callable[[Sequence[Delivered], Sequence[Fence]], set[Event]]


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


def shipped() -> tuple[list[Row], list[Fence]]:
    """The buses of Liverpool and their fences; without the shared folder, made-up cars."""
    if not TRACKS.exists():
        return made_up()
    with gzip.open(TRACKS / "liverpool_bus.csv.gz", "rt") as lines:
        rows = list(csv.DictReader(lines))
    return rows, parse((TRACKS / "liverpool_fences.geojson").read_bytes())


def made_up() -> tuple[list[Row], list[Fence]]:
    """Cars that stray among all kinds of fences, every ten seconds."""
    rng = np.random.default_rng(4)
    rows = []
    for car in ("a", "b", "c", "d", "e", "f"):
        east, north = np.cumsum(rng.normal(0, 25, (2, 2000)), axis=1)
        for at, (x, y) in enumerate(zip(np.sin(east / 300), np.sin(north / 300), strict=True)):
            lon, lat = nasty.at(float(x) * 400, float(y) * 400)
            row = {"vehicle_id": car, "t_unix": str(at * 10), "lon": str(lon), "lat": str(lat)}
            rows.append(row | {"seq": str(at)})
    return rows, parse(json.dumps(nasty.fences(1)))


def inside(rows: Sequence[Row], fence: Fence) -> list[bool]:
    lon, lat = (np.array([float(row[name]) for row in rows]) for name in ("lon", "lat"))
    return [kind == IN for kind in fence.shape.classes(lon, lat, 0).tolist()]


def crossings(rows: Sequence[Row], fences: Sequence[Fence]) -> set[Event]:
    """Every change between two rows of a vehicle, in the order in which they stand here."""
    found: set[Event] = set()
    for car in {row["vehicle_id"] for row in rows}:
        mine = [row for row in rows if row["vehicle_id"] == car]
        for fence in fences:
            states = inside(mine, fence)
            for row, (before, now) in zip(mine[1:], pairwise(states), strict=True):
                if now != before:
                    what = "enter" if now else "leave"
                    found.add((car, fence.name, what, float(row["t_unix"])))
    return found


def newest_only(arrived: Sequence[Delivered], fences: Sequence[Fence]) -> set[Event]:
    """A position older than the last one raises no events."""
    latest: dict[str, float] = {}
    kept = []
    for _, row, _ in arrived:
        if float(row["t_unix"]) >= latest.get(row["vehicle_id"], -1):
            latest[row["vehicle_id"]] = float(row["t_unix"])
            kept.append(row)
    return crossings(kept, fences)


def as_it_comes(arrived: Sequence[Delivered], fences: Sequence[Fence]) -> set[Event]:
    """Judged in the order of arrival, fix time ignored."""
    return crossings([row for _, row, _ in arrived], fences)


def live_only(arrived: Sequence[Delivered], fences: Sequence[Fence]) -> set[Event]:
    """Rules run on live messages only."""
    return crossings([row for _, row, stored in arrived if not stored], fences)


def ours(arrived: Sequence[Delivered], fences: Sequence[Fence]) -> set[Event]:
    """Visits, whatever the order."""
    rows = [row for _, row, _ in arrived]
    names = tuple(dict.fromkeys(row["vehicle_id"] for row in rows))
    vehicle = np.array([names.index(row["vehicle_id"]) for row in rows])
    t, lon, lat = (np.array([float(row[n]) for row in rows]) for n in ("t_unix", "lon", "lat"))
    track = Track(names, vehicle, (t * 1e6).astype(np.int64), lon, lat)
    found: set[Event] = set()
    for stays in survey(track, [fence.shape for fence in fences], PLAIN):
        name = stays.vehicle, fences[stays.fence].name
        for visit in stays.visits:
            if visit.enter_lo is not None:
                found.add((*name, "enter", visit.enter_hi / 1e6))
            if visit.exit_hi is not None:
                found.add((*name, "leave", visit.exit_hi / 1e6))
    return found


FAILS: list[tuple[Rule, list[tuple[bool, bool]]]] = [  # missed, wrong; in the order of PATTERNS
    (newest_only, [(False, False), (True, True), (True, True)]),
    (as_it_comes, [(False, False), (True, True), (True, True)]),
    (live_only, [(True, True), (True, True), (True, True)]),
    (ours, [(False, False), (False, False), (False, False)]),
]


@pytest.mark.parametrize("rule", range(len(FAILS)), ids=[rule.__name__ for rule, _ in FAILS])
@pytest.mark.parametrize("pattern", range(len(PATTERNS)), ids=PATTERNS)
@pytest.mark.proves("R075")
def test_a_rule_that_heeds_the_order_misses_and_invents(pattern: int, rule: int) -> None:
    judge, fails = FAILS[rule]
    missed, wrong = 0, 0
    for rows, fences in (shipped(), made_up()):
        truth = crossings(rows, fences)
        found = judge(delivered(rows, PATTERNS[pattern], seed=3), fences)
        missed, wrong = missed + len(truth - found), wrong + len(found - truth)
    assert (missed > 0, wrong > 0) == fails[pattern]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_fifth_of_the_rows_is_late_by_up_to_eight_hours(pattern: str) -> None:
    rows, _ = made_up()
    arrived = delivered(rows, pattern, seed=3)
    late = [at - float(row["t_unix"]) for at, row, stored in arrived if stored]
    assert sorted(row["seq"] for _, row, _ in arrived) == sorted(row["seq"] for row in rows)
    assert len(rows) / 5 <= len(late) < len(rows) / 3.5
    assert pattern == "backlog first" or LATEST_S * 0.9 < max(late) < LATEST_S + 3600
    assert all(one[0] <= other[0] for one, other in pairwise(arrived))


if TRACKS.exists():

    @pytest.mark.parametrize(
        ("pattern", "profile"), [*((each, "standard") for each in PATTERNS), (PATTERNS[2], "plain")]
    )
    @pytest.mark.proves("R075")
    async def test_the_live_engine_misses_nothing_and_invents_nothing(
        scene: Scene, pattern: str, profile: str
    ) -> None:
        rows, _ = shipped()
        cars = sorted({row["vehicle_id"] for row in rows})
        await test_real_tracks.papers(scene, profile, cars)
        arrived = [row for _, row, _ in delivered(rows, pattern, seed=3)]
        for batch in test_real_tracks.portions(arrived, 60):
            await test_real_tracks.deliver(scene, batch)
        with (TRACKS / f"liverpool_truth_{profile}.csv").open() as truth:
            assert await test_real_tracks.told(scene) == list(csv.DictReader(truth))
