"""Where every car of the city is at a moment. Pure, and many cars at once.

A place is a function of (seed, car, moment): a simulation that was stopped goes on as if it had
never been. Each car has a timetable that repeats every day (of Asia/Shanghai): it leaves its base,
drives one of its rounds, waits where it went, comes back, parks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from simulators.roads import Bools, Floats, Ints
from simulators.routes import Drive

DAY_S = 86_400
ROUNDS = 3
"""How many different ways a car knows; another one each day."""

_ZONE_S = 8 * 3600  # Asia/Shanghai: no daylight saving
_SPAN_S = 100_000.0  # more than any drive lasts: keeps the drives apart in one sorted array
_MORNING_S, _EVENING_S = 6.5 * 3600, 20.5 * 3600
_AROUND_THE_CLOCK = 0.2  # share of the cars that also drive at night
_NOISE_M, _PARKED_NOISE_M, _NOISE_LIMIT = 2.5, 1.2, 3.5
_CREEP_KMH = 3.0  # slower is standing


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where some cars are, shape (n,) each.

    Attributes:
        x: Metres on the city's plane.
        y: Metres on the city's plane.
        speed: km/h.
        course: Degrees clockwise from north, [0, 360).
        engine: The engine runs.
    """

    x: Floats
    y: Floats
    speed: Floats
    course: Floats
    engine: Bools

    @property
    def moving(self) -> Bools:
        """Faster than a walk."""
        return self.speed > _CREEP_KMH


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Many drives as one set of arrays: drive `k` has the points whose key is k * span + seconds.

    Attributes:
        key: Rising, shape (points,).
        x: Metres, shape (points,).
        y: Metres, shape (points,).
        speed: km/h from this point to the next, shape (points,).
        course: Degrees, from this point to the next; while standing, the last one, shape (points,).
        engine: The engine runs from this point to the next, shape (points,).
    """

    key: Floats
    x: Floats
    y: Floats
    speed: Floats
    course: Floats
    engine: Bools

    @classmethod
    def of(cls, drives: Sequence[Drive]) -> Self:
        """Lay drives behind each other."""
        number = np.repeat(np.arange(len(drives)), [len(drive.x) for drive in drives])
        seconds = np.concatenate([drive.seconds for drive in drives])
        x = np.concatenate([drive.x for drive in drives])
        y = np.concatenate([drive.y for drive in drives])
        last = np.append(number[1:] != number[:-1], [True])
        dx, dy = np.diff(x, append=x[-1]), np.diff(y, append=y[-1])
        metres = np.where(last, 0.0, np.hypot(dx, dy))
        lasts = np.maximum(np.diff(seconds, append=seconds[-1] + 1), 1e-9)
        stands = metres < 1e-6  # noqa: PLR2004 - a red light
        course = np.degrees(np.arctan2(dx, dy)) % 360
        seen = np.maximum.accumulate(np.where(stands, 0, np.arange(len(x))))
        engine = np.concatenate([drive.engine for drive in drives]) & ~last
        speed = np.where(stands, 0.0, metres / lasts * 3.6)
        return cls(number * _SPAN_S + seconds, x, y, speed, course[seen], engine)

    def at(self, drive: Ints, seconds: Floats) -> Places:
        """Where drive `drive` is so long after departure; after its end, at its end."""
        wanted = drive * _SPAN_S + seconds
        here = np.searchsorted(self.key, wanted, side="right") - 1
        there = np.minimum(here + 1, len(self.key) - 1)
        lasts = np.where(self.speed[here] > 0, self.key[there] - self.key[here], 1.0)
        part = np.where(self.speed[here] > 0, (wanted - self.key[here]) / lasts, 0.0)
        return Places(
            self.x[here] + (self.x[there] - self.x[here]) * part,
            self.y[here] + (self.y[there] - self.y[here]) * part,
            self.speed[here],
            self.course[here],
            self.engine[here],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """When each car leaves, every day the same.

    Attributes:
        key: Car number * `DAY_S` + second of the day, rising, shape (trips,).
        turn: Which of the car's rounds, before the day's turn is added, shape (trips,).
        first: Where each car's trips begin, shape (cars + 1,).
    """

    key: Floats
    turn: Ints
    first: Ints

    @classmethod
    def of(cls, drives: Sequence[Drive], seed: int) -> Self:
        """Write the timetable of cars that have `ROUNDS` drives each."""
        random = np.random.default_rng((seed, 0x71))
        cars = len(drives) // ROUNDS
        leaves = [
            _departures(drives[car * ROUNDS : car * ROUNDS + ROUNDS], random) for car in range(cars)
        ]
        lengths = [len(times) for times in leaves]
        key = np.repeat(np.arange(cars) * float(DAY_S), lengths) + np.concatenate(leaves)
        first = np.concatenate([[0], np.cumsum(lengths)])
        return cls(key, random.integers(0, ROUNDS, len(key)), first)


@dataclass(frozen=True, slots=True, eq=False)
class Traffic:
    """All cars of the city.

    Attributes:
        seed: Decides about the noise.
        ways: Drive `car * ROUNDS + k` is the k-th round of a car; each begins and ends at its base.
        timetable: When they leave.
    """

    seed: int
    ways: Ways
    timetable: Timetable

    @classmethod
    def of(cls, drives: Sequence[Drive], seed: int) -> Self:
        """Put cars with `ROUNDS` drives each on the roads."""
        return cls(seed, Ways.of(drives), Timetable.of(drives, seed))

    def at(self, cars: Ints, seconds: Floats) -> Places:
        """Where they truly are.

        Args:
            cars: Their numbers, shape (n,).
            seconds: Since 1970 UTC, shape (n,).
        """
        day, second = np.divmod(seconds + _ZONE_S, DAY_S)
        table = self.timetable
        trip = np.searchsorted(table.key, cars * float(DAY_S) + second, side="right") - 1
        out = trip >= table.first[cars]
        trip = np.maximum(trip, table.first[cars])
        turn = (table.turn[trip] + day.astype(np.int64)) % ROUNDS
        since = np.where(out, cars * float(DAY_S) + second - table.key[trip], _SPAN_S - 1)
        return self.ways.at(cars * ROUNDS + turn, since)

    def parked(self, cars: Ints, begin: float, end: float, step: float = 30.0) -> Bools:
        """Which of these cars stand at their base all the time from `begin` to `end`."""
        moments = np.arange(begin, end + step, step)
        many = np.repeat(cars, len(moments))
        places = self.at(many, np.tile(moments, len(cars)))
        base_x, base_y = self.base(many)
        home = np.hypot(places.x - base_x, places.y - base_y) < 1.0
        still = (home & ~places.engine).reshape(len(cars), -1)
        return np.asarray(still.all(axis=1))

    def base(self, cars: Ints) -> tuple[Floats, Floats]:
        """Where each car lives, metres."""
        start = np.searchsorted(self.ways.key, cars * ROUNDS * _SPAN_S)
        return self.ways.x[start], self.ways.y[start]


def as_seen(places: Places, cars: Ints, seconds: Floats, seed: int) -> Places:
    """The same with the noise of a receiver: a few metres, never more than nine."""
    moving = places.moving
    sigma = np.where(moving, _NOISE_M, _PARKED_NOISE_M)
    draw = np.clip(_normal(cars, seconds, seed), -_NOISE_LIMIT, _NOISE_LIMIT)
    speed = np.where(moving, np.maximum(0.0, places.speed + draw[2] * 0.8), 0.0)
    course = np.where(moving, places.course + draw[3] * 2.0, places.course) % 360
    return Places(
        places.x + draw[0] * sigma, places.y + draw[1] * sigma, speed, course, places.engine
    )


def _departures(drives: Sequence[Drive], random: np.random.Generator) -> Floats:
    """Seconds of the day at which a car leaves; it is back before it leaves again."""
    night = random.uniform() < _AROUND_THE_CLOCK
    share = random.uniform(0.5, 0.7) if night else random.uniform(0.15, 0.5)
    begin, end = (0.0, float(DAY_S)) if night else (_MORNING_S, _EVENING_S)
    longest = max(drive.lasts_s for drive in drives)
    cycle = max(sum(drive.driven_s for drive in drives) / ROUNDS / share, longest + 60)
    gaps = np.maximum(cycle * random.uniform(0.7, 1.3, int((end - begin) / cycle)), longest + 60)
    leaves = begin + random.uniform(0, cycle / 2) + np.concatenate([[0.0], np.cumsum(gaps)])
    kept: Floats = leaves[leaves + longest < min(end, DAY_S - 60)]
    return kept if len(kept) else np.array([begin])


def _normal(cars: Ints, seconds: Floats, seed: int) -> Floats:
    """Four standard normal draws for each (car, second, seed), always the same, shape (4, n)."""
    word = cars.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    word = word ^ _mixed((seconds * 1000).astype(np.int64).astype(np.uint64) + np.uint64(seed))
    words = _mixed(word + np.arange(1, 5, dtype=np.uint64)[:, None])
    even = (words >> np.uint64(11)) * 2.0**-53
    radius = np.sqrt(-2 * np.log(1 - even[:2]))
    angle = 2 * np.pi * even[2:]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])


def _mixed(
    word: np.ndarray[tuple[int, ...], np.dtype[np.uint64]],
) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint64]]":
    """The finaliser of splitmix64: neighbouring numbers come out unrelated."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
