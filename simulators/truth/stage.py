"""What a car knows of its city: its yard, its ways, its areas."""

from dataclasses import dataclass
from functools import cached_property
from math import hypot

import numpy as np
import orjson
import shapely

from simulators.fleetbook import Car
from simulators.motion import ROUNDS, Ways
from simulators.roads import Floats, to_degrees
from simulators.routes import reach, timed
from simulators.town import HOME_RADIUS_M, Town
from simulators.truth.leg import Leg
from telemetry.car import Area
from telemetry.fence import Shape
from telemetry.moment import BEGINNING, FOREVER
from telemetry.rulebook import Rulebook

PLACE_M = 120.0
"""Radius of the areas around the places that a car goes to."""

SENSITIVE = 2
"""The way to a place that the layer lists."""

DISTRICT, DISTRICT_M = 3, 500.0
"""No way but the area around the yard, and its radius: an order may bound the car to it."""

_SPAN_S = 100_000.0  # of `Ways`
_BEYOND_M, _APART_M = 600.0, 500.0
_SEARCHED = 1200  # crossings looked at for a way out


@dataclass(frozen=True)
class Stage:
    """Where one car lives.

    Attributes:
        town: The city.
        car: One of its cars.
        crowd: Where all cars of the city stop, metres, shape (cars, places, 2): what the layer
            lists is no place of another car then; None: the layer is this car's alone.
    """

    town: Town
    car: Car
    crowd: Floats | None = None

    @cached_property
    def home(self) -> tuple[float, float]:
        """Its yard, metres."""
        x, y = self.town.traffic.base(np.array([self.car.number]))
        return float(x[0]), float(y[0])

    @cached_property
    def ways(self) -> tuple[tuple[Leg, Leg], ...]:
        """To each place it goes to, and back."""
        return tuple(_there_and_back(self.town.traffic.ways, self.car.number, k) for k in _ROUNDS)

    @cached_property
    def beyond(self) -> Leg | None:
        """To the nearest crossing well outside its operating area; None in a small district."""
        streets = self.town.streets_of(self.car.number)
        around = reach(streets.out, int(self.town.base[self.car.number]), _SEARCHED)
        nodes = np.array(list(around.before))
        lon, lat = to_degrees(streets.roads.x[nodes], streets.roads.y[nodes])
        far = np.flatnonzero(metres_outside(self.area, lon, lat) > _BEYOND_M)
        if not len(far):
            return None
        random = np.random.default_rng((self.town.seed, self.car.number, 0xFA2))
        drive = timed(streets.roads, around.path(int(nodes[far[0]])), random, pace=1.1)
        return Leg(drive.seconds, drive.x, drive.y)

    @property
    def area(self) -> shapely.Polygon:
        """Which it may not leave, degrees."""
        return self.town.areas[self.car.number]

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Those of its plan."""
        home = circle("home", self.home, HOME_RADIUS_M, f"{self.car.unit.code}-home@1")
        shape = Shape.compiled(orjson.loads(shapely.to_geojson(self.area)))
        name = f"{self.car.vehicle}-area@1"
        return home, Area(BEGINNING, FOREVER, "operating", name, shape)

    def place(self, way: int) -> str:
        """The area around a place that it goes to."""
        if way == SENSITIVE and self.listed:
            return f"{Rulebook().sensitive_layer}.{self.car.vehicle}"
        return f"{self.car.vehicle}-place{way}"

    @property
    def spots(self) -> dict[str, tuple[tuple[float, float], float]]:
        """The areas that its orders may name: where, metres on the city's plane, and how wide."""
        spots = {self.place(way): (out.end, PLACE_M) for way, (out, _) in enumerate(self.ways)}
        return {**spots, self.place(DISTRICT): (self.home, DISTRICT_M)}

    def apart(self, way: int, *others: int) -> bool:
        """Whether a place is far from the yard, and from other places that it goes to."""
        x, y = self.ways[way][0].end
        places = [self.home, *(self.ways[other][0].end for other in others)]
        return all(hypot(x - place[0], y - place[1]) > _APART_M for place in places)

    @cached_property
    def listed(self) -> bool:
        """Whether the layer lists one of its places: one that is far from all others."""
        if not self.apart(SENSITIVE, 0, 1):
            return False
        if self.crowd is None:
            return True
        far = np.hypot(*np.moveaxis(self.crowd - self.ways[SENSITIVE][0].end, -1, 0)) > _APART_M
        return bool(far.sum() == far.size - 1)

    @cached_property
    def named(self) -> dict[str, tuple[Area, ...]]:
        """The areas that its orders may name, and the layer of places that ask for a reason."""
        places = {
            name: (circle("operating", place, radius_m, f"{name}@1"),)
            for name, (place, radius_m) in self.spots.items()
        }
        listed = places[self.place(SENSITIVE)] if self.listed else ()
        return {**places, Rulebook().sensitive_layer: listed}


_ROUNDS = range(ROUNDS)


def crowd(town: Town) -> Floats:
    """Where all cars stop: their yards and the places they go to, metres, shape (cars, 4, 2)."""
    stages = [Stage(town, car) for car in town.cars]
    return np.array([[it.home, *(out.end for out, _ in it.ways)] for it in stages])


def circle(role: str, place: tuple[float, float], radius_m: float, name: str) -> Area:
    """An area around a place in metres."""
    lon, lat = degrees(place)
    point = {"type": "Point", "coordinates": [lon, lat]}
    shape = Shape.compiled(point, radius_m=radius_m)
    return Area(BEGINNING, FOREVER, "home" if role == "home" else "operating", name, shape)


def degrees(place: tuple[float, float]) -> tuple[float, float]:
    """A place in metres as degrees, longitude first, six decimals."""
    lon, lat = to_degrees(np.array([place[0]]), np.array([place[1]]))
    return round(float(lon[0]), 6), round(float(lat[0]), 6)


def metres_outside(area: shapely.Geometry, lon: Floats, lat: Floats) -> Floats:
    """How far outside an area; 0 inside (late-data.md section 4)."""
    _, south, _, north = shapely.bounds(area)
    scale = np.array([np.cos(np.radians((south + north) / 2)), 1.0]) * 111_195.08
    flat = shapely.transform(area, lambda points: points * scale)
    far: Floats = shapely.distance(flat, shapely.points(lon * scale[0], lat * scale[1]))
    return np.where(shapely.intersects_xy(area, lon, lat), 0.0, far)


def _there_and_back(ways: Ways, car: int, turn: int) -> tuple[Leg, Leg]:
    """A round of the city, cut at the place where the engine is off."""
    begin, end = np.searchsorted(ways.key, (car * ROUNDS + turn + np.arange(2)) * _SPAN_S)
    here = slice(int(begin), int(end))
    seconds, x, y = ways.key[here] % _SPAN_S, ways.x[here], ways.y[here]
    there = int(np.flatnonzero(~ways.engine[here])[0])
    out = Leg(seconds[: there + 1], x[: there + 1], y[: there + 1])
    back = Leg(seconds[there + 1 :] - seconds[there + 1], x[there + 1 :], y[there + 1 :])
    return out, back
