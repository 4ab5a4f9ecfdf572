"""Drives that no paper covers, or not so: USE-01, USE-06, INSP-04, DISP-03."""

from simulators.truth.faults import Silence
from simulators.truth.scenes.scene import (
    HALF_HOUR,
    MINUTE,
    Outing,
    Scene,
    cover,
    outing,
    there_and_back,
    unimportant,
)
from simulators.truth.script import Script
from simulators.truth.weather import backlog

_GRACE_S = 600.0
_WORK_H = (8.0, 18.0)


def unordered(script: Script, day: int) -> None:
    """No order at all; on any day, at any hour before the night."""
    at = script.span.at(day, script.between(6, 19))
    _all(script, "USE-01", outing(script, at, unimportant(script), script.between(6, 90) * MINUTE))


def unordered_and_stored(script: Script, day: int) -> None:
    """No order, and the terminal had no link: it comes to light later."""
    at = script.span.at(day, script.between(9, 17))
    whole = outing(script, at, unimportant(script), script.between(6, 60) * MINUTE)
    _all(script, "USE-01", whole)
    begin = whole.begin - script.between(2, 10) * MINUTE
    script.faults.append(Silence(begin, whole.end + HALF_HOUR, backlog(script)))


def too_early(script: Script, day: int) -> None:
    """Out before the order begins: a part of the first drive, or all of it."""
    at = script.span.at(day, script.between(8.5, 13))
    whole = outing(script, at, unimportant(script), script.between(40, 100) * MINUTE)
    begins = whole.begin + script.between(10, 35) * MINUTE
    order = script.order(begins, whole.end + HALF_HOUR)
    script.driven(order, begins + 60, whole.end)
    until = min(begins - _GRACE_S, whole.out[1])
    script.measured("USE-01", until - whole.begin, (whole.begin, until))


def overrun(script: Script, day: int) -> None:
    """Back long after the order: late (USE-02) where the driver had signed that it left on it.

    Where nobody had, the way home is on no order.
    """
    at = script.span.at(day, script.between(9, 13))
    whole = outing(script, at, unimportant(script), script.between(50, 100) * MINUTE)
    order = script.order(whole.begin - HALF_HOUR, whole.out[1] + HALF_HOUR)
    if script.either():
        script.driven(order, whole.begin, whole.end)
    else:
        script.label("USE-01", *whole.back)


def left_open(script: Script, day: int) -> None:
    """It comes home, nobody signs, and after the order's end it is on the road again."""
    at = script.span.at(day, script.between(8.5, 11))
    whole = outing(script, at, unimportant(script), script.between(10, 60) * MINUTE)
    order = script.order(whole.begin - HALF_HOUR, whole.end + HALF_HOUR)
    at = whole.end + script.between(60, 200) * MINUTE
    again = outing(script, at, unimportant(script), script.between(6, 60) * MINUTE)
    script.driven(order, whole.begin, again.end + HALF_HOUR)
    _all(script, "USE-01", again)


def yard(script: Script, day: int) -> None:
    """A hundred metres across the road, and back: more than fifty metres without an order."""
    out, _ = script.stage.ways[unimportant(script)]
    metres = script.between(100, 190)
    slow = out.at_speed(script.between(8, 18))
    leg = slow.cut(0, slow.lasts_s * metres / slow.metres)
    at = script.span.at(day, script.between(8, 18))
    _all(script, "USE-01", there_and_back(script, at, leg, script.between(8, 60) * MINUTE))


def off_hours(script: Script, day: int) -> None:
    """Ordered, but not for that hour of the day, or that day."""
    if script.span.kind(day) == "off":
        at = script.span.at(day, script.between(7, 19))
    else:
        at = script.span.at(day, script.between(18.2, 20.5))
    whole = outing(script, at, unimportant(script), script.between(6, 60) * MINUTE)
    cover(script, (whole.begin, whole.end))
    _all(script, "USE-06", whole)


def into_the_evening(script: Script, day: int) -> None:
    """It comes home after work."""
    at = script.span.at(day, script.between(15, 17))
    evening = script.span.at(day, _WORK_H[1])
    back_at = evening + script.between(-4, 90) * MINUTE
    out, back = script.stage.ways[unimportant(script)]
    begin, arrived = script.drive(at, out)
    left, end = script.drive(max(back_at, arrived + 10 * MINUTE), back)
    cover(script, (begin, end), 0, 1)
    since = max(left, evening)
    script.measured("USE-06", end - since, (since, end))


def unsafe(script: Script, day: int) -> None:
    """On an order with a safety item that has failed."""
    at = script.span.at(day, script.between(9, 15))
    whole = outing(script, at, unimportant(script), script.between(6, 90) * MINUTE)
    cover(script, (whole.begin, whole.end))
    failed = whole.begin - script.between(0.2, 8) * 3600
    mended = whole.end + script.between(0.2, 8) * 3600
    if script.either(0.3):  # on the way: it is mended at the place
        mended = whole.out[1] + script.between(1, 5) * MINUTE
        script.label("INSP-04", *whole.out)
    else:
        _all(script, "INSP-04", whole)
    script.fact("unsafe", failed, mended, "brakes")


def mended(script: Script, day: int) -> None:
    """A safety item fails, the car stands until it is mended, and drives then."""
    failed, ready = script.between(7, 9), script.between(11, 13)
    script.fact("unsafe", script.span.at(day, failed), script.span.at(day, ready), "tyres")
    at = script.span.at(day, ready + script.between(0.1, 2))
    whole = outing(script, at, unimportant(script), script.between(6, 60) * MINUTE)
    cover(script, (whole.begin, whole.end))


def retired_drive(script: Script, day: int) -> None:
    """Written off and on the road, with an order or without."""
    at = script.span.at(day, script.between(9.5, 19))
    whole = outing(script, at, unimportant(script), script.between(6, 90) * MINUTE)
    if script.either(0.3):
        cover(script, (whole.begin, whole.end), off_hours=True)
    _all(script, "DISP-03", whole)


def _all(script: Script, code: str, whole: Outing) -> None:
    for drive in whole.drives:
        script.label(code, *drive)


SCENES = (
    Scene("unordered", unordered, weight=1.5),
    Scene("unordered", unordered, ("off",)),
    Scene("unordered_and_stored", unordered_and_stored),
    Scene("too_early", too_early),
    Scene("overrun", overrun),
    Scene("left_open", left_open),
    Scene("yard", yard),
    Scene("off_hours", off_hours),
    Scene("off_hours", off_hours, ("off",)),
    Scene("into_the_evening", into_the_evening),
    Scene("unsafe", unsafe, weight=1.2),
    Scene("mended", mended),
)
"""Of cars in service."""
