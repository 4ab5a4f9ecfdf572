"""TERM-03, 定位质量差: too few good fixes in an hour on the road."""

from collections.abc import Iterator

import numpy as np

from telemetry.car import Car
from telemetry.day import Hour, Table
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.movement import moves
from telemetry.records import Bools
from telemetry.rules.watched import heard
from telemetry.spans import Span
from telemetry.visits import Visit

CODE = "TERM-03"

_MINUTE = 60_000_000  # microseconds
_MINUTES, _ENOUGH = 60, 30
"""Minutes on the road that are an hour; and so many are enough where a day has no more."""

_ACC_ON = 1
_MOVING_KMH = 3.0


def hours(car: Car, span: Span) -> tuple[Hour, ...]:
    """The hours on the road in a stretch of time; what is left over is one from half an hour on."""
    records = car.records
    low, high = np.searchsorted(records.t, span).tolist()
    road = low + np.flatnonzero(_on_the_road(car, low, high))
    good = (records.usable & ~records.doubtful)[road]
    minutes, minute = np.unique(records.t[road] // _MINUTE, return_inverse=True)
    hour = minute // _MINUTES
    found = []
    for index in range(len(minutes) // _MINUTES + 1):
        mine = np.flatnonzero(hour == index)
        if len(np.unique(minute[mine])) >= _ENOUGH:
            first, last = records.t[road[mine[[0, -1]]]].tolist()
            found.append(Hour(first, last, len(mine), int(good[mine].sum())))
    return tuple(found)


def _on_the_road(car: Car, low: int, high: int) -> Bools:
    """Which of the records [low, high) were made on a trip, shape (high - low,).

    One without a place counts if the car shows by itself that it drives: else every night in a
    garage without reception would.
    """
    part = slice(low, high)
    records, t = car.records, car.records.t[part]
    awake = (records.status[part] & _ACC_ON != 0) | (records.speed_kmh[part] > _MOVING_KMH)
    road = np.zeros(len(t), np.bool_)
    for trip in moves(car).trips:
        until = FOREVER if trip.stay.exit_hi is None else trip.stay.exit_hi
        begin, end = np.searchsorted(t, (trip.stay.enter_hi, until)).tolist()
        road[begin:end] = True
    found: Bools = road & heard(records)[part] & (records.usable[part] | awake)
    return found


def poor(table: Table) -> Answer:
    """Hours with too few good fixes, up to the next one that has enough.

    Source:
        alerts.json, TERM-03; R075, R087.
    """
    return Answer(tuple(_runs(table)))


def _runs(table: Table) -> Iterator[Found]:
    bad: list[Hour] = []
    for hour in (hour for day in table.days for hour in day.hours):
        if hour.good * 100 < table.rulebook.good_percent * hour.records:
            bad.append(hour)
        elif bad:
            yield _found(table, bad, hour)
            bad = []
    if bad:
        yield _found(table, bad, None)


def _found(table: Table, bad: list[Hour], after: Hour | None) -> Found:
    records, good = (sum(getattr(hour, name) for hour in bad) for name in ("records", "good"))
    inputs = {
        "good_percent": f"{100 * good / records:.0f}",
        "limit_percent": str(table.rulebook.good_percent),
        "records": str(records),
        "hours": str(len(bad)),
    }
    first, flags = bad[0], {"entry_unseen"}
    if after is None:
        stay = Visit(None, first.first, first.last, flags=frozenset({*flags, "open"}))
    else:
        ends = bad[-1].last, after.first, after.last
        stay = Visit(None, first.first, first.last, *ends, frozenset(flags))
    return Found(CODE, stay, "", inputs)
