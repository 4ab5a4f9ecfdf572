"""All areas that matter to the cars, asked about many positions at once.

Each has an index: first the fences of everyone, then those of single cars.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.course import Task
from telemetry.fence import OUT, Floats, Int8s, Int64s, Shape
from telemetry.fences.pairs import Pairs
from telemetry.shared import Shared

Banded = tuple[Shape, float]
"""A shape, and the metres around it that are neither in nor out."""

_Force = tuple[int, tuple[int, ...]]
"""From when on, microseconds, which areas are in force."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Pairs of a position and an area that are not OUT.

    Attributes:
        point: Index of the position, shape (k,).
        area: Index of the area, shape (k,).
        kind: IN or BAND, shape (k,).
    """

    point: Int64s
    area: Int64s
    kind: Int8s


class Areas:
    """The areas of everyone, and each car's own.

    Args:
        shared: The fences of everyone.
        own: Car number -> its own tasks.

    Attributes:
        shared: The fences of everyone.
        count: So many areas.
        tasks: The task of an area of everyone, by its index.
        own: The tasks of each car.
    """

    def __init__(self, shared: Shared, own: Mapping[int, Sequence[Task]]) -> None:
        self.shared, self.own = shared, own
        self.tasks: list[Task] = [task for tasks in shared.groups for task in tasks]
        self._index: dict[tuple[object, ...], int] = {}
        self._every = {task.key: (index,) for index, task in enumerate(self.tasks)}
        self.count = len(self.tasks)
        owned = [(car, each) for car in sorted(own) for each in _areas(own[car])]
        self._own = []
        for band in sorted({band for _, (_, band) in owned}):
            some = [(car, each) for car, each in owned if each[1] == band]
            self._own.append(_Own(some, self.count))
            for number, (car, each) in enumerate(some, self.count):
                self._index[car, *_key(*each)] = number
            self.count += len(some)
        self._of: dict[tuple[int, str], tuple[_Force, ...]] = {}

    def of(self, car: int, task: Task, at: int) -> tuple[int, ...]:
        """The areas of a task of a car that are in force at a time (microseconds)."""
        if task.everyone:
            return self._every[task.key]
        known = self._of.get((car, task.key))
        if known is None:
            known = self._of[car, task.key] = self._forces(car, task)
        return next((areas for begin, areas in known if begin <= at), known[-1][1])

    def _forces(self, car: int, task: Task) -> "tuple[_Force, ...]":
        band = task.profile.band_m
        return tuple(
            (piece.begin, tuple(self._index[car, *_key(shape, band)] for shape in piece.shapes))
            for piece in reversed(task.pieces)
        )

    def hits(self, car: Int64s, lon: Floats, lat: Floats) -> Hits:
        """Which positions are in, or near, which areas that matter to their car.

        Args:
            car: Number of the car, shape (n,).
            lon: Degrees east, shape (n,).
            lat: Degrees north, shape (n,).
        """
        found, offset = [own.hits(car, lon, lat) for own in self._own], 0
        for tasks, near in self.shared.nearby(lon, lat):
            found.append(Hits(near.point, near.fence + offset, near.kind))
            offset += len(tasks)
        if not found:
            nothing = np.empty(0, np.int64)
            return Hits(nothing, nothing, nothing.astype(np.int8))
        return Hits(
            np.concatenate([hits.point for hits in found]),
            np.concatenate([hits.area for hits in found]),
            np.concatenate([hits.kind for hits in found]),
        )


class _Own:
    """The areas of single cars, of one band; sorted by car."""

    def __init__(self, owned: Sequence[tuple[int, Banded]], offset: int) -> None:
        cars = np.array([car for car, _ in owned], np.int64)
        self._edges = np.searchsorted(cars, np.arange(cars[-1] + 2))
        self._offset = offset
        shapes, band = [shape for _, (shape, _) in owned], owned[0][1][1]
        self._pairs = Pairs(shapes, band)
        boxes = [shape.widened(band) for shape in shapes]
        self._low = np.array([(box.west, box.south) for box in boxes])
        self._high = np.array([(box.east, box.north) for box in boxes])

    def hits(self, car: Int64s, lon: Floats, lat: Floats) -> Hits:
        """As `Areas.hits`."""
        known = np.minimum(car, len(self._edges) - 2)
        begin = self._edges[known]
        count = np.where(car == known, self._edges[known + 1] - begin, 0)
        point = np.repeat(np.arange(len(car)), count)
        within = np.arange(len(point)) - np.repeat(np.cumsum(count) - count, count)
        area = begin[point] + within
        near = self._boxed(area, lon[point], lat[point])
        point, area = point[near], area[near]
        kind = self._pairs.kinds(area, lon[point], lat[point])
        told = kind != OUT
        return Hits(point[told], area[told] + self._offset, kind[told])

    def _boxed(self, area: Int64s, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        low, high = self._low[area], self._high[area]
        boxed: NDArray[np.bool_] = (
            (lon >= low[:, 0]) & (lon <= high[:, 0]) & (lat >= low[:, 1]) & (lat <= high[:, 1])
        )
        return boxed


def _areas(tasks: Iterable[Task]) -> Iterable[Banded]:
    """Each shape with each band once."""
    once = {
        _key(shape, task.profile.band_m): (shape, task.profile.band_m)
        for task in tasks
        for piece in task.pieces
        for shape in piece.shapes
    }
    return once.values()


def _key(shape: Shape, band_m: float) -> tuple[int, float]:
    return id(shape), band_m
