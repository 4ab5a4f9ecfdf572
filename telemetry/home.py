"""Where a car is at home: the home areas of its plan, as they are in force."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from telemetry.car import Area, Car
from telemetry.fence import OUT
from telemetry.movement import Stop
from telemetry.path import Path
from telemetry.spans import Spans, union

BAND_M = 25.0
"""Metres outside the edge that are neither in nor out (late-data.md section 5)."""

SETTLED_S = 1800
"""Where a car is parked is told by its places in the first so many seconds: it has come to rest
then, and what a receiver makes of the place later does not matter any more."""

Floats = NDArray[np.float64]
Int8s = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Homes:
    """The home areas from one moment to another, at least one.

    Attributes:
        begin: Microseconds, inclusive.
        end: Microseconds, exclusive.
        areas: Versions of areas.
    """

    begin: int
    end: int
    areas: tuple[Area, ...]

    @property
    def names(self) -> str:
        """What they are: `base@2 yard@1`."""
        return " ".join(sorted({area.name for area in self.areas}))

    def classes(self, lon: Floats, lat: Floats, band_m: float = BAND_M) -> Int8s:
        """IN one of them, OUT of all, or too near to tell, shape (n,)."""
        classes: Int8s = np.max([it.shape.classes(lon, lat, band_m) for it in self.areas], axis=0)
        return classes

    def is_out(self, place: tuple[float, float], band_m: float = BAND_M) -> bool:
        """Whether a place (degrees east and north) is outside all of them."""
        lon, lat = np.array(place[:1]), np.array(place[1:])
        return bool(self.classes(lon, lat, band_m)[0] == OUT)


def homes(car: Car) -> list[Homes]:
    """What is home to a car, over all the time in which anything is."""
    areas = [area for area in car.areas if area.role == "home" and area.begin < area.end]
    edges = sorted({edge for area in areas for edge in (area.begin, area.end)})
    stretches = (
        Homes(begin, end, tuple(it for it in areas if it.begin <= begin < it.end))
        for begin, end in pairwise(edges)
    )
    return [stretch for stretch in stretches if stretch.areas]


def home_at(car: Car, at: int) -> Homes | None:
    """What is home to a car at a moment; None: nothing is."""
    return next((it for it in homes(car) if it.begin <= at < it.end), None)


def rest(path: Path, stop: Stop) -> tuple[float, float]:
    """Where a car came to rest: the middle of its places soon after it stopped.

    Not where it stopped first: that may be the gate it was let in by.

    Returns:
        Degrees east and north.
    """
    until = min(path.since(stop.first, SETTLED_S), stop.last) + 1
    places = slice(stop.first, until)
    return float(np.median(path.lon[places])), float(np.median(path.lat[places]))


def away(car: Car, place: tuple[float, float]) -> Spans:
    """When a place is outside everything that is home to a car; never where nothing is."""
    return union((it.begin, it.end) for it in homes(car) if it.is_out(place))
