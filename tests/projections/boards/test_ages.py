"""How old cars are: used on after the term, gone, and next in turn."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.boards.ages import planner, profile, reuse
from projections.views.disposals import Disposal
from projections.views.vehicles import Vehicle
from tests.projections.papers import at

TODAY = date(2026, 3, 2)
CAR = Vehicle(
    "C1", "浙A1", "A", "MAIL", "available", slot="S1", first_registered=date(2014, 3, 2)
)  # fmt: skip


@pytest.mark.proves("R034")
@pytest.mark.parametrize(
    ("born", "age", "used_on"),
    [
        (date(2014, 3, 2), 12, 4),
        (date(2014, 3, 3), 11, 3),
        (date(2018, 3, 2), 8, 0),
        (date(2020, 1, 1), 6, 0),
    ],
)
def test_years_past_the_term_of_eight_are_a_saving(born: date, age: int, used_on: int) -> None:
    [line] = reuse([replace(CAR, first_registered=born)], TODAY)
    assert (line["first_registered"], line["age_years"]) == (born.isoformat(), age)
    assert line["reuse_years"] == used_on


@pytest.mark.proves("R034")
def test_only_cars_that_are_kept_and_dated_are_used_on_the_oldest_first() -> None:
    older = replace(CAR, vehicle="C0", first_registered=date(2010, 1, 1))
    gone = replace(CAR, vehicle="C8", stage="written_off")
    undated = replace(CAR, vehicle="C9", first_registered=None)
    lines = reuse([CAR, gone, undated, older], TODAY)
    assert [line["vehicle"] for line in lines] == ["C0", "C1"]


def disposed(number: int, born: date | None) -> tuple[Disposal, Vehicle]:
    """A car that was gone on 2 March 2026."""
    case = Disposal(f"D{number}", f"C{number}", "A", None, "MAIL", "WORN", stage="completed")
    gone = replace(case, ended_at=at("2026-03-01T17:00:00"))
    return gone, replace(CAR, vehicle=f"C{number}", first_registered=born)


@pytest.mark.proves("R036")
@pytest.mark.proves("R120")
def test_68_of_81_disposed_cars_are_83_95_percent() -> None:
    born = [date(2014, 3, 2) if n < 68 else date(2014, 3, 3) for n in range(81)]
    pairs = [disposed(n, day) for n, day in enumerate(born)]
    [line] = profile([case for case, _ in pairs], {car.vehicle: car for _, car in pairs})
    assert (line["disposed"], line["age_known"], line["reused"]) == (81, 81, 68)
    assert (line["share_percent"], line["mean_age_years"]) == (83.95, 11.84)


@pytest.mark.proves("R120")
def test_a_disposed_car_of_unknown_age_is_counted_and_has_no_share() -> None:
    case, car = disposed(1, None)
    unknown = {"disposed": 1, "age_known": 0, "reused": 0}
    for known in ({}, {"C1": car}):
        [line] = profile([case], known)
        assert line == unknown | {"share_percent": None, "mean_age_years": None}


def test_while_no_car_is_gone_there_is_no_profile() -> None:
    assert profile([replace(disposed(1, None)[0], ended_at=None)], {}) == []


FLEET = [
    replace(CAR, vehicle="C1", first_registered=date(2019, 1, 1)),
    replace(CAR, vehicle="C2", first_registered=date(2012, 1, 1)),
    replace(CAR, vehicle="C3", first_registered=date(2012, 1, 1)),
    replace(CAR, vehicle="C4", unit="B"),
]


@pytest.mark.proves("R047")
def test_each_unit_replaces_its_oldest_car_first() -> None:
    outside = [replace(CAR, slot=None), replace(CAR, stage="disposed")]
    lines = planner([*FLEET, *outside, replace(CAR, first_registered=None)], TODAY)
    assert [(line["unit"], line["rank"], line["vehicle"]) for line in lines] == [
        ("A", 1, "C2"),
        ("A", 2, "C3"),
        ("A", 3, "C1"),
        ("B", 1, "C4"),
    ]
    assert [line["eligible"] for line in lines] == [True, True, False, True]


@pytest.mark.proves("R047")
@given(st.permutations(FLEET))
def test_the_same_cars_in_any_order_have_the_same_ranks(cars: list[Vehicle]) -> None:
    assert planner(cars, TODAY) == planner(FLEET, TODAY)
