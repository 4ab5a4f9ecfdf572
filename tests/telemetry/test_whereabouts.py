"""Where was it then: every answer at every kind of moment."""

import numpy as np
import pytest

from telemetry.fence import BAND, IN, OUT
from telemetry.profile import PLAIN, STANDARD, Profile
from telemetry.whereabouts import whereabouts

M = 60  # seconds
DAY = [  # minutes, class: at work, away, at home with a silence, away with one, home, leaving
    (0, OUT), (1, OUT), (5, IN), (6, IN), (10, IN), (40, IN), (41, IN), (45, OUT), (47, OUT),
    (90, OUT), (95, BAND), (96, IN), (98, IN), (99, OUT),
]  # fmt: skip


def answers(day: list[tuple[int, int]], *minutes: float, profile: Profile = STANDARD) -> list[str]:
    t = np.array([minute * M * 10**6 for minute, _ in day], np.int64)
    classes = np.array([kind for _, kind in day], np.int8)
    return [*whereabouts(t, classes, profile, [round(minute * M * 10**6) for minute in minutes])]


@pytest.mark.parametrize(
    ("minute", "answer"),
    [
        (-1, "unknown"),  # before the first instant
        (0, "outside"),
        (0.5, "outside"),
        (1, "outside"),  # the last instant outside
        (3, "unknown"),  # it came in between
        (5, "inside"),
        (8, "inside"),
        (10, "inside"),
        (11, "presumed_inside"),  # a silence, and inside on both sides
        (40, "inside"),
        (41, "inside"),
        (43, "unknown"),  # it left in between
        (45, "outside"),
        (60, "presumed_outside"),
        (90, "outside"),
        (95, "unknown"),
        (97, "inside"),
        (98, "inside"),
        (98.5, "unknown"),  # an exit that is not certain
        (99, "unknown"),
        (99.1, "unknown"),  # after the last instant
    ],
)
@pytest.mark.proves("R075")
def test_every_moment_has_its_answer(minute: float, answer: str) -> None:
    assert answers(DAY, minute) == [answer]


def test_a_silence_between_two_states_is_unknown() -> None:
    day = [(0, OUT), (60, IN), (61, IN), (200, OUT), (202, OUT)]
    assert answers(day, 30, 60, 100) == ["unknown", "inside", "unknown"]


def test_what_was_never_seen_outside_is_unknown_before_it_was_seen_inside() -> None:
    day = [(0, BAND), (1, IN), (2, IN)]
    assert answers(day, 0, 0.5, 1) == ["unknown", "unknown", "inside"]


def test_without_a_gap_rule_no_silence_is_too_long() -> None:
    assert answers(DAY, 20, 60, profile=PLAIN) == ["inside", "outside"]


def test_of_what_was_never_heard_nothing_is_known() -> None:
    assert answers([], 5) == ["unknown"]
