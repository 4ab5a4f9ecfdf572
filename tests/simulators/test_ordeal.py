"""What a fault run sends is known in advance, and is what was asked for."""

import pytest

from simulators import ordeal, town
from simulators.districts import outlines
from simulators.ordeal import Again, Message, Ordeal


@pytest.fixture(scope="module")
def planned() -> Ordeal:
    return ordeal.plan(town.build(outlines(), 40, 1), 6000, seed=1)


def messages(planned: Ordeal) -> list[Message]:
    return [delivery for delivery in planned.deliveries if isinstance(delivery, Message)]


def test_every_fix_is_sent_once_and_some_messages_again(planned: Ordeal) -> None:
    sent = [(m.car, fix.at) for m in messages(planned) for fix in m.fixes]
    copies = [delivery for delivery in planned.deliveries if isinstance(delivery, Again)]
    assert len(sent) == len(set(sent)) == len(planned.records) == 6000
    assert 0.07 < len(copies) / len(messages(planned)) < 0.13


def test_a_copy_comes_after_the_first(planned: Ordeal) -> None:
    seen = 0
    for delivery in planned.deliveries:
        match delivery:
            case Message():
                seen += 1
            case Again(number=number):
                assert number < seen


def test_some_come_late_and_none_is_empty(planned: Ordeal) -> None:
    order = [(m.car, m.fixes[0].at) for m in messages(planned)]
    mine = [at for car, at in order if car == 0]
    assert mine != sorted(mine)
    assert all(m.fixes for m in messages(planned))


def test_violations_are_over_before_the_end(planned: Ordeal) -> None:
    last = max(second for _, second in planned.records)
    assert len(planned.labels) > 3
    assert all(label.settled <= last for label in planned.labels)


def test_the_same_seed_is_the_same_ordeal(planned: Ordeal) -> None:
    again = ordeal.plan(town.build(outlines(), 40, 1), 6000, seed=1)
    assert again.deliveries == planned.deliveries
