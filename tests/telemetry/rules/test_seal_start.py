"""SEAL-02: where was it when the seal began, as far as anybody knows."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from telemetry.car import Area, Car
from telemetry.found import Answer
from telemetry.moment import FOREVER
from telemetry.rules.seal_start import Check, checks, seal_start
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import (
    IN_SERVICE,
    Papers,
    Told,
    at,
    disc,
    driving,
    fact,
    standing,
)
from tests.telemetry.terminals import heard, times

BASE = disc("base@1", "home", 300)
AWAY = 5000.0
MIDNIGHT, END = 54_000, 200_000
SEAL = fact("sealed", MIDNIGHT, END, "P1")


def car(
    told: Sequence[Told],
    *facts: Fact,
    areas: Sequence[Area] = (BASE,),
    now: float | None = None,
) -> Car:
    """A car in service, sealed from midnight on."""
    more = {} if now is None else {"now": at(now)}
    return heard(told, [IN_SERVICE, *(facts or (SEAL,))], Papers(areas=areas), **more)


def said(told: Sequence[Told], *facts: Fact, **more: object) -> Answer:
    """What is said of it."""
    return seal_start(car(told, *facts, **more))  # type: ignore[arg-type]


def there(until: float, east: float = AWAY, since: float = MIDNIGHT - 3000) -> list[Told]:
    """Standing somewhere, heard of every five minutes."""
    return standing(since, until, east, every=300)


@pytest.mark.proves("SEAL-02", "R077", "R078")
def test_a_car_that_stands_outside_when_the_seal_begins_is_found_without_a_crossing() -> None:
    (found,) = said(there(MIDNIGHT + 600)).found
    assert times(Answer((found,))) == [(MIDNIGHT, MIDNIGHT, MIDNIGHT, None, None, None)]
    assert found.stay.flags == {"open"}
    assert found.about == "P1"
    assert found.inputs == {"period": "P1", "areas": "base@1", "fix_age_s": "0"}


@pytest.mark.proves("SEAL-02")
@pytest.mark.parametrize("east", [0, 300, 324])
def test_at_home_or_too_near_to_tell_is_no_finding(east: float) -> None:
    assert said(there(MIDNIGHT + 600, east)).found == ()


@pytest.mark.proves("SEAL-02")
def test_nothing_is_said_before_it_begins() -> None:
    answer = said(there(MIDNIGHT - 600))
    assert (answer.found, answer.due) == ((), at(MIDNIGHT))
    assert said(there(MIDNIGHT - 600), now=MIDNIGHT).found


@pytest.mark.proves("SEAL-02")
@pytest.mark.parametrize("age", [5400, 5401])
def test_a_parked_car_is_known_for_three_heartbeats(age: int) -> None:
    told = standing(MIDNIGHT - age - 3000, MIDNIGHT - age, AWAY)
    answer = said(told, now=MIDNIGHT + 1)
    assert bool(answer.found) == (age == 5400)
    assert answer.due == (at(END) if age == 5400 else at(MIDNIGHT))


@pytest.mark.proves("SEAL-02")
@pytest.mark.parametrize("age", [900, 901])
def test_a_car_on_the_road_is_known_for_a_quarter_of_an_hour(age: int) -> None:
    left = MIDNIGHT - age - 600
    told = [*standing(left - 600, left), *driving(left, left + 600)]
    assert bool(said(told, now=MIDNIGHT + 1).found) == (age == 900)


@pytest.mark.proves("SEAL-02")
def test_it_becomes_known_later_that_it_stood_outside() -> None:
    told = [*there(MIDNIGHT - 9000, since=MIDNIGHT - 12_000), *there(MIDNIGHT + 9000, since=60_000)]
    (found,) = said(told).found
    assert found.stay.flags == {"gap_at_entry", "open"}
    assert times(Answer((found,)))[0][:3] == (MIDNIGHT - 9000, MIDNIGHT, 60_000)
    assert found.inputs["fix_age_s"] == "9000"


@pytest.mark.proves("SEAL-02")
def test_a_gap_that_ends_outside_shows_it_too_and_one_that_ends_at_home_shows_nothing() -> None:
    home = there(MIDNIGHT - 9000, 0, MIDNIGHT - 12_000)
    assert len(said([*home, *there(63_000, since=60_000)]).found) == 1
    away = there(MIDNIGHT - 9000, since=MIDNIGHT - 12_000)
    assert said([*away, *there(63_000, 0, since=60_000)]).found == ()


@pytest.mark.proves("SEAL-02")
def test_a_car_first_heard_of_under_seal_is_away_from_then_on() -> None:
    (found,) = said(there(63_000, since=60_000)).found
    assert times(Answer((found,)))[0][:3] == (None, 60_000, 60_000)
    assert found.stay.flags == {"entry_unseen", "open"}
    assert "fix_age_s" not in found.inputs


@pytest.mark.proves("SEAL-02")
def test_late_records_show_that_it_was_at_home() -> None:
    away = there(MIDNIGHT - 1800, since=MIDNIGHT - 5000)
    back = [*driving(51_900, 52_400, AWAY, mps=-10), *there(MIDNIGHT + 900, 0, 52_500)]
    assert said(away, now=MIDNIGHT + 900).found
    assert said([*away, *back]).found == ()


@pytest.mark.proves("SEAL-02")
def test_one_wrong_place_among_good_ones_is_no_finding() -> None:
    """Scenario S07: a drift fix, with good fixes at its place before and after."""
    home = [*there(MIDNIGHT - 300, 0), Told(MIDNIGHT, 600), *there(57_000, 0, MIDNIGHT + 300)]
    assert said(home).found == ()
    assert said(home[:11]).found == ()  # while nobody knows what comes next
    silent = [*there(MIDNIGHT - 9000, 0, MIDNIGHT - 12_000), Told(60_000, 600)]
    assert said(silent).found == ()
    assert said(silent).due == at(MIDNIGHT)
    assert said([*silent, *there(63_000, 0, 60_060)]).found == ()


@pytest.mark.proves("SEAL-02")
def test_it_ends_when_the_car_is_at_home() -> None:
    back = [*driving(60_000, 60_500, AWAY, mps=-10), *standing(60_510, 61_000, 0)]
    answer = said([*there(60_000), *back])
    assert times(answer)[0][3:] == (60_460, 60_470, 60_500)
    assert answer.found[0].stay.exit_fixes == 4
    assert answer.due == FOREVER


@pytest.mark.proves("SEAL-02")
def test_a_parked_terminal_that_seldom_speaks_shows_its_return_too() -> None:
    answer = said([*there(60_000), Told(63_600, 0), Told(67_200, 0)])
    assert times(answer)[0][3:] == (60_000, 63_600, 67_200)


@pytest.mark.proves("SEAL-02")
def test_it_ends_with_the_seal_or_the_exemption_from_it() -> None:
    told = there(END + 1000)
    assert times(said(told))[0][3:] == (END, END, END)
    exempt = fact("exempt", 100_000, 150_000, "P1")
    (found,) = times(said(told, SEAL, exempt))
    assert found[3:] == (100_000, 100_000, 100_000)
    assert said(there(60_000)).due == at(END)


@pytest.mark.proves("SEAL-02")
def test_who_is_exempt_when_it_begins_need_not_be_at_home_then() -> None:
    exempt = fact("exempt", MIDNIGHT, 60_000, "P1")
    assert said(there(63_000), SEAL, exempt).found == ()


@pytest.mark.proves("SEAL-02")
def test_a_seal_that_becomes_known_later_is_judged_like_any_other() -> None:
    told = there(100_000)
    assert said(told, fact("exempt")).found == ()
    assert len(said(told, SEAL).found) == 1


@pytest.mark.proves("SEAL-02")
def test_two_seals_are_two_findings() -> None:
    seals = fact("sealed", MIDNIGHT, 60_000, "P1"), fact("sealed", 70_000, 80_000, "P2")
    found = said(there(90_000), *seals).found
    assert [(it.about, it.stay.exit_hi) for it in found] == [("P1", at(60_000)), ("P2", at(80_000))]


@pytest.mark.proves("SEAL-02")
def test_a_car_on_its_way_or_next_door_is_looked_at_with_every_record() -> None:
    away = [*there(60_000), *driving(60_000, 60_100, AWAY)]
    assert said(away).due == at(60_100)
    assert said(there(60_000, 424)).due == at(60_000)
    assert said(there(60_000, 426)).due == at(END)
    wider = replace(BASE, begin=at(70_000), name="base@2")
    assert said(there(60_000), areas=(replace(BASE, end=at(70_000)), wider)).due == at(70_000)


@pytest.mark.proves("SEAL-02")
def test_without_a_home_nobody_can_tell() -> None:
    assert said(there(60_000), areas=()).found == ()
    ends = replace(BASE, end=at(55_000))
    came = [*there(56_000), *driving(56_000, 56_500, AWAY, mps=-10), *standing(56_510, 58_000, 0)]
    assert said(came, areas=(ends,)).found[0].stay.exit_hi is None


@pytest.mark.proves("SEAL-02")
def test_a_car_out_of_service_need_not_be_at_home() -> None:
    assert seal_start(heard(there(60_000), [SEAL], Papers(areas=(BASE,)))).found == ()


@pytest.mark.proves("SEAL-02", "R078")
@pytest.mark.parametrize(
    ("told", "place", "age"),
    [
        (there(60_000), "OUTSIDE", 0),
        (there(MIDNIGHT - 100, 0), "INSIDE", 300),
        (there(60_000, 320), "UNKNOWN", 0),
        (there(MIDNIGHT - 9000, 0, MIDNIGHT - 12_000), "UNKNOWN", 9000),
        (there(63_000, since=60_000), "OUTSIDE", None),
        (there(63_000, 0, since=60_000), "UNKNOWN", None),
    ],
)
def test_the_start_check_says_inside_outside_or_unknown(
    told: list[Told], place: str, age: int | None
) -> None:
    (check,) = checks(car(told, now=63_000))
    assert (check.place, check.fix_age_s, check.fences) == (place, age, ("base@1",))
    assert (check.period, check.at) == ("P1", at(MIDNIGHT))


def test_only_the_seals_of_the_window_that_have_begun_are_checked() -> None:
    told = there(60_000)
    assert checks(car(told, now=MIDNIGHT - 1)) == []
    assert checks(replace(car(told), end=at(MIDNIGHT))) == []
    assert checks(car(told, areas=())) == [
        Check("P1", at(MIDNIGHT), "UNKNOWN", 0, (), at(MIDNIGHT))
    ]
