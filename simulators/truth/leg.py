"""A drive from one standing to the next: where the car is, second by second."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from simulators.roads import Bools, Floats

_KMH = 1 / 3.6  # m/s
_ROLLS_S, _CREEP_MS = 12, 2.0
_TURN_S = 25.0  # at the end of a way before the car goes back


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """Places and times, straight between them.

    Attributes:
        seconds: Since departure, the first one 0, never falling, shape (points,).
        x: Metres on the city's plane, shape (points,).
        y: Metres on the city's plane, shape (points,).
    """

    seconds: Floats
    x: Floats
    y: Floats

    @property
    def lasts_s(self) -> float:
        """From departure to arrival."""
        return float(self.seconds[-1])

    @property
    def metres(self) -> float:
        """The way."""
        return float(np.hypot(np.diff(self.x), np.diff(self.y)).sum())

    @property
    def begin(self) -> tuple[float, float]:
        """Where it departs, metres."""
        return float(self.x[0]), float(self.y[0])

    @property
    def end(self) -> tuple[float, float]:
        """Where it arrives, metres."""
        return float(self.x[-1]), float(self.y[-1])

    def back(self) -> "Leg":
        """The same way in the other direction."""
        return Leg((self.seconds[-1] - self.seconds)[::-1], self.x[::-1], self.y[::-1])

    def then(self, other: "Leg", pause_s: float = _TURN_S) -> "Leg":
        """This leg, a pause with the engine on, and another one from the same place."""
        return Leg(
            np.concatenate([self.seconds, other.seconds + self.lasts_s + pause_s]),
            np.concatenate([self.x, other.x]),
            np.concatenate([self.y, other.y]),
        )

    def to_and_fro(self, least_s: float) -> "Leg":
        """To the end and back, again and again, for at least so long; ends where it began."""
        both = self.then(self.back())
        rounds = int(np.ceil(least_s / (both.lasts_s + _TURN_S)))
        begins = np.arange(rounds) * (both.lasts_s + _TURN_S)
        return Leg(
            (begins[:, None] + both.seconds).ravel(),
            np.tile(both.x, rounds),
            np.tile(both.y, rounds),
        )

    def at_speed(self, kmh: float) -> Self:
        """The same way at one speed, without a stop."""
        steps = np.hypot(np.diff(self.x), np.diff(self.y))
        kept = np.append(True, steps > 0)
        seconds = np.append(0.0, np.cumsum(steps[steps > 0])) / (kmh * _KMH)
        return type(self)(seconds, self.x[kept], self.y[kept])

    def lasting(self, seconds: float) -> "Leg":
        """The same way in so long a time."""
        return Leg(self.seconds * (seconds / self.lasts_s), self.x, self.y)

    def places(self, seconds: Floats) -> tuple[Floats, Floats]:
        """Where it is so long after departure; before it at its beginning, after it at its end."""
        return (
            np.interp(seconds, self.seconds, self.x),
            np.interp(seconds, self.seconds, self.y),
        )

    def rolling(self, after_s: float) -> float:
        """The first moment from one on before which the car has rolled for some seconds."""
        seconds = np.arange(after_s - _ROLLS_S, self.lasts_s)
        x, y = self.places(seconds)
        rolls = spells(np.hypot(np.diff(x), np.diff(y)) > _CREEP_MS)
        return next(
            float(seconds[begin] + _ROLLS_S) for begin, end in rolls if end - begin >= _ROLLS_S
        )

    def cut(self, first_s: float, last_s: float) -> "Leg":
        """The part between two moments."""
        inner = (self.seconds > first_s) & (self.seconds < last_s)
        seconds = np.concatenate([[first_s], self.seconds[inner], [last_s]])
        return Leg(seconds - first_s, *self.places(seconds))


def spells(holds: Bools) -> list[tuple[int, int]]:
    """Where something holds: pairs of the first index and the one after the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
