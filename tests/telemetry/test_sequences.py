"""Which records are here, whatever the order they came in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.sequences import Boot, add, flat, holds, paired


@given(st.lists(st.integers(0, 60)), st.lists(st.integers(0, 60)))
def test_ranges_hold_exactly_what_was_added(early: list[int], late: list[int]) -> None:
    ranges = add(add((), early), late)
    assert {n for n in range(62) if holds(ranges, n)} == {*early, *late}
    assert all(high + 1 < low for (_, high), (low, _) in pairwise(ranges))
    assert paired(flat(ranges)) == ranges


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)), st.integers(0, 10))
def test_upto_and_missing_name_every_hole(stored: set[int], refused: set[int], first: int) -> None:
    boot = Boot().keep(stored).refuse(refused).start(first)
    settled = stored | refused
    reach = first
    while reach in settled:
        reach += 1
    assert boot.upto() == (reach - 1 if first in settled else -1)
    named = {n for low, high in boot.missing() for n in range(low, high + 1)}
    assert named == set(range(reach, max(settled, default=-1) + 1)) - settled


def test_a_quarantined_record_counts_as_settled() -> None:
    assert Boot().keep([0, 2]).refuse([1]).upto() == 2


def test_only_so_many_holes_are_named() -> None:
    assert len(Boot().keep(range(0, 200, 2)).missing()) == 32


def test_of_many_thousand_holes_the_first_are_named() -> None:
    boot = Boot().keep(range(0, 60_000, 2)).refuse([1])
    assert boot.upto() == 2
    assert boot.missing() == [[n, n] for n in range(3, 3 + 64, 2)]


@pytest.mark.parametrize(("told", "first"), [([5, 3], 5), ([3, 5], 5)])
def test_the_device_never_takes_back_what_it_gave_up(told: list[int], first: int) -> None:
    boot = Boot()
    for low in told:
        boot = boot.start(low)
    assert boot.first == first
