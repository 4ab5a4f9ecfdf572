"""Many fences at once: a look into a table tells which are near, and mostly the answer too."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.fence import IN, OUT, Shape
from telemetry.fences.cells import INSIDE, NEAR, Raster, cut
from telemetry.fences.edges import UNCLEAR, Edges
from telemetry.fences.pairs import Pairs
from telemetry.fences.table import Hits, Table

_WIDE = 32  # cells of a fence: finer costs building, coarser costs looking at edges
_FINEST = 0.0004  # degrees of a cell, 40 m
_MOST = 2**15  # of the finest cells from end to end
_AT_ONCE = 16_384  # places whose arrays stay near the processor

Floats = NDArray[np.float64]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearby:
    """Pairs of a position and a fence that are not OUT; all others are.

    Attributes:
        point: Index of the position, shape (k,); rises within a fence.
        fence: Index of the fence, shape (k,), rising.
        kind: IN or BAND, shape (k,).
    """

    point: Int64s
    fence: Int64s
    kind: Int8s


class Fences:
    """Many fences, compiled for many positions: exact, as `Shape.classes` is.

    Attributes:
        shapes: In the order of their index.
        band_m: Metres.
    """

    def __init__(self, shapes: Sequence[Shape], band_m: float) -> None:
        self.shapes, self.band_m = tuple(shapes), band_m
        self._edges, self._pairs = Edges(self.shapes, band_m), Pairs(self.shapes, band_m)
        self._tables = [
            self._table(size, fences)
            for size, fences in sorted(_by_size(self.shapes, band_m).items())
        ]

    def classes(self, lon: Floats, lat: Floats) -> Nearby:
        """The pairs that are not OUT.

        Args:
            lon: Degrees east, finite, shape (n,).
            lat: Degrees north, finite, shape (n,).
        """
        found = list(self._found(lon, lat))
        if not found:
            return Nearby(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int8))
        key, kind = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.argsort(key)
        fence, point = np.divmod(key[order], len(lon))
        return Nearby(point, fence, kind[order])

    def _table(self, size: float, fences: Sequence[int]) -> Table:
        """These fences, cut into cells of so many degrees."""
        boxes = [self.shapes[fence].widened(self.band_m) for fence in fences]
        west, south = min(box.west for box in boxes), min(box.south for box in boxes)
        raster = Raster(west - 2 * size, south - 2 * size, 1 / size)
        parts = cut(raster, self.shapes, self._edges, fences, self.band_m)
        return Table.of(raster, list(parts))

    def _found(self, lon: Floats, lat: Floats) -> Iterator[tuple[Int64s, Int8s]]:
        """Portion by portion: fence and place as one number, and what the place is there."""
        count = len(lon)
        for begin in range(0, count, _AT_ONCE):
            here = slice(begin, begin + _AT_ONCE)
            for table in self._tables:
                fence, point, kind = self._looked(table, lon[here], lat[here])
                told = np.flatnonzero(kind != OUT)
                yield fence[told] * count + point[told] + begin, kind[told]

    def _looked(self, table: Table, lon: Floats, lat: Floats) -> tuple[Int64s, Int64s, Int8s]:
        hits = table.look(lon, lat)
        state = table.state[hits.entry]
        fence = table.fence[hits.entry].astype(np.int64)
        kind = np.full(len(state), UNCLEAR, np.int8)
        kind[state == INSIDE] = IN
        near = np.flatnonzero(state == NEAR)
        if len(near):
            some = Hits(hits.point[near], hits.entry[near], hits.column[near], hits.row[near])
            kind[near] = self._edges.kinds(table.questions(some, lon, lat))
        asked = np.flatnonzero(kind == UNCLEAR)
        places = hits.point[asked]
        kind[asked] = self._pairs.kinds(fence[asked], lon[places], lat[places])
        return fence, hits.point, kind


def _by_size(shapes: Sequence[Shape], band_m: float) -> dict[float, list[int]]:
    """Size of the cells in degrees -> the fences that are cut into such cells."""
    boxes = [shape.widened(band_m) for shape in shapes]
    if not boxes:
        return {}
    west, east = min(box.west for box in boxes), max(box.east for box in boxes)
    south, north = min(box.south for box in boxes), max(box.north for box in boxes)
    finest = max(_FINEST, max(east - west, north - south) / _MOST)
    sizes: dict[float, list[int]] = {}
    for index, box in enumerate(boxes):
        wanted = max(box.east - box.west, box.north - box.south) / _WIDE
        size = finest * 2.0 ** max(math.ceil(math.log2(wanted / finest)), 0)
        sizes.setdefault(size, []).append(index)
    return sizes
