"""TERM-01 终端离线, SEAL-03 封存期间终端失联: nothing was heard of a car for too long.

Judged by fix times and the clock. A record that fills the silence later takes the finding back.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from telemetry.car import Car
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.movement import moves
from telemetry.rules.papers import SECOND, sealed
from telemetry.rules.watched import answer, heard, watched
from telemetry.spans import Spans, both
from telemetry.sphere import metres
from telemetry.visits import Visit

OFFLINE, SEALED = "TERM-01", "SEAL-03"

_ACC_ON = 1
_STANDSTILL_KMH = 3.0  # a terminal that stands still tells this much at most
_HEARTBEATS = 3  # so many are missing


class _Silence(NamedTuple):
    """Between two records: the last before it (an index and its time) and the first after it."""

    last: int
    since: int
    until: int


class _Limit(NamedTuple):
    """How long it may last (microseconds), and in which time that matters."""

    most: int
    spans: Spans


def offline(car: Car) -> Answer:
    """TERM-01: silent for too long on the road, or for very long while parked.

    Source:
        alerts.json, TERM-01; R061, R075.
    """
    book, spans = car.rulebook, watched(car)
    found: list[Found] = []
    dues: list[int] = []
    for silence in _silences(car, min(book.silent_moving_s, book.silent_parked_s)):
        moving = _moving(car, silence)
        most = book.silent_moving_s if moving else book.silent_parked_s
        limit = _Limit(most * SECOND, spans)
        inputs = {"limit_s": str(most), "state": "moving" if moving else "parked"}
        found += [Found(OFFLINE, stay, "", inputs) for stay in _stays(car.now, silence, limit)]
        if silence.until == FOREVER:
            dues += [*_dues(car.now, silence, limit), *_restless(car, silence)]
    return answer(car, found, dues)


def silent_under_seal(car: Car) -> Answer:
    """SEAL-03: silent for three heartbeats of a sealed period; red if it was moved meanwhile.

    Source:
        alerts.json, SEAL-03; R078.
    """
    most = _HEARTBEATS * car.rulebook.heartbeat_s
    seals = {name: both(watched(car), spans) for name, spans in sealed(car).items()}
    found: list[Found] = []
    dues: list[int] = []
    for silence, (period, spans) in product(_silences(car, most), seals.items()):
        limit = _Limit(most * SECOND, spans)
        for stay in _stays(car.now, silence, limit):
            inputs = {"period": period, "limit_s": str(most), **_moved(car, silence, stay)}
            found.append(Found(SEALED, stay, period, inputs))
        if silence.until == FOREVER:
            dues += _dues(car.now, silence, limit)
    return answer(car, found, dues)


def _silences(car: Car, seconds: int) -> Iterator[_Silence]:
    """The silences longer than this, and the one that lasts."""
    timed = np.flatnonzero(heard(car.records))
    t = car.records.t[timed]
    for index in np.flatnonzero(np.diff(t) > seconds * SECOND).tolist():
        yield _Silence(int(timed[index]), int(t[index]), int(t[index + 1]))
    if len(t):
        yield _Silence(int(timed[-1]), int(t[-1]), FOREVER)


def _stays(now: int, silence: _Silence, limit: _Limit) -> Iterator[Visit]:
    """Where it lasted too long, as far as the clock knows."""
    for begin, end in both(limit.spans, ((silence.since, silence.until),)):
        too_long = begin + limit.most
        if too_long >= min(end, now):
            continue
        if end > now:
            yield Visit(silence.since, too_long, too_long, flags=frozenset({"open"}))
        else:
            heard_of = int(end == silence.until)
            yield Visit(silence.since, too_long, too_long, end, end, end, exit_fixes=heard_of)


def _dues(now: int, silence: _Silence, limit: _Limit) -> Iterator[int]:
    """When the silence that lasts is too long, or is not looked at any more.

    Once it is too long, whatever comes next ends it: that must not be passed over as quiet.
    """
    for begin, end in both(limit.spans, ((silence.since, FOREVER),)):
        too_long = begin + limit.most + 1
        if too_long < end and now < end:
            yield from (too_long,) if too_long > now else (silence.since, end)


def _restless(car: Car, silence: _Silence) -> Iterator[int]:
    """On a trip the shorter limit may hold after the next record, whatever this one said."""
    if _on_a_trip(car, silence):
        due = silence.since + car.rulebook.silent_moving_s * SECOND + 1
        yield due if due > car.now else silence.since


def _on_a_trip(car: Car, silence: _Silence) -> bool:
    for trip in moves(car).trips:
        end = FOREVER if trip.stay.exit_hi is None else trip.stay.exit_hi
        if trip.stay.enter_hi <= silence.since < end:
            return True
    return False


def _moving(car: Car, silence: _Silence) -> bool:
    """On a trip, unless its last word was that the ignition is off and it stands still.

    What it said itself counts more than where it was heard of again: near the same place, perhaps.
    """
    speed, status = car.records.speed_kmh[silence.last], car.records.status[silence.last]
    if any(stop.stay.enter_hi == silence.since for stop in moves(car).stops):
        return bool(speed > _STANDSTILL_KMH)
    stands = speed <= _STANDSTILL_KMH  # no speed told: no
    return _on_a_trip(car, silence) and not (stands and not status & _ACC_ON)


def _moved(car: Car, silence: _Silence, stay: Visit) -> dict[str, str]:
    """How far it was from there when it was heard of again, if that is known."""
    usable = np.flatnonzero(car.records.usable)
    after = int(np.searchsorted(car.records.t[usable], silence.since, side="right"))
    if not 0 < after < len(usable):
        return {}
    places = usable[[after - 1, after]]
    lon, lat = car.records.lon[places], car.records.lat[places]
    apart = float(metres(lon[0], lat[0], lon[1], lat[1]))
    told = {"moved_m": f"{apart:.0f}"}
    if apart > car.rulebook.move_m and stay.exit_hi == silence.until:
        told["severity"] = "RED"
    return told
