"""What cars do in the sealed days: SEAL-01, SEAL-02, SEAL-03."""

from collections.abc import Mapping

from simulators.truth.faults import Silence
from simulators.truth.scenes.nights import MORNING_H, NIGHT_H
from simulators.truth.scenes.scene import MINUTE, Play, cover, outing, unimportant
from simulators.truth.script import Script

PERIOD = "2026-02-15"


def moves(script: Script, day: int) -> None:
    """On the road in a sealed period, with an order or without."""
    at = script.span.at(day, script.between(6, 19))
    whole = outing(script, at, unimportant(script), script.between(6, 90) * MINUTE)
    if script.either():
        cover(script, (whole.begin, whole.end), off_hours=True)
    for drive in whole.drives:
        script.label("SEAL-01", *drive)


def by_night(script: Script, day: int) -> None:
    """Out in a sealed night, parked elsewhere for a while, and home before the morning."""
    at = script.span.at(day, script.between(19, 21.7))
    whole = outing(script, at, unimportant(script), script.measure("GEO-01", 600, 7000))
    for drive in whole.drives:
        script.label("SEAL-01", *drive)
    since = max(whole.stop[0], script.span.at(day, NIGHT_H))
    if whole.stop[1] > since:
        script.measured("GEO-01", whole.stop[1] - since, (since, whole.stop[1]))


def on_watch(script: Script, day: int) -> None:
    """On the road, and exempt."""
    at = script.span.at(day, script.between(6, 19))
    whole = outing(script, at, unimportant(script), script.between(6, 90) * MINUTE)
    cover(script, (whole.begin, whole.end), off_hours=True)


def silent(script: Script, day: int) -> None:
    """The terminal says nothing for hours."""
    lost = script.span.at(day, script.between(0.5, 12))
    lasts = script.measure("SEAL-03", 0.8 * 3600, 11 * 3600)
    script.faults.append(Silence(lost, lost + lasts))
    script.measured("SEAL-03", lasts, (lost, lost + lasts))


def stored(script: Script, day: int) -> None:
    """The terminal has no link for hours, and tells everything afterwards."""
    lost = script.span.at(day, script.between(0.5, 12))
    script.faults.append(Silence(lost, lost + script.between(2, 11) * 3600, "interleaved"))


def outside(script: Script, day: int) -> None:
    """On the last working day it does not come home; it does so in the sealed period."""
    seal, _ = _left_out(script, day)
    drive = script.drive(seal + script.between(9, 17) * 3600, script.stage.ways[0][1])
    script.label("SEAL-01", *drive)
    script.label("SEAL-02", seal, drive[1])
    script.label("GEO-01", script.span.at(day, NIGHT_H), drive[0])


def outside_unheard(script: Script, day: int) -> None:
    """The same, and the terminal is silent when the seal begins: it becomes known hours later."""
    outside(script, day)
    seal, _ = script.span.sealed
    lost = seal - script.between(2, 6) * 3600
    end = seal + script.measure("SEAL-03", 1800, 8 * 3600)
    script.faults.append(Silence(lost, end))
    script.measured("SEAL-03", end - seal, (seal, end))


def outside_to_the_end(script: Script, day: int) -> None:
    """It does not come home until the seal is over: on days off no morning ends a night."""
    seal, after = _left_out(script, day)
    drive = script.drive(after + script.between(8.5, 10) * 3600, script.stage.ways[0][1])
    cover(script, drive, 0)
    script.label("SEAL-02", seal, after)
    script.label("GEO-01", script.span.at(day, NIGHT_H), after + MORNING_H * 3600)


def _left_out(script: Script, day: int) -> tuple[float, float]:
    """It goes to a place and stays there; when the seal begins and ends."""
    out, _ = script.stage.ways[0]
    left, there = script.drive(script.span.at(day, script.between(13, 16)), out)
    cover(script, (left, there + 40 * MINUTE), 0)
    return script.span.sealed


OUTSIDE: Mapping[str, Play] = {
    "outside": outside,
    "outside_unheard": outside_unheard,
    "outside_to_the_end": outside_to_the_end,
}
"""How a car is not where it has to be when the seal begins."""

EXEMPT = frozenset({"exempt", "late_paper"})
"""Those that may move, from the beginning on or from the second morning on."""

_ON_A_DAY: Mapping[str, Play] = {
    "exempt": on_watch,
    "late_paper": on_watch,
    "moves": moves,
    "by_night": by_night,
    "silent": silent,
    "stored": stored,
}


def on_a_day(what: str, *, late: bool) -> Play | None:
    """What it does on one of the sealed days; late: its paper holds from the next day on."""
    return moves if what == "late_paper" and late else _ON_A_DAY.get(what)
