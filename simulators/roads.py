"""The roads of a district, made up but plausible: close-set in town, wide apart in the country.

A jittered grid around the district's seat, every fourth line an arterial, gently bent, clipped to
the district, all of one piece. The same seed builds the same roads.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_METRES_A_DEGREE = 111_195.08
_COS_LATITUDE = float(np.cos(np.radians(30.0)))  # one plane for the city is near enough

_BLOCK_M, _COUNTRY_M = 320.0, 2500.0  # distance of two roads in town and far out
_TOWN_LINES = 11  # each way from the seat
_GROWTH = 1.12  # a line further out, a block wider
_ARTERIAL = 4  # every how many lines
_MISSING = 0.15  # share of the small roads that were never built
_BEND_M, _BEND_LENGTH_M = 180.0, 5200.0
_STREET_KMH, _ARTERIAL_KMH, _HIGHWAY_KMH = 32.0, 46.0, 62.0


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """A connected road network.

    Attributes:
        x: Metres east of the meridian of Greenwich on the city's plane, shape (nodes,).
        y: Metres north of the equator, shape (nodes,).
        first: Where each node's roads begin in the three arrays below, shape (nodes + 1,).
        to: The node at the other end, shape (roads,); each road stands here once a direction.
        length: Metres, shape (roads,).
        speed: km/h that people drive there, shape (roads,).
    """

    x: Floats
    y: Floats
    first: Ints
    to: Ints
    length: Floats
    speed: Floats


def to_metres(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Degrees to the city's plane."""
    return lon * (_METRES_A_DEGREE * _COS_LATITUDE), lat * _METRES_A_DEGREE


def to_degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The city's plane to degrees, longitude first."""
    return x / (_METRES_A_DEGREE * _COS_LATITUDE), y / _METRES_A_DEGREE


def build(outline: shapely.Geometry, seat: tuple[float, float], seed: int) -> Roads:
    """Lay the roads of a district.

    Args:
        outline: Its outline in degrees; roads stay inside.
        seat: Its middle, degrees, where the roads stand close.
        seed: The same seed, the same roads.
    """
    random = np.random.default_rng((seed, 0x0AD5))
    grid = _Grid.over(outline, seat)
    x, y = grid.crossings(random)
    shapely.prepare(outline)
    inside = shapely.contains_xy(outline, *to_degrees(x, y))
    a, b, speed = grid.streets(random)
    middle = to_degrees((x[a] + x[b]) / 2, (y[a] + y[b]) / 2)
    kept = inside[a] & inside[b] & shapely.contains_xy(outline, *middle)
    a, b, speed = a[kept], b[kept], speed[kept]
    biggest = _biggest_piece(len(x), a, b)
    held = biggest[a]
    return _network(x, y, (a[held], b[held]), speed[held])


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    across: Floats  # metres from the seat of the lines that run north
    along: Floats
    seat: tuple[float, float]

    @classmethod
    def over(cls, outline: shapely.Geometry, seat: tuple[float, float]) -> "_Grid":
        middle = to_metres(*np.array(seat))
        low, high = (to_metres(*np.array(corner)) for corner in _corners(outline))
        axes = [
            _axis(float(low[k] - middle[k]), float(high[k] - middle[k])) for k in range(len(low))
        ]
        return cls(axes[0], axes[1], (float(middle[0]), float(middle[1])))

    def crossings(self, random: np.random.Generator) -> tuple[Floats, Floats]:
        """Where the lines cross, after jitter and bend; row by row from the south-west."""
        columns, rows = len(self.across), len(self.along)
        x, y = np.meshgrid(self.across, self.along)
        jitter = random.uniform(-0.18, 0.18, (2, rows, columns))
        x = x + jitter[0] * np.gradient(self.across) * ~_arterial(self.across)
        y = y + jitter[1] * np.gradient(self.along)[:, None] * ~_arterial(self.along)[:, None]
        phase = random.uniform(0, 2 * np.pi, 2)
        bent_x = x + _BEND_M * np.sin(y / _BEND_LENGTH_M + phase[0])
        bent_y = y + _BEND_M * np.sin(x / _BEND_LENGTH_M + phase[1])
        return (bent_x + self.seat[0]).ravel(), (bent_y + self.seat[1]).ravel()

    def streets(self, random: np.random.Generator) -> tuple[Ints, Ints, Floats]:
        """The two ends of every stretch between neighbouring crossings, and its speed."""
        number = np.arange(len(self.along) * len(self.across)).reshape(len(self.along), -1)
        a = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
        b = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
        east = np.broadcast_to(_arterial(self.along)[:, None], number[:, :-1].shape)
        north = np.broadcast_to(_arterial(self.across), number[:-1].shape)
        main = np.concatenate([east.ravel(), north.ravel()])
        far = np.hypot(*np.meshgrid(self.across, self.along)).ravel()[a] > _TOWN_LINES * _BLOCK_M
        speed = np.where(main, np.where(far, _HIGHWAY_KMH, _ARTERIAL_KMH), _STREET_KMH)
        built = main | (random.uniform(size=len(a)) >= _MISSING)
        return a[built], b[built], speed[built]


def _corners(outline: shapely.Geometry) -> tuple[tuple[float, float], tuple[float, float]]:
    west, south, east, north = (float(side) for side in shapely.bounds(outline))
    return (west, south), (east, north)


def _axis(low: float, high: float) -> Floats:
    """Line positions from the seat outwards, both ways; number 0 is the seat's own line."""
    blocks = _BLOCK_M * _GROWTH ** np.maximum(0, np.arange(400) - _TOWN_LINES)
    lines = np.concatenate([[0.0], np.cumsum(np.minimum(blocks, _COUNTRY_M))])
    return np.concatenate([-lines[1:][lines[1:] <= -low][::-1], lines[lines <= high]])


def _arterial(axis: Floats) -> Bools:
    seat = int(np.argmin(np.abs(axis)))
    return np.asarray((np.arange(len(axis)) - seat) % _ARTERIAL == 0)


def _biggest_piece(nodes: int, a: Ints, b: Ints) -> Bools:
    """Which nodes belong to the largest connected piece, shape (nodes,)."""
    label = np.arange(nodes)
    while True:
        lower = label.copy()
        np.minimum.at(lower, a, label[b])
        np.minimum.at(lower, b, label[a])
        lower = lower[lower]
        if np.array_equal(lower, label):
            biggest: Bools = label == np.bincount(label[np.concatenate([a, b])]).argmax()
            return biggest
        label = lower


def _network(x: Floats, y: Floats, ends: tuple[Ints, Ints], speed: Floats) -> Roads:
    nodes, renumbered = np.unique(np.concatenate(ends), return_inverse=True)
    x, y = x[nodes], y[nodes]
    a, b = np.split(renumbered, 2)
    begin, end = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.lexsort((end, begin))
    begin, end, speed = begin[order], end[order], np.concatenate([speed, speed])[order]
    first = np.searchsorted(begin, np.arange(len(nodes) + 1))
    return Roads(x, y, first, end, np.hypot(x[begin] - x[end], y[begin] - y[end]), speed)
