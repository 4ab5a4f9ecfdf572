"""One car in one window: every rule once, and what follows for the records to come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from telemetry.car import Car
from telemetry.fix import Quality
from telemetry.found import Answer, Found, Rule, unsettled
from telemetry.judging.calm import ALIKE, KMH, OF_NO_USE, SURE, Calm, metres
from telemetry.moment import FOREVER
from telemetry.movement import Movement, moves
from telemetry.path import MAX_SPEED_KMH
from telemetry.records import Records
from telemetry.rulebook import Rulebook
from telemetry.rules.seal_start import Check, checks
from telemetry.spans import Span, Spans, union
from telemetry.timeline import InForce

LONG_S = 3600
"""A stop of this length is a border, seconds: longer than every break that a rule knows."""

Int64s = NDArray[np.int64]

_SECOND = 1_000_000


class CannotHearError(RuntimeError):
    """A rule has a bug that this car's facts show. The others must not wait for it."""


@contextmanager
def a_bug_is_about(vehicle: str) -> Iterator[None]:
    """What goes wrong inside is a matter of this car alone.

    Raises:
        CannotHearError: Instead; nothing was written.
    """
    try:
        yield
    except Exception as error:  # whatever it is, the feed goes on; nothing in here asks a server
        raise CannotHearError(vehicle) from error


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the rules say.

    Attributes:
        found: In the window.
        movement: By the last rulebook.
        busy: When something that is or may be found had begun and was not over.
        due: No quiet record before it changes an answer; microseconds.
        wake: When the clock alone may change an answer, microseconds.
        book: The numbers in force now.
        checks: Where it was when sealed periods began.
    """

    found: tuple[Found, ...]
    movement: Movement
    busy: Spans
    due: int
    wake: int
    book: Rulebook
    checks: tuple[Check, ...]


def hear(car: Car, rules: Sequence[Rule], books: Sequence[InForce[Rulebook]]) -> Hearing:
    """Ask every rule about a car.

    Args:
        car: In the window; its rulebook is replaced by those in force.
        rules: What to ask.
        books: Rulebooks that follow each other from the beginning of time to its end; each decides
            about what begins while it is in force.
    """
    found: list[Found] = []
    busy: list[Span] = []
    dues: list[int] = []
    seen: list[Check] = []
    one, now = car, max(car.now, _newest(car.records))
    for book in (book for book in books if book.end > car.begin):
        if book.begin <= now:
            one = replace(car, rulebook=book.value)
            seen += [check for check in checks(one) if book.begin <= check.at < book.end]
            answers = [rule(one) for rule in rules]
            found += [_cited(it, book) for it in _found(answers) if _within(it, car, book)]
            busy += unsettled(answers)
            dues += [due for answer in answers for due in (answer.due, answer.wake)]
        else:
            dues.append(book.begin)
    later = (due for due in dues if due > car.now)
    return Hearing(
        found=tuple(found),
        movement=moves(one),
        busy=union(busy),
        due=min([*dues, _long(moves(one))]),
        wake=min(later, default=FOREVER),
        book=one.rulebook,
        checks=tuple(seen),
    )


def calm(hearing: Hearing, records: Records) -> Calm | None:
    """What the next record is compared with; None if it has to be judged, whatever it is."""
    book = hearing.book
    timed = np.flatnonzero((records.quality & int(Quality.FUTURE)) == 0)
    path = hearing.movement.path
    if len(timed) < 2 or len(path.t) == 0:  # noqa: PLR2004 - of one alone nothing is known
        return None
    last, before = int(timed[-1]), int(timed[-2])
    at, turn = int(records.t[last]), _turn(hearing.movement)
    good = not int(records.quality[last]) & OF_NO_USE and int(path.t[-1]) == at
    restless = hearing.movement.begun is not None or _fast(records)
    if not good or restless or at == int(records.t[before]):
        return None
    parked = hearing.movement.driving is None
    return Calm(
        last=at,
        lon=float(records.lon[last]),
        lat=float(records.lat[last]),
        alarm=int(records.alarm[last]),
        status=int(records.status[last]) & ALIKE,
        parked=parked,
        turn_at=int(path.t[turn]),
        turn_lon=float(path.lon[turn]),
        turn_lat=float(path.lat[turn]),
        due=hearing.due,
        late_since=_late_since(records, timed, book.clock_s * _SECOND),
        circle_m=book.move_m if parked else book.stop_m,
        stop=book.stop_s * _SECOND,
        gap=book.gap_s * _SECOND,
        clock=book.clock_s * _SECOND,
        speed_kmh=book.speed_kmh,
    )


def _late_since(records: Records, timed: Int64s, clock: int) -> int:
    """When the first of the last records came that are late; 0 if the last one is not."""
    received = records.received[timed]
    in_time = np.flatnonzero(received - records.t[timed] <= clock)
    late = received[in_time[-1] + 1 :] if len(in_time) else received
    return int(late.min()) if len(late) else 0


def _turn(movement: Movement) -> int:
    """From where it would depart, or where it would have stopped."""
    trip = movement.driving
    return movement.stops[-1].first if trip is None else trip.last


def _fast(records: Records) -> bool:
    """Whether the last step may turn out to be a jump."""
    usable = np.flatnonzero(records.usable)[-2:]
    if len(usable) < 2:  # noqa: PLR2004 - of one alone nothing is known
        return True
    before, last = usable.tolist()
    step = metres(*_place(records, before), *_place(records, last))
    apart = int(records.t[last] - records.t[before])
    return step * KMH > SURE * MAX_SPEED_KMH * apart


def _place(records: Records, index: int) -> tuple[float, float]:
    return float(records.lon[index]), float(records.lat[index])


def _found(answers: Sequence[Answer]) -> list[Found]:
    return [found for answer in answers for found in answer.found]


def _cited(found: Found, book: InForce[Rulebook]) -> Found:
    """With the policy that it was measured by."""
    return replace(found, inputs={**found.inputs, "policy": book.value.version})


def _within(found: Found, car: Car, book: InForce[Rulebook]) -> bool:
    return max(car.begin, book.begin) <= found.begin < min(car.end, book.end)


def _long(movement: Movement) -> int:
    """When the stop that lasts is a border: worth storing, whatever the rules say."""
    if movement.driving is not None or not movement.stops:
        return FOREVER
    stop = movement.stops[-1]
    if movement.lasted(stop, LONG_S) is not None:
        return FOREVER
    return int(movement.path.t[stop.first]) + LONG_S * 1_000_000


def _newest(records: Records) -> int:
    return int(records.t[-1]) if len(records.t) else 0
