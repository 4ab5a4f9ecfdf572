"""The visits machine: the letter of the rule, and memory that may stop and go on anywhere."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry.fence import BAND, IN, OUT
from telemetry.profile import PLAIN, STANDARD, Profile
from telemetry.visits import Memory, Visit, end, run

SECOND = 1_000_000
HASTY = Profile("hasty", 0, 3, 5, 20, None, enter_fixes=3, exit_fixes=2)
LETTERS = {"I": IN, "B": BAND, "O": OUT}

Instant = tuple[int, int, bool]  # microseconds, class, doubtful


def seen(text: str) -> list[Instant]:
    """`0O 10I 40I?`: seconds, in, band or out, and a question mark for a doubt."""
    marks = re.findall(r"(\d+)([IBO])(\??)", text)
    return [(int(t) * SECOND, LETTERS[kind], bool(doubt)) for t, kind, doubt in marks]


def go(memory: Memory, instants: list[Instant], profile: Profile) -> tuple[Memory, list[Visit]]:
    t, classes, doubtful = ([each[k] for each in instants] for k in range(3))
    return run(memory, np.array(t, int), np.array(classes, np.int8), np.array(doubtful), profile)


def found(instants: list[Instant], profile: Profile = STANDARD) -> list[Visit]:
    memory, visits = go(Memory.start(), instants, profile)
    return [*visits, memory.open] if memory.open else visits


def times(visit: Visit) -> list[float | None]:
    fields = (
        visit.enter_lo, visit.enter_hi, visit.enter_confirmed,
        visit.exit_lo, visit.exit_hi, visit.exit_confirmed,
    )  # fmt: skip
    return [None if t is None else t / SECOND for t in fields]


def reference(  # noqa: C901 - the rule as it is written, in one piece
    instants: list[Instant], profile: Profile
) -> list[Visit]:
    """The rule of late-data.md section 5 as it is written, flags from their definitions."""
    state, first, lower, last_in, last_out, previous = "unknown", None, None, None, None, None
    visits: list[Visit] = []
    gap = float("inf") if profile.gap_s is None else profile.gap_s * SECOND

    def speaking(kind: int, begin: int, until: int) -> int:
        return sum(1 for t, c, _ in instants if c == kind and begin <= t <= until)

    for t, kind, _ in instants:
        if previous is not None and t - previous > gap:
            first = None
        previous = t
        if kind == IN:
            if state != "inside":
                if first is None:
                    first, lower = t, last_out
                count = speaking(IN, first, t)
                if t - first >= profile.enter_dwell_s * SECOND and count >= profile.enter_fixes:
                    visits.append(Visit(lower, first, t, enter_fixes=count))
                    state, first = "inside", None
            else:
                first = None
            last_in = t
        if kind == OUT:
            if state == "inside":
                if first is None:
                    first, lower = t, last_in
                count = speaking(OUT, first, t)
                if t - first >= profile.exit_dwell_s * SECOND and count >= profile.exit_fixes:
                    visits[-1] = replace(
                        visits[-1], exit_lo=lower, exit_hi=first, exit_confirmed=t, exit_fixes=count
                    )
                    state, first = "outside", None
            else:
                state, first = "outside", None
            last_out = t
    return [replace(visit, flags=reference_flags(visit, instants, gap)) for visit in visits]


def reference_flags(visit: Visit, instants: list[Instant], gap: float) -> frozenset[str]:
    moments = [t for t, _, _ in instants]
    silences = [(p, n) for p, n in pairwise(moments) if n - p > gap]

    def silent(begin: int | None, until: int | None) -> bool:
        if begin is None or until is None:
            return False
        return any(begin <= p and n <= until for p, n in silences)

    deciding = {
        visit.enter_lo, visit.enter_hi, visit.enter_confirmed,
        visit.exit_lo, visit.exit_hi, visit.exit_confirmed,
    }  # fmt: skip
    inside_until = moments[-1] if visit.exit_lo is None else visit.exit_lo
    flags = {
        "entry_unseen": visit.enter_lo is None,
        "gap_at_entry": silent(visit.enter_lo, visit.enter_hi),
        "gap_inside": silent(visit.enter_hi, inside_until),
        "gap_at_exit": silent(visit.exit_lo, visit.exit_hi),
        "open": visit.exit_hi is None,
        "doubtful": any(doubt and t in deciding for t, _, doubt in instants),
    }
    return frozenset(flag for flag, holds in flags.items() if holds)


steps = st.sampled_from([1, 2, 4, 5, 19, 20, 21, 29, 30, 31, 59, 60, 61, 899, 900, 901])
kinds = st.sampled_from([IN, IN, OUT, OUT, BAND])
profiles = st.sampled_from([PLAIN, STANDARD, HASTY])


@st.composite
def days(draw: st.DrawFn) -> list[Instant]:
    marks = draw(st.lists(st.tuples(steps, kinds, st.booleans()), max_size=40))
    total, instants = 0, []
    for step, kind, doubt in marks:
        total += step * SECOND
        instants.append((total, kind, doubt and kind != BAND))
    return instants


@given(days(), profiles)
@example(seen("0I 30I 931I"), STANDARD)
@example(seen("0O 1I 2I 3I 4I 5O 9O 10O"), HASTY)
@example(seen("0I 30I 60O 120B 1021B 1022O 1082O"), STANDARD)
def test_the_machine_finds_what_the_rule_says(instants: list[Instant], profile: Profile) -> None:
    assert found(instants, profile) == reference(instants, profile)


@given(days(), profiles, st.integers(0, 40))
def test_a_run_may_stop_anywhere_and_go_on(
    instants: list[Instant], profile: Profile, cut: int
) -> None:
    whole, visits = go(Memory.start(), instants, profile)
    memory, early = go(Memory.start(), instants[:cut], profile)
    kept = Memory.from_json(json.loads(json.dumps(memory.to_json())))
    assert kept == memory
    assert go(kept, instants[cut:], profile) == (whole, visits[len(early) :])
    assert visits[: len(early)] == early


@given(days(), profiles)
def test_outside_with_nothing_begun_is_told_by_its_time_alone(
    before: list[Instant], profile: Profile
) -> None:
    long_after = before[-1][0] + 200 * SECOND if before else 0
    away = [(long_after + step * SECOND, OUT, False) for step in range(0, 90, 15)]
    memory, _ = go(Memory.start(), before + away, profile)
    assert memory == Memory.outside(away[-1][0])


def test_entry_and_exit_are_intervals_and_confirmed_later() -> None:
    (visit,) = found(seen("0O 10I 25I 40I 50B 60I 70O 129O 130O"))
    assert times(visit) == [0, 10, 40, 60, 70, 130]
    assert (visit.flags, visit.enter_fixes, visit.exit_fixes) == (frozenset(), 3, 3)


def test_plain_sees_every_crossing() -> None:
    assert [times(v) for v in found(seen("0O 1I 2O 3I"), PLAIN)] == [
        [0, 1, 1, 1, 2, 2],
        [2, 3, 3, None, None, None],
    ]


def test_a_short_excursion_and_a_brush_leave_no_trace() -> None:
    assert found(seen("0O 10I 39I 40O")) == []
    (visit,) = found(seen("0O 10I 40I 50O 109O 110I"))
    assert times(visit) == [0, 10, 40, None, None, None]


def test_inside_when_first_seen_is_no_entry() -> None:
    (visit,) = found(seen("0B 10I 40I"))
    assert visit.flags == {"entry_unseen", "open"}
    assert times(visit) == [None, 10, 40, None, None, None]


def test_a_silence_breaks_a_run_but_ends_no_visit() -> None:
    (visit,) = found(seen("0O 10I 911I 941I 950O 1851I"))
    assert times(visit) == [0, 911, 941, None, None, None]
    assert visit.flags == {"gap_at_entry", "gap_inside", "open"}


def test_one_stray_position_before_a_long_silence_dates_no_exit() -> None:
    (visit,) = found(seen("0O 10I 40I 50O 1000O 1060O"))
    assert times(visit) == [0, 10, 40, 40, 1000, 1060]
    assert visit.flags == {"gap_at_exit"}


def test_a_silence_of_exactly_the_limit_is_none() -> None:
    (visit,) = found(seen("0O 900I 930I 1830I"))
    assert visit.flags == {"open"}
    (visit,) = found(seen("0O 900I 930I 1831B"))
    assert visit.flags == {"gap_inside", "open"}


@pytest.mark.parametrize("doubted", ["0O", "10I", "40I", "60I", "70O", "130O"])
def test_a_doubt_about_a_deciding_instant_is_a_doubt_about_the_visit(doubted: str) -> None:
    story = "0O 10I 20I 40I 60I 70O 80O 130O 140O"
    (visit,) = found(seen(story.replace(doubted, f"{doubted}?", 1)))
    assert visit.flags == {"doubtful"}


@pytest.mark.parametrize("doubted", ["20I", "50I", "80O", "140O"])
def test_a_doubt_about_any_other_instant_is_none(doubted: str) -> None:
    story = "0O 10I 20I 40I 50I 60I 70O 80O 130O 140O"
    (visit,) = found(seen(story.replace(doubted, f"{doubted}?", 1)))
    assert visit.flags == frozenset()


def test_the_end_of_the_fence_is_no_exit() -> None:
    memory, _ = go(Memory.start(), seen("0O 10I 40I"), STANDARD)
    ended = end(memory)
    assert ended is not None
    assert ended.flags == {"fence_ended"}
    assert times(ended) == [0, 10, 40, None, None, None]


def test_the_end_of_the_fence_ends_nothing_that_is_not_there() -> None:
    memory, _ = go(Memory.start(), seen("0O 10I"), STANDARD)
    assert end(memory) is None
    assert memory.open is None


def test_enough_instants_are_needed_besides_the_dwell() -> None:
    (visit,) = found(seen("0O 10I 20I 21B 22I 30O 36O"), HASTY)
    assert times(visit) == [0, 10, 22, 22, 30, 36]
    assert (visit.enter_fixes, visit.exit_fixes) == (3, 2)


def test_nothing_new_changes_nothing() -> None:
    memory, _ = go(Memory.start(), seen("0O 10I 40I"), STANDARD)
    assert go(memory, [], STANDARD) == (memory, [])
