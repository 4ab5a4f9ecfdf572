"""Movement in forbidden time: the parts of trips that rules about papers forbid.

What counts as movement is the same everywhere (`use.movement`): three instants over a minute away
from where it was parked, or a way of 300 m. In a part of a trip that does not cover the departure,
only instants count that are surely on the road: before the last turn. So a car that comes home in
time and stands there never seems to move.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from telemetry.car import Car
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.movement import Movement, Trip, moved, moves
from telemetry.path import Ends
from telemetry.rulebook import Rulebook
from telemetry.spans import Span, Spans
from telemetry.visits import Visit


@dataclass(frozen=True, slots=True)
class Part:
    """A trip moved in a stretch of forbidden time.

    Attributes:
        stay: When.
        trip: Of which trip.
        parked: Where it had been parked, degrees east and north.
        metres: Of the way in that time; None while it lasts.
    """

    stay: Visit
    trip: Trip
    parked: tuple[float, float]
    metres: float | None

    @property
    def span(self) -> Span:
        """The time it takes, for all that is known: what else was told of that time matters."""
        stay = self.stay
        begin = stay.enter_hi if stay.enter_lo is None else stay.enter_lo
        return begin, stay.enter_hi if stay.exit_hi is None else stay.exit_hi


Inputs = Callable[[Part], Mapping[str, str]]


def moving(car: Car, code: str, spans: Spans, inputs: Inputs, about: str = "") -> Answer:
    """What a rule says that forbids movement at certain times.

    Args:
        car: Its trips are looked at.
        code: Of the alert.
        spans: When it must not move.
        inputs: What else is told of a finding.
        about: What it is about, beside the time.

    Source:
        alerts.json, USE-01 and SEAL-01; plan of the verdicts.
    """
    movement = moves(car)
    parts = [*_parts(car, movement, spans)]
    found = [
        Found(code, part.stay, about, {**_measured(car.rulebook, part), **inputs(part)})
        for part in parts
    ]
    return Answer(tuple(found), _due(movement, spans, parts))


def _parts(car: Car, movement: Movement, spans: Spans) -> Iterator[Part]:
    ends = [end for _, end in spans]
    for trip, stop in zip(movement.trips, movement.stops, strict=False):
        lower, until = movement.path.t[[trip.entry.last, trip.last]].tolist()
        if lower >= car.end:
            return
        for span in spans[bisect_right(ends, lower) :]:
            if span[0] > until:
                break
            part = _part(movement, trip, span, car.rulebook)
            if part is not None:
                stay, metres = part
                yield Part(stay, trip, (stop.lon, stop.lat), metres)


def _part(
    movement: Movement, trip: Trip, span: Span, book: Rulebook
) -> tuple[Visit, float | None] | None:
    """The stay of one trip in one stretch, and its metres; None if it did not move enough."""
    path, entry = movement.path, _entry(movement, trip, span, book)
    if entry is None:
        return None
    after = int(np.searchsorted(path.t, span[1]))
    if after <= trip.last:
        leaving: Ends | None = Ends(after - 1, after, max(after, entry.certain))
    else:
        leaving = trip.leaving
    metres = None if leaving is None else path.metres(entry.last, leaving.first)
    return path.stay(entry, leaving), metres


def _entry(movement: Movement, trip: Trip, span: Span, book: Rulebook) -> Ends | None:
    """How the movement in a stretch began; None if it is not enough."""
    path, (begin, end) = movement.path, span
    if begin <= path.t[trip.entry.last]:
        return trip.entry if path.t[trip.entry.certain] < end else None
    first = max(trip.first, int(np.searchsorted(path.t, begin)))
    enough = moved(path, first, first, book)
    if enough >= trip.last or path.t[enough] >= end:
        return None
    return Ends(first - 1, first, trip.turns[bisect_right(trip.turns, enough)])


def _due(movement: Movement, spans: Spans, parts: list[Part]) -> int:
    """When driving on may change it: a stretch begins or ends, or movement in it grows."""
    trip = movement.driving
    if trip is None:
        return FOREVER
    turn, now = movement.path.t[[trip.last, -1]].tolist()
    ahead = [span for span in spans if span[1] > turn]
    if not ahead:
        return FOREVER
    begin, end = ahead[0]
    if begin > now:
        return begin
    lasts = bool(parts) and parts[-1].trip is trip and parts[-1].metres is None
    return end if lasts else int(now)


def _measured(book: Rulebook, part: Part) -> dict[str, str]:
    """The numbers, and how far it went; not of what lasts, for that grows with every record."""
    lon, lat = part.parked
    told = {
        "parked": f"{lon:.6f},{lat:.6f}",
        "move_m": f"{book.move_m:g}",
        "move_fixes": str(book.move_fixes),
        "move_s": str(book.move_s),
        "trip_m": f"{book.trip_m:g}",
    }
    return told if part.metres is None else {**told, "metres": f"{part.metres:.0f}"}
