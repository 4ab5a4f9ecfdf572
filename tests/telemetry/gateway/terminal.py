"""A terminal as the session sees it: frames in, actions out, one after another."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeVar

from telemetry.codecs import jt808
from telemetry.codecs.jt808.layout import Fields
from telemetry.gateway.session import begun, step
from telemetry.gateway.state import Session
from telemetry.gateway.words import (
    Action,
    Admitted,
    Check,
    Checked,
    Close,
    Forward,
    Frame,
    FromPlatform,
    Now,
    Said,
    Send,
    Tick,
)

PHONE = "13800138000"
NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
POSITION = jt808.encode_location(jt808.Location(status=3, lat_e6=30_290_000, lon_e6=120_200_000))
LINE = 9000
"""The number of the first frame that is passed on."""

A = TypeVar("A", bound=Action)


@dataclass
class Wire:
    """One connection.

    Attributes:
        did: What the session wanted done, in order, since it was last asked.
    """

    edition: Literal["2013", "2019"] = "2013"
    now_s: float = 1000.0
    session: Session = field(init=False)
    did: list[Action] = field(default_factory=list)

    def __post_init__(self) -> None:
        """It was just accepted."""
        self.session = begun(self.now)

    @property
    def now(self) -> Now:
        """What time it is."""
        return Now(self.now_s, NOON)

    def says(self, said: Said) -> list[Action]:
        """Anything; answers what has to be done."""
        self.session, self.did = step(self.session, said, self.now)
        return self.did

    def header(self, message: int, serial: int, phone: str = PHONE) -> jt808.Header:
        """The terminal's header."""
        digits = 20 if self.edition == "2019" else 12
        version = 1 if self.edition == "2019" else 0
        return jt808.Header(
            message=message,
            phone=phone.rjust(digits, "0"),
            serial=serial,
            edition=self.edition,
            version=version,
        )

    def sends(
        self, message: int, serial: int, body: bytes = b"", phone: str = PHONE
    ) -> list[Action]:
        """A frame of the terminal."""
        return self.says(Frame(jt808.encode(self.header(message, serial, phone), body)))

    def platform(self, message: int, serial: int, body: bytes = b"") -> list[Action]:
        """A frame from the broker."""
        return self.says(FromPlatform(self.header(message, serial), body))

    def commits(self, line: int, message: int = 0x0200, result: int = 0) -> list[Action]:
        """The ingest answers what was passed on under this number."""
        fields = {"serial": line, "message": message, "result": result}
        return self.platform(0x8001, 1, jt808.write_body(0x8001, fields))

    def later(self, seconds: float) -> list[Action]:
        """Time goes by."""
        self.now_s += seconds
        return self.says(Tick())

    def heard(self) -> list[tuple[int, Fields]]:
        """What the terminal was sent: message id and fields."""
        read = [jt808.decode(each.frame) for each in self.found(Send)]
        return [(message.header.message, message.fields) for message in read]

    def answers(self) -> list[tuple[int, int]]:
        """The general answers that the terminal was sent: its serial and the result."""
        return [(f["serial"], f["result"]) for message, f in self.heard() if message == 0x8001]

    def forwarded(self) -> list[jt808.Message]:
        """What was passed on."""
        return [
            jt808.decode(frame)
            for each in self.found(Forward)
            for frame in jt808.split(each.payload)
            if isinstance(frame, bytes)
        ]

    def found(self, kind: type[A]) -> list[A]:
        """The actions of a kind."""
        return [each for each in self.did if isinstance(each, kind)]

    def over(self) -> str:
        """Why the connection ends; empty if it does not."""
        return "".join(each.why for each in self.found(Close))


def authentication(wire: Wire, code: str = "secret", serial: int = 0) -> Check:
    """The terminal authenticates; what the desk is asked."""
    fields = {"code": code, "imei": "860000000000001", "software": "1.2"}
    wire.sends(0x0102, serial, jt808.write_body(0x0102, fields, wire.edition))
    (check,) = wire.found(Check)
    return check


def authenticated(edition: Literal["2013", "2019"] = "2013") -> Wire:
    """A terminal that may report; its next serial is 1."""
    wire = Wire(edition)
    wire.says(Checked(authentication(wire).header, good=True, line=LINE))
    return wire


def registration(edition: Literal["2013", "2019"] = "2013") -> bytes:
    """The body of a registration."""
    fields = {
        "province": 33,
        "city": 100,
        "maker": "MAKER",
        "model": "M1",
        "terminal_id": "T000001",
        "plate_colour": 1,
        "plate": "浙A12345",
    }
    return jt808.write_body(0x0100, fields, edition)


def refused(wire: Wire, result: int) -> list[Action]:
    """The desk refuses a registration."""
    return wire.says(Admitted(wire.header(0x0100, 0), result))
