"""What the terminals of the city say at a second of the story. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from simulators.excursions import FIX_EVERY_S, Excursion, rounded, seen
from simulators.motion import Places
from simulators.town import Town
from telemetry.fix import Fix

_ACC, _LOCATED, _BEIDOU, _MOVING = 1 << 0, 1 << 1, 1 << 19, 1 << 22


def said_at(town: Town, out: Sequence[Excursion], second: int) -> list[tuple[int, Fix]]:
    """Number and fix of the cars whose turn it is.

    Args:
        town: The city.
        out: The excursions that may be going on.
        second: Since 1970.
    """
    cars = np.arange(second % FIX_EVERY_S, len(town.cars), FIX_EVERY_S)
    places = seen(town, out, cars, np.full(len(cars), float(second)))
    return list(zip(cars.tolist(), _as_fixes(places, second), strict=True))


def _as_fixes(places: Places, second: int) -> Iterator[Fix]:
    at = datetime.fromtimestamp(second, UTC)
    lon, lat = rounded(places)
    status = _LOCATED | _BEIDOU | places.engine * _ACC | places.moving * _MOVING
    columns = lon, lat, np.round(places.speed, 1), np.round(places.course) % 360, status
    for one in zip(*(column.tolist() for column in columns), strict=True):
        east, north, speed, course, bits = one
        yield Fix(
            device="",
            at=at,
            digest=b"",
            lon=east,
            lat=north,
            speed_kmh=speed,
            course_deg=course,
            altitude_m=12.0,
            status=bits,
            source="",
            raw=b"",
        )
