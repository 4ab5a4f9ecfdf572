"""USE-07: from one place in the morning and back to it in the evening."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from telemetry.car import Area
from telemetry.day import Day, Place, Table
from telemetry.found import Found
from telemetry.rulebook import Rulebook
from telemetry.rules.commuting import Ends, commuting, ends
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    LAT,
    LON,
    M_EAST,
    Papers,
    Told,
    at,
    disc,
    driving,
    fact,
    standing,
)
from tests.telemetry.terminals import heard

MONDAY = date(2026, 9, 21)
WEEKENDS = Rulebook(off_days={MONDAY + timedelta(n): n % 7 > 4 for n in range(100)})
SO_LONG = 54_000
"""A local day, in seconds after nine: from midnight to midnight."""
BASE = disc("base@1", "home", 300)


def place(number: int, metres: float = 0) -> Place:
    """So far east of somebody's home, on the evening of a day."""
    return Place(number * 1000, LON + metres / M_EAST, LAT)


def days(*told: tuple[float, float] | None) -> list[Day]:
    """Of each workday from a Monday on: where it began and where it ended; None: in order."""
    rows = []
    for number, both in enumerate(told):
        day = MONDAY + timedelta(number + number // 5 * 2)
        left, came = (
            (None, None) if both is None else (place(number, both[0]), place(number, both[1]))
        )
        rows.append(Day(day, number * 1000, number * 1000 + 9, left=left, came=came))
    return rows


def said(rows: Sequence[Day], until: date = date(2027, 1, 1)) -> list[Found]:
    """What is said of these days."""
    return [*commuting(Table(rows, until, WEEKENDS)).found]


HOME, NO = (0.0, 0.0), None


@pytest.mark.proves("USE-07", "R086")
@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([HOME] * 6, 1),
        ([HOME] * 5, 0),
        ([HOME, NO, HOME, NO, HOME, NO, HOME, NO, HOME, HOME], 1),  # six of ten
        ([HOME, NO, HOME, NO, HOME, NO, HOME, NO, HOME, NO, HOME], 0),  # six of eleven
        ([(0, 199)] * 6, 1),
        ([(0, 201)] * 6, 0),  # not the same place
        ([HOME, (300, 300)] * 5, 0),  # five at one place and five at another
        ([HOME] * 3 + [(199, 199)] * 3, 1),
    ],
)
def test_the_same_place_at_both_ends_of_six_of_ten_workdays(
    told: list[tuple[float, float] | None], found: int
) -> None:
    assert len(said(days(*told))) == found


@pytest.mark.proves("USE-07")
def test_it_is_told_from_its_first_evening_and_certain_with_the_sixth() -> None:
    (found,) = said(days(NO, *[HOME] * 8), until=MONDAY + timedelta(11))
    assert (found.stay.enter_lo, found.stay.enter_hi, found.stay.enter_confirmed) == (
        None,
        1000,
        6000,
    )
    assert found.stay.flags == {"open", "entry_unseen"}
    assert found.inputs["days"].split()[::5] == ["2026-09-22", "2026-09-29"]
    assert found.inputs["of_workdays"] == "10"
    assert found.inputs["place"] == f"{LON:.6f},{LAT:.6f}"


@pytest.mark.proves("USE-07")
def test_it_ends_with_the_first_workday_on_which_it_is_not_enough_any_more() -> None:
    (found,) = said(days(*[HOME] * 6, *[NO] * 8))
    assert (found.stay.exit_lo, *found.stay.flags) == (5000, "entry_unseen")
    ended = MONDAY + timedelta(14)  # the eleventh workday
    assert found.stay.exit_hi == at(0) + ((ended - MONDAY).days * 86_400 + SO_LONG) * 1_000_000


@pytest.mark.proves("USE-07")
def test_it_ends_too_when_nothing_is_heard_of_the_car_any_more() -> None:
    (found,) = said(days(*[HOME] * 6))
    assert found.stay.exit_hi is not None
    (found,) = said(days(*[HOME] * 6), until=MONDAY + timedelta(14))
    assert found.stay.exit_hi is None


@pytest.mark.proves("USE-07")
def test_two_times_are_two_findings() -> None:
    assert len(said(days(*[HOME] * 6, *[NO] * 10, *[HOME] * 6))) == 2


@pytest.mark.proves("USE-07")
def test_days_off_do_not_count() -> None:
    weekend = [Day(MONDAY + timedelta(n), n, n, left=place(n), came=place(n)) for n in (5, 6)]
    assert said([*days(*[HOME] * 5), *weekend]) == []
    assert said([]) == []


def one_day(*told: Told, facts: Sequence[Fact] = (), areas: Sequence[Area] = (BASE,)) -> Ends:
    """Where this Monday began and ended."""
    span = at(-32_400), at(SO_LONG)
    return ends(heard(told, [IN_SERVICE, *facts], Papers(areas=areas)), span)


def going(begin: float, east: float, to: float) -> list[Told]:
    """A trip of ten minutes, and half an hour there."""
    way = driving(begin, begin + 600, east, mps=(to - east) / 600)
    return [*way, *standing(begin + 610, begin + 2400, to, every=60)]


NIGHT = standing(-50_000, -3600, 6000, every=600)
BACK = [*going(-3600, 6000, 0), *going(30_000, 0, 6000), *standing(33_000, 60_000, 6000, every=600)]


@pytest.mark.proves("USE-07")
def test_a_day_is_told_by_the_stop_before_its_first_trip_and_the_one_after_its_last() -> None:
    left, came = one_day(*NIGHT, *BACK)
    assert left is not None
    assert came is not None
    assert (left.at, came.at) == (at(-50_000), at(30_600))
    assert left.lon == pytest.approx(came.lon, abs=1e-5)


@pytest.mark.proves("USE-07")
def test_at_home_is_in_order_at_either_end() -> None:
    home = standing(-50_000, -3600, 0, every=600)
    assert one_day(*home, *going(-3600, 0, 6000)).left is None
    assert one_day(*NIGHT, *going(-3600, 6000, 0)).came is None


@pytest.mark.proves("USE-07")
def test_an_order_that_has_it_out_overnight_explains_it() -> None:
    morning = fact("ordered", -60_000, 0, "O1", overnight=True)
    left, came = one_day(*NIGHT, *BACK, facts=[morning])
    assert (left is None, came is None) == (True, False)
    evening = fact("ordered", 20_000, 70_000, "O1", overnight=True)
    assert one_day(*NIGHT, *BACK, facts=[evening]).came is None


@pytest.mark.proves("USE-07")
def test_a_day_without_a_trip_or_that_ends_on_the_road_has_no_ends() -> None:
    assert one_day(*NIGHT, *standing(-3000, 60_000, 6000, every=600)) == Ends(None, None)
    late = driving(SO_LONG - 300, SO_LONG + 300, 6000)
    assert one_day(*NIGHT, *BACK[:-30], *late).came is None
    tomorrow = going(SO_LONG + 300, 6000, 0)
    assert one_day(*NIGHT, *BACK[:-30], *standing(33_000, SO_LONG, 6000), *tomorrow).came


@pytest.mark.proves("USE-07")
def test_out_of_service_or_without_a_home_nobody_can_tell() -> None:
    assert one_day(*NIGHT, *BACK, areas=()) == Ends(None, None)
    span = at(-32_400), at(SO_LONG)
    assert ends(heard([*NIGHT, *BACK], [], Papers(areas=(BASE,))), span) == Ends(None, None)
