"""USE-07, 上下班代步嫌疑: day after day it comes from where it goes back to, and that is not home.

The morning's first trip begins, and the evening's last one ends, at one place that is none of its
home areas: somebody's own home.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from telemetry.car import Car
from telemetry.day import Place, Table
from telemetry.found import Answer, Found
from telemetry.home import away, rest
from telemetry.movement import Stop, moves
from telemetry.rulebook import Rulebook
from telemetry.rules.night_parking import overnight
from telemetry.rules.papers import when
from telemetry.spans import Span, both, holds, minus
from telemetry.sphere import metres
from telemetry.visits import Visit
from telemetry.wall_clock import is_off, whole

CODE = "USE-07"


class Ends(NamedTuple):
    """Where a day on the road began and ended; None where that is in order."""

    left: Place | None
    came: Place | None


def ends(car: Car, span: Span) -> Ends:
    """Where a car's first trip of a local day came from, and where it is after the last one."""
    movement, (begin, end) = moves(car), span
    out = [index for index, trip in enumerate(movement.trips) if begin <= trip.stay.enter_hi < end]
    back = [
        index
        for index, trip in enumerate(movement.trips)
        if trip.stay.exit_hi is not None and begin <= trip.stay.exit_hi < end
    ]
    left = came = None
    if out:
        left = _away(car, movement.stops[out[0]], movement.trips[out[0]].stay.enter_hi)
    if back and (not out or out[-1] <= back[-1]):
        came = _away(car, movement.stops[back[-1] + 1], end - 1)
    return Ends(left, came)


def _away(car: Car, stop: Stop, at: int) -> Place | None:
    """Where it stood, if that was not home at that moment, and no order had it out overnight."""
    path = moves(car).path
    lon, lat = rest(path, stop)
    loose = minus(both(away(car, (lon, lat)), when(car, "in_service")), overnight(car))
    return Place(int(path.t[stop.first]), lon, lat) if holds(loose, at) else None


class _Commute(NamedTuple):
    """A workday that began and ended at one place."""

    day: date
    came: Place


def commuting(table: Table) -> Answer:
    """The same place at both ends of so many of so many workdays: six of ten.

    Source:
        alerts.json, USE-07; R086, P15.
    """
    return Answer(tuple(_runs(table)))


def _runs(table: Table) -> Iterator[Found]:
    """From the first workday on which it was enough to the first one on which it is not."""
    commutes, workdays, book = _commutes(table), _workdays(table), table.rulebook
    first: list[_Commute] = []
    last: list[_Commute] = []
    for index, day in enumerate(workdays):
        since = workdays[max(0, index - book.commute_of + 1)]
        alike = _alike([it for it in commutes if since <= it.day <= day], book.place_m)
        if len(alike) >= book.commute_days:
            first, last = first or alike, alike
        elif first:
            yield _found(book, first, (last[-1].came.at, whole(day, book.zone)[1]))
            first = []
    if first:
        yield _found(book, first, None)


def _commutes(table: Table) -> list[_Commute]:
    return [
        _Commute(it.day, it.came)
        for it in table.days
        if it.left is not None
        and it.came is not None
        and not is_off(table.rulebook, it.day)
        and _apart(it.left, it.came) <= table.rulebook.place_m
    ]


def _workdays(table: Table) -> list[date]:
    """Up to some time after the last row: enough to see that it is over."""
    if not table.days:
        return []
    first, last = table.days[0].day, table.days[-1].day
    many = min((table.until - first).days, (last - first).days + 3 * table.rulebook.commute_of)
    days = (first + timedelta(days=index) for index in range(many))
    return [day for day in days if not is_off(table.rulebook, day)]


def _alike(commutes: Sequence[_Commute], place_m: float) -> list[_Commute]:
    """Those at the place of one of them: most, and of equally many the earlier."""
    groups = ([it for it in commutes if _apart(one.came, it.came) <= place_m] for one in commutes)
    return max(groups, key=len, default=[])


def _apart(one: Place, other: Place) -> float:
    return float(metres(*np.array([one.lon, one.lat, other.lon, other.lat])))


def _found(book: Rulebook, first: list[_Commute], end: tuple[int, int] | None) -> Found:
    """The first days that were enough tell it; later ones do not change that."""
    enough, (lower, upper) = first[: book.commute_days], end or (None, None)
    flags = frozenset({"entry_unseen"} if end else {"entry_unseen", "open"})
    began, certain = enough[0].came.at, enough[-1].came.at
    stay = Visit(None, began, certain, lower, upper, upper, flags)
    place = enough[0].came
    inputs = {
        "place": f"{place.lon:.6f},{place.lat:.6f}",
        "days": " ".join(it.day.isoformat() for it in enough),
        "of_workdays": str(book.commute_of),
    }
    return Found(CODE, stay, "", inputs)
