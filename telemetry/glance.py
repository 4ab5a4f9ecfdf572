"""The usual case without arrays: a car's next few positions, nothing odd about them.

Answers what `watch.evaluate` answers, or gives up: whatever is not plain is left to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from telemetry.archive import Place
from telemetry.course import Task
from telemetry.fence import IN, OUT, Shape
from telemetry.fix import DOUBTFUL
from telemetry.instants import surely_slow
from telemetry.moment import micros
from telemetry.visits import Memory, Stretch, Visit, step
from telemetry.watch import Known, Outcome

MOST = 16
"""With more positions arrays are faster."""

_DOUBTFUL = int(DOUBTFUL)


@dataclass(frozen=True, slots=True)
class _Sight:
    """Positions of a car, and what the shapes say about them.

    Attributes:
        t: Microseconds, rising.
        lon: Degrees east.
        lat: Degrees north.
        doubtful: Whether each carries a doubt.
        kinds: Shape (by identity) and band -> the class of each position, as far as it is known.
    """

    t: tuple[int, ...]
    lon: tuple[float, ...]
    lat: tuple[float, ...]
    doubtful: tuple[bool, ...]
    kinds: dict[tuple[int, float], tuple[int, ...]] = field(default_factory=dict)

    def of(self, shape: Shape, band_m: float) -> tuple[int, ...]:
        """The class of each position; asked once for each shape."""
        key = id(shape), band_m
        found = self.kinds.get(key)
        if found is None:
            found = self.kinds[key] = self._asked(shape, band_m)
        return found

    def _asked(self, shape: Shape, band_m: float) -> tuple[int, ...]:
        box = shape.widened(band_m)
        near = map(box.holds_one, self.lon, self.lat)
        if not any(near):
            return (OUT,) * len(self.t)
        return tuple(shape.classes(np.array(self.lon), np.array(self.lat), band_m).tolist())


def glance(tasks: Sequence[Task], known: Known | None, places: Sequence[Place]) -> Outcome | None:
    """Run every task over the positions after `known`, if nothing about them is odd.

    Args:
        tasks: Everything that is derived for the car.
        known: The memory to go on from.
        places: That of the memory's instant and all from there on, in the order of time.

    Returns:
        As `watch.evaluate` with nothing stored; None when it has to be asked.
    """
    if known is None or not 1 < len(places) <= MOST:
        return None
    sight = _seen(places)
    if sight.t[0] != known.at or any(later <= earlier for earlier, later in pairwise(sight.t)):
        return None
    going = [task for task in tasks if task.end > known.at]
    return _run(going, known, sight) if _plain(going, sight) else None


def _seen(places: Sequence[Place]) -> _Sight:
    return _Sight(
        tuple([micros(place.at) for place in places]),
        tuple([place.lon for place in places]),
        tuple([place.lat for place in places]),
        tuple([bool(place.quality & _DOUBTFUL) for place in places]),
    )


def _plain(going: Sequence[Task], sight: _Sight) -> bool:
    """Whether nothing can be a jump, and each task is in force all the time or not yet."""
    first, last = sight.t[1], sight.t[-1]
    if not all(last < task.begin or (task.begin <= first and last < task.end) for task in going):
        return False
    if len(sight.t) == 2:  # noqa: PLR2004 - the first and the last instant are never judged
        return True
    limits = {task.profile.max_speed_kmh for task in going} - {None}
    limit = min((each for each in limits if each is not None), default=None)
    return limit is None or surely_slow(sight.t, sight.lon, sight.lat, limit)


def _run(going: Sequence[Task], known: Known, sight: _Sight) -> Outcome:
    before_last = len(sight.t) - 1
    tail_at = sight.t[before_last - 1]
    calm = not any(sight.doubtful)
    longest = max(later - earlier for earlier, later in pairwise(sight.t))
    visits: dict[str, list[Visit]] = {}
    memories: list[tuple[Task, Memory]] = []
    for task in going:
        memory, closed = known.memory(task), visits.setdefault(task.key, [])
        kinds = _kinds(task, sight) if task.begin <= sight.t[-1] else ()
        gap = task.profile.gap
        if calm and (gap is None or longest <= gap) and _steady(memory, kinds, known.at):
            later = Memory(tail_at, tail_at, visit=memory.visit)
        else:
            later, memory = _stepped(task, memory, kinds, sight, closed)
        if task.begin <= tail_at:
            memories.append((task, later))
        still = memory.open
        closed += [still] if still is not None else []
    tail = known if before_last == 1 else Known.of(tail_at, memories)
    return Outcome(visits, tail, [])


def _steady(memory: Memory, kinds: Sequence[int], at: int) -> bool:
    """Whether all positions say what the memory says, which has nothing else to say."""
    usual = Memory(at, at, visit=memory.visit)
    kind = OUT if memory.visit is None else IN
    return memory == usual and kinds.count(kind) == len(kinds) > 0


def _stepped(
    task: Task, memory: Memory, kinds: Sequence[int], sight: _Sight, closed: list[Visit]
) -> tuple[Memory, Memory]:
    """The memories before and after the last position; visits that ended are added."""
    before = memory
    for index, kind in enumerate(kinds[1:], start=1):
        before = memory
        seen = Stretch(kind, sight.t[index : index + 1], sight.doubtful[index : index + 1])
        memory, visit = step(memory, seen, task.profile)
        closed += [visit] if visit is not None else []
    return before, memory


def _kinds(task: Task, sight: _Sight) -> Sequence[int]:
    """The class of each position against the task's areas."""
    band = task.profile.band_m
    if len(task.pieces) == 1 and len(task.pieces[0].shapes) == 1:
        kinds: Sequence[int] = sight.of(task.pieces[0].shapes[0], band)
    else:
        kinds = [
            max(sight.of(shape, band)[index] for shape in _in_force(task, at))
            for index, at in enumerate(sight.t)
        ]
    return [-kind for kind in kinds] if task.rule else kinds


def _in_force(task: Task, at: int) -> tuple[Shape, ...]:
    pieces = reversed(task.pieces)
    return next((each.shapes for each in pieces if each.begin <= at), task.pieces[0].shapes)
