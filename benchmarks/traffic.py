"""The traffic of the drain: cars, areas and messages, the same in every run. Pure.

1,840 cars on 58 by 50 km, half of them at 36 km/h and half parked, a fix every ten seconds, round
robin and in order. Each has an area of its own of 20 to 500 vertices; the shared ones have 200.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import orjson
from numpy.typing import NDArray

CARS, EVERY_S = 1840, 10
WEST, SOUTH, EAST, NORTH = 120.0, 30.0, 120.6, 30.45
BOOT = 12

_NORTH_M = 111_195.08
_EAST_M = _NORTH_M * math.cos(math.radians(30.2))
_OWN_M, _SMALL_M, _TIMES = 8000.0, 100.0, 16.0
_VERTICES, _SHARES = (20, 60, 100, 150, 250, 500), (0.25, 0.2, 0.2, 0.15, 0.1, 0.1)
_STEP_M, _NOISE_M, _TURN = 100.0, 3.0, 0.25

Ring = list[list[float]]
Floats = NDArray[np.float64]


def vehicle(car: int) -> str:
    """Id of a car, and of its terminal."""
    return f"B{car:04d}"


def own() -> list[Ring]:
    """The area of each car."""
    random = np.random.default_rng(7)
    counts = random.choice(_VERTICES, CARS, p=_SHARES).tolist()
    return [
        _ring(random, place, _OWN_M, count)
        for place, count in zip(_bases().tolist(), counts, strict=True)
    ]


def shared(count: int) -> list[Ring]:
    """Areas of everyone: 0.1 to 1.6 km."""
    random = np.random.default_rng(5)
    radii = _SMALL_M * _TIMES ** random.uniform(0, 1, count)
    places = random.uniform((WEST, SOUTH), (EAST, NORTH), (count, 2))
    return [
        _ring(random, place, radius, 200)
        for place, radius in zip(places.tolist(), radii.tolist(), strict=True)
    ]


def fixes(rounds: int, start: int, first: int = 0) -> Iterator[tuple[int, dict[str, object]]]:
    """What the cars say, in the order of time: car, and the record.

    Args:
        rounds: So many fixes of each car.
        start: Second (since 1970) of fix 0.
        first: Which fix is the first one.
    """
    lon, lat, course, moving = _paths(first + rounds)
    for number in range(first, first + rounds):
        for car in range(CARS):
            at = datetime.fromtimestamp(start + number * EVERY_S + car % EVERY_S, UTC)
            yield (
                car,
                {
                    "device": vehicle(car),
                    "seq": number,
                    "boot": BOOT,
                    "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
                    "lon": lon[car, number].item(),
                    "lat": lat[car, number].item(),
                    "speed": 36.0 if moving[car] else 0.0,
                    "course": course[car, number].item(),
                    "flags": ["acc_on", "moving"] if moving[car] else ["acc_on"],
                },
            )


def messages(rounds: int, start: int, first: int = 0) -> list[tuple[str, bytes]]:
    """The same as topics and payloads, one fix each."""
    return [
        (f"v1/{vehicle(car)}/up/pos", orjson.dumps(record))
        for car, record in fixes(rounds, start, first)
    ]


def lists(rounds: int, start: int, first: int, size: int) -> list[tuple[str, bytes]]:
    """The same, so many fixes of a car in one message."""
    told: list[list[dict[str, object]]] = [[] for _ in range(CARS)]
    found = []
    for car, record in fixes(rounds, start, first):
        told[car].append(record)
        if len(told[car]) == size:
            found.append((f"v1/{vehicle(car)}/up/pos", orjson.dumps(told[car])))
            told[car] = []
    return found


def _bases() -> Floats:
    return np.random.default_rng(6).uniform((WEST, SOUTH), (EAST, NORTH), (CARS, 2))


def _paths(count: int) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Degrees east and north, course in degrees, each of shape (cars, count); who drives."""
    random = np.random.default_rng(8)
    moving = random.uniform(size=CARS) < 0.5  # noqa: PLR2004 - half of them
    heading = random.uniform(0, 2 * np.pi, CARS)[:, None] + np.cumsum(
        random.normal(0, _TURN, (CARS, 4096))[:, :count], axis=1
    )
    step = np.where(moving, _STEP_M, 0.0)[:, None]
    noise = random.normal(0, _NOISE_M, (2, CARS, 4096))[:, :, :count]
    bases = _bases()
    east = np.cumsum(np.cos(heading) * step, axis=1) + noise[0]
    north = np.cumsum(np.sin(heading) * step, axis=1) + noise[1]
    lon = np.round(bases[:, :1] + east / _EAST_M, 6)
    lat = np.round(bases[:, 1:] + north / _NORTH_M, 6)
    course = np.round(np.degrees(np.pi / 2 - heading) % 360, 1) % 360
    return lon, lat, course, moving


def _ring(random: np.random.Generator, place: list[float], radius_m: float, count: int) -> Ring:
    angle = np.sort(random.uniform(0, 2 * np.pi, count))
    reach = radius_m * random.uniform(0.8, 1.0, count)
    lon = np.round(place[0] + np.cos(angle) * reach / _EAST_M, 6)
    lat = np.round(place[1] + np.sin(angle) * reach / _NORTH_M, 6)
    ring: Ring = np.column_stack([lon, lat]).tolist()
    return [*ring, ring[0]]
