"""Before a terminal may report: registration and authentication. Pure.

Source:
    jt808.md 5.1 and 6.2.
"""

from dataclasses import replace

from telemetry.codecs.jt808.answers import BAD_MESSAGE, FAILED, OK, registration_answer
from telemetry.codecs.jt808.body import read_body
from telemetry.codecs.jt808.header import Header
from telemetry.fix import Malformed
from telemetry.gateway.relay import Relay
from telemetry.gateway.state import (
    STRANGE,
    Session,
    Step,
    answered,
    asked,
    counted,
    enough,
    refused,
)
from telemetry.gateway.words import Admit, Admitted, Check, Checked, Close, Now, Send

REGISTRATION, AUTHENTICATION = 0x0100, 0x0102

_QUERY_ATTRIBUTES = 0x8107


def greet(session: Session, header: Header, body: bytes, raw: bytes) -> Step:
    """A frame before authentication: nothing but these two messages is taken."""
    alone = header.whole and not header.encryption
    try:
        if alone and header.message in {REGISTRATION, AUTHENTICATION}:
            return ask_desk(session, header, body)
    except Malformed as error:
        error.raw = raw
        return refused(session, header, error.with_traceback(None), BAD_MESSAGE)
    detail = f"0x{header.message:04x} before authentication"
    return refused(session, header, Malformed("unauthenticated", detail, raw=raw), FAILED)


def ask_desk(session: Session, header: Header, body: bytes) -> Step:
    """Let the desk decide; until then the next frames wait.

    Raises:
        Malformed: `body_malformed`.
    """
    fields = read_body(header.message, body, header.edition)
    session = replace(session, asking=True)
    if header.message == REGISTRATION:
        return session, [Admit(header, fields)]
    imei, software = fields.get("imei", ""), fields.get("software", "")
    return session, [Check(header, fields["code"], imei, software)]


def admitted(session: Session, said: Admitted, now: Now) -> Step:
    """Tell the terminal whether it is registered."""
    answer = registration_answer(said.header, session.serial, said.result, said.code)
    strange = session.strange + (1 if said.result else 0)
    session = replace(counted(session), asking=False, strange=strange, since_s=now.s)
    return session, [Send(answer), *enough("registration refused", over=strange >= STRANGE)]


def checked(session: Session, said: Checked, now: Now) -> Step:
    """Tell the terminal whether its code is good, and ask a new one what it is made of."""
    session = replace(session, asking=False, heard_s=now.s)
    session, answer = answered(session, said.header, OK if said.good else FAILED)
    if not said.good:
        return session, [answer, Close("wrong authentication code")]
    if session.header is not None:
        return session, [answer]
    session = replace(session, header=said.header, strange=0, relay=Relay(said.line))
    session, query = asked(session, _QUERY_ATTRIBUTES, b"")
    return session, [answer, *query]
