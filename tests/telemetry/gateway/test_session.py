"""An authenticated terminal speaks, from the platform's side (jt808.md 5)."""

import pytest

from telemetry.codecs import jt808
from telemetry.gateway.relay import Relay
from telemetry.gateway.session import SILENCE_S
from telemetry.gateway.state import BAD
from telemetry.gateway.words import (
    Admit,
    Admitted,
    Checked,
    Describe,
    Forward,
    Frame,
    Note,
    Quarantine,
    Revoke,
)
from tests.telemetry.gateway.terminal import (
    LINE,
    PHONE,
    POSITION,
    Wire,
    authenticated,
    authentication,
    registration,
)

OTHER = "13900139000"


@pytest.mark.proves("R109")
def test_a_report_is_answered_after_the_commit_and_not_before() -> None:
    wire = authenticated()
    wire.sends(0x0200, 77, POSITION)
    (passed,) = wire.forwarded()
    assert (passed.header.serial, passed.body, wire.answers()) == (LINE, POSITION, [])
    wire.commits(LINE)
    assert wire.answers() == [(77, 0)]
    wire.commits(LINE)
    assert wire.did == []


def test_what_the_platform_could_not_take_is_told_as_it_says() -> None:
    wire = authenticated()
    wire.sends(0x0200, 5, b"short")
    wire.commits(LINE, result=2)
    assert wire.answers() == [(5, 2)]


@pytest.mark.proves("R061")
def test_a_frame_under_another_number_is_refused_and_recorded() -> None:
    wire = authenticated()
    wire.sends(0x0200, 1, POSITION, phone=OTHER)
    assert wire.answers() == [(1, 1)]
    assert not wire.found(Forward)
    (kept,) = wire.found(Quarantine)
    assert (kept.device, kept.reason) == (OTHER, "identity_mismatch")
    (fact,) = wire.found(Note)
    assert (fact.device, fact.kind) == (OTHER, "identity_mismatch")
    assert PHONE in fact.detail


def test_who_goes_on_under_other_numbers_is_shown_the_door() -> None:
    wire = authenticated()
    for serial in range(BAD):
        assert not wire.over()
        wire.sends(0x0200, serial, POSITION, phone=OTHER)
    assert wire.over()


def test_a_heartbeat_is_answered_at_once_whatever_is_in_it() -> None:
    wire = authenticated("2019")
    wire.sends(0x0002, 9, b"\x64\x1f")
    assert wire.answers() == [(9, 0)]
    assert not wire.found(Forward)


def test_the_time_is_told_in_utc() -> None:
    wire = authenticated("2019")
    wire.sends(0x0004, 9)
    ((message, fields),) = wire.heard()
    assert (message, fields["utc"]) == (0x8004, "261001040000")


def test_after_a_sign_off_lines_go_on_so_that_a_late_answer_settles_nothing_else() -> None:
    wire = authenticated()
    wire.sends(0x0200, 1, POSITION)
    wire.sends(0x0003, 2)
    assert wire.session.relay == Relay(LINE + 1)


def test_who_signs_off_has_no_code_any_more() -> None:
    wire = authenticated()
    wire.sends(0x0003, 4)
    assert wire.answers() == [(4, 0)]
    assert wire.found(Revoke) == [Revoke(PHONE)]
    assert [each.kind for each in wire.found(Note)] == ["unregistered"]
    wire.sends(0x0200, 5, POSITION)
    assert wire.answers() == [(5, 1)]


def test_an_authenticated_terminal_may_register_and_authenticate_again() -> None:
    wire = authenticated()
    wire.sends(0x0200, 1, POSITION)
    wire.sends(0x0100, 2, registration())
    wire.says(Admitted(wire.found(Admit)[0].header, 0, "new"))
    wire.says(Checked(authentication(wire, "new", 3).header, good=True, line=1))
    assert [message for message, _ in wire.heard()] == [0x8001]
    wire.commits(LINE)
    assert wire.answers() == [(1, 0)]


def test_what_a_terminal_is_made_of_is_written_down_and_kept() -> None:
    wire = authenticated()
    fields = {
        "kind": 0,
        "maker": "M",
        "model": "X",
        "terminal_id": "T",
        "iccid": "89860000000000000001",
        "hardware": "1",
        "firmware": "2.5",
        "gnss": 3,
        "radio": 1,
    }
    wire.sends(0x0107, 2, jt808.write_body(0x0107, fields))
    assert wire.found(Describe) == [Describe(PHONE, "89860000000000000001", "2.5")]
    assert len(wire.forwarded()) == 1


def test_a_broken_frame_of_a_terminal_is_for_the_platforms_quarantine() -> None:
    wire = authenticated()
    frame = bytearray(jt808.encode(wire.header(0x0200, 8), POSITION))
    frame[20] ^= 1
    wire.says(Frame(bytes(frame)))
    assert wire.found(Forward) == [Forward(bytes(frame))]
    assert wire.answers() == []


def test_a_frame_of_the_wrong_length_is_answered_with_two() -> None:
    wire = authenticated()
    frame = misfitting(wire, PHONE)
    wire.says(Frame(frame))
    assert wire.found(Forward) == [Forward(frame)]
    assert wire.answers() == [(8, 2)]


def test_a_frame_of_the_wrong_length_under_another_number_is_not_answered() -> None:
    wire = authenticated()
    wire.says(Frame(misfitting(wire, OTHER)))
    assert wire.answers() == []


def test_nothing_but_broken_frames_is_the_end() -> None:
    wire = authenticated()
    for _ in range(BAD):
        assert not wire.over()
        wire.says(Frame(b"\x7ebroken on the way\x7e"))
    assert wire.over() == "nothing but broken frames"


def test_a_sound_frame_makes_good_for_the_broken_ones() -> None:
    wire = authenticated()
    for _ in range(2 * BAD):
        wire.says(Frame(b"\x7ebroken on the way\x7e"))
        wire.sends(0x0002, 1)
    assert not wire.over()


def test_an_encrypted_message_is_the_platforms_to_refuse() -> None:
    wire = authenticated()
    header = jt808.Header(message=0x0200, phone=PHONE, serial=6, encryption=1)
    wire.says(Frame(jt808.encode(header, bytes(40))))
    wire.commits(LINE, result=3)
    assert wire.answers() == [(6, 3)]


def test_a_package_that_cannot_be_one_is_answered_with_two() -> None:
    wire = authenticated()
    header = jt808.Header(message=0x0704, phone=PHONE, serial=6, total=3, index=4)
    wire.says(Frame(jt808.encode(header, bytes(40))))
    assert wire.answers() == [(6, 2)]
    assert [each.reason for each in wire.found(Quarantine)] == ["body_malformed"]


def test_silence_ends_the_connection_and_bytes_that_are_no_frame_do_not_break_it() -> None:
    wire = authenticated()
    wire.later(SILENCE_S - 1)
    assert not wire.over()
    wire.says(Frame(b"\x7edrip, drip, drip\x7e"))
    wire.later(1)
    assert wire.over() == "silent"


def test_nothing_from_the_broker_reaches_a_stranger() -> None:
    assert Wire().platform(0x8300, 1, b"\x01hello") == []


def test_an_answer_that_is_none_settles_nothing() -> None:
    wire = authenticated()
    wire.sends(0x0200, 1, POSITION)
    assert wire.platform(0x8001, 1, b"?") == []
    assert wire.commits(LINE, 0x0704) == []
    assert wire.commits(LINE + 1) == []


def test_a_flood_is_a_fact_and_is_slowed_down() -> None:
    wire = authenticated()
    for serial in range(1201):
        wire.sends(0x0200, serial, POSITION)
        wire.commits(LINE + serial)
    assert not wire.session.full
    wire.later(60)
    assert [each.kind for each in wire.found(Note)] == ["flooding"]
    for serial in range(20):
        assert not wire.session.full
        wire.sends(0x0200, serial, POSITION)
        wire.commits(LINE + 1201 + serial)
    assert wire.session.full
    wire.later(1)
    assert not wire.session.full
    wire.later(60)
    assert not wire.session.meter.flooding


def misfitting(wire: Wire, phone: str) -> bytes:
    """A frame whose header tells another length than it has."""
    header = wire.header(0x0200, 8, phone)
    content = bytearray(jt808.frame.unescape(jt808.encode(header, POSITION)[1:-2]))
    content[3] -= 1
    check = jt808.frame.check_byte(bytes(content))
    return b"\x7e" + jt808.frame.escape(bytes(content) + bytes([check])) + b"\x7e"
