"""Everything a car drives in the story, and where it truly is at any moment."""

from dataclasses import dataclass, field

import numpy as np

from simulators.roads import Bools, Floats
from simulators.truth.leg import Leg

_WARM_S, _COOL_S = 20.0, 15.0  # the engine runs before and after a drive
_NEAR_M = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The true motion: straight lines between points.

    Attributes:
        t: Seconds since 1970, never falling, shape (points,).
        x: Metres on the city's plane, shape (points,).
        y: Metres on the city's plane, shape (points,).
        runs: When the engine runs, seconds since 1970: begin and end, shape (times, 2).
    """

    t: Floats
    x: Floats
    y: Floats
    runs: Floats

    def places(self, t: Floats) -> tuple[Floats, Floats]:
        """Where the car is, metres."""
        return np.interp(t, self.t, self.x), np.interp(t, self.t, self.y)

    def speed_kmh(self, t: Floats) -> Floats:
        """How fast its wheels turn, over a second."""
        speed: Floats = (self.metres(t + 0.5) - self.metres(t - 0.5)) * 3.6
        return speed

    def metres(self, t: Floats) -> Floats:
        """What the car's wheels have rolled since the beginning."""
        steps = np.hypot(np.diff(self.x), np.diff(self.y))
        rolled: Floats = np.interp(t, self.t, np.append(0.0, np.cumsum(steps)))
        return rolled

    def metres_at(self, at: float) -> float:
        """The same at one moment."""
        return float(self.metres(np.array([at]))[0])

    def engine(self, t: Floats) -> Bools:
        """Whether its engine runs."""
        if not len(self.runs):
            return np.zeros(len(t), np.bool_)
        index = np.searchsorted(self.runs[:, 0], t, side="right") - 1
        running: Bools = (index >= 0) & (t <= self.runs[np.maximum(index, 0), 1])
        return running


@dataclass(slots=True)
class Itinerary:
    """Drives in the order of time; each begins where the one before has ended.

    Attributes:
        home: Where the car stands at first, metres.
        begin: When the story begins, seconds since 1970.
        drives: Departure and leg.
    """

    home: tuple[float, float]
    begin: float
    drives: list[tuple[float, Leg]] = field(default_factory=list)

    @property
    def place(self) -> tuple[float, float]:
        """Where the car stands after its last drive."""
        return self.drives[-1][1].end if self.drives else self.home

    @property
    def free(self) -> float:
        """From when on it stands there."""
        return self.drives[-1][0] + self.drives[-1][1].lasts_s if self.drives else self.begin

    def drive(self, at: float, leg: Leg) -> tuple[float, float]:
        """Depart at a moment; the answer is departure and arrival.

        Raises:
            ValueError: If the car is not there: a scene is written wrongly.
        """
        here, there = self.place, leg.begin
        if at < self.free or max(abs(here[0] - there[0]), abs(here[1] - there[1])) > _NEAR_M:
            raise ValueError(f"at {at} the car stands at {here} since {self.free}, not at {there}")
        self.drives.append((at, leg))
        return at, at + leg.lasts_s

    def motion(self) -> Motion:
        """Where the car truly is."""
        t = [np.array([self.begin])] + [at + leg.seconds for at, leg in self.drives]
        x = [np.array([self.home[0]])] + [leg.x for _, leg in self.drives]
        y = [np.array([self.home[1]])] + [leg.y for _, leg in self.drives]
        return Motion(np.concatenate(t), np.concatenate(x), np.concatenate(y), self._runs())

    def _runs(self) -> Floats:
        runs: list[tuple[float, float]] = []
        for at, leg in self.drives:
            begin, end = at - _WARM_S, at + leg.lasts_s + _COOL_S
            if runs and runs[-1][1] >= begin:
                begin, _ = runs.pop()
            runs.append((begin, end))
        return np.array(runs, np.float64).reshape(-1, 2)
