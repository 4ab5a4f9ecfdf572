"""What stands between two flags."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.codecs.jt808.frame import check_byte, escape, unescape
from telemetry.fix import Malformed
from tests.telemetry.codecs.frames import HEADER, HEARTBEAT, NEW_HEADER, framed, headers

OTHER = jt808.encode(HEADER, b"\x7e\x7d")
bodies = st.binary(max_size=1023)


def reason(frame: bytes) -> str:
    """Why a frame is refused."""
    with pytest.raises(Malformed) as wrong:
        jt808.open_frame(frame)
    assert wrong.value.raw == frame
    return wrong.value.reason


@given(st.binary(max_size=64))
@example(b"\x7e\x7d\x7d\x01\x7d\x02")
def test_what_is_escaped_has_no_flag_and_is_unescaped(content: bytes) -> None:
    assert b"\x7e" not in escape(content)
    assert unescape(escape(content)) == content


@given(st.binary(max_size=1100))
@example(b"")
def test_the_check_byte_combines_all_bytes(content: bytes) -> None:
    expected = 0
    for byte in content:
        expected ^= byte
    assert check_byte(content) == expected


@given(headers, bodies)
def test_a_frame_that_was_written_is_read_back(header: jt808.Header, body: bytes) -> None:
    assert jt808.open_frame(jt808.encode(header, body)) == (header, body)


@pytest.mark.parametrize("check", [0x7D, 0x7E])
def test_a_check_byte_may_be_a_flag_or_an_escape(check: int) -> None:
    body = bytes([check ^ check_byte(framed(HEADER, b"\0")[:-1])])
    frame = jt808.encode(HEADER, body)
    assert frame[-3:-1] == escape(bytes([check]))
    assert jt808.open_frame(frame) == (HEADER, body)


def test_a_check_byte_that_a_terminal_forgot_to_escape_is_tolerated() -> None:
    body = bytes([0x7D ^ check_byte(framed(HEADER, b"\0")[:-1])])
    frame = jt808.encode(HEADER, body)[:-2] + b"\x7e"
    assert frame[-2:] == b"\x7d\x7e"
    assert jt808.open_frame(frame) == (HEADER, body)


@pytest.mark.parametrize(
    "inner", ["7d00", "7d", "7d7d", "0102037d", "7d037d01", "00027d7d0100", "7d7d01", "007d7d"]
)
def test_an_escape_of_nothing_is_refused(inner: str) -> None:
    assert reason(b"\x7e" + bytes.fromhex(inner) + b"\x7e") == "bad_escape"


@pytest.mark.parametrize("frame", [b"", b"\x7e", HEARTBEAT[:-1], HEARTBEAT[1:], HEARTBEAT * 2])
def test_a_frame_stands_between_two_flags(frame: bytes) -> None:
    assert reason(frame) == "truncated"


def test_a_short_header_is_told_before_a_wrong_check_byte() -> None:
    assert reason(b"\x7e\x7e") == "header_too_short"
    assert reason(b"\x7e" + bytes(12) + b"\x7e") == "header_too_short"
    assert reason(b"\x7e" + bytes(12) + b"\x01\x7e") == "check_mismatch"
    assert reason(b"\x7e\0\x02\x40" + bytes(14) + b"\x7e") == "header_too_short"
    assert reason(b"\x7e\0\x02\x60" + bytes(18) + b"\x7e") == "header_too_short"


def test_a_wrong_check_byte_is_told_before_a_wrong_length() -> None:
    content = framed(HEADER, b"12")
    assert reason(b"\x7e" + content[:-1] + b"\x55\x7e") == "check_mismatch"
    longer = content[:-1] + b"\0" + content[-1:]
    assert reason(b"\x7e" + longer + b"\x7e") == "length_mismatch"


def test_a_2019_header_that_does_not_say_so_is_read_and_flagged() -> None:
    forgetful = jt808.Header(
        message=2, phone="1" * 20, serial=7, edition="2019", version=1, version_flag_missing=True
    )
    frame = jt808.encode(forgetful, b"")
    assert frame[3:5] == b"\0\0"
    assert jt808.open_frame(frame) == (forgetful, b"")


def test_it_is_no_2019_header_when_the_phone_is_no_number() -> None:
    header = jt808.Header(
        message=2, phone="f" * 20, serial=7, edition="2019", version=1, version_flag_missing=True
    )
    assert reason(jt808.encode(header, b"")) == "length_mismatch"


def test_both_headers_give_the_same_device() -> None:
    assert HEADER.device == NEW_HEADER.device == "13800138000"
    assert HEADER.phone == "013800138000"
    assert NEW_HEADER.phone == "00000000013800138000"


@pytest.mark.parametrize(
    ("phone", "device"),
    [("000000000000", "0"), ("4EB6FB00004E", "4eb6fb00004e"), ("0868120300ff", "0868120300ff")],
)
def test_a_phone_that_is_no_number_is_kept_as_hex(phone: str, device: str) -> None:
    assert jt808.normal_phone(phone) == device


def test_what_does_not_fit_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="1023 bytes, this one has 1024"):
        jt808.encode(HEADER, bytes(1024))
    with pytest.raises(ValueError, match="at most 12 digits"):
        jt808.encode(jt808.Header(message=2, phone="1" * 14, serial=0), b"")


def test_a_single_package_is_whole() -> None:
    assert HEADER.whole
    assert jt808.Header(message=2, phone="1", serial=0, total=1, index=1).whole
    assert not jt808.Header(message=2, phone="1", serial=0, total=2, index=1).whole


@pytest.mark.parametrize(
    ("payload", "frames"),
    [
        (HEARTBEAT + OTHER, [HEARTBEAT, OTHER]),
        (HEARTBEAT[:-1] + OTHER, [HEARTBEAT, OTHER]),
        (b"$$" + HEARTBEAT, [HEARTBEAT]),
        (b"\x7e\x7e" + HEARTBEAT + b"\x7e", [HEARTBEAT]),
    ],
    ids=["two", "a flag shared", "garbage in front", "idle flags"],
)
def test_frames_are_found_in_a_payload(payload: bytes, frames: list[bytes]) -> None:
    assert jt808.split(payload) == frames


@pytest.mark.parametrize("payload", [b"", b"\x7e", b"\x7e\x7e", b"(1,2)", HEARTBEAT[:-1]])
def test_a_payload_without_a_frame_is_truncated(payload: bytes) -> None:
    (wrong,) = jt808.split(payload)
    assert isinstance(wrong, Malformed)
    assert wrong.reason == "truncated"
    assert wrong.raw == payload.lstrip(b"\x7e")


def test_a_frame_cut_at_the_end_is_told_behind_the_whole_ones() -> None:
    whole, cut = jt808.split(HEARTBEAT + OTHER[:-1])
    assert whole == HEARTBEAT
    assert isinstance(cut, Malformed)
    assert (cut.reason, cut.raw) == ("truncated", OTHER[1:-1])


@pytest.mark.parametrize("payload", [HEARTBEAT * 501, b"\x7e" * 65_537])
def test_a_payload_has_its_limits(payload: bytes) -> None:
    (wrong,) = jt808.split(payload)
    assert isinstance(wrong, Malformed)
    assert (wrong.reason, wrong.raw) == ("too_large", payload[:8192])
    assert len(jt808.split(HEARTBEAT * 500)) == 500


@given(st.lists(st.integers(0, 90)))
def test_a_stream_may_come_in_any_pieces(cuts: list[int]) -> None:
    stream = b"noise" + HEARTBEAT + OTHER + HEARTBEAT[:-1] + OTHER
    borders = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    splitter = jt808.Splitter()
    pieces = [stream[a:b] for a, b in pairwise(borders)]
    found = [frame for piece in pieces for frame in splitter.feed(piece)]
    assert found == [HEARTBEAT, OTHER, HEARTBEAT, OTHER]
    assert splitter.dropped == len("noise")


def test_a_stream_without_flags_is_dropped_and_found_again() -> None:
    splitter = jt808.Splitter()
    assert splitter.feed(b"\x7e" + bytes(4000)) == []
    assert splitter.dropped == 0
    assert splitter.feed(bytes(97)) == []
    assert splitter.dropped == 4097
    assert splitter.feed(b"xyz" + HEARTBEAT) == [HEARTBEAT]
    assert splitter.dropped == 4100
