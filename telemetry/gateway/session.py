"""One terminal's connection as a pure machine: what it says goes in, what has to be done comes out.

    connected --0x0102 with its code--> authenticated --0x0003--> connected

`step` knows neither sockets nor clocks nor the database. The shell is `connection.py`.

Source:
    jt808.md 5.
"""

from dataclasses import replace

from telemetry.codecs.jt808.answers import BAD_MESSAGE, FAILED
from telemetry.codecs.jt808.frame import encode, open_frame
from telemetry.codecs.jt808.header import Header
from telemetry.fix import Malformed
from telemetry.gateway.greeting import admitted, checked, greet
from telemetry.gateway.meter import Meter
from telemetry.gateway.misfit import misfit
from telemetry.gateway.orders import Asked
from telemetry.gateway.reporting import committed, heed, report
from telemetry.gateway.state import (
    BAD,
    STRANGE,
    Session,
    Step,
    answered,
    asked,
    counted,
    enough,
    refused,
)
from telemetry.gateway.words import (
    Action,
    Admitted,
    Checked,
    Close,
    Forward,
    Frame,
    FromPlatform,
    Note,
    Now,
    Ordered,
    Quarantine,
    Said,
    Send,
    Settled,
    Tick,
)

GREETING_S, SILENCE_S = 30.0, 180.0
"""Until it has authenticated; and three heartbeats without a sound frame: then it is over."""

_ANSWER = 0x8001
_FLOOD = "more than 20 records a second, or 500 of batches, over a minute"


def begun(now: Now) -> Session:
    """A connection that was just accepted."""
    return Session(since_s=now.s, heard_s=now.s, meter=Meter(now.s))


def step(session: Session, said: Said, now: Now) -> Step:
    """Take one word into account.

    Returns:
        What is known from then on, and what has to be done, in this order.
    """
    match said:
        case Frame(raw=raw):
            return _frame(session, raw, now)
        case Admitted():
            return _after_desk(*admitted(session, said, now), now)
        case Checked():
            return _after_desk(*checked(session, said, now), now)
        case FromPlatform(header=header, body=body):
            return _from_platform(session, header, body, now)
        case Ordered():
            return _ordered(session, said, now)
        case Tick():
            return _tick(session, now)


def _frame(session: Session, raw: bytes, now: Now) -> Step:
    if session.asking:
        return replace(session, waiting=(*session.waiting, raw)), []
    try:
        header, body = open_frame(raw)
    except Malformed as error:
        return _unreadable(session, raw, error)
    if session.header is None:
        return greet(session, header, body, raw)
    if header.device != session.device:
        return _other(session, header, raw)
    try:
        return report(replace(session, heard_s=now.s, strange=0), header, body, now)
    except Malformed as error:
        error.raw = raw
        return refused(session, header, error.with_traceback(None), BAD_MESSAGE)


def _unreadable(session: Session, raw: bytes, error: Malformed) -> Step:
    """No frame. Of a known terminal it goes to the platform's quarantine like all it says."""
    session = replace(session, strange=session.strange + 1)
    if session.header is None:
        kept = Quarantine("", error.reason, error.detail, raw)
        over = session.strange >= STRANGE
        return session, [kept, *enough("what comes is no JT/T 808", over=over)]
    over_s = enough("nothing but broken frames", over=session.strange >= BAD)
    header = misfit(raw) if error.reason == "length_mismatch" else None
    if header is None or header.device != session.device:
        return session, [Forward(raw), *over_s]
    session, answer = answered(session, header, BAD_MESSAGE)
    return session, [Forward(raw), answer, *over_s]


def _other(session: Session, header: Header, raw: bytes) -> Step:
    """A frame with another terminal's number: known as an attack (jt808.md 5.1)."""
    detail = f"terminal {session.device} claims to be {header.device}"
    claim = Note(header.device, "identity_mismatch", detail)
    error = Malformed("identity_mismatch", detail, raw=raw)
    session, actions = refused(session, header, error, FAILED)
    return session, [*actions, claim]


def _after_desk(session: Session, actions: list[Action], now: Now) -> Step:
    """The desk has answered: take what has waited."""
    waiting, session = session.waiting, replace(session, waiting=())
    for raw in waiting:
        if any(isinstance(each, Close) for each in actions):
            break
        session, more = _frame(session, raw, now)
        actions = [*actions, *more]
    return session, actions


def _from_platform(session: Session, header: Header, body: bytes, now: Now) -> Step:
    """A frame from the broker: an answer of the ingest, or what somebody tells the terminal."""
    if session.header is None:
        return session, []
    if header.message == _ANSWER:
        try:
            return committed(session, body)
        except Malformed:
            return session, []  # not from our ingest: nothing can be settled by it
    own = replace(
        header,
        phone=session.header.phone,
        serial=session.serial,
        edition=session.header.edition,
        version=session.header.version,
    )
    frame = encode(own, body)
    told = Asked("", session.serial, header.serial, (frame,), now.s)
    return replace(counted(session), orders=session.orders.ask(told)), [Send(frame)]


def _ordered(session: Session, said: Ordered, now: Now) -> Step:
    """A person's order. Without an authenticated terminal nothing is said, and nothing settled."""
    first = session.serial
    session, actions = asked(session, said.message, said.body)
    frames = tuple(each.frame for each in actions if isinstance(each, Send))
    if not frames:
        return session, []
    told = Asked(said.order, first, 0, frames, now.s)
    resend = frames if len(frames) > 1 else session.resend
    return replace(session, orders=session.orders.ask(told), resend=resend), actions


def _tick(session: Session, now: Now) -> Step:
    if session.header is None:
        late = now.s - session.since_s >= GREETING_S and not session.asking
        return session, enough("no authentication in time", over=late)
    session, actions = heed(session, session.relay.tick(now.s))
    orders, again, lost = session.orders.tick(now.s)
    meter = session.meter.tick(now.s)
    flooding = meter.flooding and not session.meter.flooding
    return replace(session, orders=orders, meter=meter), [
        *actions,
        *(Send(frame) for told in again for frame in told.frames),
        *(Settled(told.order, None) for told in lost),
        *([Note(session.device, "flooding", _FLOOD)] if flooding else []),
        *enough("silent", over=now.s - session.heard_s >= SILENCE_S),
    ]
