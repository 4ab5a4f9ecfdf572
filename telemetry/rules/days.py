"""The rows of a car's day table, as the records and papers of a window tell them."""

from typing import cast

import numpy as np

from telemetry.car import Car
from telemetry.day import DailyRule, Day, Table
from telemetry.found import Answer, Rule
from telemetry.rules.commuting import ends
from telemetry.rules.odometer import counted, driven
from telemetry.rules.signal_quality import hours
from telemetry.rules.watched import answer, heard
from telemetry.spans import Span
from telemetry.wall_clock import begins, day_of, whole
from telemetry.wall_clock import days as local_days


def days(car: Car) -> list[Day]:
    """The local days that lie wholly in the window, are over, and of which something was heard.

    A window that begins with the car's first record has all of that day.
    """
    t, zone = car.records.t[heard(car.records)], car.rulebook.zone
    if not len(t):
        return []
    since = car.begin if t[0] < car.begin else begins(day_of(int(t[0]), zone), zone)
    spans = (whole(day, zone) for day in local_days(since, int(t[-1]) + 1, zone))
    complete = (it for it in spans if since <= it[0] and it[1] <= min(car.end, car.now))
    return [_day(car, it) for it in complete if np.diff(np.searchsorted(t, it))[0]]


def _day(car: Car, span: Span) -> Day:
    heard_of = car.records.t[heard(car.records)]
    low, high = np.searchsorted(heard_of, span).tolist()
    odometer, places = counted(car, span), ends(car, span)
    return Day(
        day=day_of(span[0], car.rulebook.zone),
        first=int(heard_of[low]),
        last=int(heard_of[high - 1]),
        gps_m=driven(car, span),
        odometer_m=odometer.metres,
        falls=odometer.falls,
        hours=hours(car, span),
        left=places.left,
        came=places.came,
    )


def table(car: Car) -> Table:
    """The day table of a car whose whole story lies in the window; worked out once."""
    if "table" not in car.memo:
        car.memo["table"] = Table(days(car), day_of(car.now, car.rulebook.zone), car.rulebook)
    return cast("Table", car.memo["table"])


def over_all(rule: DailyRule) -> Rule:
    """A daily rule as one over a car's whole story; it may change at the next midnight."""

    def judged(car: Car) -> Answer:
        found = rule(table(car)).found
        today = whole(table(car).until, car.rulebook.zone)
        return answer(car, found, [today[1]])

    return judged
