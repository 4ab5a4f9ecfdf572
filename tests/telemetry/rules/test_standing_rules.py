"""What holds for the rules on standing, silence and terminals, over hours, nights and seals.

As the live judge sees it: what it takes for quiet is passed over, and windows begin where it lets
them begin.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, settings
from hypothesis import given as each
from hypothesis import strategies as st

from telemetry.car import Car
from telemetry.found import Found, Rule, unsettled
from telemetry.judging.calm import Said
from telemetry.judging.hearing import LONG_S, calm, hear
from telemetry.moment import FOREVER
from telemetry.movement import moves
from telemetry.records import Records
from telemetry.rulebook import Rulebook
from telemetry.rules.clock import wrong_clock
from telemetry.rules.identity import identity
from telemetry.rules.night_parking import night_parking
from telemetry.rules.seal_start import seal_start
from telemetry.rules.silence import offline, silent_under_seal
from telemetry.rules.tamper import tampered
from telemetry.spans import holds
from telemetry.timeline import InForce
from telemetry.timelines.fact import Fact
from tests.telemetry.on_the_road import IN_SERVICE, Papers, disc, fact
from tests.telemetry.terminals import Heard, heard

STANDING = [
    offline,
    silent_under_seal,
    tampered,
    wrong_clock,
    identity,
    night_parking,
    seal_start,
]
NAMES = [rule.__name__ for rule in STANDING]
BOOKS = [InForce(0, FOREVER, Rulebook())]
PAPERS = Papers(areas=(disc("base@1", "home", 300), disc("yard@1", "home", 100, east=3000)))

Stretch = tuple[int, int, int, float, int, int]
STRETCHES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 5, 12]),  # records
        st.sampled_from([10, 30, 300, 700, 1800, 5400]),  # seconds between them
        st.sampled_from([0, 0, 0, 40, 100, -300, 1500, 60_000]),  # metres between them
        st.sampled_from([float("nan"), 0, 30]),  # km/h that they tell
        st.sampled_from([0, 0, 0, 256, 512]),  # power lost, or a doubt
        st.sampled_from([1, 1, 400, -200]),  # seconds they came late
    ),
    min_size=1,
    max_size=9,
)
FACTS = st.lists(
    st.builds(
        lambda kind, begin, lasts, allows: fact(
            kind, begin, begin + lasts, "N1", **(allows if kind == "ordered" else {})
        ),
        st.sampled_from(["sealed", "sealed", "exempt", "ordered", "bound", "retired"]),
        st.sampled_from([-50_000, 0, 20_000, 45_000, 54_000]),
        st.sampled_from([600, 9000, 40_000, 200_000]),
        st.sampled_from([{}, {"overnight": True}]),
    ),
    max_size=4,
)
NONE = float("nan")
NIGHT: list[Stretch] = [
    (5, 300, 0, 0, 0, 1), (12, 30, 300, 30, 0, 1), (12, 300, 0, 0, 0, 1),
    (12, 1800, 0, 0, 0, 1), (12, 1800, 0, 0, 0, 1), (12, 30, -300, 30, 0, 1),
]  # fmt: skip
"""Out in the evening, away overnight, and home again."""
TROUBLE: list[Stretch] = [
    (12, 30, 0, 0, 0, 1), (12, 30, 100, 30, 0, 400), (5, 30, 0, NONE, 256, 1), (12, 30, 0, 0, 0, 1),
    (1, 10, 60_000, 0, 0, 1), (5, 300, 0, 0, 0, 1), (12, 30, 0, 0, 0, -200), (12, 700, 40, 0, 0, 1),
]  # fmt: skip
"""A slow clock, a cut, a leap, a fast clock, and silences."""
SEALED = [fact("sealed", 54_000, 90_000, "P1"), fact("exempt", 60_000, 65_000, "P1")]


def walked(stretches: Sequence[Stretch], begin: float) -> list[Heard]:
    """Records, each so long after and so far from the one before."""
    time, east, told = begin, 0.0, []
    for count, wait, step, speed, mark, lag in stretches:
        for _ in range(count):
            time, east = time + wait, east + step
            status, alarm, doubt = 3 if speed else 2, mark & 256, mark & 512
            told.append(Heard(time, east, 0, speed, alarm, status, doubt, lag=lag))
    return told


def cars(stretches: Sequence[Stretch], facts: Sequence[Fact], begin: float) -> list[Car]:
    """The car after each record."""
    rows = walked(stretches, begin)
    return [heard(rows[:n], [IN_SERVICE, *facts], PAPERS) for n in range(1, len(rows) + 1)]


def newest(records: Records) -> Said:
    """The last record."""
    columns = records.t, records.received, records.lon, records.lat, records.speed_kmh
    bits = records.alarm, records.status, records.quality
    return Said(*(column[-1].item() for column in (*columns, *bits)))


def found(rule: Rule, one: Car) -> tuple[Found, ...]:
    """What the judge hears."""
    return hear(one, [rule], BOOKS).found


@pytest.mark.parametrize("rule", STANDING, ids=NAMES)
@settings(max_examples=40)
@each(STRETCHES, FACTS, st.sampled_from([0, 30_000, 45_000]))
@example(NIGHT, [], 38_000)
@example(NIGHT, SEALED, 38_000)
@example(TROUBLE, SEALED, 50_000)
def test_quiet_records_before_due_change_nothing(
    rule: Rule, stretches: list[Stretch], facts: list[Fact], begin: int
) -> None:
    last = None
    hearing = hear(heard([]), [rule], BOOKS)
    for one in cars(stretches, facts, begin):
        if last is None or not last.takes(newest(one.records)):
            hearing = hear(one, [rule], BOOKS)
            last = calm(hearing, one.records)
        assert hearing.found == found(rule, one)


@pytest.mark.parametrize("rule", STANDING, ids=NAMES)
@settings(max_examples=40)
@each(STRETCHES, FACTS, st.sampled_from([0, 30_000, 45_000]))
@example(NIGHT, [], 38_000)
@example(NIGHT, SEALED, 38_000)
@example(TROUBLE, SEALED, 50_000)
def test_windows_may_be_cut_at_long_stops(
    rule: Rule, stretches: list[Stretch], facts: list[Fact], begin: int
) -> None:
    whole = cars(stretches, facts, begin)[-1]
    movement, busy = moves(whole), unsettled([rule(whole)])
    for stop in movement.stops:
        border = int(movement.path.t[stop.first])
        if movement.lasted(stop, LONG_S) is not None and not holds(busy, border):
            parts = replace(whole, end=border), replace(whole, begin=border)
            told = [it for part in parts for it in found(rule, part)]
            assert sorted(told, key=str) == sorted(found(rule, whole), key=str)


@pytest.mark.parametrize("rule", STANDING, ids=NAMES)
@settings(max_examples=20)
@each(STRETCHES, FACTS, st.sampled_from([0, 45_000]))
@example(TROUBLE, SEALED, 50_000)
def test_the_clock_wakes_the_judge_in_time(
    rule: Rule, stretches: list[Stretch], facts: list[Fact], begin: int
) -> None:
    """While nothing comes, nothing changes before the time that the judge is woken at."""
    one = cars(stretches, facts, begin)[-1]
    hearing = hear(one, [rule], BOOKS)
    for after in np.geomspace(1, 400_000, 30).astype(int).tolist():
        later = replace(one, now=one.now + after * 1_000_000)
        if later.now < hearing.wake:
            assert found(rule, later) == hearing.found
        else:
            hearing = hear(later, [rule], BOOKS)


def test_the_examples_show_every_rule() -> None:
    said = {
        it.code
        for rule in STANDING
        for told, facts, begin in (
            (NIGHT, [], 38_000),
            (NIGHT, SEALED, 38_000),
            (TROUBLE, SEALED, 50_000),
        )
        for one in cars(told, facts, begin)[::7]
        for it in found(rule, replace(one, now=one.now + 20_000_000_000))
    }
    assert said == {"TERM-01", "SEAL-03", "TERM-02", "TERM-04", "TERM-07", "GEO-01", "SEAL-02"}
