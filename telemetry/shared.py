"""The fences of everyone: thousands of them, and each vehicle is far from nearly all.

A vehicle that is far from a fence all the time has no visit there, and what the machine remembers
of the fence is what it remembers of every other one that is far: one task stands for all.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from telemetry.course import Task, everyones, far
from telemetry.fence import Floats
from telemetry.fences.index import Fences, Nearby
from telemetry.registry import Registry


class Shared:
    """The tasks that all vehicles have, found by place.

    Attributes:
        tasks: Task key -> task.
        far: The tasks that stand for all that are too far away.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = {task.key: task for task in tasks}
        self.far = tuple(far(speed) for speed in _sorted({t.profile.max_speed_kmh for t in tasks}))
        bands = sorted({task.profile.band_m for task in tasks})
        self._groups = [_Group([t for t in tasks if t.profile.band_m == band]) for band in bands]
        edges = sorted((edge, task.key) for task in tasks for edge in (task.begin, task.end))
        self._edges = np.array([edge for edge, _ in edges], np.int64)
        self._turning = [key for _, key in edges]

    @classmethod
    def of(cls, registry: Registry) -> "Shared":
        """Those of the papers so far."""
        return cls(everyones(registry))

    @property
    def groups(self) -> list[Sequence[Task]]:
        """The tasks in groups of one band."""
        return [group.tasks for group in self._groups]

    def nearby(self, lon: Floats, lat: Floats) -> list[tuple[Sequence[Task], Nearby]]:
        """Which positions are not out, of which tasks: in groups.

        Args:
            lon: Degrees east, shape (n,).
            lat: Degrees north, shape (n,).

        Returns:
            The tasks of a group, and pairs of a position and an index into them.
        """
        return [(group.tasks, group.fences.classes(lon, lat)) for group in self._groups]

    def turning(self, after: int, until: int) -> list[str]:
        """The keys of tasks that begin or end in (after, until] (microseconds)."""
        low, high = np.searchsorted(self._edges, [after, until], side="right").tolist()
        return self._turning[low:high]

    def relevant(
        self, lon: Floats, lat: Floats, span: tuple[int, int], keys: Iterable[str]
    ) -> tuple[Task, ...]:
        """The tasks that a run has to go through; the others are far from it all the time.

        Args:
            lon: Of all positions of the run, degrees east, shape (n,).
            lat: Degrees north, shape (n,).
            span: After when the run goes on, and its last instant: microseconds.
            keys: Of tasks that something is remembered of, or recorded; others are passed by.
        """
        told = {key for key in keys if key in self.tasks}
        told.update(self.turning(*span))
        for tasks, near in self.nearby(lon, lat):
            told.update(tasks[index].key for index in np.unique(near.fence).tolist())
        return (*self.far, *(self.tasks[key] for key in sorted(told)))


class _Group:
    """Tasks of one band."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
        self.fences = Fences([task.pieces[0].shapes[0] for task in tasks], tasks[0].profile.band_m)


def _sorted(speeds: set[float | None]) -> list[float | None]:
    return sorted(speeds, key=lambda speed: -1.0 if speed is None else speed)
