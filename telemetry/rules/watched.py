"""What rules about terminals have in common: which time and which records they watch."""

from collections.abc import Iterable

from telemetry.car import Car
from telemetry.fix import Quality
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.records import Bools, Records
from telemetry.rules.papers import when
from telemetry.spans import ALWAYS, Span, Spans, both, union

_UNTIMED = int(Quality.FUTURE | Quality.BAD_TIME)


def answer(
    car: Car, found: Iterable[Found], dues: Iterable[int] = (), busy: Iterable[Span] = ()
) -> Answer:
    """What a rule says: of what it found, that which begins in the window, in the order of time."""
    mine = [it for it in found if car.begin <= it.begin < car.end]
    mine.sort(key=lambda it: (it.stay.enter_hi, it.about))
    times = [FOREVER, *dues]
    return Answer(
        found=tuple(mine),
        due=min(times),
        busy=union(busy),
        wake=min(it for it in times if it > min(car.now, FOREVER - 1)),
    )


def watched(car: Car) -> Spans:
    """When its terminal has to speak: in service, and one is built in."""
    return both(when(car, "in_service"), when(car, "bound") or ALWAYS)


def heard(records: Records) -> Bools:
    """Which records were made when they say, shape (n,): not those from the future."""
    timed: Bools = (records.quality & _UNTIMED) == 0
    return timed
