"""What is wrong with a terminal or with its link, for how long. Times are seconds since 1970."""

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from simulators.roads import Floats
from simulators.truth.columns import Columns
from telemetry.fix import Quality

Order = Literal["before", "interleaved", "newest_first"]
"""How a backlog comes: all of it before the live fixes, between them, or the newest of it first."""

_GREETING_S, _BLOCK, _BLOCK_S = 2.0, 34, 20.0  # a message of a backlog, and the time between two


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is heard.

    Attributes:
        begin: The link is lost.
        end: The link is back.
        backlog: How what was stored comes then; None: nothing was stored, it is lost.
    """

    begin: float
    end: float
    backlog: Order | None = None

    def spoil(self, said: Columns) -> None:
        """Lost, or late (late-data.md section 2)."""
        here = said.within(self.begin, self.end)
        n = here.stop - here.start
        if self.backlog is None:
            said.heard[here] = False
            return
        said.received[here] = self.end + _GREETING_S + _turns(n, self.backlog)
        said.quality[here] |= int(Quality.BACKFILL)
        if self.backlog == "before":
            live = said.within(self.end, np.inf)
            busy = self.end + _GREETING_S + n / _BLOCK
            said.received[live] = np.maximum(said.received[live], busy)


def _turns(n: int, order: Order) -> Floats:
    """Seconds after the greeting at which each of n stored fixes comes."""
    turn = np.arange(n)[::-1] if order == "newest_first" else np.arange(n)
    block = (turn // _BLOCK).astype(np.float64)
    return block if order == "before" else block * _BLOCK_S


@dataclass(frozen=True, slots=True)
class Blind:
    """The receiver does not find a place, in so many of a hundred fixes.

    Attributes:
        begin: From when on.
        end: Until when.
        percent: So many of a hundred, spread evenly.
        zero: It says 0, 0 and that it was located, instead of saying that it was not.
    """

    begin: float
    end: float
    percent: float
    zero: bool = False

    def spoil(self, said: Columns) -> None:
        """Flagged as the codecs flag it."""
        here = said.within(self.begin, self.end)
        turns = np.floor(np.arange(here.stop - here.start + 1) * self.percent / 100)
        flag = Quality.NULL_ISLAND if self.zero else Quality.NO_FIX
        said.quality[here] |= np.where(np.diff(turns) > 0, int(flag), 0)


@dataclass(frozen=True, slots=True)
class Bit:
    """An alarm bit is set.

    Attributes:
        begin: From when on.
        end: Until when.
        bit: Number of JT/T 808 table 6.6.1.
    """

    begin: float
    end: float
    bit: int

    def spoil(self, said: Columns) -> None:
        """At least one fix tells it: a terminal reports an alarm at once."""
        here = said.within(self.begin, self.end)
        said.alarm[here.start : max(here.stop, here.start + 1)] |= 1 << self.bit


@dataclass(frozen=True, slots=True)
class WrongClock:
    """The clock differs: so many seconds fast; slow below 0."""

    begin: float
    end: float
    seconds: float

    def spoil(self, said: Columns) -> None:
        """What it did then, it says of another time."""
        said.told[said.within(self.begin, self.end)] += self.seconds


@dataclass(frozen=True, slots=True)
class Twin:
    """A second terminal uses the same number, in another car that is parked.

    Attributes:
        begin: From when on.
        end: Until when.
        east: So many metres from here.
        north: So many metres from here.
    """

    begin: float
    end: float
    east: float
    north: float

    def spoil(self, said: Columns) -> None:
        """It speaks between any two fixes of the right one."""
        here = said.within(self.begin, self.end)
        for column in fields(said):
            whole = getattr(said, column.name)
            extra = whole[here]
            if column.name in _ASIDE:
                extra = extra + getattr(self, _ASIDE[column.name])
            elif column.name in ("true", "told", "received"):
                extra = extra + _TWIN_S
            places = np.arange(here.start, here.stop) + 1
            setattr(said, column.name, np.insert(whole, places, extra))


_ASIDE = {"x": "east", "y": "north"}
_TWIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Drift:
    """A place wanders off and comes back, by so many metres at most."""

    begin: float
    end: float
    east: float
    north: float

    def spoil(self, said: Columns) -> None:
        """Slowly, as reflections do."""
        here = said.within(self.begin, self.end)
        phase = (said.true[here] - self.begin) / (self.end - self.begin)
        aside = np.sin(np.pi * phase) ** 2
        said.x[here] += self.east * aside
        said.y[here] += self.north * aside


@dataclass(frozen=True, slots=True)
class Wild:
    """One fix lies somewhere else, by so many metres: the first one after a moment."""

    at: float
    east: float
    north: float

    def spoil(self, said: Columns) -> None:
        """One only."""
        index = int(np.searchsorted(said.true, self.at))
        said.x[index : index + 1] += self.east
        said.y[index : index + 1] += self.north


@dataclass(frozen=True, slots=True)
class Odometer:
    """From a moment on the odometer counts so many metres for each one."""

    begin: float
    factor: float

    def spoil(self, said: Columns) -> None:
        """It goes on from what it showed."""
        here = said.within(self.begin, np.inf)
        first = said.odometer[here][:1]
        said.odometer[here] = first + (said.odometer[here] - first) * self.factor


Fault = Silence | Blind | Bit | WrongClock | Twin | Drift | Wild | Odometer
