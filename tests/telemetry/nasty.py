"""Track files as nobody wants them: every pathology at once, from a seed. Only for tests."""

import csv
import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LON, LAT = 120.15, 30.25
NORTH = 1 / 111_195.08  # degrees of a metre
EAST = NORTH / 0.8638  # the same at 30.25 north
BEGIN = 1_769_443_000

_PAUSES = (1, 5, 15, 29.5, 30, 30, 31, 45, 59, 60, 60.5, 61, 120)
_SILENCES = (400, 899, 900, 900.5, 901, 2_000, 9_000)
_OFTEN, _TWICE, _CONFLICT, _JUMP, _ON_EDGE = 0.94, 0.08, 0.12, 0.18, 0.22  # of 1
_SPOILT = (
    "c1,never,120,30", "c1", "c1,5", ",,,", "c1,,120.15,30.25", "c1,nan,120.15,30.25",
    "c1,1e300,120.15,30.25", "c1,5,east,30.25", " ,5,120.15,30.25", '"c1,5,120.15,30.25',
    "c1,5,,30.25", "c1,5,120.15,", "c1,5,,", "c1,5,nan,30.25", "c1,5,120.15,inf", "c1,5,0,0",
    "c1,5,0.0005,-0.0009", "c1,5,120.15,90.5", "c1,5,180.5,30.25", "c1,5,-1e9,1e9", "\N{SNOWMAN}",
    "c1,0x5,120.15,30.25", "c1,5;120.15;30.25", "vehicle_id,t_unix,lon,lat", "   ", "",
)  # fmt: skip


def at(east_m: float, north_m: float) -> list[float]:
    """A place near the middle of everything."""
    return [LON + east_m * EAST, LAT + north_m * NORTH]


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A ring, in metres from the middle."""
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return [at(*corner) for corner in corners]


def _feature(name: object, kind: str, coordinates: object, **sizes: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"fence_id": name, **sizes},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _star(chance: random.Random) -> list[list[float]]:
    count = chance.randint(5, 40)
    angles = [(i + chance.uniform(0, 0.9)) * 2 * math.pi / count for i in range(count)]
    east, north = chance.uniform(-300, 300), chance.uniform(-300, 300)
    arms = [(angle, chance.uniform(40, 250)) for angle in angles]
    ring = [at(east + arm * math.cos(a), north + arm * math.sin(a)) for a, arm in arms]
    return [*ring, ring[0]]


def fences(seed: int) -> dict[str, Any]:
    """Every shape there is, some of them nested, one of them far away."""
    chance = random.Random(seed)  # noqa: S311 - seeded, no secret
    features = [
        _feature("yard", "Polygon", [box(-120, -80, 60, 90), box(-60, -40, -10, 30)]),
        _feature("inner", "Polygon", [box(-50, -30, -20, 20)]),
        _feature("two, yards", "MultiPolygon", [[box(80, -50, 150, 50)], [box(160, -50, 300, 50)]]),
        _feature("strip", "Polygon", [box(-400, 100, 400, 104)]),
        _feature("lot", "Point", at(-150, 150), radius_m=90),
        _feature("road", "LineString", [at(-400, 0), at(0, 10), at(200, 200)], half_width_m=15),
        _feature("far", "Polygon", [box(60_000, 60_000, 61_000, 61_000)]),
        _feature("city", "Polygon", [box(-20_000, -20_000, 20_000, 20_000)]),
        _feature(7, "Polygon", [_star(chance)]),
    ]
    return {"type": "FeatureCollection", "features": chance.sample(features, len(features))}


@dataclass
class _Car:
    """On its way: where it is, in metres from the middle, and when."""

    name: str
    chance: random.Random
    t: float = BEGIN
    east: float = 0
    north: float = 0

    def step(self) -> Iterable[str]:
        """What it says next: mostly one row, sometimes several, some of them wrong."""
        chance = self.chance
        self.t += chance.choice(_PAUSES if chance.random() < _OFTEN else _SILENCES)
        wide = chance.choice((0, 0, 0, 5, 10, 20, 60, 200))
        self.east = max(-350, min(350, self.east + chance.uniform(-wide, wide)))
        self.north = max(-350, min(350, self.north + chance.uniform(-wide, wide)))
        here = at(self.east, self.north)
        yield self._row(self.t, *here)
        odd = chance.random()
        if odd < _TWICE:
            yield self._row(self.t, *here)
        elif odd < _CONFLICT:
            for _ in range(chance.randint(1, 2)):
                yield self._row(self.t, *at(*self._elsewhere()))
        elif odd < _JUMP:
            for _ in range(chance.choice((1, 1, 2))):
                self.t += chance.choice((1, 5, 30))
                yield self._row(self.t, *at(self.east + chance.choice((-1, 1)) * 50_000, 0))
        elif odd < _ON_EDGE:
            self.t += chance.choice((1, 31, 61))
            yield self._row(self.t, *at(chance.choice((-120, 60)), chance.uniform(-90, 90)))

    def _elsewhere(self) -> tuple[float, float]:
        return self.chance.uniform(-350, 350), self.chance.uniform(-350, 350)

    def _row(self, t: float, lon: float, lat: float) -> str:
        return f"{self.name},{t:.15g},{lon!r},{lat!r}"


def rows(seed: int, steps: int = 400) -> list[str]:
    """The rows of four cars with all that spoils a file, in a bad order."""
    chance = random.Random(seed)  # noqa: S311 - seeded, no secret
    names = '"a, b"', "c1", "c10", "Ä"
    cars = [_Car(name, random.Random(f"{seed}{name}")) for name in names]  # noqa: S311
    good = [row for _ in range(steps) for car in cars for row in car.step()]
    spoilt = chance.choices(_SPOILT, k=steps // 4) if seed % 3 else []
    arrivals = good + spoilt + chance.choices(good, k=steps // 8)
    for _ in range(len(arrivals) // 5):  # a fifth of them comes late or early
        arrivals.insert(chance.randrange(len(arrivals)), arrivals.pop())
    return arrivals if seed % 2 else chance.sample(arrivals, len(arrivals))


def track(seed: int, steps: int = 400) -> str:
    """A track file."""
    return "\n".join(("vehicle_id,t_unix,lon,lat", *rows(seed, steps))) + "\n"


def feed(seed: int) -> str:
    """A track with its columns in another order, old line ends, and the time of each delivery."""
    chance = random.Random(seed)  # noqa: S311 - seeded, no secret
    lines = ["lat,deliver_unix,lon,vehicle_id,note,t_unix"]
    for row in rows(seed, 100):
        name, t, lon, lat = [*next(csv.reader([row]), []), "", "", "", ""][:4]
        try:
            delivered = f"{float(t) + chance.choice((-400, -300.5, -300, 0, 7, 5000)):.15g}"
        except ValueError:
            delivered = ""
        lines.append(f'{lat},{delivered},{lon},"{name}",,{t}')
    return "\r\n".join(lines)
