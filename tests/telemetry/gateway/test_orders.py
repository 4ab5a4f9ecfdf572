"""What the platform tells a terminal, and what comes back (jt808.md 5.2, 5.3)."""

from telemetry.codecs import jt808
from telemetry.gateway.session import SILENCE_S
from telemetry.gateway.words import (
    Ordered,
    Send,
    Settled,
)
from tests.telemetry.gateway.terminal import (
    PHONE,
    Wire,
    authenticated,
)

OTHER = "13900139000"


def test_a_frame_from_the_broker_is_told_under_our_number_and_answered_under_theirs() -> None:
    wire = authenticated("2019")
    wire.platform(0x8300, 4711, jt808.write_body(0x8300, {"flags": 1, "kind": 1, "text": "停"}))
    (sent,) = (jt808.decode(each.frame) for each in wire.found(Send))
    assert (sent.header.serial, sent.header.phone, sent.header.edition) == (
        2,
        PHONE.rjust(20, "0"),
        "2019",
    )
    fields = {"serial": sent.header.serial, "message": 0x8300, "result": 0}
    wire.sends(0x0001, 3, jt808.write_body(0x0001, fields))
    (answer,) = wire.forwarded()
    assert answer.fields == {**fields, "serial": 4711}
    assert wire.answers() == []


def test_an_order_is_said_again_until_it_is_answered() -> None:
    wire = authenticated()
    said = wire.says(Ordered("text-1", 0x8300, b"\x01hello"))
    assert wire.later(9) == []
    assert wire.later(1) == said
    fields = {"serial": 2, "message": 0x8300, "result": 1}
    wire.sends(0x0001, 3, jt808.write_body(0x0001, fields))
    assert wire.found(Settled) == [Settled("text-1", 1)]


def test_an_order_that_nobody_answers_is_given_up() -> None:
    wire = authenticated()
    wire.says(Ordered("text-1", 0x8300, b"\x01hello"))
    for seconds in (10, 20, 60):
        wire.sends(0x0002, 1)
        assert len([e for e in wire.later(seconds) if isinstance(e, Send)]) == 1
    wire.sends(0x0002, 1)
    wire.later(SILENCE_S)
    assert not wire.found(Settled)
    wire.sends(0x0002, 1)
    wire.later(60)
    assert wire.found(Settled) == [Settled("text-1", None)]


def test_an_order_for_a_stranger_is_not_said() -> None:
    assert Wire().says(Ordered("text-1", 0x8300, b"\x01hello")) == []


def test_a_long_order_goes_in_packages_which_may_be_asked_for_again() -> None:
    wire = authenticated("2019")
    said = wire.says(Ordered("areas", 0x8600, bytes(2500)))
    assert len(said) == 3
    asked = jt808.write_body(0x0005, {"first": 2, "indexes": [2, 9]}, "2019")
    wire.sends(0x0005, 3, asked)
    assert wire.found(Send) == [said[1]]
    fields = {"serial": 4, "message": 0x8600, "result": 0}
    wire.sends(0x0001, 4, jt808.write_body(0x0001, fields))
    assert wire.found(Settled) == [Settled("areas", 0)]


def test_an_answer_of_its_own_kind_settles_an_order_too() -> None:
    wire = authenticated()
    wire.says(Ordered("ask", 0x8104, b""))
    wire.sends(0x0104, 5, jt808.write_body(0x0104, {"serial": 2, "parameters": []}))
    assert wire.found(Settled) == [Settled("ask", 0)]
    assert len(wire.forwarded()) == 1
