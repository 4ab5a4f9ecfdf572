"""What terminals say of the truth, and what their faults make of it."""

from collections.abc import Callable

import numpy as np
import pytest

from simulators.roads import to_metres
from simulators.truth.faults import (
    Bit,
    Blind,
    Drift,
    Fault,
    Odometer,
    Order,
    Silence,
    Twin,
    Wild,
    WrongClock,
)
from simulators.truth.itinerary import Itinerary
from simulators.truth.leg import Leg
from simulators.truth.receiver import records
from telemetry.fix import Quality
from telemetry.records import Bools, Records

BEGIN, END = 1_770_000_000.0, 1_770_007_200.0
WAY = Leg(np.array([0.0, 600.0]), np.array([11_600_000.0, 11_606_000]), np.full(2, 3_360_000.0))


def heard(*faults: Fault) -> Records:
    itinerary = Itinerary((11_600_000.0, 3_360_000.0), BEGIN)
    itinerary.drive(BEGIN + 3600, WAY)
    return records(itinerary.motion(), faults, END, np.random.default_rng(1), "A")


def during(said: Records, begin: float, end: float) -> Bools:
    chosen: Bools = (said.t >= (BEGIN + begin) * 1e6) & (said.t < (BEGIN + end) * 1e6)
    return chosen


def flagged(said: Records, flag: Quality) -> Bools:
    chosen: Bools = (said.quality & int(flag)) != 0
    return chosen


def test_a_moving_car_speaks_every_ten_seconds_and_a_parked_one_every_minute() -> None:
    said = heard()
    assert np.diff(said.t[during(said, 3600, 4200)]).max() == 10e6
    assert np.diff(said.t[during(said, 0, 3500)]).min() == 60e6
    assert (np.diff(said.t) >= 0).all()
    assert len(set(said.digests)) == len(said.digests) == len(said.t)


def test_places_are_true_but_for_some_metres() -> None:
    said = heard()
    x, y = to_metres(said.lon[said.usable], said.lat[said.usable])
    true = np.interp(said.t[said.usable] / 1e6 - BEGIN - 3600, WAY.seconds, WAY.x)
    assert np.hypot(x - true, y - 3_360_000).max() < 15
    assert np.abs(said.speed_kmh[during(said, 3610, 4190)] - 36).max() < 3


def test_nothing_lost_is_heard_of() -> None:
    said = heard(Silence(BEGIN + 1000, BEGIN + 2000))
    assert not during(said, 1000, 2000).any()


@pytest.mark.parametrize("order", ["before", "interleaved", "newest_first"])
def test_a_backlog_comes_when_the_link_is_back(order: Order) -> None:
    said = heard(Silence(BEGIN + 3600, BEGIN + 4200, order))
    stored = during(said, 3600, 4200)
    late = said.received[stored] / 1e6 - BEGIN
    assert flagged(said, Quality.BACKFILL)[stored].all()
    assert late.min() == 4202
    assert (np.diff(late) >= 0).all() == (order != "newest_first")
    live = said.received[during(said, 4200, 7200)].min() / 1e6 - BEGIN
    assert (live >= late.max()) == (order == "before")


@pytest.mark.parametrize(
    ("zero", "flag", "lon"), [(False, Quality.NO_FIX, np.nan), (True, Quality.NULL_ISLAND, 0.0)]
)
def test_under_a_bad_sky_so_many_fixes_tell_no_place(
    zero: bool,  # noqa: FBT001 - of a table
    flag: Quality,
    lon: float,
) -> None:
    said = heard(Blind(BEGIN + 3600, BEGIN + 4200, 50, zero=zero))
    hour = during(said, 3600, 4200)
    assert 0.45 < flagged(said, flag)[hour].mean() < 0.6
    told = said.lon[flagged(said, flag)]
    assert np.array_equal(told, np.full(len(told), lon), equal_nan=True)


def test_an_alarm_is_told_once_at_least() -> None:
    assert heard(Bit(BEGIN + 10, BEGIN + 11, 29)).alarm.tolist().count(1 << 29) == 1
    assert (heard(Bit(BEGIN, BEGIN + 600, 8)).alarm == 1 << 8).sum() == 10


def test_a_wrong_clock_tells_another_time_and_may_be_in_the_future() -> None:
    slow, fast = (heard(WrongClock(BEGIN + 600, BEGIN + 1200, by)) for by in (-500, 400))
    assert flagged(slow, Quality.LATE).sum() == 10
    assert flagged(fast, Quality.FUTURE).sum() == 10
    assert (np.diff(slow.t) >= 0).all()


MOVES: dict[str, tuple[Fault, Callable[[float], bool]]] = {
    "a twin": (Twin(BEGIN + 3600, BEGIN + 3700, 0, 5000), lambda metres: metres > 4900),
    "drift": (Drift(BEGIN + 60, BEGIN + 3000, 0, 25), lambda metres: 20 < metres < 40),
    "one wild fix": (Wild(BEGIN + 60, 0, 800), lambda metres: 780 < metres < 820),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_place_is_moved(name: str) -> None:
    fault, right = MOVES[name]
    said = heard(fault)
    _, y = to_metres(said.lon[said.usable], said.lat[said.usable])
    assert right(float((y - 3_360_000).max()))


def test_a_twin_speaks_beside_the_right_one() -> None:
    assert len(heard(Twin(BEGIN + 3600, BEGIN + 3700, 0, 5000)).t) == len(heard().t) + 10


def test_an_odometer_counts_what_it_wants() -> None:
    right, wrong = heard(), heard(Odometer(BEGIN, 1.5))
    assert (right.odometer_m[-1], wrong.odometer_m[-1]) == (6000, 9000)
