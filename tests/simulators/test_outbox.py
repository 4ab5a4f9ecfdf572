"""What a terminal holds until somebody acknowledges it."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulators.outbox import Outbox, heed
from telemetry.sequences import Boot


def holding(*numbers: int) -> Outbox:
    outbox = Outbox(first_repeat_s=30)
    for number in numbers:
        outbox.hold(number, b"%d" % number, now=0)
    return outbox


def acknowledged(upto: int, *missing: tuple[int, int], **more: object) -> dict[str, Any]:
    return {"upto": upto, "missing": missing, "rejected": []} | more


def test_everything_up_to_the_number_is_forgotten() -> None:
    outbox = holding(0, 1, 2, 3)
    heed(outbox, acknowledged(2), now=1)
    assert outbox.held() == [3]
    assert (outbox.settled, outbox.records) == (3, 1)


def test_what_lies_between_holes_is_stored() -> None:
    outbox = holding(*range(10))
    heed(outbox, acknowledged(2, (3, 3), (6, 7)), now=1)
    assert outbox.held() == [3, 6, 7, 8, 9]


def test_what_is_missing_is_said_again_at_once() -> None:
    outbox = holding(0, 1, 2)
    heed(outbox, acknowledged(0, (1, 1)), now=5)
    assert [held.payload for held in outbox.due(5)] == [b"1"]


def test_what_has_just_been_said_is_not_missing_yet() -> None:
    outbox = holding(0, 1, 2)
    heed(outbox, acknowledged(0, (1, 1)), now=0.5)
    assert outbox.due(0.5) == []


def test_what_is_rejected_is_not_said_again() -> None:
    outbox = holding(0, 1, 2)
    rejected = [{"seq": 1, "reason": "number_range"}, {"sha256": "00", "reason": "not_json"}]
    heed(outbox, acknowledged(-1, rejected=rejected), now=1)
    assert outbox.held() == [0, 2]
    assert outbox.refused == 1


def test_an_old_acknowledgement_changes_nothing() -> None:
    outbox = holding(5, 6)
    heed(outbox, acknowledged(4), now=1)
    heed(outbox, acknowledged(2, (3, 4)), now=2)
    assert outbox.held() == [5, 6]


def test_each_silence_is_twice_as_long_up_to_ten_minutes() -> None:
    outbox, said = holding(0), []
    said += [second for second in range(4000) if outbox.due(second)]
    assert said[:4] == [30, 90, 210, 450]
    assert {b - a for a, b in pairwise(said[5:])} == {600}


def test_a_repeat_is_byte_for_byte_the_same() -> None:
    outbox = holding(7)
    assert outbox.due(30)[0].payload == outbox.due(90)[0].payload == b"7"


def test_a_number_said_twice_is_one_record() -> None:
    outbox = holding(7, 7)
    assert outbox.records == 1


def test_the_lowest_number_need_not_be_the_first() -> None:
    outbox = holding(9, 4, 6)
    lowest = outbox.lowest()
    assert lowest is not None
    assert lowest[0] == 4
    assert Outbox().lowest() is None


@given(st.lists(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_nothing_is_forgotten_that_the_platform_does_not_have(
    said: list[int], stored: set[int]
) -> None:
    outbox, boot = holding(*said), Boot().keep(stored)
    heed(outbox, acknowledged(boot.upto(), *map(tuple, boot.missing())), now=1)  # type: ignore[arg-type] # pairs
    assert set(said) - stored <= set(outbox.held())
    assert {n for n in said if n <= boot.upto()}.isdisjoint(outbox.held())
