"""USE-04 and USE-05: long stops at places that no order names."""

from dataclasses import replace

import pytest

from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.rules.places import long_stop, sensitive_stop
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Papers,
    Told,
    at,
    car,
    disc,
    driving,
    fact,
    seconds,
    square,
    standing,
)

HOUR = 3600
ORDER = fact("ordered", -HOUR, 6 * HOUR, "O1", fences=("A",))
PAPERS = Papers(
    areas=(disc("base@1", "home", 100),),
    named={
        "A": [disc("A@1", "operating", 100, 9000)],
        "B": [disc("B@1", "operating", 100, 3000)],
        "sensitive-2021": [disc("sensitive-2021.lake@3", "operating", 150, 3000)],
    },
)
THERE = [*standing(-600, 0), *driving(0, 300)]


def stopped(lasts: float, every: float = 60) -> list[Told]:
    """A stop 3 km from home, from 300 s on, and home again."""
    end = 300 + lasts
    stop = standing(300 + every, end, 3000, every)
    back = driving(end, end + 300, 3000, mps=-10)
    return [*THERE, *stop, *back, *standing(end + 310, end + 900)]


def unexplained(told: list[Told], *facts: Fact, papers: Papers = PAPERS) -> Answer:
    return long_stop(car(told, (IN_SERVICE, *facts), papers))


@pytest.mark.proves("USE-04")
@pytest.mark.proves("R075")
def test_two_hours_at_a_place_that_is_not_on_the_order_are_found_and_less_is_not() -> None:
    assert unexplained(stopped(7199, 59.5), ORDER).found == ()
    (it,) = unexplained(stopped(7200), ORDER).found
    assert (it.code, it.inputs["orders"], it.inputs["limit_s"]) == ("USE-04", "O1", "7200")
    told = it.stay.enter_lo, it.stay.enter_hi, it.stay.enter_confirmed, it.stay.exit_lo
    assert tuple(map(seconds, told)) == (290, 300, 7500, 7500)


@pytest.mark.proves("USE-04")
def test_200_metres_beside_a_place_of_the_order_are_at_it() -> None:
    for east, count in ((3299, 0), (3301, 1)):
        near = replace(PAPERS, named={"A": [disc("A@1", "operating", 100, east)]})
        assert len(unexplained(stopped(8000), ORDER, papers=near).found) == count


def test_the_area_that_an_order_draws_is_its_place() -> None:
    drawn = fact("ordered", -HOUR, 6 * HOUR, area=square(2900))
    assert unexplained(stopped(8000), drawn).found == ()
    assert len(unexplained(stopped(8000), replace(drawn, allows=ORDER.allows)).found) == 1
    small = fact("ordered", -HOUR, 6 * HOUR, area=square(2700))
    assert len(unexplained(stopped(8000), small).found) == 1


def test_an_order_without_places_explains_every_stop() -> None:
    assert unexplained(stopped(8000), fact("ordered", -HOUR, 6 * HOUR)).found == ()
    assert unexplained(stopped(8000), ORDER, fact("ordered", 0, HOUR)).found == ()


def test_a_place_that_nobody_knows_any_more_explains_nothing() -> None:
    gone = replace(PAPERS, named={"A": [replace(PAPERS.named["B"][0], end=at(0))]})
    assert len(unexplained(stopped(8000), ORDER, papers=gone).found) == 1


def test_home_is_no_place_on_the_way() -> None:
    home = replace(PAPERS, areas=(disc("base@1", "home", 100, 3000),))
    assert unexplained(stopped(8000), ORDER, papers=home).found == ()


def test_without_an_order_a_stop_is_not_on_the_way() -> None:
    assert unexplained(stopped(8000)).found == ()
    assert unexplained(stopped(8000), replace(ORDER, begin=at(HOUR))).found == ()


def test_only_the_time_of_the_order_counts() -> None:
    short = replace(ORDER, end=at(7500 - 600))
    assert unexplained(stopped(8000), short).found == ()
    assert len(unexplained(stopped(8000), replace(short, end=at(7501 - 600))).found) == 1


def test_of_two_orders_the_longer_one_counts() -> None:
    short = replace(ORDER, end=at(7500 - 600))
    assert len(unexplained(stopped(8000), short, ORDER).found) == 1


def test_a_stop_is_on_the_way_from_the_first_to_the_last_moment_of_an_order() -> None:
    for begin, count in ((900, 1), (901, 0)):  # the grace is ten minutes, the stop begins at 300
        assert len(unexplained(stopped(8000), replace(ORDER, begin=at(begin))).found) == count
    assert unexplained(stopped(8000), replace(ORDER, end=at(-300))).found == ()


def test_a_version_of_a_place_explains_a_stop_that_begins_in_its_time() -> None:
    here = PAPERS.named["B"][0]
    for area, count in (
        (replace(here, begin=at(300)), 0),
        (replace(here, begin=at(301)), 1),
        (replace(here, end=at(301)), 0),
        (replace(here, end=at(300)), 1),
    ):
        papers = replace(PAPERS, named={"A": [area]})
        assert len(unexplained(stopped(8000), ORDER, papers=papers).found) == count


def test_a_stop_that_lasts_is_asked_again_when_it_is_too_long() -> None:
    there = [*THERE, *standing(310, 900, 3000)]
    assert (unexplained(there, ORDER).found, unexplained(there, ORDER).due) == ((), at(7500))
    assert unexplained(there, replace(ORDER, end=at(6000))).due == FOREVER
    lasts = unexplained([*THERE, *standing(310, 8000, 3000)], ORDER)
    assert lasts.found[0].stay.flags == {"open"}
    assert lasts.due == FOREVER


def test_a_window_that_begins_with_the_stop_finds_it() -> None:
    whole = car(stopped(8000), (IN_SERVICE, ORDER), PAPERS)
    (it,) = long_stop(replace(whole, begin=at(300))).found
    assert seconds(it.stay.enter_lo) == 290
    assert long_stop(replace(whole, end=at(300))).found == ()


def sensitive(told: list[Told], *facts: Fact, papers: Papers = PAPERS) -> tuple[Found, ...]:
    return sensitive_stop(car(told, (IN_SERVICE, *facts), papers)).found


@pytest.mark.proves("USE-05")
@pytest.mark.proves("R086")
def test_a_quarter_of_an_hour_at_a_sensitive_place_is_found_and_less_is_not() -> None:
    assert sensitive(stopped(899, 29), ORDER) == ()
    (it,) = sensitive(stopped(900), ORDER)
    assert (it.code, it.about) == ("USE-05", "sensitive-2021.lake")
    assert (it.inputs["place"], it.inputs["layer"]) == ("sensitive-2021.lake@3", "sensitive-2021")


@pytest.mark.proves("USE-05")
def test_an_order_that_names_the_place_allows_it() -> None:
    there = fact("ordered", -HOUR, 6 * HOUR, fences=("sensitive-2021.lake",))
    assert sensitive(stopped(1800), there) == ()
    for begin, count in ((1800, 0), (1801, 1)):  # the grace; the stop is too long at 1200
        late = replace(there, begin=at(begin), end=at(9999))
        assert len(sensitive(stopped(1800), late)) == count
    for end, count in ((-299, 0), (-300, 1)):
        assert len(sensitive(stopped(1800), replace(there, end=at(end)))) == count


def test_without_any_order_it_is_found_as_well() -> None:
    assert len(sensitive(stopped(1800))) == 1


def test_beside_the_place_it_is_not_in_it() -> None:
    for east, count in ((3149, 1), (3151, 0)):
        lake = replace(disc("lake@1", "operating", 150, east))
        beside = replace(PAPERS, named={"sensitive-2021": [lake]})
        assert len(sensitive(stopped(1800), papers=beside)) == count


def test_a_place_that_is_not_listed_any_more_is_none() -> None:
    lake = PAPERS.named["sensitive-2021"][0]
    for area, count in (
        (replace(lake, end=at(300)), 0),
        (replace(lake, end=at(301)), 1),
        (replace(lake, begin=at(300)), 1),
        (replace(lake, begin=at(301)), 0),
    ):
        papers = replace(PAPERS, named={"sensitive-2021": [area]})
        assert len(sensitive(stopped(1800), papers=papers)) == count


def test_who_is_at_home_or_out_of_service_is_not_suspected() -> None:
    home = replace(PAPERS, areas=(disc("base@1", "home", 100, 3000),))
    assert sensitive(stopped(1800), papers=home) == ()
    assert sensitive_stop(car(stopped(1800), (), PAPERS)).found == ()
