"""TERM-02: power or antenna taken away."""

from dataclasses import replace

import pytest

from telemetry.fix import Quality
from telemetry.found import Answer
from telemetry.moment import FOREVER
from telemetry.rules.tamper import tampered
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import IN_SERVICE, Told, at, fact, standing
from tests.telemetry.terminals import Heard, heard, times

CUT, LOW, LOST, SOS = 1 << 5, 1 << 7, 1 << 8, 1


def told(*parts: tuple[float, float, int], facts: tuple[Fact, ...] = (IN_SERVICE,)) -> Answer:
    """What is said of a car that told these alarm bits from a second to another."""
    return tampered(
        heard([row for *span, alarm in parts for row in standing(*span, alarm=alarm)], facts)
    )


@pytest.mark.proves("TERM-02", "R061")
@pytest.mark.parametrize(
    ("alarm", "names"),
    [
        (CUT, "antenna_cut"),
        (LOW, "main_power_low"),
        (LOST, "main_power_lost"),
        (LOST | CUT | SOS, "antenna_cut main_power_lost"),
    ],
)
def test_each_bit_that_shows_tampering_is_found_and_named(alarm: int, names: str) -> None:
    (found,) = told((0, 300, 0), (330, 600, alarm)).found
    assert found.inputs == {"alarms": names, "device": "T1"}
    assert found.stay.flags == {"open"}
    assert (found.stay.enter_lo, found.stay.enter_hi) == (at(300), at(330))


@pytest.mark.proves("TERM-02")
def test_other_alarms_are_another_matter() -> None:
    assert told((0, 300, SOS)).found == ()


@pytest.mark.proves("TERM-02")
def test_it_is_over_once_it_has_been_off_for_three_minutes() -> None:
    answer = told((0, 60, 0), (90, 120, LOST), (150, 300, 0))
    assert times(answer) == [(60, 90, 90, None, None, None)]
    assert answer.due == at(330)
    answer = told((0, 60, 0), (90, 120, LOST), (150, 330, 0))
    assert times(answer) == [(60, 90, 90, 120, 150, 330)]
    assert answer.found[0].stay.exit_fixes == 7
    assert answer.due == FOREVER


@pytest.mark.proves("TERM-02")
def test_a_loose_contact_is_one_finding() -> None:
    loose = [(60 * n, 60 * n + 30, LOST if n % 2 else 0) for n in range(10)]
    assert times(told(*loose, (600, 900, 0))) == [(30, 60, 60, 570, 600, 780)]


@pytest.mark.proves("TERM-02")
def test_two_cuts_are_two_findings() -> None:
    answer = told((0, 60, LOST), (90, 600, 0), (630, 690, CUT))
    assert [found.inputs["alarms"] for found in answer.found] == ["main_power_lost", "antenna_cut"]
    assert answer.found[0].stay.flags == {"entry_unseen"}


@pytest.mark.proves("TERM-02")
def test_another_terminal_ends_it() -> None:
    rows = [*standing(0, 60, alarm=LOST), Heard(90, 0, device="T2"), Heard(120, 0, device="T2")]
    answer = tampered(heard(rows, [IN_SERVICE]))
    assert times(answer) == [(None, 0, 0, 60, 90, 90)]
    rows = [*standing(0, 60, alarm=LOST), Told(70, 0), Heard(90, 0, alarm=CUT, device="T2")]
    answer = tampered(heard(rows, [IN_SERVICE]))
    assert times(answer) == [(None, 0, 0, 60, 70, 90), (None, 90, 90, None, None, None)]
    assert [found.about for found in answer.found] == ["T1", "T2"]


@pytest.mark.proves("TERM-02")
def test_the_alarm_counts_though_the_place_does_not() -> None:
    rows = [Told(0, 0), Told(30, 0, alarm=LOST, place=False, quality=int(Quality.NO_FIX))]
    assert len(tampered(heard(rows, [IN_SERVICE])).found) == 1
    future = replace(rows[1], quality=int(Quality.FUTURE))
    assert tampered(heard([rows[0], future], [IN_SERVICE])).found == ()


@pytest.mark.proves("TERM-02")
def test_a_written_off_car_is_watched_and_one_that_nobody_keeps_is_not() -> None:
    cut = (0, 60, LOST)
    assert len(told(cut, facts=(fact("retired"),)).found) == 1
    assert told(cut, facts=()).found == ()


@pytest.mark.proves("TERM-02")
def test_a_cut_that_comes_late_is_found_and_one_between_two_joins_them() -> None:
    quiet = [(0, 60, LOST), (90, 150, 0), (270, 300, LOST)]
    assert len(told(*quiet).found) == 1
    apart = [(0, 60, LOST), (90, 290, 0), (300, 330, LOST)]
    assert len(told(*apart).found) == 2
    late = Told(200, 0, alarm=CUT)
    rows = [row for *span, alarm in apart for row in standing(*span, alarm=alarm)]
    (found,) = tampered(heard([*rows, late], [IN_SERVICE])).found
    assert found.inputs["alarms"] == "antenna_cut main_power_lost"


def test_nothing_is_said_of_a_car_that_was_never_heard_of() -> None:
    assert tampered(heard([], [IN_SERVICE])) == Answer()
