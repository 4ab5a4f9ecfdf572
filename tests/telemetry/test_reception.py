"""One message, whatever it holds: fixes, refusals with a reason, answers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs.jt808.batch import Batch, encode_batch
from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.location import Location, encode_location
from telemetry.fix import Malformed
from telemetry.reception import receive

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
TOPIC = "v1/13800138000/up/jt808"
PLACE = encode_location(
    Location(status=3, lat_e6=30_287_459, lon_e6=120_153_576, time=bytes.fromhex("261001120000"))
)


def frame(message: int, body: bytes, phone: str = "013800138000") -> bytes:
    return encode(Header(message=message, phone=phone, serial=5), body)


@given(st.binary(max_size=80), st.sampled_from([TOPIC, "v1/V1/up/pos", "", "x"]))
def test_any_bytes_are_a_reception(payload: bytes, topic: str) -> None:
    for record in receive(topic, payload, NOON).records:
        assert not isinstance(record, Malformed) or record.reason


def test_a_prefix_in_front_of_the_topic_is_no_part_of_the_device() -> None:
    assert receive("p/3/V1/up/pos", b"{", NOON).device == "V1"


@pytest.mark.parametrize(
    ("message", "body", "result", "fixes", "kept"),
    [
        (0x0200, PLACE, 0, 1, 0),
        (0x0704, encode_batch(Batch(bodies=(PLACE, PLACE[:9]), kind=1)), 0, 2, 0),
        (0x0200, PLACE[:9], 2, 1, 0),
        (0x0002, b"", 0, 0, 1),
        (0x0102, b"code", 0, 0, 1),
        (0x1205, b"video", 3, 0, 1),
    ],
)
def test_every_message_is_answered_as_the_standard_says(
    message: int, body: bytes, result: int, fixes: int, kept: int
) -> None:
    reception = receive(TOPIC, frame(message, body), NOON)
    assert [answer for _, answer in reception.requests] == [result]
    assert (len(reception.records), len(reception.messages)) == (fixes, kept)


def test_a_will_is_no_record() -> None:
    assert receive("v1/V1/up/status", b"offline", NOON).records == []


def test_an_answer_is_never_answered() -> None:
    reception = receive(TOPIC, frame(0x0001, bytes(5)), NOON)
    assert reception.requests == []


def test_a_frame_under_another_name_is_refused() -> None:
    [bad] = receive(TOPIC, frame(0x0200, PLACE, "013900139000"), NOON).records
    assert isinstance(bad, Malformed)
    assert bad.reason == "identity_mismatch"


def test_encrypted_frames_are_kept_and_not_supported() -> None:
    header = Header(message=0x0200, phone="013800138000", serial=5, encryption=1)
    reception = receive(TOPIC, encode(header, PLACE), NOON)
    assert [result for _, result in reception.requests] == [3]


def test_a_broken_frame_does_not_spoil_its_neighbour() -> None:
    broken = frame(0x0200, PLACE)[:-3] + b"\x00\x7e"
    reasons = [
        record.reason if isinstance(record, Malformed) else "good"
        for record in receive(TOPIC, broken + frame(0x0200, PLACE), NOON).records
    ]
    assert reasons in (["check_mismatch", "good"], ["length_mismatch", "good"])
