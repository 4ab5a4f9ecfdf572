"""Versions in force never overlap, and the last word counts from its begin on."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from telemetry.timeline import Timeline

words = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20) | st.none()), max_size=6)


@given(words, st.integers(0, 45))
def test_the_last_version_published_before_or_at_a_moment_counts(
    published: list[tuple[int, int | None]], when: int
) -> None:
    line, expected = Timeline[int](), None
    for number, (begin, length) in enumerate(published):
        end = 10**9 if length is None else begin + length
        line = line.publish(number, begin, end)
        if begin <= when:
            expected = number if when < end else None
    assert line.at(when) == expected
    ends = [(version.begin, version.end) for version in line.versions]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(ends))


def test_nothing_is_in_force_after_a_cut() -> None:
    line = Timeline[str]().publish("a", 0).cut(10)
    assert (line.at(9), line.at(10)) == ("a", None)
    assert line.edges() == {0, 10}


def test_an_empty_stretch_is_no_version() -> None:
    assert Timeline[str]().publish("a", 5, 5).versions == ()
