"""What a car may say that changes nothing, alone and many cars at once."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from telemetry.fix import Quality
from telemetry.judging.calm import Calm, Said
from telemetry.judging.quiet import Quiet
from telemetry.moment import FOREVER
from tests.telemetry.on_the_road import LAT, LON, M_EAST, S

CALM = Calm(
    last=1000 * S,
    lon=LON,
    lat=LAT,
    alarm=0,
    status=3,
    parked=True,
    turn_at=0,
    turn_lon=LON,
    turn_lat=LAT,
    due=FOREVER,
    late_since=0,
    circle_m=50.0,
    stop=180 * S,
    gap=900 * S,
    clock=120 * S,
    speed_kmh=120.0,
)
DRIVES = replace(CALM, parked=False, turn_at=1000 * S, circle_m=25.0)
UNKNOWN = float("nan")


def said(at: float, east: float = 0, lag: float = 1, **more: Any) -> Said:  # noqa: ANN401 - of any field
    """A record so many seconds after the last one, so many metres east."""
    when = round((1000 + at) * S)
    told = {"speed_kmh": 0.0, "alarm": 0, "status": 3, "quality": 0, **more}
    return Said(when, when + round(lag * S), LON + east / M_EAST, LAT, **told)


@dataclass(frozen=True)
class Lane:
    """Records of cars, as the fast way in has them."""

    vehicles: list[str]
    told: list[list[Said]]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a column
        if name == "edges":
            return np.cumsum([0, *map(len, self.told)])
        name = "at" if name == "t" else name
        return np.array([getattr(one, name) for some in self.told for one in some])


def both(calm: Calm, *told: Said) -> bool:
    """Whether these are quiet; one by one and in columns it is the same, and so is what is left."""
    alone, abreast = Quiet(), Quiet()
    for quiet in (alone, abreast):
        quiet.put("other", None)
        quiet.put("V1", calm)
    answer = alone.takes("V1", told)
    lane = Lane(["V1", "other", "stranger"], [list(told), [said(5)], [said(5)]])
    assert abreast.quiet(lane).tolist() == [answer, False, False]
    assert abreast.get("V1") == alone.get("V1")
    return answer


@pytest.mark.parametrize("many", [1, 3, 40])
def test_a_car_that_stays_is_quiet(many: int) -> None:
    assert both(CALM, *(said(30 * (n + 1), east=(-1) ** n * 20) for n in range(many)))


@pytest.mark.parametrize("many", [1, 3, 40])
def test_a_car_that_drives_on_is_quiet(many: int) -> None:
    assert both(DRIVES, *(said(10 * (n + 1), east=100 * (n + 1)) for n in range(many)))


NOT_QUIET = {
    "again": said(0),
    "earlier": said(-5),
    "after a gap": said(901),
    "with an alarm": said(30, alarm=1),
    "with other bits": said(30, status=2),
    "too fast": said(30, speed_kmh=121.0),
    "no good": said(30, quality=int(Quality.NO_FIX)),
    "doubtful": said(30, quality=int(Quality.DEAD_RECKONING)),
    "away": said(30, east=60),
    "at the edge": said(30, east=50),
    "ahead of its time": said(30, lag=-130),
    "a jump": said(1, east=80),
}


@pytest.mark.parametrize("what", NOT_QUIET)
def test_what_may_change_something_is_not_quiet(what: str) -> None:
    assert not both(CALM, NOT_QUIET[what])
    assert not both(CALM, NOT_QUIET[what], said(1000))


def test_what_is_due_or_counted_already_is_not_quiet() -> None:
    assert not both(replace(CALM, due=1030 * S), said(30))
    assert both(replace(CALM, due=1030 * S + 1), said(30))
    assert not both(replace(CALM, since=1030 * S + 1), said(30))
    assert both(replace(CALM, since=1030 * S), said(30))


def test_bits_about_satellites_and_a_speed_that_is_not_told_do_not_matter() -> None:
    assert both(CALM, said(30, status=3 | 0b11_1100 << 16, speed_kmh=UNKNOWN))


def test_a_car_that_lingers_has_stopped_after_a_while() -> None:
    assert both(DRIVES, said(100, east=20), said(179, east=20))
    assert not both(DRIVES, said(100, east=20), said(180, east=20))
    assert not both(DRIVES, said(10, east=25))


def test_an_upload_is_quiet_for_a_while_and_its_end_is_not() -> None:
    assert both(CALM, said(30, lag=5000), said(60, lag=4990), said(90, lag=4980))
    assert not both(CALM, said(30, lag=5000), said(60, lag=5300))
    late = replace(CALM, late_since=2000 * S)
    assert both(late, said(30, lag=1000))
    assert not both(late, said(30))
    assert not both(replace(CALM, late_since=1 * S), said(30, lag=5000))


def test_a_car_that_is_not_known_is_not_quiet() -> None:
    quiet = Quiet()
    assert quiet.get("V1") is None
    assert not quiet.takes("V1", [said(30)])
    quiet.settle("V1", 5)
    quiet.put("V1", CALM)
    quiet.settle("V1", 5)
    assert quiet.get("V1") == replace(CALM, since=5)
    quiet.put("V1", None)
    assert quiet.get("V1") is None


def test_a_lane_of_strangers_is_not_quiet() -> None:
    assert Quiet().quiet(Lane(["A", "B"], [[said(1)], [said(2)]])).tolist() == [False, False]


def test_there_is_room_for_many_cars() -> None:
    quiet = Quiet()
    for number in range(200):
        quiet.put(f"V{number}", replace(CALM, last=number))
    assert [quiet.get(f"V{number}") for number in (0, 64, 199)] == [
        replace(CALM, last=number) for number in (0, 64, 199)
    ]


steps = st.tuples(
    st.sampled_from([1, 10, 30, 170, 200, 901]),
    st.sampled_from([0, 0, 10, 24, 30, -30, 49, 100, 300]),
    st.sampled_from([1, 1, 1, 119, 121, 500, -121]),
    st.sampled_from([0.0, 0.0, 130.0, UNKNOWN]),
)
calms = st.builds(
    lambda parked, late, due: replace(
        CALM if parked else DRIVES, late_since=late * S, due=(1000 + due) * S
    ),
    st.booleans(),
    st.sampled_from([0, 0, 900, 1400]),
    st.sampled_from([10_000, 10_000, 50]),
)


@each(st.lists(st.tuples(calms, st.lists(steps, min_size=1, max_size=20)), min_size=1, max_size=6))
def test_in_columns_it_is_as_one_by_one(cars: list[tuple[Calm, list[Any]]]) -> None:
    told: list[list[Said]] = []
    for _, moves in cars:
        at = east = 0.0
        told.append([])
        for seconds, metres, lag, speed in moves:
            at, east = at + seconds, east + metres
            told[-1].append(said(at, east, lag, speed_kmh=speed))
    names = [f"V{number}" for number in range(len(cars))]
    alone, abreast = Quiet(), Quiet()
    for name, (calm, _) in zip(names, cars, strict=True):
        alone.put(name, calm)
        abreast.put(name, calm)
    wanted = [alone.takes(name, some) for name, some in zip(names, told, strict=True)]
    assert abreast.quiet(Lane(names, told)).tolist() == wanted
    assert [abreast.get(name) for name in names] == [alone.get(name) for name in names]
