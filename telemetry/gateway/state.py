"""What is known of a connection, and the small words that every part of the session uses. Pure."""

from dataclasses import dataclass, field, replace

from telemetry.codecs.jt808.answers import OK, general_answer
from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.packages import encode_all
from telemetry.fix import Malformed
from telemetry.gateway.meter import Meter
from telemetry.gateway.orders import Orders, next_serial
from telemetry.gateway.relay import Relay
from telemetry.gateway.words import Action, Close, Quarantine, Send

STRANGE, BAD = 3, 50
"""Frames that are not taken in a row, before and after authentication: then it is over."""

_HELD = 64  # frames that may wait for the desk

Step = tuple["Session", list[Action]]
"""What is known from then on, and what has to be done, in this order."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is known of a connection.

    Attributes:
        since_s: When it began, signed off, or was answered by the desk.
        heard_s: When the last sound frame came.
        header: Of the frame that authenticated it: whose it is, in which edition; None before.
        serial: The number of our next frame.
        strange: Frames in a row that were not taken.
        asking: The desk has been asked; frames wait meanwhile.
        waiting: These.
        relay: What the platform has not answered yet.
        orders: What the terminal has not answered yet.
        meter: How fast it reports.
        resend: Frames of our last message in several packages, by which it may ask for them.
    """

    since_s: float = 0.0
    heard_s: float = 0.0
    header: Header | None = None
    serial: int = 0
    strange: int = 0
    asking: bool = False
    waiting: tuple[bytes, ...] = ()
    relay: Relay = field(default_factory=Relay)
    orders: Orders = field(default_factory=Orders)
    meter: Meter = field(default_factory=Meter)
    resend: tuple[bytes, ...] = ()

    @property
    def device(self) -> str:
        """Whose connection it is; empty before authentication."""
        return self.header.device if self.header else ""

    @property
    def full(self) -> bool:
        """Whether nothing more should be read for now."""
        return self.relay.full or self.meter.full or len(self.waiting) >= _HELD


def answered(session: Session, header: Header, result: int = OK) -> tuple[Session, Send]:
    """Tell the terminal what became of its message."""
    return counted(session), Send(general_answer(header, session.serial, result))


def counted(session: Session, count: int = 1) -> Session:
    """So many frames were sent."""
    return replace(session, serial=next_serial(session.serial, count))


def enough(why: str, *, over: bool) -> list[Action]:
    """End the connection, if that is so."""
    return [Close(why)] if over else []


def refused(session: Session, header: Header, error: Malformed, result: int) -> Step:
    """A frame that nobody may believe: kept with its reason, answered, and counted."""
    session = replace(session, strange=session.strange + 1)
    session, answer = answered(session, header, result)
    kept = Quarantine(header.device, error.reason, error.detail, error.raw)
    limit, why = (
        (BAD, "nothing but bad frames") if session.header else (STRANGE, "not authenticated")
    )
    return session, [answer, kept, *enough(why, over=session.strange >= limit)]


def asked(session: Session, message: int, body: bytes) -> Step:
    """Say something of our own to an authenticated terminal, in as many packages as it needs."""
    if session.header is None:
        return session, []
    header = Header(
        message=message,
        phone=session.header.phone,
        serial=session.serial,
        edition=session.header.edition,
        version=session.header.version,
    )
    frames = encode_all(header, body)
    return counted(session, len(frames)), [Send(frame) for frame in frames]
