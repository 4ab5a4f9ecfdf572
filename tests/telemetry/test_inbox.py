"""What nobody took yet is there once, oldest first."""

from datetime import UTC, datetime, timedelta

from telemetry.inbox import Delivery, Inbox

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def delivery(mid: int, seconds: int = 0, qos: int = 1) -> Delivery:
    return Delivery("t", b"%d" % mid, NOON + timedelta(seconds=seconds), 1, mid, qos)


def test_a_part_is_taken_and_the_rest_waits() -> None:
    inbox = Inbox()
    inbox.put([delivery(mid) for mid in range(5)])
    assert [each.mid for each in inbox.take(2)] == [0, 1]
    assert len(inbox) == 3
    assert [each.mid for each in inbox.take(9)] == [2, 3, 4]
    assert inbox.take(1) == []


def test_a_repeat_keeps_its_place_and_its_time() -> None:
    inbox = Inbox()
    inbox.put([delivery(1), delivery(2), delivery(1, seconds=30)])
    assert inbox.take(9) == [delivery(1), delivery(2)]


def test_messages_without_a_number_are_all_kept() -> None:
    inbox = Inbox()
    inbox.put([delivery(0, qos=0), delivery(0, qos=0), delivery(7)])
    inbox.come_again()
    inbox.forget([delivery(0), delivery(7)])
    assert len(inbox.take(9)) == 2
    inbox.forget([delivery(7)])
