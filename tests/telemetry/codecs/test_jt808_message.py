"""Messages and their answers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.fix import Fix, Malformed
from tests.telemetry.codecs.frames import BLOCK, HEADER, NEW_HEADER, locations

BATCH = replace(HEADER, message=0x0704)
LATER = BLOCK[:-1] + b"\x30"
TWO = jt808.encode_batch(jt808.Batch(bodies=(BLOCK, LATER)))


def read(header: jt808.Header, body: bytes) -> jt808.Message:
    """The message of a frame."""
    return jt808.decode(jt808.encode(header, body))


def outcomes(message: jt808.Message) -> list[str | list[str]]:
    """The flags of each fix, or why it is none."""
    return [
        each.quality.names() if isinstance(each, Fix) else each.reason for each in message.fixes
    ]


@pytest.mark.parametrize("header", [HEADER, NEW_HEADER])
def test_a_report_is_a_fix_of_the_phone(header: jt808.Header) -> None:
    (fix,) = read(header, BLOCK).fixes
    assert isinstance(fix, Fix)
    assert fix.device == "13800138000"


def test_a_missing_version_flag_is_told_of_the_fix() -> None:
    forgetful = replace(NEW_HEADER, version_flag_missing=True)
    assert outcomes(read(forgetful, BLOCK)) == [["version_flag_missing"]]


@pytest.mark.parametrize("message", [0x0201, 0x0500])
def test_an_answer_may_carry_a_position(message: int) -> None:
    answer = read(replace(HEADER, message=message), b"\x01\x02" + BLOCK)
    assert answer.fields == {"serial": 0x0102}
    assert answer.fixes == read(HEADER, BLOCK).fixes


@pytest.mark.parametrize("message", [0x0200, 0x0201, 0x0500, 0x0704, 0x0001, 0x8001])
def test_a_short_body_keeps_its_header(message: int) -> None:
    short = read(replace(HEADER, message=message), b"\0")
    assert short.header.serial == 7
    assert outcomes(short) == ["body_malformed"]


def test_an_encrypted_body_is_kept_unread() -> None:
    frame = jt808.encode(replace(HEADER, encryption=1), BLOCK)
    (wrong,) = jt808.decode(frame).fixes
    assert isinstance(wrong, Malformed)
    assert (wrong.reason, wrong.raw) == ("encrypted", frame)


def test_one_package_of_several_is_kept_unread() -> None:
    assert outcomes(read(replace(HEADER, total=2, index=1), BLOCK)) == ["incomplete"]
    assert outcomes(read(replace(HEADER, total=1, index=1), BLOCK)) == [[]]


def test_a_message_with_a_table_has_its_fields() -> None:
    through = read(replace(HEADER, message=0x0900), b"\xf0abc")
    assert (through.body, through.fixes) == (b"\xf0abc", [])
    assert through.fields == {"kind": 0xF0, "data": b"abc"}


def test_any_other_message_is_header_and_body() -> None:
    other = read(replace(HEADER, message=0x1205), b"\xf0abc")
    assert (other.body, other.fixes, other.fields) == (b"\xf0abc", [], {})


def test_a_batch_gives_its_fixes_in_order() -> None:
    batch = read(BATCH, TWO)
    assert [each.raw for each in batch.fixes] == [BLOCK, LATER]
    assert outcomes(batch) == [[], []]
    assert batch.fields == {"count": 2, "kind": 0}


def test_a_supplement_is_backfill() -> None:
    body = jt808.encode_batch(jt808.Batch(bodies=(BLOCK,), kind=1))
    assert outcomes(read(BATCH, body)) == [["backfill"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"\0\3" + TWO[2:], [["batch_count_mismatch"]] * 2),
        (b"\0\1" + TWO[2:], [["batch_count_mismatch"], "incomplete"]),
        (b"\0\0" + TWO[2:], ["incomplete"]),
        (TWO[:-1], [["batch_count_mismatch"], "body_malformed"]),
        (TWO[:-29], [["batch_count_mismatch"], "body_malformed"]),
        (b"\0\2\0\0\x02xy\0\x1c" + BLOCK, ["body_malformed", []]),
        (b"\0\2\0\0\x1c" + BLOCK + LATER, [["batch_count_mismatch"]] * 2),
        (b"\0\0\0", []),
        (b"\0\1\0\0", ["body_malformed"]),
    ],
    ids=[
        "count too high",
        "count too low",
        "count of nothing",
        "last one cut",
        "last length cut",
        "one too short",
        "one length for all",
        "empty",
        "half a length",
    ],
)
def test_each_record_of_a_batch_stands_alone(body: bytes, expected: list[object]) -> None:
    assert outcomes(read(BATCH, body)) == expected
    assert jt808.encode_batch(jt808.read_batch(body)) == body


@given(st.lists(locations, max_size=3), st.integers(0, 255))
def test_a_batch_that_was_written_is_read_back(reports: list[jt808.Location], kind: int) -> None:
    bodies = tuple(jt808.encode_location(report) for report in reports)
    written = jt808.encode_batch(jt808.Batch(bodies=bodies, kind=kind))
    count = len(bodies)
    assert jt808.read_batch(written) == jt808.Batch(bodies=bodies, kind=kind, count=count)


@given(st.binary(max_size=200))
def test_any_batch_is_written_as_it_was_read(body: bytes) -> None:
    body = b"\0\2\0" + body
    assert jt808.encode_batch(jt808.read_batch(body)) == body


def test_the_answer_to_a_heartbeat_is_the_bytes_of_the_standard() -> None:
    request = jt808.Header(message=2, phone="123456789012", serial=0x7FFF)
    answer = jt808.open_frame(jt808.general_answer(request, serial=0))
    assert answer[1] == bytes.fromhex("7fff000200")
    assert jt808.general_answer(request, 0)[1:13].hex() == "800100051234567890120000"


def test_an_answer_echoes_edition_version_and_phone() -> None:
    request = replace(NEW_HEADER, version=3, serial=9)
    content = jt808.general_answer(request, 5, result=4)[1:-2]
    assert content.hex() == "80014005030000000001380013800000050009020004"


def test_a_terminal_sees_which_of_its_messages_was_answered() -> None:
    answer = jt808.decode(jt808.general_answer(HEADER, serial=3, result=2))
    assert answer.fields == {"serial": 7, "message": 0x0200, "result": 2}
    assert answer.header.device == HEADER.device


def test_a_terminal_answers_a_command() -> None:
    command = jt808.Header(message=0x8103, phone=HEADER.phone, serial=4)
    answer = jt808.decode(jt808.terminal_answer(command, serial=1))
    assert answer.header.message == 0x0001
    assert answer.fields == {"serial": 4, "message": 0x8103, "result": 0}


@pytest.mark.parametrize(("result", "body"), [(0, b"\0\x07\0abc"), (3, b"\0\x07\3")])
def test_only_a_good_registration_gets_a_code(result: int, body: bytes) -> None:
    answer = jt808.decode(jt808.registration_answer(HEADER, 0, result, "abc"))
    assert (answer.header.message, answer.body) == (0x8100, body)


def test_the_time_is_answered_in_utc() -> None:
    at = datetime.fromisoformat("2017-03-15T17:09:23+08:00")
    body = jt808.decode(jt808.time_answer(NEW_HEADER, 0, at)).body
    assert body == jt808.decode(jt808.time_answer(NEW_HEADER, 0, at.astimezone(UTC))).body
    assert body.hex() == "170315090923"
