"""What cars do when nobody does anything wrong, and what looks wrong and is not."""

from simulators.truth.faults import Blind, Drift, Silence, Wild
from simulators.truth.scenes.scene import (
    HALF_HOUR,
    MINUTE,
    Scene,
    cover,
    outing,
    unimportant,
)
from simulators.truth.script import Script
from simulators.truth.stage import SENSITIVE
from simulators.truth.weather import backlog


def idle(script: Script, day: int) -> None:
    """It stands in its yard; one fix of the day may lie far off."""
    if script.either():
        far = script.between(80, 900)
        script.faults.append(Wild(script.span.at(day, script.between(1, 23)), far, -far))


def errands(script: Script, day: int) -> None:
    """One to three errands, each on its order."""
    hour = script.between(8.3, 9.5)
    while hour < 15:  # noqa: PLR2004 - home before the evening
        wait = script.between(6, 110) * MINUTE
        whole = outing(script, script.span.at(day, hour), unimportant(script), wait)
        cover(script, (whole.begin, whole.end))
        hour += (whole.end - whole.begin) / 3600 + script.between(0.7, 4)


def long_visit(script: Script, day: int) -> None:
    """Hours at a place that the order names, be it one of the layer."""
    way = int(script.random.integers(SENSITIVE + 1))
    wait = script.between(2.3, 6) * 3600
    whole = outing(script, script.span.at(day, script.between(8.5, 10)), way, wait)
    cover(script, (whole.begin, whole.end), way)


def in_passing(script: Script, day: int) -> None:
    """A few minutes at a place of the layer."""
    at = script.span.at(day, script.between(8.5, 16))
    whole = outing(script, at, SENSITIVE, script.between(5, 10) * MINUTE)
    cover(script, (whole.begin, whole.end))


def emergency(script: Script, day: int) -> None:
    """The papers followed."""
    at = script.span.at(day, script.between(8.5, 15))
    whole = outing(script, at, unimportant(script), script.between(6, 100) * MINUTE)
    order = script.order(whole.begin - 30, whole.end + HALF_HOUR, emergency=True)
    script.driven(order, whole.begin, whole.end)


def on_duty(script: Script, day: int) -> None:
    """Off hours, as the order says."""
    hour = script.between(6.2, 7.2) if script.either() else script.between(18.2, 20.5)
    if script.span.kind(day) == "off":
        hour = script.between(7, 18)
    at = script.span.at(day, hour)
    whole = outing(script, at, unimportant(script), script.between(6, 60) * MINUTE)
    cover(script, (whole.begin, whole.end), off_hours=True)


def overnight(script: Script, day: int) -> None:
    """Away for a night, as the order says."""
    way = unimportant(script)
    out, back = script.stage.ways[way]
    begin, arrived = script.drive(script.span.at(day, script.between(14, 16.5)), out)
    left, end = script.drive(script.span.at(day + 1, script.between(8.2, 10)), back)
    del arrived, left
    cover(script, (begin, end), way, overnight=True)


def in_a_blind_area(script: Script, day: int) -> None:
    """What happened meanwhile comes later: nothing was lost."""
    at = script.span.at(day, script.between(9, 14))
    whole = outing(script, at, unimportant(script), script.between(10, 60) * MINUTE)
    cover(script, (whole.begin, whole.end))
    begin = whole.begin + script.between(60, 150)
    stored = Silence(begin, begin + script.between(20, 90) * MINUTE, backlog(script))
    script.faults.append(stored)


def under_trees(script: Script, day: int) -> None:
    """A bad sky for a short while, and a wild fix on the road."""
    at = script.span.at(day, script.between(9, 15))
    whole = outing(script, at, unimportant(script), script.between(10, 60) * MINUTE)
    cover(script, (whole.begin, whole.end))
    script.faults.append(Blind(whole.begin + 60, whole.begin + 180, 40))
    script.faults.append(Wild(whole.out[0] + 100, 1500, 700))


def drifting(script: Script, day: int) -> None:
    """A parked car's place wanders off by twenty metres and comes back."""
    at = script.span.at(day, script.between(0, 20))
    for _ in range(3):
        lasts = script.between(5, 40) * MINUTE
        aside = script.between(-14, 14), script.between(-14, 14)
        script.faults.append(Drift(at, at + lasts, *aside))
        at += lasts + HALF_HOUR


SCENES = (
    Scene("idle", idle, ("work",), 2.0),
    Scene("idle", idle, ("off",), 8.0),
    Scene("idle", idle, ("sealed",), 1.0),
    Scene("errands", errands, ("work",), 10.0),
    Scene("long_visit", long_visit),
    Scene("in_passing", in_passing),
    Scene("emergency", emergency),
    Scene("on_duty", on_duty),
    Scene("on_duty", on_duty, ("off",), 2.0),
    Scene("overnight", overnight, ("work", "work")),
    Scene("in_a_blind_area", in_a_blind_area),
    Scene("under_trees", under_trees),
    Scene("drifting", drifting, ("work",), 0.7),
    Scene("drifting", drifting, ("off",), 0.7),
)
"""What nothing has to be found of."""
