"""Buses of Liverpool, as recorded and as delivered: the visits are those of the truth files."""

import csv
import gzip
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import orjson
import pytest

from fleet.vehicle.terminal import TerminalBound, TerminalRegistered
from telemetry.moment import micros
from tests.telemetry.scene import ALWAYS, Scene, opened, yard

TRACKS = Path(__file__).parents[3] / "shared" / "telemetry" / "tracks"
CASES = [
    (file, profile, size, times)
    for file, size, times in [
        ("liverpool_bus.csv.gz", 500, 1),
        ("liverpool_feed.csv.gz", 1, 1),
        ("liverpool_feed.csv.gz", 37, 2),
    ]
    for profile in ("plain", "standard")
    if (TRACKS / file).exists()
]

Row = dict[str, str]


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


@pytest.mark.parametrize(("file", "profile", "size", "times"), CASES)
@pytest.mark.proves("R075")
async def test_visits_are_the_truth(
    scene: Scene, file: str, profile: str, size: int, times: int
) -> None:
    rows = read(file)
    await papers(scene, profile, sorted({row["vehicle_id"] for row in rows}))
    batches = list(portions(rows, size))
    for number, batch in enumerate(batches):
        if number == len(batches) // 2:
            await scene.restart()
        for _ in range(times):
            await deliver(scene, batch)
    with (TRACKS / f"liverpool_truth_{profile}.csv").open() as truth:
        assert await told(scene) == list(csv.DictReader(truth))


def read(file: str) -> list[Row]:
    with gzip.open(TRACKS / file, "rt") as lines:
        return list(csv.DictReader(lines))


def portions(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    for begin in range(0, len(rows), size):
        yield rows[begin : begin + size]


async def papers(scene: Scene, profile: str, cars: list[str]) -> None:
    features = json.loads((TRACKS / "liverpool_fences.geojson").read_text())["features"]
    for feature in features:
        properties = feature["properties"]
        fence = properties["fence_id"]
        published = yard(
            fence,
            geometry=feature["geometry"],
            radius_m=properties.get("radius_m"),
            half_width_m=properties.get("half_width_m"),
            profile=profile,
            everyone=True,
        )
        await scene.say((f"fence:{fence}", published))
    for car in cars:
        bound = TerminalBound(device=car, vehicle=car, valid_from=ALWAYS, valid_to=None)
        await scene.say(
            (f"terminal:{car}", TerminalRegistered(device=car)), (f"terminal:{car}", bound)
        )


async def deliver(scene: Scene, batch: Sequence[Row]) -> None:
    for row in batch:
        record = {
            "device": row["vehicle_id"],
            "boot": 0,
            "seq": int(row["seq"]),
            "time": int(row["t_unix"]) * 1000,
            "lon": float(row["lon"]),
            "lat": float(row["lat"]),
        }
        await scene.deliver(f"v1/{row['vehicle_id']}/up/pos", orjson.dumps(record))


async def told(scene: Scene) -> list[Row]:
    rows = await scene.connection.fetch(
        "SELECT *, row_number() OVER (PARTITION BY vehicle, fence ORDER BY enter_hi) AS visit"
        ' FROM archive.visits ORDER BY vehicle COLLATE "C", fence, visit'
    )
    names = ("enter_lo", "enter_hi", "enter_confirmed", "exit_lo", "exit_hi", "exit_confirmed")
    return [
        {"vehicle_id": row["vehicle"], "fence_id": row["fence"], "visit": str(row["visit"])}
        | {name: str(micros(row[name]) // 10**6) if row[name] else "" for name in names}
        | {"flags": "|".join(row["flags"])}
        for row in rows
    ]
