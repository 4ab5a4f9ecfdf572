"""GEO-01, 夜间未定点停放: parked at night away from every home area, without an overnight order.

A state and not a crossing: where did it stand when the night began, and through it. What began in
a night goes on over the days off that follow, for as long as the car stands there: it has to be at
home on a holiday, too, unless an order has it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from telemetry.car import Car
from telemetry.found import Answer, Found
from telemetry.home import SETTLED_S, away, home_at, rest
from telemetry.moment import FOREVER
from telemetry.movement import Stop, moves
from telemetry.path import Path
from telemetry.rules.cover import covered, covers
from telemetry.rules.papers import SECOND, when
from telemetry.rules.watched import answer
from telemetry.spans import Span, Spans, both, minus, union
from telemetry.visits import Visit
from telemetry.wall_clock import days_off, nights

CODE = "GEO-01"

_AHEAD = 12 * 86_400 * SECOND
"""So far ahead it is looked at whether a car that stands has to be at home: longer than any row
of days off."""


@dataclass(frozen=True, slots=True)
class _Parked:
    """A car stands away from home. Spans in microseconds.

    Attributes:
        path: Its way.
        stop: Where it stands, and since when.
        span: The time in which it ought to be at home, without a break.
        night: The night in it that is looked at.
        enough: Seen there later than this is long enough.
        sure: The first instant (an index) that shows it.
    """

    path: Path
    stop: Stop
    span: Span
    night: Span
    enough: int
    sure: int

    def stay(self, now: int) -> Visit:
        """From its coming, or from when it ought to be at home, to its going, or until it may."""
        first, begin = self.stop.first, self.night[0]
        entry = int(np.searchsorted(self.path.t, begin, side="right")) - 1
        came = entry == first and begin == self.path.t[first]
        last = int(self.path.t[self.stop.last])
        flags = {
            "gap_inside": self.path.silent(entry, self.stop.last),
            "doubtful": bool(self.path.doubtful[[entry, self.sure]].any()),
            "entry_unseen": came and first == 0,
            "open": self.lasts(now),
        }
        stay = Visit(
            self.stop.stay.enter_lo if came else int(self.path.t[entry]),
            begin,
            int(self.path.t[self.sure]),
            flags=frozenset(flag for flag, so in flags.items() if so),
            enter_fixes=self.sure - entry + came,
        )
        if self.lasts(now):
            return stay
        end = self.span[1]
        certain = self.stop.stay.exit_confirmed if end == self.stop.stay.exit_hi else end
        return replace(stay, exit_lo=min(last, end), exit_hi=end, exit_confirmed=certain)

    def lasts(self, now: int) -> bool:
        """Whether it stands there, and still ought to be at home."""
        return self.stop.stay.exit_hi is None and self.span[1] > now

    def due(self) -> int:
        """When it may be at another place."""
        seen = self.stop.stay.exit_hi or int(self.path.t[self.stop.last])
        return self.span[1] if seen < self.span[1] else FOREVER


def night_parking(car: Car) -> Answer:
    """Parked for more than half an hour of a night outside of all home areas.

    Source:
        alerts.json, GEO-01; R077, R088; late-data.md section 5.
    """
    movement, needed = moves(car), _Needed.of(car)
    found: list[Found] = []
    dues: list[int] = []
    for stop in movement.stops:
        if movement.path.t[stop.first] >= car.end:
            break
        for parked in _away(car, movement.path, stop, needed):
            if parked.sure <= stop.last:
                found.append(Found(CODE, parked.stay(car.now), "", _inputs(car, parked)))
                dues.append(parked.due())
            elif stop.stay.exit_hi is None:
                dues.append(parked.enough + 1)
    return answer(car, found, dues)


def overnight(car: Car) -> Spans:
    """When an order has it out overnight, or an emergency did not ask."""
    return union(
        cover.whole for cover in covers(car) if cover.allows.overnight or cover.allows.emergency
    )


@dataclass(frozen=True, slots=True)
class _Needed:
    """When a car ought to be at home, and may be found away: by night; and by day on days off."""

    car: Car
    overnight: Spans
    covered: Spans

    @classmethod
    def of(cls, car: Car) -> "_Needed":
        """By its papers."""
        return cls(car, overnight(car), covered(car))

    def between(self, begin: int, end: int) -> tuple[Spans, Spans]:
        """All such time in [begin, end), and the nights in it."""
        book, kept = self.car.rulebook, both(when(self.car, "in_service"), ((begin, end),))
        dark = nights(begin, end, book)
        by_night = both(minus(dark, self.overnight), kept)
        by_day = both(minus(minus(days_off(begin, end, book), dark), self.covered), kept)
        return union((*by_night, *by_day)), by_night


def _away(car: Car, path: Path, stop: Stop, needed: _Needed) -> Iterator[_Parked]:
    """The time for which it ought to be at home and is not: the first night of each row of them."""
    begin = int(path.t[stop.first])
    end = stop.stay.exit_hi or int(path.t[stop.last]) + _AHEAD
    time, by_night = needed.between(begin, end)
    if not by_night:
        return
    out = away(car, rest(path, stop))
    for span in both(time, out):
        for night in both((span,), by_night):
            enough = max(night[0] + car.rulebook.night_s * SECOND, begin + SETTLED_S * SECOND)
            if enough < night[1]:
                sure = int(np.searchsorted(path.t, enough, side="right"))
                yield _Parked(path, stop, span, night, enough, sure)
                if sure <= stop.last:
                    break


def _inputs(car: Car, parked: _Parked) -> dict[str, str]:
    homes, book = home_at(car, parked.night[0]), car.rulebook
    lon, lat = rest(parked.path, parked.stop)
    evening, morning = (f"{hours:02d}:{minutes:02d}" for hours, minutes in book.night)
    return {
        "areas": homes.names if homes else "",
        "night": f"{evening}-{morning}",
        "night_s": str(book.night_s),
        "parked": f"{lon:.6f},{lat:.6f}",
    }
