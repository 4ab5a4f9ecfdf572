"""What takes weeks: USE-07, TERM-06, DISP-03."""

from itertools import pairwise

from simulators.truth.faults import Odometer
from simulators.truth.label import clear
from simulators.truth.scenes.driving import patrol
from simulators.truth.scenes.nights import MORNING_H, NIGHT_H
from simulators.truth.scenes.papers import retired_drive
from simulators.truth.scenes.scene import MINUTE, cover
from simulators.truth.script import Script
from simulators.truth.span import DAY_S

_RESIDENCE = 1
_ENOUGH, _FEW = 7, 4  # days that begin and end at the same place: six of ten are a pattern
_TYRES = 0.02
_USED = 0.2
_MONTH_KM, _MONTH_MARGIN_KM = 100.0, 20.0
_CORNERS = 0.05  # of the way: fixes every ten seconds cut them off


def commute(script: Script, day: int, last: int) -> None:
    """Every evening to the same place, every morning to the yard; no order has it out at night."""
    out, back = script.stage.ways[_RESIDENCE]
    work = _workdays(script, day, last)
    for evening, morning in pairwise(work):
        going = script.drive(script.span.at(evening, script.between(16.6, 17.6)), out)
        cover(script, going, _RESIDENCE)
        coming = script.drive(script.span.at(morning, script.between(8.05, 8.8)), back)
        cover(script, coming, _RESIDENCE)
        night = script.span.at(evening, NIGHT_H), script.span.at(morning, MORNING_H)
        script.label("GEO-01", *night)
    both = work[1:-1]
    if len(both) >= _ENOUGH:
        script.label("USE-07", script.span.at(both[0]), script.span.at(both[-1] + 1))
        script.blur(DAY_S)
    elif len(both) > _FEW:
        raise ValueError(f"{len(both)} days say nothing clear")


def by_order(script: Script, day: int, last: int) -> None:
    """The same on orders that have it out overnight: nobody has to ask why."""
    out, back = script.stage.ways[_RESIDENCE]
    for evening, morning in pairwise(_workdays(script, day, last)):
        left, _ = script.drive(script.span.at(evening, script.between(16.6, 17.6)), out)
        _, home = script.drive(script.span.at(morning, script.between(8.05, 8.8)), back)
        cover(script, (left, home), _RESIDENCE, overnight=True)


def _workdays(script: Script, first: int, last: int) -> list[int]:
    return [day for day in range(first, last + 1) if script.span.kind(day) == "work"]


def retire(script: Script, day: int) -> None:
    """Written off in the morning; on some of the days that follow it is on the road."""
    at = script.span.at(day, 9)
    script.fact("in_service", None, at)
    script.fact("retired", at)
    for later in range(day, script.span.days):
        if script.either(_USED):
            retired_drive(script, later)


def patrols(script: Script, day: int) -> None:
    """Hours on the road, on an order."""
    at = script.span.at(day, script.between(8.3, 12))
    cover(script, script.drive(at, patrol(script, script.between(120, 210) * MINUTE)))


def tyres(script: Script) -> None:
    """Every odometer is a little wrong."""
    _odometer(script, script.between(1 - _TYRES, 1 + _TYRES))


def turned_back(script: Script) -> None:
    """An odometer that counts too little, too much, or nearly right."""
    aside = script.measure("TERM-06", 0, 45) / 100
    _odometer(script, 1 + aside if script.either() else 1 - aside)


def _odometer(script: Script, factor: float) -> None:
    script.faults = [it for it in script.faults if not isinstance(it, Odometer)]
    script.faults.append(Odometer(script.span.begin, factor))


def month_ends(script: Script) -> None:
    """What the odometer of a whole month has to say beside the way, when all is driven."""
    factor = next(it.factor for it in script.faults if isinstance(it, Odometer))
    motion = script.itinerary.motion()
    for begin, end in script.span.months:
        first, last = motion.metres_at(begin), motion.metres_at(end)
        apart_km = abs(factor - 1) * (last - first) / 1000
        share = clear("TERM-06", abs(factor - 1) * 100)
        cut_km = _CORNERS * (last - first) / 1000
        near = abs(apart_km - _MONTH_KM) < _MONTH_MARGIN_KM + cut_km
        if share is False or (apart_km < _MONTH_KM and not near):
            continue
        script.label("TERM-06", begin, end)
        if share is None or near:
            script.doubt()
