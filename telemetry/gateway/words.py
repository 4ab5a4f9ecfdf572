"""What the gateway's session hears, and what it wants done. Values only."""

from dataclasses import dataclass, field
from datetime import datetime

from telemetry.codecs.jt808.header import Header
from telemetry.codecs.jt808.layout import Fields


@dataclass(frozen=True, slots=True)
class Now:
    """What time it is.

    Attributes:
        s: Seconds on a clock that does not go back.
        at: The time of the world (UTC).
    """

    s: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Frame:
    """The terminal sent something between two flags."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Admitted:
    """The desk answers a registration.

    Attributes:
        header: Of the registration.
        result: 0 to 4 (jt808.md 6.2).
        code: The new authentication code, with result 0.
    """

    header: Header
    result: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The desk answers an authentication.

    Attributes:
        header: Of the authentication.
        good: The code is the one of this phone.
        line: The number that the first forwarded frame gets.
    """

    header: Header
    good: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class FromPlatform:
    """A frame for the terminal came from the broker."""

    header: Header
    body: bytes


@dataclass(frozen=True, slots=True)
class Ordered:
    """A person wants the terminal to do something.

    Attributes:
        order: The name of the wish, under which its outcome is told.
        message: Message id: 0x8300 is a text.
        body: Of any length.
    """

    order: str
    message: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went by."""


Said = Frame | Admitted | Checked | FromPlatform | Ordered | Tick


@dataclass(frozen=True, slots=True)
class Send:
    """A frame to the terminal."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class Forward:
    """Frames to the broker, in one message."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Admit:
    """Ask the desk about a registration."""

    header: Header
    registration: Fields


@dataclass(frozen=True, slots=True)
class Check:
    """Ask the desk about an authentication code.

    Attributes:
        header: Of the authentication.
        code: As sent.
        imei: Of the terminal's radio (2019).
        software: Its version (2019).
    """

    header: Header
    code: str
    imei: str = ""
    software: str = ""


@dataclass(frozen=True, slots=True)
class Revoke:
    """The terminal signed off: its code is good no more."""

    device: str


@dataclass(frozen=True, slots=True)
class Describe:
    """What the terminal says it is made of (0x0107)."""

    device: str
    iccid: str
    firmware: str


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Bytes that nobody may believe, and why (feed.md section 6)."""

    device: str
    reason: str
    detail: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A fact about the link that a supervisor has to know (`telemetry.links`)."""

    device: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an order.

    Attributes:
        order: Its name.
        result: 0 done, 1 failed, 2 bad message, 3 not supported; None: no answer came.
    """

    order: str
    result: int | None


@dataclass(frozen=True, slots=True)
class Close:
    """End the connection when everything is sent."""

    why: str


Action = Send | Forward | Admit | Check | Revoke | Describe | Quarantine | Note | Settled | Close
