"""USE-03 and USE-08: outside the area of the order, or of the office."""

import json
from dataclasses import replace

import pytest

from telemetry.car import Area
from telemetry.fence import Shape
from telemetry.found import Answer, unsettled
from telemetry.moment import FOREVER
from telemetry.rules.areas import off_area, off_district
from telemetry.rules.margin import margin
from telemetry.spans import holds
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    LAT,
    LON,
    M_EAST,
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


ORDER = fact("ordered", -HOUR, HOUR, "O1", area=square(1000))


def away(begin: float, end: float, east: float = 2000) -> list[Told]:
    """At home, then elsewhere, then at home again."""
    there = standing(begin, end, east, 10)
    return [
        *standing(begin - 100, begin - 10, 0, 10),
        *there,
        *standing(end + 10, end + 300, 0, 10),
    ]


def on_order(told: list[Told], *facts: Fact, papers: Papers | None = None) -> Answer:
    return off_area(car(told, (IN_SERVICE, *facts), papers))


@pytest.mark.proves("USE-03")
@pytest.mark.proves("R069")
def test_five_minutes_outside_the_area_of_the_order_are_found_and_less_is_not() -> None:
    assert on_order(away(0, 290), ORDER).found == ()
    (it,) = on_order(away(0, 300), ORDER).found
    assert (it.code, it.about, it.inputs["dwell_s"]) == ("USE-03", "O1", "300")
    began = it.stay.enter_lo, it.stay.enter_hi, it.stay.enter_confirmed
    assert tuple(map(seconds, began)) == (-10, 0, 300)
    ended = it.stay.exit_lo, it.stay.exit_hi, it.stay.exit_confirmed
    assert tuple(map(seconds, ended)) == (300, 310, 370)


@pytest.mark.proves("USE-03")
def test_25_metres_beside_the_area_are_not_outside() -> None:
    assert on_order(away(0, 600, 1024), ORDER).found == ()
    assert len(on_order(away(0, 600, 1026), ORDER).found) == 1


def test_an_order_that_draws_no_area_says_nothing() -> None:
    assert on_order(away(0, 600), fact("ordered", -HOUR, HOUR)) == Answer()
    assert on_order(away(0, 600), fact("ordered", -HOUR, HOUR, fences=("D",))) == Answer()
    assert on_order(away(0, 600), replace(ORDER, allows=None)) == Answer()
    assert on_order(away(0, 600)).found == ()


def test_the_places_of_the_order_and_the_home_are_allowed_too() -> None:
    papers = Papers(named={"D": [disc("D@1", "operating", 100, 2000)]})
    both = fact("ordered", -HOUR, HOUR, area=square(1000), fences=("D", "E"))
    assert on_order(away(0, 600), both, papers=papers).found == ()
    home = Papers(areas=(disc("base@1", "home", 100, 2000),))
    assert on_order(away(0, 600), ORDER, papers=home).found == ()
    other = Papers(areas=(disc("base@1", "operating", 100, 2000),))
    assert len(on_order(away(0, 600), ORDER, papers=other).found) == 1


@pytest.mark.proves("USE-03")
def test_a_fence_of_the_order_around_the_home_is_its_area() -> None:
    district = fact("ordered", -HOUR, HOUR, fences=("D",))
    base = (disc("base@1", "home", 100),)
    papers = Papers(areas=base, named={"D": [disc("D@1", "operating", 1000)]})
    (it,) = on_order(away(0, 600), district, papers=papers).found
    assert it.inputs["areas"] == "D@1 base@1"
    gone = replace(papers, named={"D": [replace(papers.named["D"][0], end=at(-HOUR))]})
    assert on_order(away(0, 600), district, papers=gone).found == ()


def test_a_fence_that_the_way_from_home_does_not_lie_in_is_a_place() -> None:
    base, near = disc("base@1", "home", 100), disc("D@1", "operating", 1000)
    order = fact("ordered", -HOUR, HOUR, fences=("D", "E"))
    for east, count in ((800, 1), (5000, 0)):
        named = {"D": [near], "E": [disc("E@1", "operating", 100, east)]}
        papers = Papers(areas=(base,), named=named)
        assert len(on_order(away(0, 600), order, papers=papers).found) == count
    elsewhere = Papers(areas=(disc("base@1", "home", 100, 5000),), named={"D": [near]})
    assert on_order(away(0, 600), order, papers=elsewhere).found == ()


def test_before_and_after_the_order_nobody_asks() -> None:
    (it,) = on_order(away(0, 2 * HOUR), fact("ordered", 600, HOUR, area=square(1000))).found
    assert (seconds(it.stay.enter_lo), seconds(it.stay.enter_hi)) == (590, 600)
    assert (seconds(it.stay.exit_lo), seconds(it.stay.exit_hi)) == (HOUR - 10, HOUR)
    assert it.inputs["areas"] == "order"


def test_each_order_has_its_own_finding() -> None:
    second = fact("ordered", HOUR, 2 * HOUR, "O2", area=square(1000))
    found = on_order(away(0, 2 * HOUR), second, ORDER).found
    assert [it.about for it in found] == ["O1", "O2"]


def test_near_the_edge_it_is_asked_again_five_minutes_after_a_good_record() -> None:
    assert on_order(standing(-600, 0, 955), ORDER).due == at(300) + 1
    outside = on_order(away(0, 100)[:21], ORDER)
    assert (outside.found, outside.due) == ((), at(300))
    begun = [*standing(-600, 0), Told(30, 80)]
    assert on_order(begun, ORDER).due == at(330) + 1


def test_a_car_that_is_parked_far_inside_is_not_asked_again() -> None:
    assert on_order(standing(-600, 0, 940), ORDER).due == FOREVER
    assert of_office(standing(-600, 0)).due == FOREVER
    ends = replace(CITY, areas=(replace(CITY.areas[0], end=at(900)),))
    assert of_office(standing(-600, 0), papers=ends).due == at(900 + 600)
    later = replace(CITY, areas=(replace(CITY.areas[0], begin=at(900)),))
    assert of_office(standing(-600, 0), papers=later).due == at(600) + 1


def test_a_car_on_the_road_is_asked_when_it_can_have_left() -> None:
    there = [*standing(-600, 0), *driving(0, 60)]
    due = on_order(there, ORDER).due
    assert at(60 + 300 + 6.9) < due <= at(60 + 300 + 7.2)  # 400 m at 200 km/h


def test_it_is_asked_again_five_minutes_into_the_next_order() -> None:
    there = standing(-600, 0, 955)
    assert on_order(there, fact("ordered", 600, 900, area=square(1000))).due == at(900)
    assert on_order(there, fact("ordered", -900, -600, area=square(1000))).due == FOREVER
    assert on_order([], fact("ordered", 600, 900, area=square(1000))).due == FOREVER


def test_a_stay_that_lasts_is_asked_for_its_end() -> None:
    answer = on_order(standing(0, 600, 2000), ORDER)
    assert answer.found[0].stay.flags == {"entry_unseen", "open"}
    assert answer.due == at(660) + 1
    back = on_order([*standing(0, 600, 2000), Told(630, 0)], ORDER)
    assert back.due == at(690)


def test_no_window_begins_outside_the_area() -> None:
    busy = unsettled([on_order(away(0, 100), ORDER)])
    assert [holds(busy, at(each)) for each in (-10, 0, 100, 110)] == [False, True, True, False]


def test_a_window_sees_its_own_part_alone() -> None:
    whole = car(away(0, 400), (ORDER,))
    assert off_area(replace(whole, begin=at(310))).found == ()
    assert off_area(replace(whole, end=at(0))).found == ()
    assert len(off_area(replace(whole, begin=at(-50), end=at(1))).found) == 1
    assert len(off_area(replace(whole, begin=at(0))).found) == 1


CITY = Papers(areas=(disc("city@1", "operating", 1000),))


def of_office(told: list[Told], *facts: Fact, papers: Papers = CITY) -> Answer:
    return off_district(car(told, (IN_SERVICE, *facts), papers))


@pytest.mark.proves("USE-08")
@pytest.mark.proves("R013")
def test_ten_minutes_outside_the_enforcement_area_are_found_and_less_is_not() -> None:
    assert of_office(away(0, 590)).found == ()
    (it,) = of_office(away(0, 600)).found
    assert (it.code, it.about, it.inputs["areas"]) == ("USE-08", "", "city@1")


@pytest.mark.proves("USE-08")
def test_an_order_across_areas_or_an_emergency_allows_it() -> None:
    for allows in ({"cross_area": True}, {"emergency": True}):
        assert of_office(away(0, 900), fact("ordered", -600, HOUR, **allows)).found == ()
    assert len(of_office(away(0, 900), fact("ordered", -600, HOUR)).found) == 1


def test_other_cars_have_no_enforcement_area() -> None:
    assert of_office(away(0, 900), papers=replace(CITY, category="EMERGENCY_SUPPORT")) == Answer()
    assert len(of_office(away(0, 900), papers=replace(CITY, category="ADMIN_ENFORCEMENT")).found)


def test_a_plan_without_operating_areas_bounds_nothing() -> None:
    home = Papers(areas=(disc("base@1", "home", 100),))
    assert of_office(away(0, 900), papers=home) == Answer()


def test_while_no_area_is_in_force_a_car_is_outside_of_nothing() -> None:
    city = CITY.areas[0]
    later: tuple[Area, ...] = (replace(city, begin=at(300)),)
    (it,) = of_office(away(0, 1200), papers=Papers(areas=later)).found
    assert (seconds(it.stay.enter_hi), it.inputs["areas"]) == (300, "city@1")


def test_any_of_several_areas_will_do() -> None:
    more = (*CITY.areas, disc("east@1", "operating", 500, 2000))
    assert of_office(away(0, 900), papers=Papers(areas=more)).found == ()


def test_a_car_out_of_service_has_no_area() -> None:
    assert off_district(car(away(0, 900), (), CITY)).found == ()


def test_a_silence_breaks_the_ten_minutes() -> None:
    told = [Told(0, 0), Told(10, 2000), Told(920, 2000), Told(1510, 2000)]
    assert of_office(told).found == ()
    assert len(of_office([*told, Told(1520, 2000)]).found) == 1


def test_how_far_inside_a_place_is() -> None:
    field = Shape.compiled(json.loads(square(1000)))
    line = {"type": "LineString", "coordinates": [[LON, LAT], [LON + 0.1, LAT]]}
    way = Shape.compiled(line, half_width_m=100)
    told = [margin(shape, LON + 300 / M_EAST, LAT) for shape in (field, CITY.areas[0].shape, way)]
    assert told == [pytest.approx(metres * 0.99, abs=1) for metres in (700, 700, 100)]
    assert margin(field, LON + 1001 / M_EAST, LAT) == 0
    assert margin(CITY.areas[0].shape, LON + 1001 / M_EAST, LAT) == 0
