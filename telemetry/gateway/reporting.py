"""An authenticated terminal speaks: what is answered here, and what the platform has to keep. Pure.

Source:
    jt808.md 5.2.
"""

from collections.abc import Callable
from dataclasses import replace

from telemetry.codecs.jt808.answers import media_answer, resend_request, time_answer
from telemetry.codecs.jt808.body import read_body
from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.gateway.greeting import AUTHENTICATION, REGISTRATION, ask_desk
from telemetry.gateway.orders import Orders, result_of
from telemetry.gateway.relay import Passed, Relay
from telemetry.gateway.state import Session, Step, answered, counted
from telemetry.gateway.words import Action, Describe, Forward, Note, Now, Revoke, Send, Settled

_RESULT, _HEARTBEAT, _SIGN_OFF, _TIME, _RESEND = 0x0001, 0x0002, 0x0003, 0x0004, 0x0005
_ATTRIBUTES, _ANSWER = 0x0107, 0x8001


def report(session: Session, header: Header, body: bytes, now: Now) -> Step:
    """Take a frame of the terminal that has authenticated here.

    Raises:
        Malformed: If a message about the link itself cannot be read, or a package cannot be one.
    """
    if header.encryption:  # the platform keeps it, and answers that it cannot read it
        return _forward(session, header, body, now)
    if not header.whole:
        return heed(session, session.relay.gather(header, body, now.s), header)
    return _HERE.get(header.message, _kept)(session, header, body, now)


def heed(session: Session, passed: Passed, header: Header | None = None) -> Step:
    """Do what the relay says; `header` is that of the package it says it about."""
    session = replace(session, relay=passed.relay)
    actions: list[Action] = [Forward(payload) for payload in passed.payloads]
    for missing in passed.missing:
        actions.append(Send(resend_request(missing, session.serial)))
        session = counted(session)
    if passed.kept and header is not None:
        session, answer = answered(session, header)
        actions.append(answer)
    return session, actions


def committed(session: Session, body: bytes) -> Step:
    """The platform has kept what was passed on, or says why not: tell the terminal.

    Raises:
        Malformed: If that is no general answer.
    """
    fields = read_body(_ANSWER, body)
    relay, found = session.relay.answered(fields["serial"], fields["message"])
    if found is None:
        return session, []
    session = replace(session, relay=relay)
    if found.media is not None:
        answer = Send(media_answer(found.headers[-1], session.serial, found.media))
        return counted(session), [answer]
    actions: list[Action] = []
    for header in found.headers:
        session, told = answered(session, header, fields["result"])
        actions.append(told)
    return session, actions


def _heartbeat(session: Session, header: Header, _body: bytes, _now: Now) -> Step:
    session, answer = answered(session, header)
    return session, [answer]


def _time(session: Session, header: Header, _body: bytes, now: Now) -> Step:
    return counted(session), [Send(time_answer(header, session.serial, now.at))]


def _sign_off(session: Session, header: Header, _body: bytes, now: Now) -> Step:
    session, answer = answered(session, header)
    device = header.device
    relay = Relay(session.relay.line)  # what is answered late belongs to the lines before
    left = replace(session, header=None, since_s=now.s, relay=relay, orders=Orders())
    return left, [answer, Revoke(device), Note(device, "unregistered", "the terminal signed off")]


def _resend(session: Session, header: Header, body: bytes, _now: Now) -> Step:
    frames = session.resend
    wanted = read_body(_RESEND, body, header.edition)["indexes"]
    return session, [Send(frames[each - 1]) for each in wanted if 1 <= each <= len(frames)]


def _desk(session: Session, header: Header, body: bytes, _now: Now) -> Step:
    return ask_desk(session, header, body)


def _result(session: Session, header: Header, body: bytes, _now: Now) -> Step:
    """An answer is never answered, so it is not under way."""
    session, settled, theirs = _matched(session, header, body)
    return session, [*settled, Forward(encode(header, theirs))]


def _attributes(session: Session, header: Header, body: bytes, now: Now) -> Step:
    fields = read_body(_ATTRIBUTES, body, header.edition)
    told = Describe(header.device, fields["iccid"], fields["firmware"])
    session, forwarded = _forward(session, header, body, now)
    return session, [told, *forwarded]


def _kept(session: Session, header: Header, body: bytes, now: Now) -> Step:
    session = replace(session, meter=session.meter.count(header.message, body))
    session, settled, theirs = _matched(session, header, body)
    session, forwarded = _forward(session, header, theirs, now)
    return session, [*settled, *forwarded]


def _matched(session: Session, header: Header, body: bytes) -> tuple[Session, list[Action], bytes]:
    """Find the order that this answers; the body as the one who asked expects it."""
    orders, asked, theirs = session.orders.answered(header.message, body)
    if asked is None:
        return session, [], body
    settled = Settled(asked.order, result_of(header.message, body))
    return replace(session, orders=orders), [settled] if asked.order else [], theirs


def _forward(session: Session, header: Header, body: bytes, now: Now) -> Step:
    relay, payloads = session.relay.forward(header, body, now.s)
    return replace(session, relay=relay), [Forward(payload) for payload in payloads]


_HERE: dict[int, Callable[[Session, Header, bytes, Now], Step]] = {
    _RESULT: _result,
    _HEARTBEAT: _heartbeat,
    _SIGN_OFF: _sign_off,
    _TIME: _time,
    _RESEND: _resend,
    REGISTRATION: _desk,
    AUTHENTICATION: _desk,
    _ATTRIBUTES: _attributes,
}
"""What is not simply kept by the platform, by message id."""
