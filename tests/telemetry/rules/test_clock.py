"""TERM-04: a clock that is wrong, and uploads that are merely late."""

from collections.abc import Callable

import pytest

from telemetry.fix import Quality
from telemetry.found import Answer
from telemetry.moment import FOREVER
from telemetry.rules.clock import wrong_clock
from tests.telemetry.on_the_road import IN_SERVICE, Told, at, seconds
from tests.telemetry.terminals import Heard, heard, times

Lag = Callable[[float], float]


def told(
    begin: float, end: float, lag: Lag | float, every: float = 30, **more: object
) -> list[Told]:
    """Records from `begin` up to `end`, each so late."""
    late = lag if callable(lag) else lambda _: lag
    count = round((end - begin) / every)
    moments = [begin + every * number for number in range(count)]
    return [Heard(when, 0, lag=late(when), **more) for when in moments]  # type: ignore[arg-type]


def said(*rows: list[Told]) -> Answer:
    """What is said of a car in service."""
    return wrong_clock(heard([row for part in rows for row in part], [IN_SERVICE]))


@pytest.mark.proves("TERM-04", "R075", "R087")
@pytest.mark.parametrize(("lag", "wrong"), [(120, False), (121, True), (600, True)])
def test_a_steady_lag_of_more_than_two_minutes_is_a_slow_clock(lag: float, *, wrong: bool) -> None:
    answer = said(told(0, 300, 2), told(300, 900, lag))
    assert times(answer) == ([(270, 300, 600, None, None, None)] if wrong else [])
    if wrong:
        (found,) = answer.found
        assert found.inputs == {"device": "T1", "lag_s": str(lag), "clock_s": "120"}
        assert (found.about, found.stay.enter_fixes) == ("T1", 11)


@pytest.mark.proves("TERM-04")
@pytest.mark.parametrize(("end", "every"), [(600, 30), (840, 60)])
def test_nine_records_or_less_than_five_minutes_are_not_enough(end: float, every: float) -> None:
    assert said(told(0, 300, 2), told(300, end, 400, every=every)).found == ()
    assert said(told(0, 300, 2), told(300, end + every, 400, every=every)).found


@pytest.mark.proves("TERM-04")
@pytest.mark.parametrize(("shake", "wrong"), [(30, True), (31, False)])
def test_the_lag_must_be_steady_within_half_a_minute(shake: float, *, wrong: bool) -> None:
    answer = said(told(0, 900, lambda when: 400 + shake * (when % 60 == 0)))
    assert bool(answer.found) == wrong


@pytest.mark.proves("TERM-04")
@pytest.mark.parametrize("every", [10, 30, 60])
def test_a_backlog_that_is_uploaded_in_one_go_is_no_wrong_clock(every: float) -> None:
    uploaded = told(300, 9000, lambda when: 9000 - when, every=every)
    assert said(told(0, 300, 2), uploaded, told(9000, 9900, 2)).found == ()


@pytest.mark.proves("TERM-04")
@pytest.mark.parametrize("block", [5, 20, 60])
def test_a_backlog_in_blocks_newest_first_is_no_wrong_clock(block: int) -> None:
    """Every `block` records come together, the newest ones first, half a minute apart."""
    uploaded = told(0, 9000, lambda when: 9000 - when + 30 * (9000 - when) // (30 * block))
    assert said(uploaded, told(9000, 9900, 2)).found == ()


@pytest.mark.proves("TERM-04")
def test_live_records_between_a_backlog_show_a_clock_that_is_right() -> None:
    live = told(0, 9000, 2, every=60)
    assert said(live, told(30, 9000, lambda when: 12_000 - when, every=60)).found == ()


@pytest.mark.proves("TERM-04")
def test_what_is_told_as_buffered_never_counts() -> None:
    assert said(told(0, 900, 400, quality=int(Quality.BACKFILL))).found == ()


@pytest.mark.proves("TERM-04")
def test_a_backlog_uploaded_by_a_slow_clock_does_not_hide_it() -> None:
    slow, late = told(300, 900, 400), told(900, 1500, lambda when: 3000 - when)
    answer = said(told(0, 300, 2), slow, late, told(1500, 1800, 400), told(1800, 2100, 2))
    assert times(answer) == [(270, 300, 600, 1770, 1800, 1860)]


@pytest.mark.proves("TERM-04")
@pytest.mark.parametrize(("lag", "wrong"), [(-120, False), (-121, True)])
def test_three_records_from_the_future_are_a_fast_clock(lag: float, *, wrong: bool) -> None:
    answer = said(told(0, 60, 2), told(60, 150, lag))
    assert times(answer) == ([(30, 60, 120, None, None, None)] if wrong else [])
    assert said(told(0, 60, 2), told(60, 120, lag)).found == ()


@pytest.mark.proves("TERM-04")
def test_a_clock_far_ahead_is_fast_though_its_records_are_not_used() -> None:
    (found,) = said(told(0, 300, -4000, quality=int(Quality.FUTURE))).found
    assert found.stay.flags == {"entry_unseen", "open"}


@pytest.mark.proves("TERM-04")
def test_three_right_records_end_it_and_two_do_not() -> None:
    wrong = told(0, 600, 400)
    answer = said(wrong, told(600, 660, 2), told(660, 900, 400))
    assert times(answer) == [(None, 0, 300, None, None, None)]
    answer = said(wrong, told(600, 690, 2))
    assert times(answer) == [(None, 0, 300, 570, 600, 660)]
    assert answer.found[0].stay.exit_fixes == 3
    assert answer.due == FOREVER


@pytest.mark.proves("TERM-04")
def test_right_records_may_come_as_seldom_as_they_like() -> None:
    answer = said(told(0, 600, 400), told(600, 6000, 2, every=1800))
    assert times(answer) == [(None, 0, 300, 570, 600, 4200)]


@pytest.mark.proves("TERM-04")
def test_every_record_is_looked_at_while_it_lasts() -> None:
    assert said(told(0, 600, 400)).due == at(570)


@pytest.mark.proves("TERM-04")
def test_a_silence_or_another_terminal_breaks_what_has_begun() -> None:
    part = told(0, 150, 400)
    assert said(part, told(150, 301, 400), told(301, 331, 400)).found
    assert said(part, told(1050, 1200, 400)).found == ()
    assert said(part, told(150, 301, 400, device="T2")).found == ()


@pytest.mark.proves("TERM-04")
def test_another_terminal_ends_it() -> None:
    answer = said(told(0, 600, 400), told(600, 1200, 400, device="T2"))
    assert times(answer) == [(None, 0, 300, 570, 600, 600), (None, 600, 900, None, None, None)]


@pytest.mark.proves("TERM-04")
def test_what_may_be_the_beginning_is_no_border() -> None:
    answer = said(told(0, 60, 2), told(60, 150, 400))
    assert [(seconds(begin), end) for begin, end in answer.busy] == [(30.000001, FOREVER)]
    assert said(told(0, 150, 400)).busy == ((at(0) + 1, FOREVER),)
    assert said(told(0, 150, 400), told(150, 300, 2)).busy == ()


@pytest.mark.proves("TERM-04")
def test_nobody_minds_the_clock_of_a_car_out_of_service() -> None:
    assert wrong_clock(heard(told(0, 600, 400))).found == ()


def test_nothing_is_said_of_a_car_that_was_never_heard_of() -> None:
    assert said([]) == Answer()
