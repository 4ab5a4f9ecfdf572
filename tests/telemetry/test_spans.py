"""Stretches of time: what is in any, in both, in one and not the other."""

from hypothesis import given as each
from hypothesis import strategies as st

from telemetry.moment import FOREVER
from telemetry.spans import ALWAYS, Span, Spans, both, grown, holds, minus, union, without

SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6)


def test_stretches_that_touch_are_one_and_empty_ones_are_none() -> None:
    assert union([(4, 6), (1, 4), (7, 7), (9, 8)]) == ((1, 6),)
    assert union([]) == ()
    assert union([(1, 9), (2, 3)]) == ((1, 9),)


def test_all_other_time_goes_on_for_ever() -> None:
    assert without(()) == ALWAYS
    assert without(ALWAYS) == ()
    assert without(((0, 3), (5, 7))) == ((3, 5), (7, FOREVER))


def test_nothing_grows_beyond_time() -> None:
    assert grown(((5, FOREVER),), 9) == ((0, FOREVER),)
    assert grown(((10, 20), (25, 30)), 2) == ((8, 22), (23, 32))


def test_a_stretch_holds_its_first_moment_and_not_its_end() -> None:
    assert [holds(((2, 4),), at) for at in (1, 2, 3, 4)] == [False, True, True, False]
    assert not holds((), 3)


def moments(spans: list[Span] | Spans) -> set[int]:
    return {at for at in range(22) for begin, end in spans if begin <= at < end}


@each(SPANS, SPANS)
def test_they_are_what_sets_of_moments_are(one: list[Span], other: list[Span]) -> None:
    first, second = union(one), union(other)
    assert moments(first) == moments(one)
    assert moments(both(first, second)) == moments(one) & moments(other)
    assert moments(minus(first, second)) == moments(one) - moments(other)
    assert both(first, second) == union(both(first, second))
    assert minus(first, second) == union(minus(first, second))
