"""SAFE-02, 疲劳驾驶: hours on the road without a break."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from telemetry.car import Car
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.movement import Movement, Trip, moves
from telemetry.path import Ends, Path
from telemetry.rulebook import Rulebook
from telemetry.rules.papers import SECOND

CODE = "SAFE-02"


@dataclass(frozen=True, slots=True)
class _Drive:
    """A trip, or a part of one between silences that may hide a break. Indices of the path.

    Attributes:
        trip: Which one.
        before: The last instant before it.
        first: Its first instant.
        last: The last one that was surely on the road; less than `first`: none yet.
        after: The first instant after it; None while it lasts.
    """

    trip: Trip
    before: int
    first: int
    last: int
    after: int | None


@dataclass(frozen=True, slots=True)
class _Chain:
    """Drives without a break between them.

    Attributes:
        drives: At least one.
        rested: The instant that made the break after them certain; None: there is none yet.
    """

    drives: tuple[_Drive, ...]
    rested: int | None


def fatigue(car: Car) -> Answer:
    """On the road for longer than `drive_s`, with no break of `rest_s`; shorter ones do not count.

    A break may lie in any silence of that length: what nobody knows is no violation. Who drives
    is not known either: two drivers who take turns have to say so.

    Source:
        alerts.json, SAFE-02; R094.
    """
    movement, book = moves(car), car.rulebook
    chains = [*_chains(movement, book.rest_s)]
    found = [it for chain in chains if (it := _found(movement.path, chain, book)) is not None]
    mine = tuple(it for it in found if car.begin <= it.begin < car.end)
    lasts = chains[-1] if chains and chains[-1].rested is None else None
    return Answer(mine, _due(movement.path, lasts, book) if lasts else FOREVER)


def _drives(movement: Movement, rest_s: int) -> Iterator[_Drive]:
    silent = np.flatnonzero(np.diff(movement.path.t) >= rest_s * SECOND)
    for trip in movement.trips:
        last = trip.last - 1 if trip.leaving is None else trip.leaving.last
        low, high = np.searchsorted(silent, (trip.first, last))
        before = trip.entry.last
        for index in silent[low:high].tolist():
            yield _Drive(trip, before, before + 1, index, index + 1)
            before = index
        yield _Drive(trip, before, before + 1, last, trip.leaving and trip.leaving.first)


def _chains(movement: Movement, rest_s: int) -> Iterator[_Chain]:
    """The drives, cut where a break may have been."""
    chain: list[_Drive] = []
    for drive in _drives(movement, rest_s):
        rested = movement.path.since(chain[-1].last, rest_s) if chain else drive.first + 1
        if chain and rested <= drive.first:
            yield _Chain(tuple(chain), rested)
            chain = []
        chain.append(drive)
    if chain:
        rested = movement.path.since(chain[-1].last, rest_s)
        parked = movement.driving is None and rested <= movement.stops[-1].last
        yield _Chain(tuple(chain), rested if parked else None)


def _found(path: Path, chain: _Chain, book: Rulebook) -> Found | None:
    """The finding, once an instant on the road lies beyond the limit."""
    begin, last = chain.drives[0], chain.drives[-1]
    too_long = path.since(begin.first, book.drive_s + 1e-6)
    told = next((it for it in chain.drives if max(too_long, it.first) <= it.last), None)
    if told is None:
        return None
    entry = Ends(begin.before, begin.first, _certain(told, max(too_long, told.first)))
    leaving = None
    if chain.rested is not None and last.after is not None:
        leaving = Ends(last.last, last.after, max(chain.rested, entry.certain))
    stay = path.stay(entry, leaving)
    inputs = {"limit_s": str(book.drive_s), "rest_s": str(book.rest_s)}
    return Found(CODE, stay, "", inputs)


def _certain(drive: _Drive, index: int) -> int:
    """When it was certain that the car was still on the road at an instant."""
    turns, leaving = drive.trip.turns, drive.trip.leaving
    turn = bisect_right(turns, index)
    return turns[turn] if turn < len(turns) or leaving is None else leaving.certain


def _due(path: Path, chain: _Chain, book: Rulebook) -> int:
    """When driving on is too long, or standing still is a break."""
    found = _found(path, chain, book)
    if chain.drives[-1].after is None:
        begin = int(path.t[chain.drives[0].first])
        return FOREVER if found else begin + book.drive_s * SECOND + 1
    return int(path.t[chain.drives[-1].last]) + book.rest_s * SECOND if found else FOREVER
