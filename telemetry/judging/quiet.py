"""All calm cars in columns: which of them only go on with what they do, many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from telemetry.judging.calm import (
    ALIKE,
    KMH,
    OF_NO_USE,
    ONE_UPLOAD_US,
    SURE,
    Calm,
    Said,
)
from telemetry.path import MAX_SPEED_KMH
from telemetry.sphere import metres

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]

_KINDS = {"float": np.float64, "int": np.int64, "bool": np.bool_}
_ROW = np.dtype(
    [
        ("known", np.bool_),
        *((field.name, _KINDS[getattr(field.type, "__name__", str(field.type))])
          for field in fields(Calm)),
    ]
)  # fmt: skip
_NOBODY = np.zeros(1, _ROW)
_ONE_BY_ONE = 16  # with more positions of one car, columns do not pay


class Lane(Protocol):
    """New positions of many cars, sorted by car and then by time, each later than the one before.

    Attributes:
        vehicles: The cars, each once.
        edges: Positions of car i are those of [edges[i], edges[i + 1]), at least one.
        t: Fix time, microseconds, shape (n,).
        received: When it came, microseconds, shape (n,).
        lon: Degrees east, shape (n,).
        lat: Degrees north, shape (n,).
        speed_kmh: NaN when not told, shape (n,).
        alarm: Bits, shape (n,).
        status: Bits, shape (n,).
        quality: Bits, shape (n,).
    """

    @property
    def vehicles(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def edges(self) -> Int64s: ...  # noqa: D102
    @property
    def t(self) -> Int64s: ...  # noqa: D102
    @property
    def received(self) -> Int64s: ...  # noqa: D102
    @property
    def lon(self) -> Floats: ...  # noqa: D102
    @property
    def lat(self) -> Floats: ...  # noqa: D102
    @property
    def speed_kmh(self) -> Floats: ...  # noqa: D102
    @property
    def alarm(self) -> Int64s: ...  # noqa: D102
    @property
    def status(self) -> Int64s: ...  # noqa: D102
    @property
    def quality(self) -> Int64s: ...  # noqa: D102


class Quiet:
    """The calm cars."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._rows = np.zeros(64, _ROW)

    def put(self, vehicle: str, calm: Calm | None) -> None:
        """What the next record of a car is compared with; None: it has to be judged."""
        index = self._index.setdefault(vehicle, len(self._index))
        if index == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros(index, _ROW)])
        self._rows[index] = _NOBODY[0] if calm is None else (True, *astuple(calm))

    def get(self, vehicle: str) -> Calm | None:
        """What the next record of a car is compared with."""
        index = self._index.get(vehicle)
        known, *told = (False,) if index is None else self._rows[index].item()
        return Calm(*told) if known else None

    def settle(self, vehicle: str, since: int) -> None:
        """Records of a car before a moment (microseconds) are not quiet: their day was counted."""
        if vehicle in self._index:
            self._rows["since"][self._index[vehicle]] = since

    def takes(self, vehicle: str, said: Iterable[Said]) -> bool:
        """Whether all of these records, in the order of time, are quiet.

        They are remembered then; else the car has to be judged.
        """
        calm = self.get(vehicle)
        if calm is None:
            return False
        quiet = all(map(calm.takes, said))
        self.put(vehicle, calm if quiet else None)
        return quiet

    def quiet(self, lane: Lane) -> Bools:
        """Which cars of a lane are quiet: their records are remembered, the others are judged.

        Returns:
            Shape (cars,).
        """
        index = np.array([self._index.get(name, -1) for name in lane.vehicles], np.int64)
        known = (index >= 0) & self._rows["known"][index]
        counts = np.diff(lane.edges)
        found = np.zeros(len(index), np.bool_)
        for car in np.flatnonzero(known & (counts > _ONE_BY_ONE)).tolist():
            low, high = lane.edges[car : car + 2].tolist()
            found[car] = self.takes(lane.vehicles[car], _said(lane, low, high))
        several = np.flatnonzero(known & (counts <= _ONE_BY_ONE))
        if len(several):
            found[several] = self._several(lane, several, index[several])
        return found

    def _several(self, lane: Lane, cars: Int64s, index: Int64s) -> Bools:
        rows = self._rows[index]
        one = _Abreast(lane, cars, rows)
        found = one.alike() & one.in_time() & one.slow()
        quiet: Bools = np.logical_and.reduceat(found, one.first) & one.goes_on()
        last = one.at[one.first + one.counts - 1]
        rows["last"], rows["lon"], rows["lat"] = lane.t[last], lane.lon[last], lane.lat[last]
        rows["known"] = quiet
        self._rows[index] = rows
        return quiet


class _Abreast:
    """The positions of some cars of a lane, each beside what it is compared with."""

    def __init__(self, lane: Lane, cars: Int64s, rows: NDArray[Any]) -> None:
        self._lane, self._rows = lane, rows
        self.counts = np.diff(lane.edges)[cars]
        self.first = np.cumsum(self.counts) - self.counts
        self._owner = np.repeat(np.arange(len(cars)), self.counts)
        self.at = (
            lane.edges[cars][self._owner] + np.arange(len(self._owner)) - self.first[self._owner]
        )
        self._t = lane.t[self.at]
        self._since = self._t - self._before(self._t, "last")

    def _of(self, name: str) -> NDArray[Any]:
        """What is remembered of the car, beside each of its positions."""
        column: NDArray[Any] = self._rows[name][self._owner]
        return column

    def _before(self, told: NDArray[Any], name: str) -> NDArray[Any]:
        """Of the position before; of a car's first one what is remembered."""
        before = np.empty_like(told)
        before[1:] = told[:-1]
        before[self.first] = self._rows[name]
        return before

    def alike(self) -> Bools:
        """As `Calm` says of one, shape (positions,)."""
        lane, of, at = self._lane, self._of, self.at
        found: Bools = (
            (lane.quality[at] & OF_NO_USE == 0)
            & (self._since > 0)
            & (self._since <= of("gap"))
            & (self._t >= of("since"))
            & (self._t < of("due"))
            & (lane.alarm[at] == of("alarm"))
            & (lane.status[at] & ALIKE == of("status"))
            & ~(lane.speed_kmh[at] > of("speed_kmh"))
        )
        return found

    def in_time(self) -> Bools:
        """As `Calm` says of one, shape (positions,); remembers since when they are late."""
        received = self._lane.received[self.at]
        lag = received - self._t
        late = lag > self._of("clock")
        was_late = np.empty_like(late)
        was_late[1:] = late[:-1]
        was_late[self.first] = self._rows["late_since"] > 0
        begins = np.where(late & ~was_late, received, 0)
        since = np.maximum(self._rows["late_since"], np.maximum.reduceat(begins, self.first))
        self._rows["late_since"] = since
        uploaded = received - since[self._owner] < ONE_UPLOAD_US
        in_time: Bools = np.where(late, uploaded, ~was_late & (lag >= -self._of("clock")))
        return in_time

    def slow(self) -> Bools:
        """Whether nothing can be a jump, shape (positions,)."""
        lon, lat = self._lane.lon[self.at], self._lane.lat[self.at]
        step = metres(self._before(lon, "lon"), self._before(lat, "lat"), lon, lat)
        slow: Bools = step * KMH <= SURE * MAX_SPEED_KMH * self._since
        return slow

    def goes_on(self) -> Bools:
        """Which cars stay in their circles, or drive on, shape (cars,); remembers their turns."""
        stays = self._away() <= SURE * self._of("circle_m")
        goes_on: Bools = np.logical_and.reduceat(stays, self.first)
        driving = np.flatnonzero(~self._rows["parked"])
        if len(driving):
            goes_on[driving] = self._drives(driving)
        return goes_on

    def _away(self) -> Floats:
        """How far each position is from the turn that is remembered, metres."""
        lon, lat = self._lane.lon[self.at], self._lane.lat[self.at]
        return metres(self._of("turn_lon"), self._of("turn_lat"), lon, lat)

    def _drives(self, driving: Int64s) -> Bools:
        """Which of these cars drive on from turn to turn, shape (driving,)."""
        lane, rows = self._lane, self._rows
        turn_at, lon, lat, circle, stop = (
            rows[name][driving] for name in ("turn_at", "turn_lon", "turn_lat", "circle_m", "stop")
        )
        counts, first = self.counts[driving], self.first[driving]
        drives = np.ones(len(driving), np.bool_)
        for number in range(int(counts.max())):
            cars = np.flatnonzero(counts > number)
            at = self.at[first[cars] + number]
            away = metres(lon[cars], lat[cars], lane.lon[at], lane.lat[at])
            near, far = away <= SURE * circle[cars], SURE * away > circle[cars]
            drives[cars] &= far | (near & (lane.t[at] - turn_at[cars] < stop[cars]))
            on, there = cars[far], at[far]
            turn_at[on], lon[on], lat[on] = lane.t[there], lane.lon[there], lane.lat[there]
        rows["turn_at"][driving], rows["turn_lon"][driving] = turn_at, lon
        rows["turn_lat"][driving] = lat
        return drives


def _said(lane: Lane, low: int, high: int) -> Iterable[Said]:
    columns = (
        lane.t, lane.received, lane.lon, lane.lat, lane.speed_kmh, lane.alarm, lane.status,
        lane.quality,
    )  # fmt: skip
    return map(Said, *(column[low:high].tolist() for column in columns))
