"""Who may speak: registration and authentication, from the platform's side (jt808.md 5.1)."""

import pytest

from telemetry.gateway.session import GREETING_S
from telemetry.gateway.words import (
    Admit,
    Admitted,
    Checked,
    Forward,
    Frame,
    Quarantine,
)
from tests.telemetry.gateway.terminal import (
    LINE,
    PHONE,
    POSITION,
    Wire,
    authentication,
    refused,
    registration,
)

OTHER = "13900139000"


@pytest.mark.parametrize("result", range(5))
def test_the_desks_answer_to_a_registration_is_told(result: int) -> None:
    wire = Wire()
    wire.sends(0x0100, 7, registration())
    (admit,) = wire.found(Admit)
    assert (admit.header.serial, admit.registration["plate"]) == (7, "浙A12345")
    wire.says(Admitted(admit.header, result, "c0de"))
    ((message, fields),) = wire.heard()
    assert (message, fields["serial"], fields["result"]) == (0x8100, 7, result)
    assert fields.get("code", "") == ("" if result else "c0de")
    assert not wire.session.device


def test_after_three_refusals_it_is_over() -> None:
    wire = Wire()
    for serial in range(3):
        wire.sends(0x0100, serial, registration())
        refused(wire, 4)
    assert wire.over() == "registration refused"


@pytest.mark.parametrize("edition", ["2013", "2019"])
def test_a_good_code_opens_the_line_and_the_terminal_is_asked_what_it_is_made_of(
    edition: str,
) -> None:
    wire = Wire("2019" if edition == "2019" else "2013")
    check = authentication(wire)
    assert check.code == "secret"
    assert check.imei == ("860000000000001" if edition == "2019" else "")
    wire.says(Checked(check.header, good=True, line=LINE))
    assert [message for message, _ in wire.heard()] == [0x8001, 0x8107]
    assert wire.answers() == [(0, 0)]
    assert wire.session.device == PHONE


def test_a_bad_code_ends_the_connection() -> None:
    wire = Wire()
    wire.says(Checked(authentication(wire).header, good=False))
    assert wire.answers() == [(0, 1)]
    assert wire.over() == "wrong authentication code"


@pytest.mark.proves("R061")
def test_nobody_reports_before_he_has_authenticated() -> None:
    wire = Wire()
    for serial in range(3):
        wire.sends(0x0200, serial, POSITION)
        assert not wire.found(Forward)
        assert wire.answers() == [(serial, 1)]
        assert [each.reason for each in wire.found(Quarantine)] == ["unauthenticated"]
    assert wire.over() == "not authenticated"


def test_a_registration_that_cannot_be_read_is_answered_and_kept() -> None:
    wire = Wire()
    wire.sends(0x0100, 3, bytes(5))
    assert wire.answers() == [(3, 2)]
    assert [each.reason for each in wire.found(Quarantine)] == ["body_malformed"]


def test_what_is_no_frame_at_all_is_over_soon() -> None:
    wire = Wire()
    for _ in range(3):
        assert not wire.over()
        wire.says(Frame(b"\x7eGET / HTTP/1.1\x7e"))
        assert [each.device for each in wire.found(Quarantine)] == [""]
    assert wire.over() == "what comes is no JT/T 808"


def test_frames_wait_while_the_desk_is_asked() -> None:
    wire = Wire()
    check = authentication(wire)
    assert wire.sends(0x0200, 1, POSITION) == []
    wire.says(Checked(check.header, good=True, line=LINE))
    assert len(wire.found(Forward)) == 1


def test_what_waited_is_not_looked_at_after_a_bad_code() -> None:
    wire = Wire()
    check = authentication(wire)
    wire.sends(0x0200, 1, POSITION)
    wire.says(Checked(check.header, good=False))
    assert not wire.found(Quarantine)


def test_a_line_is_full_when_too_much_waits_for_the_desk() -> None:
    wire = Wire()
    authentication(wire)
    for serial in range(64):
        assert not wire.session.full
        wire.sends(0x0200, serial, POSITION)
    assert wire.session.full


def test_who_does_not_authenticate_in_time_has_to_go() -> None:
    wire = Wire()
    wire.later(GREETING_S - 1)
    assert not wire.over()
    wire.later(1)
    assert wire.over() == "no authentication in time"


def test_who_waits_for_the_desk_has_time_and_then_time_to_authenticate() -> None:
    wire = Wire()
    wire.sends(0x0100, 1, registration())
    wire.later(GREETING_S)
    wire.says(Admitted(wire.header(0x0100, 1), 0, "c0de"))
    wire.later(GREETING_S - 1)
    assert not wire.over()
    wire.later(1)
    assert wire.over() == "no authentication in time"
