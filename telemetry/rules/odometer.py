"""TERM-06, 里程不符: the odometer and the places tell different distances of a month."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np

from telemetry.car import Car
from telemetry.day import Day, Table
from telemetry.found import Answer, Found
from telemetry.movement import moves
from telemetry.rulebook import Rulebook
from telemetry.rules.watched import heard
from telemetry.spans import Span
from telemetry.visits import Visit

CODE = "TERM-06"

_SLACK_M = 1000.0  # an odometer counts in steps of 100 m, some in whole kilometres
_KMH = 3.6e6  # metres per microsecond -> km/h
_DECEMBER = 12


class Counted(NamedTuple):
    """What the odometer says of a stretch of time.

    Attributes:
        metres: None where none was told.
        falls: How often it fell, or rose faster than a car drives.
    """

    metres: float | None
    falls: int


def driven(car: Car, span: Span) -> float:
    """Metres of the trips in a stretch of time, by the places.

    What a parked receiver drifts is no way. A step belongs to the time in which it ends.
    """
    movement = moves(car)
    path = movement.path
    low, high = (np.searchsorted(path.t, span) - 1).tolist()
    metres = 0.0
    for trip in movement.trips:
        first, last = trip.entry.last, len(path.t) - 1
        if trip.leaving is not None:
            last = trip.leaving.first
        if max(first, low) < min(last, high):
            metres += path.metres(max(first, low), min(last, high))
    return metres


def counted(car: Car, span: Span) -> Counted:
    """Metres in a stretch of time, by the odometer: step by step, within one terminal each."""
    records = car.records
    told = np.flatnonzero(heard(records) & np.isfinite(records.odometer_m))
    t, metres, device = records.t[told], records.odometer_m[told], records.device[told]
    low, high = np.searchsorted(t, span).tolist()
    if low == high:
        return Counted(None, 0)
    steps = slice(max(low - 1, 0), high)
    way, time = np.diff(metres[steps]), np.diff(t[steps])
    sound = (way >= 0) & ((way - _SLACK_M) * _KMH <= car.rulebook.jump_kmh * time)
    same = np.diff(device[steps]) == 0
    return Counted(float(way[sound & same].sum()), int((~sound & same).sum()))


def differs(table: Table) -> Answer:
    """Months that are over, and whose distances differ.

    Source:
        alerts.json, TERM-06; R087, R072; feed.md section 8.
    """
    return Answer(tuple(_months(table)))


def _months(table: Table) -> Iterator[Found]:
    """Days without an odometer say nothing, neither way."""
    told = [day for day in table.days if day.odometer_m is not None]
    for (year, month), days in groupby(told, lambda day: (day.day.year, day.day.month)):
        follows = (year + month // _DECEMBER, month % _DECEMBER + 1)
        found = _month(table.rulebook, f"{year}-{month:02d}", [*days])
        if found is not None and (table.until.year, table.until.month) >= follows:
            yield found


def _month(book: Rulebook, name: str, days: list[Day]) -> Found | None:
    """Both differ by so many percent of the longer one, and by so much."""
    gps, odometer = sum(day.gps_m for day in days), sum(day.odometer_m or 0.0 for day in days)
    apart = abs(odometer - gps)
    if apart <= book.odometer_m or apart * 100 <= book.odometer_percent * max(gps, odometer):
        return None
    last = days[-1].last
    inputs = {
        "month": name,
        "odometer_km": f"{odometer / 1000:.1f}",
        "gps_km": f"{gps / 1000:.1f}",
        "percent": f"{100 * apart / max(gps, odometer):.1f}",
        "falls": str(sum(day.falls for day in days)),
    }
    stay = Visit(None, days[0].first, last, last, last, last, frozenset({"entry_unseen"}))
    return Found(CODE, stay, name, inputs)
