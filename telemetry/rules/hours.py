"""USE-06, 非工作时间用车: a car on the road outside working hours, on an order for them only."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from telemetry.car import Car
from telemetry.found import Answer
from telemetry.moment import micros, moment
from telemetry.movement import moves
from telemetry.rulebook import Rulebook
from telemetry.rules.cover import covered, covers, named
from telemetry.rules.moving import Part, moving
from telemetry.rules.papers import shut, when
from telemetry.spans import Span, Spans, both, minus, union

CODE = "USE-06"


def off_hours(car: Car) -> Answer:
    """Movement covered by orders none of which is for that hour; an emergency knows no hours.

    Without an order it is USE-01.

    Source:
        alerts.json, USE-06; R076, R086.
    """
    path = moves(car).path
    if not len(path.t):
        return Answer()
    book = car.rulebook
    spans = minus(leisure(book, int(path.t[0]), int(path.t[-1])), shut(car))
    spans = both(minus(spans, _any_hour(car)), covered(car))

    def inputs(part: Part) -> dict[str, str]:
        at = moment(part.stay.enter_hi).astimezone(ZoneInfo(book.zone))
        kind = "off day" if book.off_days.get(at.date(), False) else "working day"
        return {"day": kind, "orders": named(car, *part.span)}

    return moving(car, CODE, both(spans, when(car, "in_service")), inputs)


def leisure(book: Rulebook, begin: int, end: int) -> Spans:
    """When nobody works, from the day of one moment to the day after another (microseconds).

    A day of which nobody has said whether it is off counts as a working day: nothing is guessed.
    """
    zone = ZoneInfo(book.zone)
    first, last = (moment(at).astimezone(zone).date() for at in (begin, end))
    days = [first + timedelta(days=number) for number in range((last - first).days + 2)]
    whole = (_moment(days[0], (0, 0), zone), _moment(days[-1] + timedelta(days=1), (0, 0), zone))
    return minus((whole,), union(_work(book, days, zone)))


def _work(book: Rulebook, days: list[date], zone: ZoneInfo) -> Iterator[Span]:
    for day in days:
        if not book.off_days.get(day, False):
            yield _moment(day, book.work[0], zone), _moment(day, book.work[1], zone)


def _moment(day: date, clock: tuple[int, int], zone: ZoneInfo) -> int:
    return micros(datetime.combine(day, time(*clock), zone))


def _any_hour(car: Car) -> Spans:
    allowed = (it for it in covers(car) if it.allows.off_hours or it.allows.emergency)
    return union(it.whole for it in allowed)
