"""A glance sees what the arrays see, or nothing."""

from dataclasses import replace
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry.archive import Place
from telemetry.course import Piece, Task
from telemetry.fence import Shape
from telemetry.fix import Quality
from telemetry.glance import MOST, glance
from telemetry.instants import Instants, gather, surely_slow
from telemetry.moment import FOREVER, micros, moment
from telemetry.profile import PLAIN, STANDARD
from telemetry.rules.geofence import absence_profile
from telemetry.watch import Known, Stored, evaluate
from tests.telemetry.scene import INSIDE, OUTSIDE, YARD

SECOND = 10**6
IN_BAND, FAR = 120.3001, 121.0
SHAPE = Shape.compiled(YARD)
POINT = Shape.compiled({"type": "Point", "coordinates": [OUTSIDE, 30.3]}, radius_m=20)
ALWAYS = Task("fence:yard@1", STANDARD, (Piece(0, FOREVER, (SHAPE,)),), fence="yard", version=1)
RULE = Task("rule:GEO-02@0", absence_profile(STANDARD), ALWAYS.pieces, rule="GEO-02")
CHANGING = replace(
    RULE,
    key="rule:GEO-02@1",
    pieces=(Piece(0, 300 * SECOND, (SHAPE,)), Piece(300 * SECOND, FOREVER, (SHAPE, POINT))),
)
SHORT = replace(
    ALWAYS, key="fence:yard@2", profile=PLAIN, pieces=(Piece(90 * SECOND, 400 * SECOND, (SHAPE,)),)
)
TASKS = (ALWAYS, RULE, CHANGING, SHORT)

step = st.tuples(
    st.sampled_from([INSIDE, INSIDE, OUTSIDE, OUTSIDE, IN_BAND, FAR]),
    st.sampled_from([0, 5, 20, 40, 60, 1200]),
    st.booleans(),
)
steps = st.lists(step, min_size=3, max_size=40)
tasks = st.lists(st.sampled_from(TASKS), min_size=1, unique=True)


def places(told: list[tuple[float, int, bool]]) -> list[Place]:
    """Where the car was, so many seconds after the place before, and whether in doubt."""
    times = accumulate(seconds for _, seconds, _ in told)
    return [
        Place(
            moment(second * SECOND),
            b"",
            lon,
            30.3,
            int(Quality.HIGH_HDOP) if doubt else 0,
            moment(0),
        )
        for second, (lon, _, doubt) in zip(times, told, strict=True)
    ]


def instants(seen: list[Place]) -> Instants:
    return gather(
        np.array([micros(place.at) for place in seen], np.int64),
        np.array([place.lon for place in seen], np.float64),
        np.array([place.lat for place in seen], np.float64),
        np.array([bool(place.quality) for place in seen], np.bool_),
    )


def memory(of: tuple[Task, ...], seen: list[Place]) -> Known | None:
    return evaluate(of, None, instants(seen), Stored()).tail


@given(steps, st.integers(2, 39), tasks)
@example([(OUTSIDE, 0, True), *[(INSIDE, 40, False)] * 3, (OUTSIDE, 40, True)], 3, list(TASKS))
@example([*[(INSIDE, 5, False)] * 6, *[(OUTSIDE, 40, False)] * 9], 5, [ALWAYS, RULE, CHANGING])
@example([*[(INSIDE, 40, False)] * 4, (OUTSIDE, 1200, False), (OUTSIDE, 1200, True)], 4, [ALWAYS])
@example([*[(INSIDE, 60, False)] * 4, *[(OUTSIDE, 60, False)] * 2], 3, [CHANGING])
def test_it_sees_what_the_arrays_see(
    told: list[tuple[float, int, bool]], cut: int, chosen: list[Task]
) -> None:
    seen, course = places(told), tuple(chosen)
    known = memory(course, seen[:cut])
    if known is not None:
        rest = [place for place in seen if micros(place.at) >= known.at]
        glanced = glance(course, known, rest)
        assert glanced in (None, evaluate(course, known, instants(rest), Stored()))


def test_the_usual_case_needs_no_arrays() -> None:
    seen = places([(INSIDE, 10, False)] * 4)
    assert glance(TASKS[:3], memory(TASKS[:3], seen[:3]), seen[1:]) is not None


def test_a_task_that_begins_later_sees_nothing_yet() -> None:
    later = replace(ALWAYS, pieces=(Piece(41 * SECOND, FOREVER, (SHAPE,)),))
    seen = places([(INSIDE, 10, False)] * 4)
    glanced = glance([later], memory((later,), seen[:3]), seen[1:])
    assert glanced is not None
    assert glanced.visits == {later.key: []}


@pytest.mark.parametrize(
    ("told", "course"),
    [
        ([(INSIDE, 10, False)] * 3 + [(FAR, 10, False)], (ALWAYS,)),  # perhaps a jump
        ([(INSIDE, 10, False)] * 3 + [(OUTSIDE, 0, False)], (ALWAYS,)),  # two at one instant
        ([(INSIDE, 10, False)] * 3 + [(OUTSIDE, 0, False)], (replace(ALWAYS, profile=PLAIN),)),
        ([(INSIDE, 10, False)] * 3 + [(INSIDE, 60, False)], (SHORT,)),  # begins on the way
        ([(INSIDE, 100, False)] * 3 + [(INSIDE, 100, False)], (SHORT,)),  # ends just now
        ([(INSIDE, 10, False)] * 3 + [(INSIDE, 10, False)] * MOST, (ALWAYS,)),  # many
    ],
)
def test_what_is_odd_is_left_to_the_arrays(
    told: list[tuple[float, int, bool]], course: tuple[Task, ...]
) -> None:
    seen = places(told)
    assert glance(course, memory(course, seen[:3]), seen[1:]) is None


def test_without_a_memory_or_a_new_place_there_is_nothing_to_go_on_from() -> None:
    seen = places([(INSIDE, 10, False)] * 4)
    known = memory((ALWAYS,), seen[:3])
    assert glance((ALWAYS,), None, seen) is None
    assert glance((ALWAYS,), known, seen[1:2]) is None
    assert glance((ALWAYS,), known, seen) is None  # one before the memory


def test_where_nothing_is_a_jump_any_speed_will_do() -> None:
    course = (replace(ALWAYS, profile=PLAIN),)
    seen = places([(INSIDE, 10, False)] * 3 + [(FAR, 10, False)])
    assert glance(course, memory(course, seen[:3]), seen[1:]) is not None


@pytest.mark.parametrize(("seconds", "slow"), [(20.1, True), (20, False), (1, False)])
def test_only_what_is_clearly_below_the_limit_is_surely_slow(seconds: float, *, slow: bool) -> None:
    """A hundredth of a degree of latitude is 1,112 m: 200 km/h take 20.01 s."""
    assert surely_slow([0, round(seconds * SECOND)], [120.0, 120.0], [30.0, 30.01], 200) is slow


def test_a_slow_leg_does_not_excuse_a_fast_one() -> None:
    assert not surely_slow([0, 10**8, 10**8 + 1], [120.0, 120.0, 121.0], [30.0, 30.0, 30.0], 200)
    assert not surely_slow([0, 1, 10**8], [120.0, 121.0, 121.0], [30.0, 30.0, 30.0], 200)
