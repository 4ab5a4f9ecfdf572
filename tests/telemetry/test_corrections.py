"""Corrections: the smallest set of records, and what stands after them."""

from datetime import UTC, datetime
from itertools import count

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry.corrections import Amended, Correction, Opened, Voided, difference, fold
from telemetry.fence import IN, OUT
from telemetry.moment import micros
from telemetry.profile import STANDARD
from telemetry.visits import Memory, Visit, run


def stay(begin: int, until: int | None = None, *flags: str) -> Visit:
    """Certainly inside from `begin` to `until`."""
    if until is None:
        return Visit(begin - 1, begin, begin, flags=frozenset({"open", *flags}))
    return Visit(begin - 1, begin, begin, until, until + 1, until + 1, frozenset(flags))


def test_a_visit_that_goes_on_is_amended_and_an_equal_one_is_left_alone() -> None:
    assert difference([("a", stay(1, 5))], [stay(1, 5)]) == []
    assert difference([("a", stay(1))], [stay(1, 5)]) == [Amended("a", stay(1), stay(1, 5))]


def test_of_a_split_the_earliest_part_keeps_the_id() -> None:
    parts = [stay(6, 9), stay(1, 4)]
    assert difference([("a", stay(1, 9))], parts) == [
        Amended("a", stay(1, 9), stay(1, 4)),
        Opened(stay(6, 9)),
    ]


def test_of_a_merge_the_earliest_id_stays() -> None:
    recorded = [("b", stay(6, 9)), ("a", stay(1, 4))]
    assert difference(recorded, [stay(1, 9)]) == [
        Amended("a", stay(1, 4), stay(1, 9)),
        Voided("b", stay(6, 9), "merged_into", "a"),
    ]


def test_without_a_common_time_it_is_another_visit() -> None:
    assert difference([("a", stay(1, 4))], [stay(5, 9)]) == [
        Voided("a", stay(1, 4), "evidence_changed"),
        Opened(stay(5, 9)),
    ]


def test_one_that_never_was_is_not_merged_into_another() -> None:
    recorded = [("a", stay(1, 4)), ("b", stay(10, 14))]
    assert difference(recorded, [stay(10, 14)]) == [Voided("a", stay(1, 4), "evidence_changed")]


def test_a_common_instant_is_a_common_time() -> None:
    assert difference([("a", stay(1, 5))], [stay(5, 9)]) == [
        Amended("a", stay(1, 5), stay(5, 9)),
    ]


def test_one_to_one_earliest_first() -> None:
    recorded = [("a", stay(0, 10)), ("b", stay(20, 30))]
    assert difference(recorded, [stay(5, 25), stay(26, 28)]) == [
        Amended("a", stay(0, 10), stay(5, 25)),
        Amended("b", stay(20, 30), stay(26, 28)),
    ]


@st.composite
def timelines(draw: st.DrawFn) -> list[Visit]:
    """Visits that do not overlap; the last may be open."""
    edges = sorted(draw(st.sets(st.integers(0, 60), max_size=12)))
    visits = [stay(begin, until - 1) for begin, until in zip(edges[::2], edges[1::2], strict=False)]
    return [*visits, stay(edges[-1])] if len(edges) % 2 else visits


@given(st.lists(timelines(), max_size=6))
@example([[stay(1, 9)], [stay(1, 4), stay(6)], []])
def test_folding_the_records_gives_the_visits_after_every_change(days: list[list[Visit]]) -> None:
    records: list[tuple[str, Correction]] = []
    names = map(str, count())
    for found in days:
        corrections = difference(list(fold(records).items()), found)
        records += [(getattr(each, "id", "") or next(names), each) for each in corrections]
        standing = list(fold(records).items())
        assert sorted((visit for _, visit in standing), key=lambda v: v.enter_hi) == found
        assert difference(standing, found) == []


@given(timelines(), timelines())
def test_an_id_is_named_once_and_an_heir_stands(before: list[Visit], after: list[Visit]) -> None:
    recorded = [(f"id{number}", visit) for number, visit in enumerate(before)]
    corrections = difference(recorded, after)
    named = [each.id for each in corrections if not isinstance(each, Opened)]
    voided = {each.id for each in corrections if isinstance(each, Voided)}
    heirs = {each.merged_into for each in corrections if isinstance(each, Voided)} - {None}
    assert len(named) == len(set(named))
    assert heirs <= {name for name, _ in recorded} - voided


def clock(text: str) -> int:
    at = datetime.strptime(f"2026-01-05 {text} +0000", "%Y-%m-%d %H:%M:%S %z")
    return micros(at.astimezone(UTC))


def every_30_s(begin: str, until: str, kind: int) -> dict[int, int]:
    return dict.fromkeys(range(clock(begin), clock(until) + 1, 30_000_000), kind)


def visits_of(day: dict[int, int]) -> list[Visit]:
    t = np.array(sorted(day), np.int64)
    classes = np.array([day[each] for each in t.tolist()], np.int8)
    memory, closed = run(Memory.start(), t, classes, np.zeros(len(t), np.bool_), STANDARD)
    return [*closed, memory.open] if memory.open else closed


LIVE = every_30_s("08:59:30", "08:59:30", OUT) | every_30_s("09:00:00", "09:59:30", IN)
LIVE |= {clock("10:00:10"): OUT, clock("10:09:00"): OUT}
BACK = every_30_s("10:10:00", "10:30:00", IN)
STORED = dict.fromkeys(range(clock("10:00:20"), clock("10:08:40") + 1, 10_000_000), IN)
STORED |= {clock("10:08:50"): OUT}


def test_the_example_of_section_8_while_it_happens() -> None:
    (left,) = visits_of(LIVE)
    assert (left.exit_lo, left.exit_hi, left.exit_confirmed) == (
        clock("09:59:30"),
        clock("10:00:10"),
        clock("10:09:00"),
    )
    (opened,) = difference([("first", left)], visits_of(LIVE | BACK))
    assert isinstance(opened, Opened)
    assert (opened.visit.enter_lo, opened.visit.enter_hi, opened.visit.enter_confirmed) == (
        clock("10:09:00"),
        clock("10:10:00"),
        clock("10:10:30"),
    )


def test_the_example_of_section_8_when_the_stored_positions_arrive() -> None:
    first, second = visits_of(LIVE | BACK)
    amended, voided = difference(
        [("first", first), ("second", second)], visits_of(LIVE | BACK | STORED)
    )
    assert isinstance(amended, Amended)
    assert (amended.id, amended.before, amended.visit.exit_hi) == ("first", first, None)
    assert voided == Voided("second", second, "merged_into", "first")


def test_the_example_of_section_8_had_they_come_in_time() -> None:
    recorded: list[tuple[str, Visit]] = []
    for day in (LIVE_BEFORE_THE_LINK, LIVE_BEFORE_THE_LINK | STORED, LIVE | STORED):
        corrections = difference(recorded, visits_of(day))
        assert all(isinstance(each, Opened) for each in corrections[:1])
        assert len(corrections) == (0 if recorded else 1)
        recorded = recorded or [("first", visits_of(day)[0])]
    assert visits_of(LIVE | BACK | STORED) == [recorded[0][1]]


LIVE_BEFORE_THE_LINK = {t: kind for t, kind in LIVE.items() if t <= clock("10:00:10")}
