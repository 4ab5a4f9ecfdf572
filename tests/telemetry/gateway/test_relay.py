"""What a link has under way: numbers of our own, repeats, packages, and what is forgotten."""

from dataclasses import replace

import pytest

from telemetry.codecs import jt808
from telemetry.codecs.jt808.packages import ASKED, TIMEOUT_S
from telemetry.gateway.relay import AGAIN_S, FORGET_S, WINDOW, Passed, Relay
from telemetry.gateway.words import Forward, Frame, Send
from tests.telemetry.gateway.terminal import LINE, PHONE, POSITION, Wire, authenticated

REPORT = jt808.Header(message=0x0200, phone=PHONE, serial=7)
BATCH = 0x0704
WHOLE = jt808.encode_batch(jt808.Batch(bodies=(POSITION,) * 50, kind=1))
PIECES = jt808.split_body(jt808.Header(message=BATCH, phone=PHONE, serial=20), WHOLE)


def read(payload: bytes) -> list[jt808.Message]:
    return [jt808.decode(frame) for frame in jt808.split(payload) if isinstance(frame, bytes)]


def test_a_message_of_several_packages_is_passed_on_when_it_is_whole() -> None:
    wire = authenticated()
    assert packages(wire, 0) == []
    (passed,) = packages(wire, 1)
    assert isinstance(passed, Forward)
    frames = read(passed.payload)
    assert b"".join(frame.body for frame in frames) == WHOLE
    wire.commits(LINE, BATCH)
    assert wire.answers() == []
    wire.commits(LINE + 1, BATCH)
    assert wire.answers() == [(20, 0), (21, 0)]


def test_packages_may_come_in_any_order_and_others_between() -> None:
    wire = authenticated()
    packages(wire, 1)
    wire.sends(0x0002, 99)
    (passed,) = packages(wire, 0)
    assert isinstance(passed, Forward)
    assert b"".join(frame.body for frame in read(passed.payload)) == WHOLE
    wire.commits(LINE + 1, BATCH)
    assert sorted(wire.answers()) == [(20, 0), (21, 0)]


def test_a_repeated_package_is_kept_alone_so_that_it_may_be_answered() -> None:
    wire = authenticated()
    packages(wire, 0)
    (alone,) = packages(wire, 0)
    assert isinstance(alone, Forward)
    (message,) = read(alone.payload)
    assert (message.header.index, message.header.serial) == (1, LINE)
    wire.commits(LINE, BATCH)
    assert wire.answers() == [(20, 0)]
    packages(wire, 1)
    wire.commits(LINE + 2, BATCH)
    assert wire.answers() == [(20, 0), (21, 0)]


def test_a_package_of_a_message_that_waits_for_its_answer_is_not_passed_on_again() -> None:
    wire = authenticated()
    packages(wire, 0, 1)
    assert packages(wire, 0) == []


def test_a_package_of_a_message_that_was_kept_is_answered_again() -> None:
    wire = authenticated()
    packages(wire, 0, 1)
    wire.commits(LINE + 1, BATCH)
    packages(wire, 1)
    assert wire.answers() == [(21, 0)]


def test_missing_packages_are_asked_for_and_then_given_up() -> None:
    wire = authenticated()
    packages(wire, 0)
    for _ in range(ASKED):
        alive(wire, TIMEOUT_S)
        ((message, fields),) = wire.heard()
        assert (message, fields["first"], fields["indexes"]) == (0x8003, 20, [2])
    alive(wire, TIMEOUT_S)
    (given_up,) = wire.forwarded()
    assert given_up.header.index == 1
    wire.commits(LINE, BATCH)
    assert wire.answers() == [(20, 0)]


def test_what_was_put_together_is_passed_on_until_it_is_answered() -> None:
    wire = authenticated()
    (passed,) = packages(wire, 0, 1)
    assert alive(wire, FORGET_S - 1) == []
    assert alive(wire, 1) == [passed]
    wire.commits(LINE + 1, BATCH)
    assert len(wire.answers()) == 2


def test_a_picture_is_answered_once_with_its_number() -> None:
    wire = authenticated()
    header = jt808.Header(message=0x0801, phone=PHONE, serial=20)
    for each, piece in jt808.split_body(header, (77).to_bytes(4) + bytes(1500)):
        wire.says(Frame(jt808.encode(each, piece)))
    wire.commits(LINE + 1, 0x0801, result=3)
    (answer,) = (jt808.decode(each.frame) for each in wire.found(Send))
    assert (answer.header.message, answer.body) == (0x8800, (77).to_bytes(4))


def test_a_picture_too_long_for_one_publication_goes_in_several() -> None:
    wire = authenticated()
    header = jt808.Header(message=0x0801, phone=PHONE, serial=20)
    for each, piece in jt808.split_body(header, (77).to_bytes(4) + b"\x7d" * 99_000):
        wire.says(Frame(jt808.encode(each, piece)))
    passed = wire.found(Forward)
    assert max(len(each.payload) for each in passed) <= 64 << 10
    assert sum(len(read(each.payload)) for each in passed) == 100
    wire.commits(LINE + 99, 0x0801)
    assert [message for message, _ in wire.heard()] == [0x8800]


def test_a_small_picture_too() -> None:
    wire = authenticated()
    wire.sends(0x0801, 5, (78).to_bytes(4) + bytes(40))
    wire.commits(LINE, 0x0801)
    assert [message for message, _ in wire.heard()] == [0x8800]


def test_a_repeat_is_passed_on_again_only_when_the_answer_is_overdue() -> None:
    relay, first = Relay().forward(REPORT, POSITION, 0.0)
    relay, soon = relay.forward(REPORT, POSITION, AGAIN_S - 0.1)
    relay, late = relay.forward(REPORT, POSITION, AGAIN_S)
    assert (len(first), soon, len(late)) == (1, [], 1)
    assert list(relay.under_way) == [1]


@pytest.mark.parametrize("other", [{"serial": 8}, {"message": 0x0702}])
def test_another_message_with_the_same_content_is_no_repeat(other: dict[str, int]) -> None:
    relay, _ = Relay().forward(REPORT, POSITION, 0.0)
    relay, payloads = relay.forward(replace(REPORT, **other), POSITION, 0.0)  # type: ignore[arg-type]
    assert len(payloads) == 1


def test_other_content_under_the_same_serial_is_no_repeat() -> None:
    relay, _ = Relay().forward(REPORT, POSITION, 0.0)
    relay, payloads = relay.forward(REPORT, POSITION + b"\x31\x01\x09", 0.0)
    assert (len(payloads), len(relay.under_way)) == (1, 2)


def test_numbers_begin_again_after_the_last() -> None:
    relay, _ = Relay(line=65_535).forward(REPORT, POSITION, 0.0)
    assert relay.line == 0
    relay, found = relay.answered(65_535, 0x0200)
    assert found is not None
    assert not relay.under_way


def test_a_full_window_is_emptied_by_answers_or_by_time() -> None:
    relay = Relay()
    for serial in range(WINDOW):
        assert not relay.full
        relay, _ = relay.forward(replace(REPORT, serial=serial), POSITION, float(serial) / WINDOW)
    assert relay.full
    assert not relay.answered(0, 0x0200)[0].full
    assert relay.tick(FORGET_S - 1) == Passed(relay)
    assert not relay.tick(FORGET_S).relay.full


def packages(wire: Wire, *numbers: int) -> list[object]:
    """The terminal sends these packages; what the last one causes."""
    for number in numbers:
        wire.says(Frame(jt808.encode(*PIECES[number])))
    return list(wire.did)


def alive(wire: Wire, seconds: float) -> list[object]:
    """Time goes by, and the terminal's heart beats."""
    wire.sends(0x0002, 99)
    return list(wire.later(seconds))
