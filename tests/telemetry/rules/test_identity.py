"""TERM-07: one terminal in two places, and two links that claim its number."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from telemetry.fix import Quality
from telemetry.found import Answer
from telemetry.moment import FOREVER
from telemetry.rules.identity import identity
from tests.telemetry.on_the_road import IN_SERVICE, Told, at, fact, standing
from tests.telemetry.terminals import Heard, heard, times

FAR = 40_000.0
HERE = standing(0, 300)


def there(begin: float, end: float, **more: object) -> list[Told]:
    """Standing forty kilometres away."""
    return standing(begin, end, FAR, **more)  # type: ignore[arg-type]


def said(*parts: Sequence[Told]) -> Answer:
    """What is said of a car in service."""
    return identity(heard([row for part in parts for row in part], [IN_SERVICE]))


@pytest.mark.proves("TERM-07", "R061", "R087")
@pytest.mark.parametrize(("wait", "leaps"), [(575, True), (577, False)])
def test_faster_than_250_km_h_between_two_places_is_a_leap(wait: float, *, leaps: bool) -> None:
    answer = said(HERE, there(300 + wait, 3000))
    begin = 300 + wait
    found = [(300, begin, begin, begin, begin + 30, begin + 900)]
    assert times(answer) == (found if leaps else [])


@pytest.mark.proves("TERM-07")
@pytest.mark.parametrize(("metres", "leaps"), [(999, False), (1001, True)])
def test_a_receiver_that_finds_its_place_again_is_no_leap(metres: float, *, leaps: bool) -> None:
    answer = said(HERE, standing(305, 3000, metres))
    assert bool(answer.found) == leaps
    if leaps:
        assert answer.found[0].inputs == {
            "device": "T1", "jump_kmh": "250", "leap_m": "1000", "metres": "1001"
        }  # fmt: skip


@pytest.mark.proves("TERM-07")
def test_one_wrong_place_between_two_that_agree_is_bad_reception() -> None:
    answer = said(HERE, there(330, 330), standing(360, 3000))
    assert answer.found == ()
    assert answer.busy == ((at(300) + 1, at(1260)),)


@pytest.mark.proves("TERM-07")
def test_a_place_between_two_that_do_not_agree_is_not_alone_in_being_wrong() -> None:
    answer = said(HERE, there(330, 330), standing(360, 3000, 20_000))
    assert times(answer) == [(300, 330, 330, 360, 390, 1260)]


@pytest.mark.proves("TERM-07")
def test_a_wrong_place_that_was_reached_slowly_is_bad_reception_too() -> None:
    """A parked terminal speaks once a minute, and wakes with the engine."""
    assert said(HERE, standing(360, 360, 1545), standing(368, 3000)).found == ()
    assert said(HERE, standing(308, 308, 1545), standing(368, 3000)).found == ()


@pytest.mark.proves("TERM-07")
def test_two_terminals_that_speak_in_turn_are_found_though_each_place_seems_alone() -> None:
    turns = [Told(330 + 30 * n, FAR * (n % 2 == 0)) for n in range(4)]
    answer = said(HERE, turns, standing(450, 3000))
    assert times(answer) == [(300, 330, 390, 420, 450, 1320)]


@pytest.mark.proves("TERM-07")
def test_three_wrong_places_within_a_quarter_of_an_hour_each_are_two_terminals() -> None:
    def wrong(*moments: float) -> list[Told]:
        return [row for when in moments for row in there(when, when)]

    yard = [row for row in standing(0, 6000) if row.at not in (300, 1200, 2100, 2130)]
    assert said(yard, wrong(300, 1200)).found == ()
    assert len(said(yard, wrong(300, 1200, 2070 + 30)).found) == 1
    assert said(yard, wrong(300, 1200), standing(2100, 2130), wrong(2145)).found == ()


@pytest.mark.proves("TERM-07")
def test_away_and_back_for_longer_than_one_record_is_one_finding() -> None:
    answer = said(HERE, there(330, 360), standing(390, 3000))
    assert times(answer) == [(300, 330, 330, 390, 420, 1290)]


@pytest.mark.proves("TERM-07")
def test_leaps_long_after_each_other_are_two_findings() -> None:
    answer = said(HERE, there(330, 1200), standing(1230, 3000))
    assert [begin for _, begin, *_ in times(answer)] == [330]
    answer = said(HERE, there(330, 1230), standing(1260, 3000))
    assert [begin for _, begin, *_ in times(answer)] == [330, 1260]


@pytest.mark.proves("TERM-07")
def test_what_a_leap_was_is_known_with_the_next_record() -> None:
    answer = said(HERE, there(330, 330))
    assert (answer.found, answer.due) == ((), at(330))
    assert answer.busy == ((at(300) + 1, FOREVER),)
    answer = said(HERE, there(330, 360))
    assert times(answer) == [(300, 330, 330, None, None, None)]
    assert answer.found[0].stay.flags == {"open"}


@pytest.mark.proves("TERM-07")
def test_two_places_at_one_moment_are_two_terminals() -> None:
    yard = standing(0, 3000)
    assert times(said(yard, there(300, 300))) == [(270, 300, 300, 300, 330, 1200)]
    assert said(yard, standing(300, 300, 999)).found == ()
    assert times(said(standing(0, 0), there(0, 0))) == [(None, 0, 0, None, None, None)]


@pytest.mark.proves("TERM-07")
def test_only_good_fixes_count() -> None:
    doubt = there(330, 600, quality=int(Quality.HIGH_HDOP))
    unusable = there(330, 600, quality=int(Quality.SHIFTED_DATUM))
    assert said(HERE, doubt).found == said(HERE, unusable).found == ()


@pytest.mark.proves("TERM-07")
def test_another_terminal_may_be_elsewhere() -> None:
    other = [Heard(row.at, row.east, device="T2") for row in there(330, 3000)]
    assert said(HERE, other).found == ()
    answer = said(HERE, there(330, 360), [replace(row, at=row.at + 60) for row in other])
    assert times(answer) == [(300, 330, 330, 330, 360, 390)]


@pytest.mark.proves("TERM-07")
def test_a_late_record_may_show_that_it_drove() -> None:
    assert said(HERE, there(330 + 200, 3000)).found
    driven = [Told(300 + 20 * n, 1000 * n) for n in range(1, 40)]
    assert said(HERE, driven, there(1110, 3000)).found == ()


@pytest.mark.proves("TERM-07")
def test_links_that_claim_its_number_are_told_as_the_gateway_noted_them() -> None:
    links = fact("contested", 100, 400, "T1", "connected_twice", "10.0.0.7")
    (found,) = identity(heard(HERE, [links])).found
    assert found.inputs == {"device": "T1", "link": "connected_twice", "detail": "10.0.0.7"}
    assert (found.stay.enter_hi, found.stay.exit_hi) == (at(100), at(400))


@pytest.mark.proves("TERM-07")
def test_nobody_minds_where_a_car_out_of_service_is() -> None:
    assert identity(heard([*HERE, *there(330, 600)])).found == ()


def test_nothing_is_said_of_a_car_that_was_never_heard_of() -> None:
    assert said([]) == Answer()
