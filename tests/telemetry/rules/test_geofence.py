"""GEO-02: outside all operating areas, with three fixes and sixty seconds, band cleared."""

import numpy as np
import pytest

from telemetry.fence import BAND, IN, OUT
from telemetry.profile import STANDARD
from telemetry.rules.geofence import CODE, absence_profile, swapped
from telemetry.visits import Memory, Visit, run

SECOND = 1_000_000
PROFILE = absence_profile(STANDARD)


def absences(marks: list[tuple[int, int]]) -> list[Visit]:
    """The absences of a car seen at these seconds, in, in the band or out."""
    t = np.array([second * SECOND for second, _ in marks], np.int64)
    classes = swapped(np.array([kind for _, kind in marks], np.int8))
    memory, found = run(Memory.start(), t, classes, np.zeros(len(t), np.bool_), PROFILE)
    return [*found, memory.open] if memory.open else found


@pytest.mark.proves("GEO-02")
def test_three_fixes_and_sixty_seconds_outside_are_an_absence() -> None:
    (absence,) = absences([(0, IN), (10, OUT), (40, OUT), (70, OUT)])
    assert absence.flags == {"open"}
    assert (absence.enter_lo, absence.enter_hi) == (0, 10 * SECOND)
    assert (absence.enter_confirmed, absence.enter_fixes) == (70 * SECOND, 3)


@pytest.mark.proves("GEO-02")
@pytest.mark.parametrize(
    "outside",
    [
        [(10, OUT), (40, OUT), (69, OUT)],  # not sixty seconds
        [(10, OUT), (300, OUT)],  # not three fixes
        [(10, BAND), (40, BAND), (70, BAND), (100, BAND)],  # the error radius is not cleared
        [(10, OUT), (40, OUT), (60, IN), (70, OUT)],  # between them inside
    ],
)
def test_less_is_no_absence(outside: list[tuple[int, int]]) -> None:
    assert absences([(0, IN), *outside]) == []


@pytest.mark.proves("GEO-02")
def test_half_a_minute_inside_is_a_return() -> None:
    away = [(0, IN), (10, OUT), (40, OUT), (70, OUT)]
    (absence,) = absences([*away, (100, IN), (129, IN), (130, IN)])
    assert (absence.exit_lo, absence.exit_hi) == (70 * SECOND, 100 * SECOND)
    assert (absence.exit_confirmed, absence.flags) == (130 * SECOND, frozenset())
    (absence,) = absences([*away, (100, IN), (129, IN), (131, OUT)])
    assert absence.exit_hi is None


@pytest.mark.proves("GEO-02")
def test_band_silence_and_jumps_are_those_of_the_profile() -> None:
    assert (PROFILE.band_m, PROFILE.gap_s, PROFILE.max_speed_kmh) == (25, 900, 200)
    assert PROFILE.name == "geo-02-standard"
    assert CODE == "GEO-02"


def test_what_is_undecided_stays_undecided() -> None:
    assert swapped(np.array([IN, BAND, OUT], np.int8)).tolist() == [OUT, BAND, IN]
