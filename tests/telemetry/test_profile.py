"""Profiles: the two that are named, and those that a file describes."""

import math

import pytest

from telemetry.profile import PLAIN, STANDARD, Profile, described, named


def test_the_two_named_profiles_are_those_of_the_rule() -> None:
    assert Profile("plain", 0, 0, 0, None, None) == PLAIN
    assert Profile("standard", 25, 30, 60, 900, 200) == STANDARD
    assert (named("plain"), named("standard")) == (PLAIN, STANDARD)


def test_another_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no profile 'strict'; there are plain, standard"):
        named("strict")


def test_the_machine_counts_in_microseconds() -> None:
    profile = Profile("fine", 1.5, 0.25, 1.5, 2.5)
    assert (profile.enter_dwell, profile.exit_dwell, profile.gap) == (250_000, 1_500_000, 2_500_000)
    assert PLAIN.gap is None


FIVE = {
    "band_m": 25,
    "enter_dwell_s": 30,
    "exit_dwell_s": 60.5,
    "gap_s": 900,
    "max_speed_kmh": 200,
}


def test_a_file_describes_a_profile() -> None:
    assert described(FIVE, "mine") == Profile("mine", 25, 30, 60.5, 900, 200)
    more = {**FIVE, "name": "theirs", "enter_fixes": 3, "exit_fixes": 2}
    assert described(more, "mine") == Profile("theirs", 25, 30, 60.5, 900, 200, 3, 2)


@pytest.mark.parametrize("none", [{}, {"gap_s": None, "max_speed_kmh": math.inf}])
def test_no_limit_is_left_out_or_infinite(none: dict[str, object]) -> None:
    zeros = {"band_m": 0, "enter_dwell_s": 0, "exit_dwell_s": 0}
    assert described({**zeros, **none}, "plain") == PLAIN


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"band_m": 1}, "missing: enter_dwell_s, exit_dwell_s"),
        ({**FIVE, "gap": 900}, "unknown: gap"),
        ({**FIVE, "band_m": -1}, "band_m = -1: expected a number from 0 to 1e"),
        ({**FIVE, "band_m": "25"}, "band_m = '25'"),
        ({**FIVE, "band_m": True}, "band_m = True"),
        ({**FIVE, "enter_dwell_s": math.nan}, "enter_dwell_s = nan"),
        ({**FIVE, "exit_dwell_s": math.inf}, "exit_dwell_s = inf"),
        ({**FIVE, "gap_s": 0}, "gap_s = 0: expected more than 0"),
        ({**FIVE, "max_speed_kmh": 1e12}, "max_speed_kmh = 1000000000000.0"),
        ({**FIVE, "enter_fixes": 0}, "enter_fixes = 0: expected 1 or more"),
        ({**FIVE, "exit_fixes": 1.0}, "exit_fixes = 1.0"),
    ],
)
def test_what_cannot_be_is_refused_by_name(values: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        described(values, "mine")
