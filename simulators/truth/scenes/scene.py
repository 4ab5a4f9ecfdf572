"""A scene: something that a car may do on one day or on several, with what has to be found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from simulators.truth.leg import Leg
from simulators.truth.script import Script
from simulators.truth.span import Kind

HALF_HOUR, MINUTE = 1800.0, 60.0

Play = Callable[[Script, int], None]
"""Writes what happens from a day of the story on."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What may be played.

    Attributes:
        name: In English, one word: `unordered`.
        play: How.
        days: On what kinds of days, one after another.
        weight: How often, beside the others of such days.
        categories: Which cars; empty: all.
        once: Only once in the story of a car: what comes again is the same finding.
    """

    name: str
    play: Play
    days: tuple[Kind, ...] = ("work",)
    weight: float = 1.0
    categories: frozenset[str] = frozenset()
    once: bool = False


class Outing(NamedTuple):
    """To a place and back; departure and arrival each, seconds since 1970."""

    out: tuple[float, float]
    back: tuple[float, float]

    @property
    def begin(self) -> float:
        """It leaves the yard."""
        return self.out[0]

    @property
    def end(self) -> float:
        """It is back."""
        return self.back[1]

    @property
    def stop(self) -> tuple[float, float]:
        """It stood at the place."""
        return self.out[1], self.back[0]

    @property
    def drives(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The two drives."""
        return self.out, self.back


def outing(script: Script, at: float, way: int, wait_s: float) -> Outing:
    """Out one way, stop, home another way."""
    out, back = script.stage.ways[way]
    return _both(script, at, (out, back), wait_s)


def there_and_back(script: Script, at: float, leg: Leg, wait_s: float) -> Outing:
    """Out one way, stop, and the same way back."""
    return _both(script, at, (leg, leg.back()), wait_s)


def _both(script: Script, at: float, legs: tuple[Leg, Leg], wait_s: float) -> Outing:
    out = script.drive(at, legs[0])
    return Outing(out, script.drive(out[1] + wait_s, legs[1]))


def cover(script: Script, whole: tuple[float, float], *places: int, **allows: bool) -> str:
    """An order with time to spare on both sides, signed by the driver."""
    begin, end = whole
    name = script.order(
        begin - script.between(0.3, 1) * HALF_HOUR,
        end + script.between(0.4, 1.2) * HALF_HOUR,
        *places,
        **allows,
    )
    script.driven(name, begin, end)
    return name


def unimportant(script: Script) -> int:
    """One of the ways to a place that no layer lists."""
    return int(script.random.integers(2))
