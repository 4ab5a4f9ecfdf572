"""The invented city put together: its roads, its cars on them, and the area each has to keep to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely

from simulators import roads as road_plan
from simulators.districts import DISTRICTS
from simulators.fleetbook import Car, cars
from simulators.motion import ROUNDS, Traffic
from simulators.roads import Floats, Ints, Roads, to_degrees
from simulators.routes import Drive, Neighbours, Reach, neighbours, reach, there_and_back, timed

HOME_RADIUS_M = 150.0
_AREA_BESIDE_M = 280.0  # how far a car's area reaches beyond the roads it uses
_AREA_SMOOTH_M = 35.0
_TOWN_M = 3000.0  # most units sit this near to the seat
_NODES = (60, 260)  # how many crossings a car knows


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """The roads of a district, and how people choose among them.

    Attributes:
        roads: The network.
        out: What the way out costs.
        back: What the way back costs: a little different, so that it is another way.
    """

    roads: Roads
    out: Neighbours
    back: Neighbours

    @classmethod
    def of(cls, roads: Roads, random: np.random.Generator) -> Self:
        """Get to know a network."""
        return cls(roads, neighbours(roads, random), neighbours(roads, random))


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """Everything that stands still or repeats.

    Attributes:
        seed: The same seed, the same city.
        cars: Car `n` stands at place n.
        base: The crossing each car lives at, shape (cars,).
        streets: By district code.
        traffic: Where the cars are at any moment.
        areas: The area each car has to keep to, degrees: area `n` is car `n`'s.
    """

    seed: int
    cars: tuple[Car, ...]
    base: Ints
    streets: Mapping[str, Streets]
    traffic: Traffic
    areas: tuple[shapely.Polygon, ...]

    def home(self, car: int) -> tuple[float, float]:
        """Where a car lives: degrees, lon and lat."""
        x, y = self.traffic.base(np.array([car]))
        lon, lat = to_degrees(x, y)
        return round(float(lon[0]), 6), round(float(lat[0]), 6)

    def streets_of(self, car: int) -> Streets:
        """The roads around a car's base."""
        return self.streets[self.cars[car].unit.district.code]


def build(outlines: Mapping[str, shapely.Geometry], count: int, seed: int) -> Town:
    """Build the city.

    Args:
        outlines: Of the districts by division code, degrees.
        count: How many cars.
        seed: The same seed, the same city.
    """
    streets = {
        district.code: Streets.of(
            road_plan.build(outlines[district.division], district.seat, seed),
            np.random.default_rng((seed, number, 0x57)),
        )
        for number, district in enumerate(DISTRICTS)
    }
    everyone = cars(count, seed)
    base = _bases(everyone, streets, seed)
    rounds = [
        drive
        for car in everyone
        for drive in _rounds(
            streets[car.unit.district.code], int(base[car.number]), (seed, car.number)
        )
    ]
    traffic = Traffic.of(rounds, seed)
    return Town(seed, everyone, base, streets, traffic, _areas(rounds))


def _bases(everyone: Sequence[Car], streets: Mapping[str, Streets], seed: int) -> Ints:
    """Each unit sits at a crossing, in town rather than far out; its cars live there."""
    chosen: dict[str, int] = {}
    for car in everyone:
        unit = car.unit
        if unit.code not in chosen:
            roads = streets[unit.district.code].roads
            x, y = road_plan.to_metres(*np.array(unit.district.seat))
            near = np.exp(-np.hypot(roads.x - x, roads.y - y) / _TOWN_M)
            random = np.random.default_rng((seed, *unit.code.encode()))
            chosen[unit.code] = int(random.choice(len(near), p=near / near.sum()))
    return np.array([chosen[car.unit.code] for car in everyone])


def _rounds(streets: Streets, base: int, seed: tuple[int, int]) -> list[Drive]:
    """The rounds of a car: out one way, park, home another way."""
    random = np.random.default_rng((*seed, 0xCA5))
    nodes = int(random.integers(*_NODES))
    out, back = reach(streets.out, base, nodes), reach(streets.back, base, nodes)
    places = np.array(list(out.before)[nodes // 3 :])
    return [_round(streets, (out, back), int(random.choice(places)), random) for _ in range(ROUNDS)]


def _round(
    streets: Streets, reaches: tuple[Reach, Reach], there: int, random: np.random.Generator
) -> Drive:
    out, back = reaches
    home = back if there in back.before else out
    pace = random.uniform(0.85, 1.05)
    return there_and_back(
        timed(streets.roads, out.path(there), random, pace=pace),
        random.uniform(90, 420),
        timed(streets.roads, home.path(there)[::-1], random, pace=pace),
    )


def _areas(rounds: Sequence[Drive]) -> tuple[shapely.Polygon, ...]:
    """Around the roads that each car uses, without holes, in degrees with six decimals."""
    drives = shapely.linestrings(
        np.concatenate([np.column_stack([drive.x, drive.y]) for drive in rounds]),
        indices=np.repeat(np.arange(len(rounds)), [len(drive.x) for drive in rounds]),
    )
    # Without the union GEOS takes the turn of a way out and back for a spike, and cuts it off.
    used = shapely.union_all(np.asarray(drives).reshape(-1, ROUNDS), axis=1)
    wide = shapely.buffer(used, _AREA_BESIDE_M, quad_segs=3)
    smooth = shapely.simplify(shapely.get_exterior_ring(wide), _AREA_SMOOTH_M)
    shapes = np.asarray(shapely.polygons(shapely.transform(smooth, _degrees)))
    return tuple(shape for shape in shapes if isinstance(shape, shapely.Polygon))


def _degrees(points: Floats) -> Floats:
    degrees: Floats = np.column_stack(to_degrees(points[:, 0], points[:, 1]))
    return np.round(degrees, 6)
