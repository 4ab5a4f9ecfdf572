"""Visits: when a vehicle came, when it left, and how sure that is.

A machine over instants in time order. Its memory is a value: a run may stop anywhere and go on
later, and two memories that are equal will see the same visits.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from telemetry.fence import BAND, IN, OUT
from telemetry.profile import Profile

Bools = NDArray[np.bool_]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay. All times are fix times in microseconds since 1970 (UTC).

    It entered in (enter_lo, enter_hi] and left in (exit_lo, exit_hi]; from enter_hi to exit_lo it
    was certainly inside.

    Attributes:
        enter_lo: The last instant outside; None when it was inside as it was first seen.
        enter_hi: The first instant inside.
        enter_confirmed: The instant that made it certain.
        exit_lo: The last instant inside; None while it stays.
        exit_hi: The first instant outside; None while it stays.
        exit_confirmed: The instant that made it certain; None while it stays.
        flags: Of `entry_unseen`, `gap_at_entry`, `gap_inside`, `gap_at_exit`, `open`,
            `fence_ended`, `doubtful`.
        enter_fixes: So many instants inside confirmed the entry.
        exit_fixes: So many instants outside confirmed the exit; 0 while it stays.

    Source:
        late-data.md section 5.
    """

    enter_lo: int | None
    enter_hi: int
    enter_confirmed: int
    exit_lo: int | None = None
    exit_hi: int | None = None
    exit_confirmed: int | None = None
    flags: frozenset[str] = frozenset()
    enter_fixes: int = 1
    exit_fixes: int = 0

    def flagged(self, *flags: str) -> "Visit":
        """With these flags too."""
        return Visit(  # a replacement takes three times as long
            self.enter_lo,
            self.enter_hi,
            self.enter_confirmed,
            self.exit_lo,
            self.exit_hi,
            self.exit_confirmed,
            self.flags.union(flags),
            self.enter_fixes,
            self.exit_fixes,
        )


@dataclass(frozen=True, slots=True)
class Crossing:
    """An entry or exit that is not yet certain.

    Attributes:
        first: Its first instant, microseconds.
        doubtful: Whether that instant carries a doubt.
        fixes: So many instants speak for it.
    """

    first: int
    doubtful: bool
    fixes: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What the machine remembers between two instants. Times in microseconds.

    With a visit it is inside, else with an anchor outside, else it does not know.

    Attributes:
        previous: The last instant.
        anchor: The last instant that showed where it is: inside or outside.
        anchor_doubtful: Whether that instant carries a doubt.
        gap: Whether a silence too long lies between the anchor and `previous`.
        crossing: What has begun since the anchor.
        visit: The visit that is going on, as far as its anchor.
    """

    previous: int | None = None
    anchor: int | None = None
    anchor_doubtful: bool = False
    gap: bool = False
    crossing: Crossing | None = None
    visit: Visit | None = None

    @classmethod
    def start(cls) -> "Memory":
        """Nothing is known."""
        return cls()

    @classmethod
    def outside(cls, at: int) -> "Memory":
        """Outside at this instant, with nothing begun: the usual case."""
        return cls(previous=at, anchor=at)

    @property
    def open(self) -> Visit | None:
        """The visit that is going on, up to the last instant."""
        return self.told("open")

    def told(self, flag: str) -> Visit | None:
        """The visit that is going on, with the reason why it has no exit."""
        if self.visit is None:
            return None
        return self.visit.flagged(flag, "gap_inside") if self.gap else self.visit.flagged(flag)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        told = asdict(self)
        if self.visit is not None:
            told["visit"]["flags"] = sorted(self.visit.flags)
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Memory":
        """The memory that `to_json` told."""
        crossing, visit = told["crossing"], told["visit"]
        return cls(
            told["previous"],
            told["anchor"],
            told["anchor_doubtful"],
            told["gap"],
            None if crossing is None else Crossing(**crossing),
            None if visit is None else Visit(**{**visit, "flags": frozenset(visit["flags"])}),
        )


def run(
    memory: Memory, t: Int64s, classes: Int8s, doubtful: Bools, profile: Profile
) -> tuple[Memory, list[Visit]]:
    """Take further instants into account.

    Args:
        memory: Of everything before.
        t: Microseconds, rising, later than all before; shape (n,).
        classes: IN, BAND or OUT of each instant, shape (n,).
        doubtful: Whether an instant carries a doubt, shape (n,).
        profile: Dwell, fixes and gap; the band and the jumps are in the classes already.

    Returns:
        What to remember, and the visits that ended.
    """
    if len(t) and memory.visit is None and not np.any(classes != OUT):
        return Memory(int(t[-1]), int(t[-1]), bool(doubtful[-1])), []  # as most cars at most fences
    closed = []
    for low, high in _stretches(t, classes, profile.gap):
        stretch = Stretch(int(classes[low]), t[low:high], doubtful[low:high])
        memory, visit = step(memory, stretch, profile)
        if visit is not None:
            closed.append(visit)
    return memory, closed


def end(memory: Memory) -> Visit | None:
    """The visit that the end of the fence's version cuts off, with the flag `fence_ended`."""
    return memory.told("fence_ended")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Instants of one class, at least one, with no silence too long among them."""

    kind: int
    t: Sequence[int] | Int64s
    doubtful: Sequence[bool] | Bools


def _stretches(t: Int64s, classes: Int8s, gap: int | None) -> list[tuple[int, int]]:
    """Index ranges."""
    if len(t) == 0:
        return []
    breaks = classes[1:] != classes[:-1]
    if gap is not None:
        breaks |= np.diff(t) > gap
    return list(pairwise([0, *(np.flatnonzero(breaks) + 1).tolist(), len(t)]))


def step(memory: Memory, stretch: Stretch, profile: Profile) -> tuple[Memory, Visit | None]:
    """The memory after a stretch, and the visit that ended in it."""
    memory = _after_silence(memory, int(stretch.t[0]), profile.gap)
    if stretch.kind == BAND:  # neither confirms nor breaks
        return _later(memory, stretch, memory.crossing), None
    if stretch.kind == (OUT if memory.visit is None else IN):
        return _stayed(memory, stretch), None
    return _crossed(memory, stretch, profile)


def _after_silence(memory: Memory, at: int, gap: int | None) -> Memory:
    """A silence too long breaks a crossing that was about to become certain."""
    if gap is None or memory.previous is None or at - memory.previous <= gap:
        return memory
    return replace(memory, gap=memory.anchor is not None, crossing=None)


def _stayed(memory: Memory, stretch: Stretch) -> Memory:
    """Seen again where it was: a crossing that had begun is forgotten."""
    visit, last = memory.visit, int(stretch.t[-1])
    if visit is not None and memory.gap:
        visit = visit.flagged("gap_inside")
    return Memory(last, last, bool(stretch.doubtful[-1]), visit=visit)


def _later(memory: Memory, stretch: Stretch, crossing: Crossing | None) -> Memory:
    """Nothing is certain yet."""
    last, anchor, doubtful = int(stretch.t[-1]), memory.anchor, memory.anchor_doubtful
    return Memory(last, anchor, doubtful, memory.gap, crossing, memory.visit)


def _crossed(memory: Memory, stretch: Stretch, profile: Profile) -> tuple[Memory, Visit | None]:
    """Seen on the other side: certain after the dwell and enough instants."""
    crossing = memory.crossing or Crossing(int(stretch.t[0]), bool(stretch.doubtful[0]))
    dwell, fixes = _needed(profile, entry=memory.visit is None)
    lasted = bisect_left(stretch.t, crossing.first + dwell)
    certain = max(lasted, fixes - crossing.fixes - 1)
    if certain >= len(stretch.t):
        begun = Crossing(crossing.first, crossing.doubtful, crossing.fixes + len(stretch.t))
        return _later(memory, stretch, begun), None
    told = Crossing(crossing.first, crossing.doubtful, crossing.fixes + certain + 1)
    confirmed, doubt = int(stretch.t[certain]), bool(stretch.doubtful[certain])
    if memory.visit is None:
        visit = _entered(memory, told, confirmed, doubt=doubt)
        return _stayed(Memory(visit=visit), stretch), None
    return _stayed(Memory(), stretch), _left(memory, memory.visit, told, confirmed, doubt=doubt)


def _needed(profile: Profile, *, entry: bool) -> tuple[int, int]:
    """Microseconds and instants that make a crossing certain."""
    if entry:
        return profile.enter_dwell, profile.enter_fixes
    return profile.exit_dwell, profile.exit_fixes


def _entered(memory: Memory, crossing: Crossing, confirmed: int, *, doubt: bool) -> Visit:
    flags = {
        "entry_unseen": memory.anchor is None,
        "gap_at_entry": memory.gap,
        "doubtful": doubt or crossing.doubtful or memory.anchor_doubtful,
    }
    return Visit(
        enter_lo=memory.anchor,
        enter_hi=crossing.first,
        enter_confirmed=confirmed,
        flags=frozenset(flag for flag, holds in flags.items() if holds),
        enter_fixes=crossing.fixes,
    )


def _left(
    memory: Memory, visit: Visit, crossing: Crossing, confirmed: int, *, doubt: bool
) -> Visit:
    flags = {
        "gap_at_exit": memory.gap,
        "doubtful": doubt or crossing.doubtful or memory.anchor_doubtful,
    }
    return replace(
        visit,
        exit_lo=memory.anchor,
        exit_hi=crossing.first,
        exit_confirmed=confirmed,
        flags=visit.flags.union(flag for flag, holds in flags.items() if holds),
        exit_fixes=crossing.fixes,
    )
