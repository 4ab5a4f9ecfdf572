"""What comes of a car's next positions at the areas it is near: of the others nothing comes.

The same machine as in `watch`, for positions of which nothing is odd: no jump, no doubt, no two at
one instant, and no paper that changes on the way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from telemetry.course import Task
from telemetry.fence import IN, OUT
from telemetry.visits import Memory, Stretch, Visit, step
from telemetry.watch import Known, Outcome

Kinds = Sequence[int]
"""The class of each position: of the memory's, of the last one and of the new ones."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The positions of a car.

    Attributes:
        known: Its memory.
        t: Microseconds, rising: the memory's instant, the last one and the new ones.
    """

    known: Known
    t: Sequence[int]

    def run(self, tasks: Sequence[Task], kinds: Callable[[Task], Kinds]) -> Outcome:
        """Run the tasks.

        Args:
            tasks: Those that the car is near, or that something is remembered of.
            kinds: What the positions are to a task.

        Returns:
            As `watch.evaluate`, without the tasks of which there is nothing new to say.
        """
        tail_at = self.t[-2]
        longest = max(later - earlier for earlier, later in pairwise(self.t))
        visits: dict[str, list[Visit]] = {}
        memories: dict[str, Memory] = {}
        for task in tasks:
            if not task.begin <= self.known.at < task.end:
                continue
            memory, told, gap = self.known.memory(task), kinds(task), task.profile.gap
            if _steady(memory, told, self.known.at) and (gap is None or longest <= gap):
                after = Memory(tail_at, tail_at, visit=memory.visit)
            else:
                after, visits[task.key] = self._stepped(task, memory, told)
            if after.visit is not None or after != Memory.outside(tail_at):
                memories[task.key] = after
        return Outcome(visits, Known(tail_at, memories), [])

    def _stepped(self, task: Task, memory: Memory, kinds: Kinds) -> tuple[Memory, list[Visit]]:
        """The memory before the last position, and the visits that ended or go on after it."""
        closed: list[Visit] = []
        last = len(self.t) - 1
        breaks = [index for index in range(2, last) if kinds[index] != kinds[index - 1]]
        if task.profile.gap is not None:
            breaks = self._with_gaps(breaks, task.profile.gap)
        before = memory
        for low, high in pairwise([1, *breaks, last, last + 1]):
            before = memory
            seen = Stretch(kinds[low], self.t[low:high], (False,) * (high - low))
            memory, visit = step(memory, seen, task.profile)
            closed += [visit] if visit is not None else []
        still = memory.open
        return before, [*closed, still] if still is not None else closed

    def _with_gaps(self, breaks: list[int], gap: int) -> list[int]:
        last = len(self.t) - 1
        silent = [index for index in range(2, last) if self.t[index] - self.t[index - 1] > gap]
        return sorted({*breaks, *silent}) if silent else breaks


def _steady(memory: Memory, kinds: Kinds, at: int) -> bool:
    """Whether all positions say what the memory says, which has nothing else to say."""
    if memory.crossing is not None or memory.gap or memory.anchor_doubtful:
        return False
    kind = OUT if memory.visit is None else IN
    return memory.previous == memory.anchor == at and kinds.count(kind) == len(kinds)
