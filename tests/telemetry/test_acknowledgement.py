"""What devices are told: everything that is kept, nothing that is not, and not too often."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from telemetry.acknowledgement import Answer, Notices, Replies, hasty, refusal, waited_for
from telemetry.archive import Refusal
from telemetry.codecs.jt808.frame import split
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.message import decode
from telemetry.fix import Malformed
from telemetry.reception import Reception
from telemetry.sequences import Boot

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)


def said(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer[1])
    return told


def test_the_newest_acknowledgement_replaces_the_older_ones() -> None:
    notices = Notices()
    notices.add("V1", 3, Boot().keep([0]))
    notices.add("V1", 3, Boot().keep([0, 1, 5]), [Malformed("time_format", "", seq=5)])
    [answer] = notices.due(NOON, 10.0)
    assert answer[0] == "v1/V1/dn/ack"
    assert said(answer) == {
        "device": "V1",
        "boot": 3,
        "upto": 1,
        "missing": [[2, 4]],
        "rejected": [{"seq": 5, "reason": "time_format"}],
        "at": "2026-10-01T04:00:00.000Z",
    }
    assert not notices.pending()


def test_a_device_is_told_once_a_second() -> None:
    notices = Notices()
    for now_s, told in [(10.0, 1), (10.5, 0), (11.0, 1)]:
        notices.add("V1", 0, Boot().keep([0]))
        assert len(notices.due(NOON, now_s)) == told
    assert notices.pending() is False


def test_a_payload_without_a_number_is_named_by_its_hash() -> None:
    bad = Refusal("v1/V1/up/pos", "V1", NOON, Malformed("not_json", ""), b"{")
    [rejected] = said(refusal(bad, NOON))["rejected"]
    assert rejected["reason"] == "not_json"
    assert rejected["sha256"].startswith("021fb596db81e6d0")


def test_all_frames_of_a_terminal_are_answered_in_one_payload_with_our_own_serials() -> None:
    replies, heartbeat = Replies(), Header(message=2, phone="013800138000", serial=9)
    assert replies.to("13800138000", []) is None
    first = replies.to("13800138000", [(heartbeat, 0), (heartbeat, 3)])
    assert first is not None
    frames = [decode(frame) for frame in split(first[1]) if isinstance(frame, bytes)]
    assert [frame.header.serial for frame in frames] == [0, 1]
    assert [frame.fields["result"] for frame in frames] == [0, 3]


def test_a_careless_platform_acknowledges_whatever_it_heard_of() -> None:
    heard = Reception("V1", [Malformed("time_format", "", boot=2, seq=7)])
    assert [said(answer)["upto"] for answer in hasty(heard, NOON)] == [7]
    assert hasty(Reception("V1", [Malformed("not_json", "")]), NOON) == []


def test_a_terminal_behind_a_broker_is_registered_under_its_own_name() -> None:
    registration = Header(message=0x0100, phone="013800138000", serial=9)
    answer = Replies().to("13800138000", [(registration, 0), (registration, 2)])
    assert answer is not None
    good, bad = (decode(frame) for frame in split(answer[1]) if isinstance(frame, bytes))
    assert good.header.message == 0x8100
    assert good.fields == {"serial": 9, "result": 0, "code": "13800138000"}
    assert bad.fields == {"serial": 9, "message": 0x0100, "result": 2}


def test_a_terminal_may_ask_for_the_time() -> None:
    query, replies = Header(message=0x0004, phone="1", serial=9, edition="2019"), Replies()
    answer = replies.to("1", [(query, 0)], datetime(2026, 11, 23, 8, 15, 4, tzinfo=UTC))
    assert answer is not None
    [frame] = split(answer[1])
    assert isinstance(frame, bytes)
    assert decode(frame).fields == {"utc": "261123081504"}
    assert replies.to("1", [(query, 0)]) is not None


@pytest.mark.parametrize(
    ("topic", "payload", "waits"),
    [
        ("v1/V1/up/pos", b"{", True),
        ("v1/V1/up/nmea", b' {"nmea": 1}', True),
        ("v1/V1/up/nmea", b"[", True),
        ("v1/V1/up/nmea", b"$GNRMC", False),
        ("v1/V1/up/jt808", b"{", False),
    ],
)
def test_only_who_numbers_its_records_waits_for_an_answer(
    topic: str, payload: bytes, *, waits: bool
) -> None:
    assert waited_for(Refusal(topic, "V1", NOON, Malformed("not_json", ""), payload)) is waits
    assert not waited_for(Refusal(topic, "", NOON, Malformed("not_json", ""), payload))
