"""Watching one vehicle: from a memory and the instants after it to visits, and a new memory.

Incremental and still a function of the facts alone (late-data.md section 7): a run may start at
any memory that the new facts cannot have changed, and may stop where the memory is the stored one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from telemetry.course import Piece, Task, far_key
from telemetry.instants import Instants, instant_classes, jumps
from telemetry.rules.geofence import swapped
from telemetry.visits import Memory, Visit, end, run

CHECKPOINT_EVERY = 256
"""Instants between two stored memories of a vehicle."""

Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Known:
    """What a vehicle's run remembered after its instant `at`.

    A task that is not named was outside, with nothing begun: the usual case is not stored. Nor is
    a fence of everyone of which the same is remembered as of all that are far away.

    Attributes:
        at: Microseconds.
        memories: Task key -> memory.
    """

    at: int
    memories: Mapping[str, Memory]

    def memory(self, task: Task) -> Memory:
        """The memory with which this task goes on."""
        if task.key in self.memories:
            return self.memories[task.key]
        return self.usual(task) if task.begin <= self.at else Memory.start()

    def usual(self, task: Task) -> Memory:
        """What is remembered of a task that is not named, if it had begun."""
        if task.everyone:
            far = self.memories.get(far_key(task.profile.max_speed_kmh))
            if far is not None:
                return far
        return Memory.outside(self.at)

    @classmethod
    def of(cls, at: int, memories: Iterable[tuple[Task, Memory]]) -> "Known":
        """What is worth remembering: those that stand for others come first.

        Args:
            at: Microseconds.
            memories: Of each task that is in force then.
        """
        named: dict[str, Memory] = {}
        known = cls(at, named)
        for task, memory in memories:
            if memory != known.usual(task):
                named[task.key] = memory
        return known


@dataclass(frozen=True, slots=True)
class Stored:
    """Memories stored by an earlier run, which this run may meet again.

    Attributes:
        known: In time order.
        settled_after: Microseconds; only memories at or after the instant behind the last
            touched one prove that the rest is as it was.
    """

    known: Sequence[Known] = ()
    settled_after: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found.

    Attributes:
        visits: Task key -> visits that ended in the run, or were still open at its end.
        tail: The memory before the last instant, which alone can still turn out to be a jump.
        checkpoints: Memories to store.
        stopped: The instant (microseconds) at which the stored memory was met; None if the run
            went to the last instant.
    """

    visits: Mapping[str, list[Visit]]
    tail: Known | None
    checkpoints: list[Known]
    stopped: int | None = None


@dataclass(slots=True)
class _Run:
    """One task on its way through the instants."""

    task: Task
    memory: Memory
    classes: Int8s
    kept: Bools
    instants: Instants
    low: int
    high: int
    visits: list[Visit] = field(default_factory=list)
    ended: bool = False

    def advance(self, begin: int, stop: int) -> None:
        """Take the instants [begin, stop) into account."""
        low, high = max(begin, self.low), min(stop, self.high)
        if low < high:
            kept = np.flatnonzero(self.kept[low:high]) + low
            self.memory, closed = run(
                self.memory,
                self.instants.t[kept],
                self.classes[kept - self.low],
                self.instants.doubtful[kept],
                self.task.profile,
            )
            self.visits += closed
        if not self.ended and stop > self.high:
            self.ended = True
            ended = end(self.memory)
            self.visits += [ended] if ended else []

    def found(self) -> list[Visit]:
        """The visits so far, with the one that is still open."""
        still = None if self.ended else self.memory.open
        return [*self.visits, still] if still else self.visits


def evaluate(
    tasks: Sequence[Task], known: Known | None, instants: Instants, stored: Stored
) -> Outcome:
    """Run every task over the instants after `known`.

    Args:
        tasks: Those that were over at `known` are passed by.
        known: The memory to go on from; its instant must be the first of `instants`, as the
            neighbour that judges jumps. None starts from the beginning.
        instants: All instants of the vehicle from there on, or up to a stored memory and the
            instant behind it.
        stored: Memories that end the run when they are met.
    """
    first = 0 if known is None else 1
    going = [task for task in tasks if known is None or task.end > known.at]
    speeds = {task.profile.max_speed_kmh for task in going}
    kept = {speed: ~jumps(instants, speed) for speed in speeds}
    runs = [_begin(task, known, instants, kept[task.profile.max_speed_kmh]) for task in going]
    count = len(instants.t)
    meet = {_last_before(instants, each.at): each for each in stored.known}
    tail, position = (known if count - first <= 1 else None), first
    checkpoints: list[Known] = []
    for stop in _stops(count, first, meet):
        for one in runs:
            one.advance(position, stop)
        position, here = stop, _known(runs, int(instants.t[stop - 1]))
        if here.at >= stored.settled_after and meet.get(stop - 1) == here:
            return Outcome(_found(runs), None, checkpoints, here.at)
        if (stop - first) % CHECKPOINT_EVERY == 0 and stop < count:
            checkpoints.append(here)
        if stop == count - 1:
            tail = here
    return Outcome(_found(runs), tail, checkpoints)


def _begin(task: Task, known: Known | None, instants: Instants, kept: Bools) -> _Run:
    first = 0 if known is None else 1
    low, high = np.searchsorted(instants.t, [task.begin, task.end], side="left").tolist()
    low, high = max(low, first), max(high, first)
    return _Run(
        task,
        Memory.start() if known is None else known.memory(task),
        classes(task, instants, low, high),
        kept,
        instants,
        low,
        high,
    )


def classes(task: Task, instants: Instants, low: int, high: int) -> Int8s:
    """The class of each of the instants [low, high) against the task's areas, shape (n,)."""
    parts = []
    for piece in task.pieces:
        begin, end_ = np.searchsorted(instants.t, [piece.begin, piece.end]).clip(low, high)
        parts.append(_piece_classes(task, piece, instants.between(begin, end_)))
    joined: Int8s = np.concatenate(parts)
    return swapped(joined) if task.rule else joined


def _piece_classes(task: Task, piece: Piece, instants: Instants) -> Int8s:
    areas = [
        shape.classes(instants.lon, instants.lat, task.profile.band_m) for shape in piece.shapes
    ]
    return instant_classes(np.maximum.reduce(areas), instants)


def _last_before(instants: Instants, at: int) -> int:
    return int(np.searchsorted(instants.t, at, side="right")) - 1


def _stops(count: int, first: int, meet: Mapping[int, Known]) -> list[int]:
    """Where a run looks up: at each checkpoint, at what is stored, before the last instant."""
    every = range(first + CHECKPOINT_EVERY, count, CHECKPOINT_EVERY)
    stops = {*every, *(index + 1 for index in meet), count - 1, count}
    return sorted(stop for stop in stops if first < stop <= count)


def _known(runs: Sequence[_Run], at: int) -> Known:
    return Known.of(at, [(o.task, o.memory) for o in runs if o.task.begin <= at < o.task.end])


def _found(runs: Sequence[_Run]) -> dict[str, list[Visit]]:
    return {one.task.key: one.found() for one in runs}
