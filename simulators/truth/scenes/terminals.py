"""What is wrong with terminals: TERM-01, TERM-02, TERM-03, TERM-04, TERM-07."""

import numpy as np

from simulators.truth.faults import Bit, Blind, Silence, Twin, WrongClock
from simulators.truth.leg import Leg
from simulators.truth.scenes.driving import patrol
from simulators.truth.scenes.scene import HALF_HOUR, MINUTE, Scene, cover, outing, unimportant
from simulators.truth.script import Script

_CUT, _LOST = 5, 8  # antenna cut, main power lost
_CLOCK_S = 120.0  # three minutes of right records end it
_FAR_M = (700.0, 4000.0)


def mute(script: Script, day: int) -> None:
    """Nothing is heard for minutes on the road, and nothing was stored.

    The car rolls when it is heard last: one that stands at a light then, and is near there when it
    is heard of again, may have parked, for all that anybody can know.
    """
    at, leg = script.span.at(day, script.between(8.5, 13)), patrol(script, 80 * MINUTE)
    cover(script, script.drive(at, leg))
    lost = at + leg.rolling(script.between(10, 25) * MINUTE)
    lasts = script.measure("TERM-01", 4 * MINUTE, 45 * MINUTE)
    script.faults.append(Silence(lost, lost + lasts))
    script.measured("TERM-01", lasts, (lost, lost + lasts))


def mute_at_home(script: Script, day: int) -> None:
    """Nothing is heard for a day and more of a parked car."""
    lost = script.span.at(day, script.between(0.2, 10))
    lasts = script.measure("TERM-01 parked", 20 * 3600, 36 * 3600)
    script.faults.append(Silence(lost, lost + lasts))
    script.measured("TERM-01", lasts, (lost, lost + lasts), "TERM-01 parked")


def power(script: Script, day: int) -> None:
    """The power or the antenna is cut, in the yard or on the way."""
    at = script.span.at(day, script.between(8.5, 13))
    whole = outing(script, at, unimportant(script), script.between(20, 90) * MINUTE)
    cover(script, (whole.begin, whole.end))
    begin = whole.begin + script.between(-90, 90) * MINUTE
    end = begin + script.between(3, 120) * MINUTE
    script.faults.append(Bit(begin, end, _CUT if script.either(0.3) else _LOST))
    script.label("TERM-02", begin, end)


def poor(script: Script, day: int) -> None:
    """For an hour on the road the receiver does not find many of its places."""
    begin, end = _on_patrol(script, day, 130 * MINUTE)
    percent = script.measure("TERM-03", 2, 60)
    script.faults.append(Blind(begin, end, percent, zero=script.either(0.3)))
    script.measured("TERM-03", percent, (begin, end))
    script.at_least()


def clock(script: Script, day: int) -> None:
    """The clock is minutes slow or a few minutes fast for hours, in the yard."""
    slow = script.either(0.6)
    seconds = script.measure("TERM-04", 60, 900 if slow else 280) * (-1 if slow else 1)
    begin = script.span.at(day, script.between(1, 10))
    end = begin + script.between(1, 8) * 3600
    script.faults.append(WrongClock(begin, end, round(seconds)))
    script.measured("TERM-04", abs(seconds), (begin, end))
    script.blur(abs(seconds) + _CLOCK_S)


def doubled(script: Script, day: int) -> None:
    """Another car's terminal uses the same number for a while; this one waits on an order."""
    begin = script.span.at(day, script.between(9, 14))
    end = begin + script.between(15, 80) * MINUTE
    x, y = script.itinerary.place
    script.drive(begin, Leg(np.array([0.0, end - begin]), np.full(2, x), np.full(2, y)))
    script.order(begin - HALF_HOUR, end + HALF_HOUR)
    script.faults.append(Twin(begin, end, script.between(*_FAR_M), script.between(*_FAR_M)))
    script.label("TERM-07", begin, end)


def _on_patrol(script: Script, day: int, least_s: float) -> tuple[float, float]:
    """To and fro on an order."""
    at = script.span.at(day, script.between(8.5, 13))
    begin, end = script.drive(at, patrol(script, least_s))
    cover(script, (begin, end))
    return begin, end


SCENES = (
    Scene("mute", mute),
    Scene("mute_at_home", mute_at_home, ("off", "off"), 2.0),
    Scene("power", power),
    Scene("poor", poor, weight=1.5, once=True),
    Scene("clock", clock),
    Scene("clock", clock, ("off",)),
    Scene("doubled", doubled),
)
