"""A table of cells: which fences come near a place, found without looking at any of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from telemetry.fences.cells import Cells, Raster
from telemetry.fences.edges import Questions, spread

_PAGE = 4  # a page is 2**4 cells wide and high

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Pairs of a place and an entry of a table; each of shape (n,).

    Attributes:
        point: Index of the place.
        entry: Of the table.
        column: Of the place's cell.
        row: Of the place's cell.
    """

    point: Int64s
    entry: Int64s
    column: Int64s
    row: Int64s


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Cells of one size, in pages; only pages that hold a fence are there.

    Attributes:
        raster: Of the cells; the outermost ones are empty.
        columns: Number of cells from west to east.
        rows: Number of cells from south to north.
        page: Number of each page, 0 for the empty one; pages from west to east, then north.
        begin: Where the entries of each cell begin, shape (cells of all pages + 1,).
        fence: Of each entry, shape (entries,).
        state: INSIDE, NEAR or ASKED of each entry.
        held: Whether the middle of the cell is inside.
        edges: Number of edges of each entry.
        first: Where the edges of each entry begin.
        edge: Edges, as `Edges` counts them.
    """

    raster: Raster
    columns: int
    rows: int
    page: Int32s
    begin: Int32s
    fence: Int32s
    state: Int8s
    held: Bools
    edges: Int32s
    first: Int32s
    edge: Int32s

    @classmethod
    def of(cls, raster: Raster, parts: Sequence[Cells]) -> Self:
        """The table of these cells."""
        column, row, fence, state, held, edges, edge = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("column", "row", "fence", "state", "held", "edges", "edge")
        )
        columns, rows = int(column.max()) + 2, int(row.max()) + 2
        page = np.zeros(((rows >> _PAGE) + 1) * ((columns >> _PAGE) + 1), np.int32)
        where = _page(column, row, columns)
        page[where] = 1
        page[page > 0] = np.arange(1, int(page.sum()) + 1)
        cell = _cell(page[where].astype(np.int64), column, row)
        count = np.bincount(cell, minlength=(int(page.max()) + 1) << 2 * _PAGE)
        order = np.argsort(cell, kind="stable")
        return cls(
            raster,
            columns,
            rows,
            page,
            np.concatenate([[0], np.cumsum(count)]).astype(np.int32),
            fence[order].astype(np.int32),
            state[order],
            held[order],
            edges[order].astype(np.int32),
            (np.cumsum(edges) - edges)[order].astype(np.int32),
            edge.astype(np.int32),
        )

    def look(self, lon: Floats, lat: Floats) -> Hits:
        """Which entries stand where these places are."""
        x, y = self.raster.place(lon, lat)
        column = np.clip(x, 0, self.columns - 1).astype(np.int64)
        row = np.clip(y, 0, self.rows - 1).astype(np.int64)
        cell = _cell(self.page[_page(column, row, self.columns)], column, row)
        begin = self.begin[cell]
        count = self.begin[cell + 1] - begin
        some = np.flatnonzero(count)
        index, step = spread(count[some])
        point = some[index]
        return Hits(point, begin[point] + step, column[point], row[point])

    def questions(self, hits: Hits, lon: Floats, lat: Floats) -> Questions:
        """What has to be asked of the edges.

        Args:
            hits: Of entries that are NEAR.
            lon: Degrees east of the places, as they were looked for.
            lat: Degrees north.
        """
        edges = self.edges[hits.entry].astype(np.int64)
        question, step = spread(edges)
        return Questions(
            self.fence[hits.entry].astype(np.int64),
            lon[hits.point],
            lat[hits.point],
            *self.raster.middle(hits.column, hits.row),
            self.held[hits.entry],
            edges,
            self.edge[self.first[hits.entry][question] + step].astype(np.int64),
        )


def _page(column: Int64s, row: Int64s, columns: int) -> Int64s:
    """Where the page of a cell stands."""
    return (row >> _PAGE) * ((columns >> _PAGE) + 1) + (column >> _PAGE)


def _cell(page: Int64s | Int32s, column: Int64s, row: Int64s) -> Int64s:
    """Number of a cell in the pages."""
    within = (1 << _PAGE) - 1
    cell: Int64s = (page.astype(np.int64) << 2 * _PAGE) + ((row & within) << _PAGE)
    return cell + (column & within)
