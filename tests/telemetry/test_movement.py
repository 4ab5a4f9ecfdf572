"""When a car was on the road: borders of the numbers, and the fold as the plan says it."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from telemetry.fix import Quality
from telemetry.instants import EARTH_M
from telemetry.movement import Movement, movement, moves
from telemetry.rulebook import Rulebook
from tests.telemetry.on_the_road import (
    Papers,
    Told,
    at,
    car,
    driving,
    records,
    seconds,
    standing,
)

BOOK = Rulebook()


def fold(told: list[Told], begin: float = -1e9, **numbers: Any) -> Movement:  # noqa: ANN401 - of any number
    return movement(records(told), at(begin), replace(BOOK, **numbers))


def trips(found: Movement) -> list[tuple[float | None, ...]]:
    stays = [trip.stay for trip in found.trips]
    return [
        tuple(
            map(
                seconds,
                (s.enter_lo, s.enter_hi, s.enter_confirmed, s.exit_lo, s.exit_hi, s.exit_confirmed),
            )
        )
        for s in stays
    ]


def moved(metres: float, *times: float) -> list[Told]:
    """Parked until 0, then so far away at these seconds."""
    return [*standing(-120, 0), *(Told(time, metres) for time in times)]


def test_a_car_is_parked_where_it_is_first_seen() -> None:
    found = fold(standing(0, 600))
    assert found.trips == ()
    assert found.stops[0].stay.flags == {"entry_unseen", "open"}


def test_nothing_seen_is_neither_a_trip_nor_a_stop() -> None:
    assert fold([]).stops == fold(standing(0, 60), begin=61).stops == ()


def test_49_metres_are_no_movement_and_51_are() -> None:
    assert trips(fold(moved(49, 30, 60, 90, 120))) == []
    assert trips(fold(moved(51, 30, 60, 90, 120))) == [(0, 30, 90, None, None, None)]


def test_two_fixes_are_too_few_and_three_are_enough() -> None:
    assert trips(fold(moved(80, 30, 100))) == []
    assert trips(fold(moved(80, 30, 60, 100))) == [(0, 30, 100, None, None, None)]


def test_59_seconds_are_too_short_and_60_are_enough() -> None:
    assert trips(fold(moved(80, 30, 60, 89))) == []
    assert trips(fold(moved(80, 30, 60, 90))) == [(0, 30, 90, None, None, None)]


def test_two_fixes_and_a_way_of_300_metres_are_a_trip() -> None:
    there = [*standing(-120, 0), Told(10, 150)]
    assert trips(fold([*there, Told(20, 299.9)])) == []
    assert trips(fold([*there, Told(20, 300.1)])) == [(0, 10, 20, None, None, None)]


def test_one_fix_far_away_is_no_trip() -> None:
    assert trips(fold(moved(5000, 600))) == []
    assert fold(moved(5000, 600)).begun == 5


def test_a_fix_back_within_the_circle_makes_it_drift() -> None:
    drift = [*moved(60, 30, 60), Told(75, 40), Told(90, 60), Told(120, 60)]
    assert trips(fold(drift)) == []
    assert trips(fold([*drift, Told(150, 60)])) == [(75, 90, 150, None, None, None)]


def test_a_stop_of_180_seconds_ends_the_trip_where_it_began() -> None:
    there = [*standing(-60, 0), *driving(0, 100)]
    assert trips(fold([*there, *standing(109, 279, 1000, 17)])) == [(0, 10, 30, None, None, None)]
    found = fold([*there, *standing(110, 280, 1000, 17)])
    assert found.trips[0].turns == tuple(range(3, 13))
    assert (found.trips[0].stay.enter_fixes, found.trips[0].stay.exit_fixes) == (3, 12)
    assert trips(found) == [(0, 10, 30, 90, 100, 280)]
    assert found.path.metres(found.trips[0].first - 1, found.trips[0].last) == pytest.approx(1000)
    assert seconds(found.stops[1].stay.enter_hi) == 100


def test_a_way_north_is_a_way_as_well() -> None:
    north = [Told(it.at, 0, it.east) for it in (*standing(-60, 0), *driving(0, 100))]
    crawl = [Told(100 + 30 * n, 0, 1000 + 15 * n) for n in range(1, 20)]
    assert trips(fold([*north, *crawl])) == [(0, 10, 30, None, None, None)]
    assert trips(fold([*standing(-60, 0), *(Told(30 * n, 0, 49) for n in range(1, 9))])) == []


def test_a_report_every_five_minutes_is_enough_for_a_stop() -> None:
    there = [*standing(-60, 0), *driving(0, 100), Told(400, 1000)]
    assert trips(fold(there)) == [(0, 10, 30, 90, 100, 400)]


def test_its_turns_are_more_than_25_metres_apart() -> None:
    slow = [*standing(-60, 0), *driving(0, 100), *driving(100, 160, 1000, mps=1.3)]
    assert fold([*slow, Told(190, 2000)]).trips[0].turns == (*range(3, 13), 14, 16, 18, 19)


def test_a_place_that_it_crawls_away_from_is_no_stop() -> None:
    there = [*standing(-60, 0), *driving(0, 100)]
    assert trips(fold([*there, *driving(100, 900, 1000, mps=0.6)]))[0][3:] == (None,) * 3


def test_24_metres_within_the_time_are_a_stop_and_26_are_none() -> None:
    there = [*standing(-60, 0), *driving(0, 100)]
    assert trips(fold([*there, *standing(130, 250, 1024), Told(280, 1000)]))[0][3:] == (
        90,
        100,
        280,
    )
    assert trips(fold([*there, *standing(130, 250, 1026), Told(280, 1000)]))[0][3:] == (None,) * 3


def test_noise_at_the_edge_of_its_circle_does_not_make_a_parked_car_leave() -> None:
    rolled = [*standing(-60, 0), *driving(0, 100), *driving(100, 105, 1000, every=1)]
    parked = [Told(135 + 30 * n, 1050 + (-1) ** n * 3) for n in range(200)]
    assert len(trips(fold([*rolled, *parked]))) == 1


def test_a_trip_nobody_saw_on_the_way_ends_where_it_is_seen() -> None:
    found = fold([*standing(-120, 0), *standing(30, 330, 80)])
    assert trips(found) == [(0, 30, 90, 30, 30, 210)]


def test_a_stop_known_before_the_departure_is_told_with_it() -> None:
    found = fold([*standing(-600, 0, every=300), *standing(300, 900, 80, every=300)])
    assert trips(found) == [(0, 300, 900, 300, 300, 900)]


def test_a_stop_begins_where_the_one_before_ended() -> None:
    found = fold([*standing(-60, 0), *driving(0, 100), *standing(110, 900, 1000)])
    first, second = found.stops
    assert (first.stay.exit_lo, first.stay.exit_hi) == (at(0), at(10))
    assert first.stay.exit_confirmed == found.trips[0].stay.enter_confirmed
    assert (second.stay.enter_lo, second.stay.enter_confirmed) == (at(90), at(290))
    assert found.driving is None
    assert found.lasted(second, 200) == second.first + 8
    assert found.lasted(second, 790) == second.last
    assert found.lasted(second, 791) is None


def test_the_trip_that_lasts_is_told() -> None:
    found = fold([*standing(-60, 0), *driving(0, 100)])
    assert found.driving is found.trips[0]
    assert fold(standing(0, 60)).driving is None


def test_a_silence_of_more_than_15_minutes_is_flagged_where_it_lies() -> None:
    def flags(first: float, second: float, third: float) -> set[str]:
        there = [*standing(-60, 0), *driving(first, first + 100)]
        on = [*there, *driving(first + second + 100, first + second + 200, 1000)]
        away = first + second + 200 + third
        stay = fold([*on, *standing(away, away + 300, 3000)]).trips[0].stay
        return set(stay.flags)

    assert flags(890, 890, 900) == set()
    assert flags(891, 890, 900) == {"gap_at_entry"}
    assert flags(0, 891, 900) == {"gap_inside"}
    assert flags(0, 0, 901) == {"gap_at_exit"}


def test_a_silence_at_a_parked_car_is_inside_its_stop() -> None:
    assert "gap_inside" in fold([Told(0, 0), Told(901, 0)]).stops[0].stay.flags
    assert "gap_inside" not in fold([Told(0, 0), Told(900, 0)]).stops[0].stay.flags


def test_a_doubt_at_a_deciding_instant_is_told() -> None:
    doubt = [Told(10, 100, quality=int(Quality.HIGH_HDOP)), *driving(10, 100, 100)]
    assert "doubtful" in fold([*standing(-60, 0), *doubt]).trips[0].stay.flags
    late = [Told(100, 1000, quality=int(Quality.HIGH_HDOP)), *standing(110, 300, 1000)]
    there = [*standing(-60, 0), *driving(0, 90)]
    assert "doubtful" in fold([*there, *late]).trips[0].stay.flags
    assert "doubtful" not in fold(there).trips[0].stay.flags


def test_unusable_disputed_and_jumping_places_say_nothing() -> None:
    there = moved(80, 30, 60)
    assert trips(fold([*there, Told(90, 80, place=False)])) == []
    assert trips(fold([*there, Told(90, 80), Told(90, 5)])) == []
    assert trips(fold([*standing(-60, 0), Told(30, 9000), *standing(60, 90), Told(95, 0)])) == []


def test_a_window_of_a_car_is_folded_once_from_its_beginning() -> None:
    told = [*standing(-60, 0), *driving(0, 100), *standing(110, 900, 1000)]
    it = car(told, (), Papers(begin=at(100)))
    assert moves(it) is moves(it)
    assert [seconds(stop.stay.enter_hi) for stop in moves(it).stops] == [100]


# The fold as the plan says it, one instant after the other.

Row = tuple[int, float, float]


def apart(one: Row, other: Row) -> float:
    """Metres over the ground (great circle)."""
    lon, lat, to_lon, to_lat = map(math.radians, (*one[1:], *other[1:]))
    half = math.sin((to_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))


def left(rows: list[Row], anchor: int) -> tuple[int, int] | None:
    """The first instant away and the one that makes it certain."""
    first = None
    for k in range(anchor + 1, len(rows)):
        if apart(rows[anchor], rows[k]) <= BOOK.move_m:
            first = None
            continue
        first = k if first is None else first
        way = sum(round(1000 * apart(rows[i], rows[i + 1])) for i in range(first - 1, k))
        lasted = (rows[k][0] - rows[first][0]) / 1e6
        if (k - first >= 2 and lasted >= BOOK.move_s) or (k > first and way >= 300_000):
            return first, k
    return None


def came(rows: list[Row], first: int) -> tuple[int, int] | None:
    """The first instant of the stop and the one that makes it certain."""
    turn = first
    for k in range(first + 1, len(rows)):
        if apart(rows[turn], rows[k]) > BOOK.stop_m:
            turn = k
        elif rows[k][0] - rows[turn][0] >= BOOK.stop_s * 1_000_000:
            return turn, k
    return None


def by_the_book(rows: list[Row]) -> list[tuple[int | None, ...]]:
    anchor, found = 0, list[tuple[int | None, ...]]()
    while rows and (gone := left(rows, anchor)):
        first, certain = gone
        entry = (rows[first - 1][0], rows[first][0], rows[certain][0])
        if (stop := came(rows, first)) is None:
            return [*found, (*entry, None, None, None)]
        anchor, told = stop
        ends = (max(anchor - 1, first), anchor, max(told, certain))
        found.append((*entry, *(rows[index][0] for index in ends)))
    return found


STEPS = st.lists(
    st.tuples(
        st.sampled_from([1, 10, 29, 30, 60, 90, 170, 180, 300, 1000]),
        st.sampled_from([0, 0, 0, 3, -3, 20, 49, 51, -51, 80, 149, 151, 299, 301, -400, 2000]),
    ),
    max_size=60,
)


def walked(steps: list[tuple[int, int]]) -> list[Told]:
    time = east = 0.0
    told = []
    for wait, step in steps:
        time, east = time + wait, east + step
        told.append(Told(time, east))
    return told


def told_of(found: Movement) -> list[tuple[int | None, ...]]:
    stays = [trip.stay for trip in found.trips]
    return [
        (s.enter_lo, s.enter_hi, s.enter_confirmed, s.exit_lo, s.exit_hi, s.exit_confirmed)
        for s in stays
    ]


@each(STEPS)
def test_the_fast_fold_is_the_one_by_the_book(steps: list[tuple[int, int]]) -> None:
    found = fold(walked(steps))
    path = found.path
    rows = list(zip(path.t.tolist(), path.lon.tolist(), path.lat.tolist(), strict=True))
    assert told_of(found) == by_the_book(rows)


@each(STEPS)
def test_a_fold_that_begins_at_a_stop_goes_on_like_the_whole(steps: list[tuple[int, int]]) -> None:
    told = records(walked(steps))
    whole = movement(told, 0, BOOK)
    for number, stop in enumerate(whole.stops):
        part = movement(told, stop.stay.enter_hi, BOOK)
        assert part.trips == whole.trips[number:]
        assert part.stops == whole.stops[number:]
        assert part.begun == whole.begun


@each(st.integers(0, 2**32 - 1))
def test_long_stretches_are_folded_as_the_book_says(seed: int) -> None:
    draw = np.random.default_rng(seed)
    steps = [(int(draw.integers(1, 40)), int(draw.normal(0, 12))) for _ in range(300)]
    drive = [(10, int(draw.integers(20, 200))) for _ in range(int(draw.integers(0, 150)))]
    found = fold(walked([*steps, *drive, *steps[:100]]))
    path = found.path
    rows = list(zip(path.t.tolist(), path.lon.tolist(), path.lat.tolist(), strict=True))
    assert told_of(found) == by_the_book(rows)
