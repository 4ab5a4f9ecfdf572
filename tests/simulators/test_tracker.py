"""A simulated JT/T 808 terminal: its dialogue, its memory, its obedience, its bad manners."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from simulators.obedience import DRIVING, HEARTBEAT
from simulators.quirks import Quirk, spoiled, twisted
from simulators.tracker import BacklogOrder, Tracker, Who
from telemetry.codecs import jt808
from telemetry.codecs.jt808.layout import Fields
from telemetry.fix import Fix, Malformed, Quality

PHONE = "13800138000"
OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
ANSWER = 0x8001


def fixes(first: int, count: int = 1) -> list[Fix]:
    """Reports, one a second."""
    return [
        Fix(
            device="",
            at=OCTOBER + timedelta(seconds=number),
            digest=b"",
            lon=120.2,
            lat=30.29,
            status=2,
            source="",
            raw=b"",
        )
        for number in range(first, first + count)
    ]


def read(frames: list[bytes]) -> list[jt808.Message]:
    return [jt808.decode(frame) for frame in frames]


def told(message: int, fields: Fields, serial: int = 9, edition: str = "2013") -> bytes:
    """A frame of the platform."""
    header = jt808.Header(message=message, phone=PHONE, serial=serial)
    if edition == "2019":
        header = replace(header, edition="2019", version=1)
    return jt808.encode(header, jt808.write_body(message, fields, edition))


def answer(serial: int, message: int = 0x0200, result: int = 0) -> bytes:
    return told(ANSWER, {"serial": serial, "message": message, "result": result})


def on_air(tracker: Tracker | None = None, now: float = 0.0) -> Tracker:
    """A tracker that has authenticated with the code it had; its next serial is 1."""
    tracker = tracker or Tracker(Who(PHONE), code="c0de")
    (frame,) = tracker.connected(now)
    assert jt808.decode(frame).header.message == 0x0102
    tracker.hear(answer(0, 0x0102), now)
    assert tracker.stage == "on air"
    return tracker


@pytest.mark.parametrize("edition", ["2013", "2019"])
def test_it_registers_authenticates_and_is_on_the_air(edition: str) -> None:
    tracker = Tracker(Who(PHONE, "2019" if edition == "2019" else "2013", "浙A12345"))
    (registration,) = read(tracker.connected(0.0))
    assert (registration.header.message, registration.fields["plate"]) == (0x0100, "浙A12345")
    (authentication,) = read(
        tracker.hear(told(0x8100, {"serial": 0, "result": 0, "code": "X"}), 0.0)
    )
    assert (authentication.header.message, authentication.fields["code"]) == (0x0102, "X")
    assert authentication.header.edition == edition
    tracker.hear(answer(1, 0x0102), 0.0)
    assert tracker.stage == "on air"


def test_without_a_plate_it_names_none() -> None:
    (registration,) = read(Tracker(Who(PHONE)).connected(0.0))
    assert registration.fields["plate_colour"] == 0


def test_a_refused_registration_leads_nowhere() -> None:
    tracker = Tracker(Who(PHONE))
    tracker.connected(0.0)
    assert tracker.hear(told(0x8100, {"serial": 0, "result": 4}), 0.0) == []
    assert tracker.stage == "greeting"


def test_a_refused_code_is_thrown_away() -> None:
    tracker = Tracker(Who(PHONE), code="old")
    tracker.connected(0.0)
    tracker.hear(answer(0, 0x0102, 1), 0.0)
    assert (tracker.code, tracker.stage) == ("", "authenticating")


def test_what_is_said_is_kept_until_it_is_answered() -> None:
    tracker = on_air()
    (frame,) = tracker.say(fixes(0), 5.0)
    assert (jt808.decode(frame).header.serial, tracker.outstanding) == (1, 1)
    tracker.hear(answer(1), 7.0)
    assert (tracker.outstanding, tracker.settled, list(tracker.waits)) == (0, 1, [2.0])
    tracker.hear(answer(1), 8.0)
    assert tracker.settled == 1


def test_several_at_once_are_a_batch() -> None:
    (message,) = read(on_air().say(fixes(0, 3), 0.0))
    assert (message.header.message, message.fields["kind"], len(message.fixes)) == (0x0704, 0, 3)


def test_what_the_platform_cannot_take_is_settled_and_counted() -> None:
    tracker = on_air()
    tracker.say(fixes(0), 0.0)
    tracker.hear(answer(1, result=2), 0.0)
    assert (tracker.settled, tracker.refused) == (1, 1)


def test_it_repeats_later_and_later_byte_for_byte_the_same() -> None:
    tracker = on_air()
    said = tracker.say(fixes(0), 0.0)
    assert tracker.tick(29.0) == []
    assert tracker.tick(30.0) == said
    assert tracker.tick(89.0)[:1] != said
    assert said[0] in tracker.tick(90.0)
    assert tracker.again() == said
    assert tracker.resent == 3


def test_its_heart_beats_as_often_as_it_was_told() -> None:
    tracker = on_air()
    assert tracker.tick(59.0) == []
    assert [m.header.message for m in read(tracker.tick(60.0))] == [0x0002]
    tracker.hear(told(0x8103, {"parameters": [{"id": HEARTBEAT, "value": 5}]}), 60.0)
    assert [m.header.message for m in read(tracker.tick(120.0))] == [0x0002]
    assert [m.header.message for m in read(tracker.tick(125.0))] == [0x0002]


def test_nothing_is_said_while_nobody_hears() -> None:
    tracker = Tracker(Who(PHONE), code="c0de")
    assert tracker.say(fixes(0), 0.0) == []
    assert tracker.tick(1000.0) == []
    assert tracker.outstanding == 1


@pytest.mark.parametrize(
    ("order", "begins"), [("oldest", [0, 20, 40]), ("newest", [44, 24, 4]), ("mixed", [0])]
)
def test_a_backlog_comes_in_three_orders(order: BacklogOrder, begins: list[int]) -> None:
    tracker = Tracker(Who(PHONE), code="c0de", order=order)
    tracker.say(fixes(0, 45), 0.0)
    tracker.connected(0.0)
    batches = read(tracker.hear(answer(0, 0x0102), 0.0))
    assert {batch.fields["kind"] for batch in batches} == {1}
    assert [seconds(batch)[0] for batch in batches] == begins


def test_a_mixed_backlog_goes_beside_the_live_reports() -> None:
    tracker = Tracker(Who(PHONE), code="c0de", order="mixed")
    tracker.say(fixes(0, 45), 0.0)
    tracker.connected(0.0)
    tracker.hear(answer(0, 0x0102), 0.0)
    live, stored = read(tracker.say(fixes(100), 1.0))
    assert (live.header.message, seconds(stored)[0]) == (0x0200, 20)
    assert tracker.hear(answer(1, 0x0704), 2.0) == []
    (rest,) = read(tracker.tick(3.0))
    assert seconds(rest) == [40, 41, 42, 43, 44]


def test_after_a_break_what_was_not_answered_is_a_backlog_and_numbers_begin_again() -> None:
    tracker = on_air()
    tracker.say(fixes(5), 0.0)
    tracker.lost()
    tracker.say(fixes(6), 1.0)
    assert (tracker.stage, tracker.outstanding) == ("away", 2)
    tracker.connected(2.0)
    (batch,) = read(tracker.hear(answer(0, 0x0102), 2.0))
    assert (seconds(batch), batch.header.serial) == ([5, 6], 1)


def test_with_too_much_under_way_it_waits() -> None:
    tracker = on_air()
    for number in range(33):
        tracker.say(fixes(number), 0.0)
    assert tracker.outstanding == 33
    (last,) = read(tracker.hear(answer(1), 0.0))
    assert (last.fields["kind"], seconds(last)) == (1, [32])


def test_its_numbers_begin_again_after_the_last() -> None:
    tracker = on_air()
    tracker.serial = 65_535
    tracker.say(fixes(0), 0.0)
    (frame,) = tracker.say(fixes(1), 0.0)
    assert jt808.decode(frame).header.serial == 0


def test_an_edge_is_reported_until_it_is_answered_and_a_level_while_it_lasts() -> None:
    tracker = on_air()
    tracker.edges, tracker.levels = 1 << 0, 1 << 8
    tracker.say(fixes(0), 0.0)
    (second,) = read(tracker.say(fixes(1), 0.0))
    tracker.hear(answer(1), 0.0)
    (third,) = read(tracker.say(fixes(2), 0.0))
    assert [alarm(second), alarm(third)] == [1 << 0 | 1 << 8, 1 << 8]


def test_a_copy_is_a_message_of_its_own() -> None:
    tracker = on_air()
    (frame,) = tracker.say(fixes(0), 0.0)
    copy = jt808.decode(tracker.copied(frame))
    assert (copy.header.serial, copy.body) == (2, jt808.decode(frame).body)
    assert tracker.outstanding == 1


def test_it_obeys_and_says_so() -> None:
    tracker = on_air()
    text = told(0x8300, {"flags": 1, "text": "请停车"})
    assert results(tracker, text) == [0]
    assert tracker.orders.texts == ["请停车"]
    assert results(tracker, told(0x8202, {"interval_s": 3, "validity_s": 60})) == [0]
    assert tracker.orders.seconds(DRIVING) == 3
    assert results(tracker, told(0x8202, {"interval_s": 0})) == [0]
    assert tracker.orders.seconds(DRIVING) == 3
    assert results(tracker, told(0x8105, {"command": 4})) == [0]
    assert results(tracker, told(0x8401, {"action": 0, "contacts": []})) == [3]


def test_it_tells_its_parameters_and_what_it_is_made_of() -> None:
    tracker = on_air()
    (everything,) = read(tracker.hear(told(0x8104, {}), 0.0))
    assert [each["id"] for each in everything.fields["parameters"]] == [1, 0x27, 0x29]
    (some,) = read(tracker.hear(told(0x8106, {"ids": [0x29, 0x55]}), 0.0))
    assert [each["value"] for each in some.fields["parameters"]] == [10]
    (made_of,) = read(tracker.hear(told(0x8107, {}), 0.0))
    assert (made_of.header.message, made_of.fields["firmware"]) == (0x0107, "1.0")


def test_a_parameter_that_is_no_time_is_no_time() -> None:
    tracker = on_air()
    tracker.orders.parameters[HEARTBEAT] = "often"
    assert tracker.orders.seconds(HEARTBEAT) == 60


def test_it_watches_the_fences_it_is_given() -> None:
    tracker = on_air()
    for action, name in ((1, 7), (1, 8), (0, 9)):
        assert results(tracker, told(0x8600, {"action": action, "items": [circle(name)]})) == [0]
    assert list(tracker.orders.areas) == [(1, 9)]
    corners = [{"lat_e6": 30_000_000 + k, "lon_e6": 120_000_000} for k in range(3)]
    polygon = {"id": 5, "attribute": 0, "vertices": corners}
    assert results(tracker, told(0x8604, polygon)) == [0]
    assert results(tracker, told(0x8601, {"ids": [4]})) == [0]
    assert list(tracker.orders.areas) == [(1, 9), (3, 5)]
    assert results(tracker, told(0x8605, {"ids": [5]})) == [0]
    assert results(tracker, told(0x8601, {"ids": []})) == [0]
    assert not tracker.orders.areas


def test_what_is_no_frame_and_what_needs_no_answer_is_passed_over() -> None:
    tracker = on_air()
    assert tracker.hear(b"\x7ebroken\x7e", 0.0) == []
    assert tracker.hear(told(0x8003, {"first": 1, "indexes": [2]}), 0.0) == []


@pytest.mark.parametrize("quirk", get_args(Quirk))
def test_it_misbehaves_on_request(quirk: Quirk) -> None:
    tracker = on_air(Tracker(Who(PHONE, "2019"), code="c0de", quirks=frozenset([quirk])))
    tracker.serial = 10
    frames = tracker.say(fixes(0), 0.0)
    assert SEEN[quirk](frames)


def _message(frames: list[bytes]) -> jt808.Message:
    return jt808.decode(frames[0])


def _fix(frames: list[bytes]) -> Fix:
    (found,) = _message(frames).fixes
    assert isinstance(found, Fix)
    return found


def _broken(frames: list[bytes]) -> bool:
    try:
        jt808.decode(frames[0])
    except Malformed as error:
        return error.reason == "check_mismatch"
    return False


SEEN = {
    "wrong_clock": lambda frames: _fix(frames).at == OCTOBER + timedelta(hours=1),
    "null_island": lambda frames: Quality.NULL_ISLAND in _fix(frames).quality,
    "unlocated": lambda frames: Quality.NO_FIX in _fix(frames).quality,
    "no_version_flag": lambda frames: _message(frames).header.version_flag_missing,
    "unescaped_check": lambda frames: _message(frames).header.serial == 10,
    "repeated": lambda frames: frames[0] == frames[1],
    "other_phone": lambda frames: _message(frames).header.device == "13800138001",
    "wrong_check": _broken,
}


def test_without_quirks_everything_is_as_it_should_be() -> None:
    (fix,) = fixes(0)
    assert twisted(fix, frozenset()) == fix
    header = jt808.Header(message=0x0002, phone=PHONE, serial=0)
    assert spoiled(header, b"", frozenset(["wrong_check", "other_phone"])) == jt808.encode(
        header, b""
    )


def test_a_check_byte_may_be_left_unescaped() -> None:
    quirks: frozenset[Quirk] = frozenset(["unescaped_check"])
    headers = [jt808.Header(message=0x0002, phone=PHONE, serial=n) for n in range(256)]
    frames = [spoiled(header, b"", quirks) for header in headers]
    (odd,) = [frame for frame in frames if frame.endswith(b"\x7d\x7e")]
    assert jt808.decode(odd).header.serial == 213


def seconds(message: jt808.Message) -> list[int]:
    """Fix times, counted from the first of October."""
    return [
        int((fix.at - OCTOBER).total_seconds()) for fix in message.fixes if isinstance(fix, Fix)
    ]


def alarm(message: jt808.Message) -> int:
    (fix,) = message.fixes
    assert isinstance(fix, Fix)
    return fix.alarm


def results(tracker: Tracker, frame: bytes) -> list[int]:
    """What it answers to a command."""
    return [message.fields["result"] for message in read(tracker.hear(frame, 0.0))]


def circle(name: int) -> Fields:
    return {
        "id": name,
        "attribute": 0,
        "lat_e6": 30_000_000,
        "lon_e6": 120_000_000,
        "radius_m": 200,
    }
