"""One message, whatever it holds: fixes, refusals with a reason, answers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import emqx
from telemetry.codecs.jt808.batch import Batch, encode_batch
from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.location import Location, encode_location, read_location
from telemetry.codecs.jt808.packages import encode_all
from telemetry.codecs.nmea import wrap, write_sentence
from telemetry.codecs.rollover import WEEKS
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


def test_bytes_without_a_frame_are_kept() -> None:
    [bad] = receive(TOPIC, b"noise", NOON).records
    assert isinstance(bad, Malformed)
    assert bad.reason == "truncated"


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


def packages(body: bytes, message: int = 0x0704) -> list[bytes]:
    """A long body as frames."""
    return encode_all(Header(message=message, phone="013800138000", serial=5), body)


LONG = encode_batch(Batch(bodies=(PLACE,) * 40))


def test_packages_of_one_payload_are_put_together_and_each_is_answered() -> None:
    one, two = packages(LONG)
    reception = receive(TOPIC, two + one, NOON)
    assert len(reception.records) == 40
    assert not any(isinstance(record, Malformed) for record in reception.records)
    assert sorted(header.serial for header, _ in reception.requests) == [5, 6]
    assert {result for _, result in reception.requests} == {0}


def test_a_package_alone_is_kept_as_incomplete() -> None:
    one, _ = packages(LONG)
    reception = receive(TOPIC, one + frame(0x0200, PLACE), NOON)
    good, bad = sorted(reception.records, key=lambda record: isinstance(record, Malformed))
    assert not isinstance(good, Malformed)
    assert isinstance(bad, Malformed)
    assert (bad.reason, bad.raw) == ("incomplete", one)
    assert len(reception.requests) == 2


def test_a_message_that_another_one_replaces_is_kept_as_incomplete() -> None:
    old, _ = packages(LONG)
    header = Header(message=0x0704, phone="013800138000", serial=50)
    later = encode_all(header, encode_batch(Batch(bodies=(PLACE[:-1] + b"\1",) * 40)))
    reception = receive(TOPIC, old + b"".join(later), NOON)
    bad = [record for record in reception.records if isinstance(record, Malformed)]
    assert [(each.reason, each.raw) for each in bad] == [("incomplete", old)]
    assert len(reception.records) == 41
    assert sorted(header.serial for header, _ in reception.requests) == [5, 50, 51]


def test_packages_of_another_message_are_kept_whole() -> None:
    frames = b"".join(packages(bytes(1500), message=0x1205))
    reception = receive(TOPIC, frames, NOON)
    assert reception.messages == [(0x1205, frames)]
    assert [result for _, result in reception.requests] == [0, 3]


def test_packages_that_make_no_body_can_be_read_again() -> None:
    frames = b"".join(packages(b"\0\1\0\0\1x" + bytes(1200)))
    [bad, *_] = receive(TOPIC, frames, NOON).records
    assert isinstance(bad, Malformed)
    assert bad.raw == frames


def test_an_impossible_package_is_refused() -> None:
    header = Header(message=0x0704, phone="013800138000", serial=5, total=2, index=3)
    [bad] = receive(TOPIC, encode(header, b""), NOON).records
    assert isinstance(bad, Malformed)
    assert (bad.reason, bad.raw) == ("body_malformed", encode(header, b""))


RMC = write_sentence(
    "GNRMC", "040000", "A", "3017.2475", "N", "12009.2145", "E", "1", "2", "011026", "", "", "A"
)


def test_sentences_of_a_receiver_are_fixes() -> None:
    [fix] = receive("v1/L07/up/nmea", RMC, NOON).records
    assert not isinstance(fix, Malformed)
    assert (fix.device, fix.at, fix.source) == ("L07", NOON, "nmea")
    reception = receive("v1/L07/up/nmea", wrap("L07", 3, 1, RMC, first=1), NOON)
    assert (reception.firsts, reception.requests) == ({3: 1}, [])


GATEWAY = "jt808/c1/013800138000/up"
REPORT = emqx.encode(Header(message=0x0200, phone="013800138000", serial=5), [read_location(PLACE)])


def test_what_the_gateway_of_emqx_says_is_a_fix_that_is_not_answered() -> None:
    reception = receive("p/3/" + GATEWAY, REPORT, NOON)
    [fix] = reception.records
    assert not isinstance(fix, Malformed)
    assert (reception.device, reception.requests) == ("13800138000", [])
    assert fix.quality.names() == ["gateway_acked"]
    assert receive(GATEWAY, REPORT, NOON) == reception
    [direct] = receive(TOPIC, frame(0x0200, PLACE), NOON).records
    assert not isinstance(direct, Malformed)
    assert direct.digest == fix.digest


@pytest.mark.parametrize(
    ("topic", "payload", "reason"),
    [
        ("jt808/c1/013900139000/up", REPORT, "identity_mismatch"),
        (GATEWAY, b"{", "not_json"),
        (GATEWAY, REPORT.replace(b'"latitude"', b'"l"'), "missing_field"),
        ("jt808/c1//up", REPORT, "unknown_device"),
    ],
)
def test_what_the_gateway_says_wrongly_is_kept(topic: str, payload: bytes, reason: str) -> None:
    [bad] = receive(topic, payload, NOON).records
    assert isinstance(bad, Malformed)
    assert (bad.reason, bad.raw) == (reason, payload)


def test_other_messages_of_the_gateway_are_kept_as_they_came() -> None:
    payload = b'{"header": {"msg_id": 258, "phone": 13800138000, "msg_sn": 0}, "body": {}}'
    reception = receive(GATEWAY, payload, NOON)
    assert (reception.records, reception.messages) == ([], [(0x0102, payload)])
    packaged = payload.replace(b'"msg_sn": 0', b'"msg_sn": 0, "frag_total": 2, "frag_sn": 1')
    [bad] = receive(GATEWAY, packaged.replace(b"258", b"512"), NOON).records
    assert isinstance(bad, Malformed)
    assert bad.reason == "incomplete"


def test_a_receiver_that_lost_count_of_the_weeks_is_put_right() -> None:
    then = NOON - WEEKS
    old = PLACE[:22] + bytes.fromhex(f"{then + timedelta(hours=8):%y%m%d%H%M%S}")
    [fix] = receive(TOPIC, frame(0x0200, old), NOON).records
    assert not isinstance(fix, Malformed)
    assert (fix.at, fix.quality.names()) == (NOON, ["rollover_corrected"])
