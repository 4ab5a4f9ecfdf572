"""Fences cut into cells: where all of a cell is inside, and which edges come near the others.

Only a sieve, and a careful one: a cell counts as inside only if every place in it is IN, and is
left out only if every place in it is OUT.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telemetry.fence import METRES_PER_DEGREE, Area, Circle, Shape
from telemetry.fences.edges import Edges, spread

INSIDE, NEAR, ASKED = 0, 1, 2
"""All of a cell is inside; the edges that come near have to be looked at; the fence itself has."""

_SLACK = 1e-6  # of a cell: more than rounding, less than matters
_SLACK_M = 0.001
_AT_ONCE = 150_000  # cells and edges: some tens of MB

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int8s = NDArray[np.int8]
Int64s = NDArray[np.int64]
Reals = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Raster:
    """Cells of equal degrees.

    Attributes:
        west: Where column 0 begins, degrees east.
        south: Where row 0 begins, degrees north.
        per_degree: Cells.
    """

    west: float
    south: float
    per_degree: float

    def place(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Degrees as columns and rows, with fractions."""
        return (lon - self.west) * self.per_degree, (lat - self.south) * self.per_degree

    def degrees(self, column: Reals, row: Reals) -> tuple[Floats, Floats]:
        """The way back."""
        lon, lat = np.asarray(column, np.float64), np.asarray(row, np.float64)
        return lon / self.per_degree + self.west, lat / self.per_degree + self.south

    def middle(self, column: Int64s, row: Int64s) -> tuple[Floats, Floats]:
        """Degrees of the middle of cells."""
        return self.degrees(column + 0.5, row + 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Pairs of a cell and a fence that are not OUT; each of shape (n,) unless said otherwise.

    Attributes:
        column: Of the cell.
        row: Of the cell.
        fence: Index of the fence.
        state: INSIDE, NEAR or ASKED.
        held: Whether the middle of the cell is inside.
        edges: Number of the edges that come near, 0 unless NEAR.
        edge: These edges, one cell after the other, shape (sum of `edges`,).
    """

    column: Int64s
    row: Int64s
    fence: Int64s
    state: Int8s
    held: Bools
    edges: Int64s
    edge: Int64s


def cut(
    raster: Raster, shapes: Sequence[Shape], edges: Edges, fences: Sequence[int], band_m: float
) -> Iterator[Cells]:
    """The cells of these fences, in portions.

    Args:
        raster: Such that each of the fences is not more than some dozens of cells wide.
        shapes: All fences.
        edges: Theirs.
        fences: Indices of those that are wanted.
        band_m: Metres around a fence that are not OUT.
    """
    some: list[int] = []
    size = 0
    for fence in fences:
        some.append(fence)
        size += _cost(raster, shapes[fence]) + int(edges.begin[fence + 1] - edges.begin[fence])
        if size >= _AT_ONCE:
            yield _Sheet(raster, shapes, some, band_m).cells(edges)
            some, size = [], 0
    if some:
        yield _Sheet(raster, shapes, some, band_m).cells(edges)


def _cost(raster: Raster, shape: Shape) -> int:
    wide, high = shape.box.east - shape.box.west, shape.box.north - shape.box.south
    return int((wide * raster.per_degree + 3) * (high * raster.per_degree + 3))


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """The edges of a sheet in cells; each of shape (n,).

    Attributes:
        name: Index of the edge among all.
        owner: Which fence of the sheet.
        x: Column of the beginning.
        y: Row of the beginning.
        to_x: Column of the end.
        to_y: Row of the end.
    """

    name: Int64s
    owner: Int64s
    x: Floats
    y: Floats
    to_x: Floats
    to_y: Floats

    @property
    def low(self) -> Floats:
        """The lower row."""
        low: Floats = np.minimum(self.y, self.to_y)
        return low

    @property
    def high(self) -> Floats:
        """The higher row."""
        high: Floats = np.maximum(self.y, self.to_y)
        return high

    def within(self, line: Int64s, low: Reals, high: Reals) -> tuple[Floats, Floats]:
        """From which column to which a line runs between two rows."""
        x, y = self.x[line], self.y[line]
        dx, dy = self.to_x[line] - x, self.to_y[line] - y
        level = dy == 0
        slope = np.where(level, 1.0, dy)
        enters = np.where(level, 0.0, np.clip((low - y) / slope, 0, 1))
        leaves = np.where(level, 1.0, np.clip((high - y) / slope, 0, 1))
        here, there = x + enters * dx, x + leaves * dx
        return np.minimum(here, there), np.maximum(here, there)


class _Sheet:
    """Some fences, each on its own piece of the raster; the pieces stand one behind the other."""

    def __init__(
        self, raster: Raster, shapes: Sequence[Shape], fences: Sequence[int], band_m: float
    ) -> None:
        self.raster, self.band_m, self.names = raster, band_m, np.array(fences, np.int64)
        self.shapes = [shapes[fence] for fence in fences]
        boxes = [shape.widened(band_m) for shape in self.shapes]
        corners = np.array([(box.west, box.south, box.east, box.north) for box in boxes])
        west, south = raster.place(corners[:, 0], corners[:, 1])
        east, north = raster.place(corners[:, 2], corners[:, 3])
        self.column, self.row = _floor(west - _SLACK), _floor(south - _SLACK)
        self.columns = _floor(east + _SLACK) - self.column + 2  # one more: no edge passes it by
        self.rows = _floor(north + _SLACK) - self.row + 1
        self.begin = np.concatenate([[0], np.cumsum(self.columns * self.rows)])
        self.owner = np.repeat(np.arange(len(fences)), self.columns * self.rows)
        self.held = np.zeros(len(self.owner), np.bool_)
        self.state = np.full(len(self.owner), -1, np.int8)

    def cells(self, edges: Edges) -> Cells:
        """Those that are not OUT."""
        lines = self._lines(edges)
        self._flip(lines)
        self.state[self.held] = INSIDE
        cell, line = self._strips(lines)
        self._circles()
        kept = np.flatnonzero(self.state[cell] == NEAR)
        told = np.flatnonzero(self.state >= 0)
        column, row = self._where(told)
        return Cells(
            column,
            row,
            self.names[self.owner[told]],
            self.state[told],
            self.held[told],
            np.bincount(cell[kept], minlength=len(self.owner))[told],
            lines.name[line[kept]],
        )

    def _where(self, cell: Int64s) -> tuple[Int64s, Int64s]:
        """Column and row on the raster."""
        owner = self.owner[cell]
        row, column = np.divmod(cell - self.begin[owner], self.columns[owner])
        return column + self.column[owner], row + self.row[owner]

    def _cell(self, owner: Int64s, column: Int64s, row: Int64s) -> Int64s:
        """Number in the sheet of a cell on the raster."""
        down = (row - self.row[owner]) * self.columns[owner]
        return self.begin[owner] + down + column - self.column[owner]

    def _lines(self, edges: Edges) -> _Lines:
        begin = edges.begin[self.names]
        owner, step = spread(edges.begin[self.names + 1] - begin)
        name = begin[owner] + step
        x, y = self.raster.place(edges.lon[0][name], edges.lat[0][name])
        return _Lines(name, owner, x, y, *self.raster.place(edges.lon[1][name], edges.lat[1][name]))

    def _flip(self, lines: _Lines) -> None:
        """Which middles are inside: along each row every edge turns outside into inside and back.

        A middle that an edge runs through may be called either; no question ends there for sure.
        """
        closed = np.array([isinstance(shape.body, Area) for shape in self.shapes], np.bool_)
        some = np.flatnonzero(closed[lines.owner])
        first = np.ceil(lines.low[some] - 0.5).astype(np.int64)
        last = np.ceil(lines.high[some] - 0.5).astype(np.int64) - 1
        line, step = spread(np.maximum(last - first + 1, 0))
        row, line = first[line] + step, some[line]
        middle = row + 0.5
        x, y = lines.x[line], lines.y[line]
        slope = (lines.to_x[line] - x) / (lines.to_y[line] - y)
        column = x + (middle - y) * slope - 0.5
        owner = lines.owner[line]
        turns = self._cell(owner, _floor(column) + 1, row)
        self.held = np.cumsum(np.bincount(turns, minlength=len(self.owner))) % 2 == 1

    def _strips(self, lines: _Lines) -> tuple[Int64s, Int64s]:
        """Pairs of a cell and an edge that comes within reach, sorted; marks these cells.

        A cell that no edge touches, and whose middle is inside, stays so.
        """
        reach = np.array([shape.body.reach_m + self.band_m for shape in self.shapes], np.float64)
        reach += (reach > 0) * _SLACK_M
        east = np.array([shape.plane.metres_east for shape in self.shapes])
        across = (reach / east * self.raster.per_degree + _SLACK)[lines.owner]
        along = (reach / METRES_PER_DEGREE * self.raster.per_degree + _SLACK)[lines.owner]
        first = np.maximum(_floor(lines.low - along), self.row[lines.owner])
        top = (self.row + self.rows - 1)[lines.owner]
        line, step = spread(np.minimum(_floor(lines.high + along), top) - first + 1)
        row = first[line] + step
        owner = lines.owner[line]
        west, east = lines.within(line, row - along[line], row + 1 + along[line])
        left, right = self.column[owner], (self.column + self.columns - 1)[owner]
        first = np.maximum(_floor(west - across[line]), left)
        strip, step = spread(np.minimum(_floor(east + across[line]), right) - first + 1)
        cell = self._cell(owner, first, row)[strip] + step
        touched = self._touched(lines, line, row)
        column = first[strip] + step
        tight = (column >= touched[0][strip]) & (column <= touched[1][strip])
        self.state[cell[tight | ~self.held[cell]]] = NEAR
        return _sorted(cell, line[strip])

    def _touched(self, lines: _Lines, line: Int64s, row: Int64s) -> tuple[Int64s, Int64s]:
        """The first and the last column in which a line touches a row; the last lies before."""
        west, east = lines.within(line, row - _SLACK, row + 1 + _SLACK)
        out = (lines.low[line] > row + 1 + _SLACK) | (lines.high[line] < row - _SLACK)
        return _floor(west - _SLACK), np.where(out, -1, _floor(east + _SLACK))

    def _circles(self) -> None:
        """By the nearest and the farthest corner of each cell."""
        for number, shape in enumerate(self.shapes):
            if not isinstance(shape.body, Circle):
                continue
            here = slice(int(self.begin[number]), int(self.begin[number + 1]))
            column, row = self._where(np.arange(here.start, here.stop))
            west, south = self.raster.degrees(column - _SLACK, row - _SLACK)
            east, north = self.raster.degrees(column + 1 + _SLACK, row + 1 + _SLACK)
            left, below = shape.plane.place(west, south)
            right, above = shape.plane.place(east, north)
            nearest = np.hypot(
                np.maximum(np.maximum(left, -right), 0), np.maximum(np.maximum(below, -above), 0)
            )
            farthest = np.hypot(np.maximum(-left, right), np.maximum(-below, above))
            radius = shape.body.reach_m
            self.state[here][nearest <= radius + self.band_m + _SLACK_M] = ASKED
            self.state[here][farthest <= radius - _SLACK_M] = INSIDE


def _sorted(cell: Int64s, line: Int64s) -> tuple[Int64s, Int64s]:
    """Both in the order of the cells; sorting one number is faster than an order for two."""
    bits = int(line.max(initial=0)).bit_length()
    key = np.sort((cell << bits) | line)
    return key >> bits, key & ((1 << bits) - 1)


def _floor(values: Floats) -> Int64s:
    return np.floor(values).astype(np.int64)
