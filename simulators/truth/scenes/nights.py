"""Where cars are at night: GEO-01, and USE-07 over weeks."""

from simulators.truth.scenes.scene import MINUTE, Scene, cover, unimportant
from simulators.truth.script import Script

NIGHT_H, MORNING_H = 22.0, 6.0
"""From when on a car has to be at home, and until when: hours of local time."""


def night_out(script: Script, day: int) -> None:
    """It does not come home; the order ended in the evening, the next one begins in the morning."""
    way = unimportant(script)
    out, back = script.stage.ways[way]
    left, there = script.drive(script.span.at(day, script.between(14, 16.5)), out)
    cover(script, (left, there + 40 * MINUTE), way)
    script.label("GEO-01", script.span.at(day, NIGHT_H), script.span.at(day + 1, MORNING_H))
    leaves, home = script.drive(script.span.at(day + 1, script.between(8.3, 10)), back)
    cover(script, (leaves, home), way)


def home_late(script: Script, day: int) -> None:
    """It is parked elsewhere until some time in the night, and comes home on another order."""
    way = unimportant(script)
    out, back = script.stage.ways[way]
    left, there = script.drive(script.span.at(day, script.between(14, 16.5)), out)
    cover(script, (left, there + 40 * MINUTE), way)
    begin = script.span.at(day, NIGHT_H)
    end = begin + script.measure("GEO-01", 5 * MINUTE, 110 * MINUTE)
    leaves, home = script.drive(end, back)
    order = script.order(end - 5 * MINUTE, home + 20 * MINUTE, way, off_hours=True)
    script.driven(order, leaves, home)
    script.measured("GEO-01", end - begin, (begin, end))


SCENES = (
    Scene("night_out", night_out, ("work", "work"), 1.3),
    Scene("home_late", home_late, weight=1.3),
)
