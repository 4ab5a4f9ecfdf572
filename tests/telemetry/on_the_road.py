"""A car's records from a few numbers: metres east and north of a yard in Hangzhou, seconds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from telemetry.car import Area, Car
from telemetry.fence import METRES_PER_DEGREE, Shape
from telemetry.moment import FOREVER
from telemetry.records import Records
from telemetry.rulebook import Rulebook
from telemetry.timelines.fact import Allowance, Fact, Kind

LON, LAT = 120.16, 30.27
NINE = 1_790_000_000_000_000 - 1_790_000_000_000_000 % 86_400_000_000 + 3_600_000_000
"""Nine in the morning in Hangzhou, a Monday; microseconds."""
S = 1_000_000
M_EAST = METRES_PER_DEGREE * float(np.cos(np.radians(LAT)))


@dataclass(frozen=True)
class Told:
    """One record: seconds after nine, metres east, metres north, and what else it tells."""

    at: float
    east: float
    north: float = 0.0
    speed: float = float("nan")
    alarm: int = 0
    status: int = 3
    quality: int = 0
    place: bool = True


def at(seconds: float) -> int:
    """So long after nine."""
    return NINE + round(seconds * S)


def seconds(moment: int | None) -> float | None:
    """So long after nine is this moment."""
    return None if moment is None else (moment - NINE) / S


def records(told: Iterable[Told]) -> Records:
    """As columns, in the order of time."""
    rows = sorted(told, key=lambda row: (row.at, row.east, row.north))
    where = [row.place for row in rows]
    return Records(
        t=np.array([at(row.at) for row in rows], np.int64),
        received=np.array([at(row.at + 1) for row in rows], np.int64),
        lon=np.where(where, [LON + row.east / M_EAST for row in rows], np.nan),
        lat=np.where(where, [LAT + row.north / METRES_PER_DEGREE for row in rows], np.nan),
        speed_kmh=np.array([row.speed for row in rows], np.float64),
        odometer_m=np.full(len(rows), np.nan),
        alarm=np.array([row.alarm for row in rows], np.int64),
        status=np.array([row.status for row in rows], np.int64),
        quality=np.array([row.quality | (not row.place) for row in rows], np.int64),
        device=np.zeros(len(rows), np.int64),
        devices=("T1",),
        digests=tuple(bytes([index % 256]) for index, _ in enumerate(rows)),
    )


def standing(
    begin: float,
    end: float,
    east: float = 0,
    every: float = 30,
    **more: Any,  # noqa: ANN401 - of any field
) -> list[Told]:
    """Records at one place, `end` included."""
    return [Told(each, east, **more) for each in np.arange(begin, end + 1e-6, every).tolist()]


def driving(
    begin: float,
    end: float,
    east: float = 0,
    *,
    every: float = 10,
    mps: float = 10,
    **more: Any,  # noqa: ANN401 - of any field
) -> list[Told]:
    """Records on the way east from `east` on, `end` included; at `begin` it is still there."""
    times = np.arange(begin + every, end + 1e-6, every).tolist()
    return [Told(each, east + (each - begin) * mps, **more) for each in times]


def fact(
    kind: Kind,
    begin: float = -1e6,
    end: float | None = None,
    *names: str,
    **allows: Any,  # noqa: ANN401 - of any field
) -> Fact:
    """Something holds for so many seconds after nine."""
    what = Allowance("D1", **allows) if kind == "ordered" else None
    return Fact(kind, "V1", at(begin), FOREVER if end is None else at(end), names or ("N1",), what)


IN_SERVICE = fact("in_service")


@dataclass
class Papers:
    """What else a rule may look at."""

    areas: Sequence[Area] = ()
    named: Mapping[str, Sequence[Area]] = field(default_factory=dict)
    category: str = "LAW_ENFORCEMENT"
    rulebook: Rulebook = field(default_factory=Rulebook)
    begin: int = 0
    end: int = FOREVER
    now: int = FOREVER


def car(told: Iterable[Told], facts: Sequence[Fact] = (), papers: Papers | None = None) -> Car:
    """A car with these records and papers."""
    it = papers or Papers()
    return Car(
        vehicle="V1",
        unit="U1",
        category=it.category,
        begin=it.begin,
        end=it.end,
        now=it.now,
        records=records(told),
        facts=sorted(facts, key=lambda each: each.begin),
        areas=it.areas,
        rulebook=it.rulebook,
        named=it.named,
    )


def disc(name: str, role: Any, radius: float, east: float = 0) -> Area:  # noqa: ANN401 - a role
    """Everything within a radius of a place, always."""
    place = {"type": "Point", "coordinates": [LON + east / M_EAST, LAT]}
    return Area(0, FOREVER, role, name, Shape.compiled(place, radius_m=radius))


def square(metres: float) -> str:
    """An area around the yard whose eastern edge is so far from it."""
    east, north = metres / M_EAST, 0.5
    ring = [[-east, -north], [east, -north], [east, north], [-east, north], [-east, -north]]
    degrees = [[LON + lon, LAT + lat] for lon, lat in ring]
    return json.dumps({"type": "Polygon", "coordinates": [degrees]})
