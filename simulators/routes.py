"""Ways through the roads, and how long a car takes along them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from simulators.roads import Floats, Roads

_KMH = 1 / 3.6  # m/s
_LIGHTS = 0.22  # share of the crossings where a car has to wait
_RED_S = (8.0, 35.0)

Neighbours = list[list[tuple[int, float, int]]]
"""For each node: the nodes next to it, the seconds to get there, and the number of the road."""


@dataclass(frozen=True, slots=True, eq=False)
class Drive:
    """A way with its timetable.

    Attributes:
        seconds: Since departure, rising, the first one 0, shape (points,).
        x: Metres on the city's plane, shape (points,).
        y: Metres on the city's plane, shape (points,).
        engine: Whether the engine runs from this point to the next, shape (points,).
        driven_s: Seconds of it on the move.
    """

    seconds: Floats
    x: Floats
    y: Floats
    engine: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    driven_s: float

    @property
    def lasts_s(self) -> float:
        """From departure to arrival."""
        return float(self.seconds[-1])


@dataclass(frozen=True, slots=True)
class Reach:
    """The nodes nearest to a start, and how to get to them.

    Attributes:
        start: The node in the middle.
        before: For each node reached, in the order of distance, the node before it.
    """

    start: int
    before: dict[int, int]

    def path(self, to: int) -> list[int]:
        """The nodes from the start to `to`, both included."""
        way = [to]
        while way[-1] != self.start:
            way.append(self.before[way[-1]])
        return way[::-1]


def neighbours(roads: Roads, random: np.random.Generator) -> Neighbours:
    """The roads as lists, each a little quicker or slower than it should be."""
    seconds = roads.length / (roads.speed * _KMH) * random.uniform(0.75, 1.35, len(roads.to))
    rows = list(zip(roads.to.tolist(), seconds.tolist(), range(len(roads.to)), strict=True))
    first = roads.first.tolist()
    return [rows[a:b] for a, b in pairwise(first)]


def reach(near: Neighbours, start: int, nodes: int) -> Reach:
    """The `nodes` nodes that are reached first from a start (Dijkstra's search, cut short)."""
    before: dict[int, int] = {}
    queue = [(0.0, start, start)]
    while queue and len(before) < nodes:
        passed, node, previous = heappop(queue)
        if node in before:
            continue
        before[node] = previous
        for there, seconds, _ in near[node]:
            if there not in before:
                heappush(queue, (passed + seconds, there, node))
    return Reach(start, before)


def timed(
    roads: Roads, path: Sequence[int], random: np.random.Generator, *, pace: float = 1.0
) -> Drive:
    """Drive along a path of nodes, with red lights.

    Args:
        roads: Where.
        path: Neighbouring nodes, at least two.
        random: Decides about the lights.
        pace: Of the usual speed of each road.
    """
    nodes = np.asarray(path)
    step = _roads_between(roads, nodes)
    moving = roads.length[step] / (roads.speed[step] * _KMH * pace)
    red = np.where(
        random.uniform(size=len(step)) < _LIGHTS, random.uniform(*_RED_S, len(step)), 0.0
    )
    red[-1] = 0.0
    spans = np.column_stack([moving, red]).ravel()
    seconds = np.concatenate([[0.0], np.cumsum(spans)])
    visited = np.concatenate([nodes[:1], np.repeat(nodes[1:], 2)])
    kept = np.concatenate([[True], spans > 0])
    return Drive(
        seconds[kept],
        roads.x[visited][kept],
        roads.y[visited][kept],
        np.ones(int(kept.sum()), dtype=bool),
        float(moving.sum()),
    )


def there_and_back(out: Drive, wait_s: float, back: Drive) -> Drive:
    """Drive out, park with the engine off for `wait_s` seconds, drive home."""
    engine = np.concatenate([out.engine, back.engine])
    engine[len(out.engine) - 1] = False
    return Drive(
        np.concatenate([out.seconds, back.seconds + out.lasts_s + wait_s]),
        np.concatenate([out.x, back.x]),
        np.concatenate([out.y, back.y]),
        engine,
        out.driven_s + back.driven_s,
    )


def _roads_between(
    roads: Roads, nodes: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The number of the road from each node to the next: roads are sorted by both their ends."""
    begin, end = nodes[:-1], nodes[1:]
    number = roads.first[begin].copy()
    for _ in range(int(np.diff(roads.first).max())):
        number += (roads.to[number] < end) & (number < roads.first[begin + 1] - 1)
    return number
