"""False fence exits of parked cars: white noise, at so many sigma inside the edge.

A fix every thirty seconds for days, on the inner side of a straight edge. Nothing may be
found where the car stands three sigma inside or more; nearer, the rate is what is reported
(decisions.md 11).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulators.truth.absences import absences
from telemetry.fence import METRES_PER_DEGREE, Shape
from telemetry.instants import gather

SIGMAS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
"""So far inside the edge."""

NOISE_M = (3.0, 5.0, 8.0, 12.0, 20.0)
"""Sigma of each axis."""

_EVERY_S = 30
_SIDE = 0.02  # degrees: about two kilometres
_LON, _LAT = 120.16, 30.25
"""The middle of the western edge."""


@dataclass(frozen=True, slots=True)
class Parked:
    """Cars that stood so far inside, with such a noise.

    Attributes:
        sigma_m: Of each axis.
        inside: So many sigma inside the edge.
        days: Car days.
        raw: Fixes outside the edge.
        false: Absences that were found, all of them false.
    """

    sigma_m: float
    inside: float
    days: int
    raw: int
    false: int


def parked(days: int, seed: int) -> Iterator[Parked]:
    """All distances with all noises.

    Args:
        days: Car days of each.
        seed: The same seed, the same noise.
    """
    random = np.random.default_rng((seed, 0xD21F7))
    shape = _square()
    for sigma_m in NOISE_M:
        for inside in SIGMAS:
            yield _one(shape, random, (sigma_m, inside), days)


def _one(
    shape: Shape, random: np.random.Generator, where: tuple[float, float], days: int
) -> Parked:
    sigma_m, inside = where
    n = days * 86_400 // _EVERY_S
    east, north = random.normal(size=(2, n)) * sigma_m
    lon = np.round(_LON + (east + sigma_m * inside) / shape.plane.metres_east, 6)
    lat = np.round(_LAT + north / METRES_PER_DEGREE, 6)
    seen = gather(np.arange(n) * (_EVERY_S * 1_000_000), lon, lat, np.zeros(n, np.bool_))
    false = len(absences(seen, [shape]))
    return Parked(sigma_m, inside, days, int((lon < _LON).sum()), false)


def _square() -> Shape:
    west, east, south, north = _LON, _LON + _SIDE, _LAT - _SIDE / 2, _LAT + _SIDE / 2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Shape.compiled({"type": "Polygon", "coordinates": [ring]})
