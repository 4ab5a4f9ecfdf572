"""The feed of the latency measurement: cars that leave and enter their areas all the time. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telemetry.fix import Fix

CARS = 1840
EVERY_S = 10
CYCLE, AWAY = 24, 12  # fixes of a cycle; of these, outside
HISTORY = 17  # fixes before the measurement, so that every state is known
OPENED_AT, CLOSED_AT = 6, 3  # which fix outside, which fix inside makes it certain
_SIDE_DEG, _OUT_DEG = 0.002, 0.0045
_COLUMNS = 46


@dataclass(frozen=True, slots=True)
class Saying:
    """One fix, and whether a verdict hangs on it.

    Attributes:
        car: Its number.
        fix: What its terminal says.
        decides: An exit or a return is certain with it.
    """

    car: int
    fix: Fix
    decides: bool


def vehicle(car: int) -> str:
    """Id of a car, and of its terminal."""
    return f"B{car:04d}"


def centre(car: int) -> tuple[float, float]:
    """Where a car is when it is inside: degrees."""
    return 120.0 + car % _COLUMNS * 0.01, 30.0 + car // _COLUMNS * 0.01


def area(car: int) -> list[list[float]]:
    """The ring a car has to stay in: degrees, closed."""
    lon, lat = centre(car)
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [[lon + x * _SIDE_DEG, lat + y * _SIDE_DEG] for x, y in corners]


def say(car: int, number: int, second: int) -> Saying:
    """The fix number `number` (from 0) of a car; `second` is its time since 1970."""
    step = (number + car * 7) % CYCLE
    out = step < AWAY
    lon, lat = centre(car)
    fix = Fix(
        device=vehicle(car),
        at=datetime.fromtimestamp(second, UTC),
        digest=b"",
        lon=round(lon + (_OUT_DEG if out else 0.0), 6),
        lat=lat,
        speed_kmh=40.0,
        status=3,
        source="",
        raw=b"",
    )
    return Saying(car, fix, step in (OPENED_AT, AWAY + CLOSED_AT))


def history(start: int) -> Iterator[tuple[int, list[Fix]]]:
    """For each car what it said before the measurement, which begins at second `start`."""
    for car in range(CARS):
        begin = start + car % EVERY_S - HISTORY * EVERY_S
        yield car, [say(car, n, begin + n * EVERY_S).fix for n in range(HISTORY)]


def live(start: int, seconds: int) -> Iterator[tuple[float, Saying]]:
    """What is said from `start` on: when (seconds after the start), and what; 184 a second."""
    for second in range(seconds):
        turn = range(second % EVERY_S, CARS, EVERY_S)
        for place, car in enumerate(turn):
            number = HISTORY + second // EVERY_S
            yield second + place / len(turn), say(car, number, start + second)


def papers() -> Iterator[dict[str, Any]]:
    """What has to be said about the cars first."""
    head = {"actor": {"person": "benchmark"}, "at": "2026-01-01T00:00:00Z"}
    unit = {"unit": "BENCH", "name": "基准", "jurisdiction": "330100"}
    yield {"command": "RegisterUnit", **head, **unit}
    for car in range(CARS):
        name = vehicle(car)
        where = {"geometry": {"type": "Polygon", "coordinates": [area(car)]}}
        known = {"vehicle": name, "plate": name, "unit": "BENCH", "category": "BENCH"}
        yield {"command": "TakeOverVehicle", **head, **known}
        yield {"command": "RegisterTerminal", **head, "device": name}
        yield {"command": "BindTerminal", **head, "device": name, "vehicle": name}
        yield {"command": "PublishFence", **head, "fence": f"{name}-area", **where}
        yield {
            "command": "PublishFencePlan",
            **head,
            "vehicle": name,
            "operating": [f"{name}-area"],
        }
