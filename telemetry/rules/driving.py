"""SAFE-01 超速, SAFE-03 碰撞: what a terminal tells of how the car is driven."""

import numpy as np

from telemetry.car import Car
from telemetry.fence import BAND, IN, OUT
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.profile import Profile
from telemetry.records import Bools
from telemetry.rules.levels import Level, Signal, level
from telemetry.rules.watched import heard
from telemetry.visits import Int8s

SPEEDING, CRASH = "SAFE-01", "SAFE-03"

_CRASH_BITS = 1 << 29 | 1 << 30
"""Collision, rollover (JT/T 808 table 6.6.1)."""

_CALM_S = 60  # so long without the bit, it was another crash


def speeding(car: Car) -> Answer:
    """Faster than the law allows anywhere, and more than `over_percent`, for `over_s`.

    The terminal's own speed counts. A record that tells none neither confirms nor breaks.

    Source:
        alerts.json, SAFE-01; R079. The limit is the highest lawful speed: of the road's own limit
        the terminal knows nothing.
    """
    book = car.rulebook
    most = book.speed_kmh * (100 + book.over_percent) / 100
    records = car.records
    told = records.usable & ~np.isnan(records.speed_kmh)
    fast = np.where(records.speed_kmh > most, IN, OUT)
    signal = _signal(car, records.usable, np.where(told, fast, BAND).astype(np.int8))
    profile = Profile(SPEEDING, 0, book.over_s, 0, book.gap_s)
    found = level(signal, profile)
    inputs = {
        "limit_kmh": f"{book.speed_kmh:g}",
        "over_percent": str(book.over_percent),
        "limit_from": "highest lawful speed",
    }
    return _answer(car, SPEEDING, found, found.due if found.begun else FOREVER, inputs)


def crash(car: Car) -> Answer:
    """The terminal reports a collision or a rollover; records without a place tell it, too.

    Harsh events are told by no field that terminals share, so the rate of them is not judged.

    Source:
        alerts.json, SAFE-03; R094.
    """
    records = car.records
    felt = np.where(records.alarm & _CRASH_BITS, IN, OUT).astype(np.int8)
    found = level(_signal(car, heard(records), felt), Profile(CRASH, 0, 0, _CALM_S))
    return _answer(car, CRASH, found, found.due if found.crossing else FOREVER, {})


def _signal(car: Car, which: Bools, classes: Int8s) -> Signal:
    """Of these records from the window's beginning on; of two at one time the graver one counts."""
    chosen = np.flatnonzero(which & (car.records.t >= car.begin))
    t = car.records.t[chosen]
    firsts = np.flatnonzero(np.diff(t, prepend=-1))
    if not len(firsts):
        return Signal(t, classes[:0], which[:0])
    gravest = np.maximum.reduceat(classes[chosen], firsts)
    doubtful = np.logical_or.reduceat(car.records.doubtful[chosen], firsts)
    return Signal(t[firsts], _carried(gravest), doubtful)


def _carried(classes: Int8s) -> Int8s:
    """What is not told is allowed, until something that is not allowed was told."""
    told = np.maximum.accumulate(np.where(classes == BAND, -1, np.arange(len(classes))))
    before = np.where(told >= 0, classes[told], OUT)
    carried: Int8s = np.where((classes == BAND) & (before == OUT), OUT, classes)
    return carried


def _answer(car: Car, code: str, found: Level, due: int, inputs: dict[str, str]) -> Answer:
    stays = [Found(code, stay, "", inputs) for stay in found.stays]
    mine = tuple(it for it in stays if car.begin <= it.begin < car.end)
    return Answer(mine, due, tuple(found.busy))
