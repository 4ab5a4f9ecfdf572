"""A simulated JT/T 808 terminal on its own TCP connection: memory and manners, no socket. Pure.

    away --connected--> greeting --0x8100--> authenticating --0x8001--> on air --lost--> away

It keeps what it said until the platform answers, stores what it cannot say, and delivers the
backlog as blind-area supplements when the link is back, in one of three orders. It can misbehave.

Source:
    jt808.md 5.5.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from simulators.obedience import HEARTBEAT, Orders
from simulators.outbox import FIRST_REPEAT_S
from simulators.quirks import Quirk, spoiled, twisted
from telemetry.codecs import jt808
from telemetry.codecs.jt808.layout import Fields
from telemetry.codecs.jt808.message import BATCH, LOCATION
from telemetry.fix import Fix, Malformed

BacklogOrder = Literal["oldest", "newest", "mixed"]
"""Before live ones, oldest or newest first; or one piece after each live report."""

Stage = Literal["away", "greeting", "authenticating", "on air"]

_RECORDS = 20  # of a backlog in one message
_SERIALS = 1 << 16
_REGISTRATION, _AUTHENTICATION, _HEARTBEAT = 0x0100, 0x0102, 0x0002
_OK, _HANDLED = 0, 4
_WINDOW = 32  # messages without an answer; the rest of a backlog waits
_MAKER, _MODEL = "GONGC", "SIM-1"


@dataclass(frozen=True, slots=True)
class Who:
    """Who a tracker is.

    Attributes:
        device: Phone digits without leading zeros.
        edition: Whose headers it writes.
        plate: Of its vehicle.
        terminal_id: Its own number.
    """

    device: str
    edition: Literal["2013", "2019"] = "2013"
    plate: str = ""
    terminal_id: str = "SIM0001"

    @property
    def phone(self) -> str:
        """As it stands in the header."""
        return self.device.rjust(20 if self.edition == "2019" else 12, "0")


@dataclass(frozen=True, slots=True)
class _Said:
    """A message without an answer."""

    frame: bytes
    fixes: tuple[Fix, ...]
    said_at: float
    again_at: float
    tries: int = 1


@dataclass(slots=True)
class Tracker:
    """One terminal.

    Attributes:
        who: Who it is.
        code: Authentication code; empty: it has to register first.
        first_repeat_s: Seconds until it says something unanswered again; later and later.
        order: In which order it delivers a backlog.
        quirks: How it misbehaves.
        stage: Where it stands.
        serial: Of its next message.
        settled: Records that were answered.
        refused: Of these, the ones that the platform could not take.
        resent: Messages said again.
        waits: Seconds from saying to the answer, of the last messages.
        orders: What it was told, and does.
        levels: Alarm bits of what goes on.
        edges: Alarm bits of what happened: reported until one report with them is answered.
    """

    who: Who
    code: str = ""
    first_repeat_s: float = FIRST_REPEAT_S
    order: BacklogOrder = "oldest"
    quirks: frozenset[Quirk] = frozenset()
    stage: Stage = "away"
    serial: int = 0
    settled: int = 0
    refused: int = 0
    resent: int = 0
    waits: deque[float] = field(default_factory=lambda: deque(maxlen=1000))
    orders: Orders = field(default_factory=Orders)
    levels: int = 0
    edges: int = 0
    _said: dict[int, _Said] = field(default_factory=dict)
    _stored: list[Fix] = field(default_factory=list)
    _beat_at: float = 0.0

    @property
    def outstanding(self) -> int:
        """Records that nobody has answered for."""
        return len(self._stored) + sum(len(each.fixes) for each in self._said.values())

    def connected(self, now: float) -> list[bytes]:
        """The link is there: count from 0, register, or authenticate with the code it has."""
        self.serial = 0
        return self._greeting(now)

    def _greeting(self, now: float) -> list[bytes]:
        self._beat_at = now + self.orders.seconds(HEARTBEAT)
        if self.code:
            self.stage = "authenticating"
            return [self._frame(_AUTHENTICATION, self._authentication())]
        self.stage = "greeting"
        return [self._frame(_REGISTRATION, self._registration())]

    def lost(self) -> None:
        """The link is gone: what was said and not answered is a backlog now."""
        self.stage = "away"
        waiting = [fix for each in self._said.values() for fix in each.fixes]
        self._said.clear()
        self._stored = sorted([*waiting, *self._stored], key=lambda fix: fix.at)

    def say(self, fixes: Sequence[Fix], now: float) -> list[bytes]:
        """Report, or store while nobody hears; answers the frames to send."""
        felt = [replace(fix, alarm=fix.alarm | self.levels | self.edges) for fix in fixes]
        if self.stage != "on air" or len(self._said) >= _WINDOW:
            self._stored += felt
            return []
        return [*self._report(felt, now, kind=0), *self._piece(now, also=self.order == "mixed")]

    def tick(self, now: float) -> list[bytes]:
        """Time went by: heartbeat, repeats, and more of the backlog."""
        if self.stage != "on air":
            return []
        frames = list(self._repeats(now))
        if now >= self._beat_at:
            self._beat_at = now + self.orders.seconds(HEARTBEAT)
            frames.append(self._frame(_HEARTBEAT, b""))
        return [*frames, *self._piece(now, also=True)]

    def again(self) -> list[bytes]:
        """Everything unanswered once more, byte for byte the same."""
        self.resent += len(self._said)
        return [each.frame for each in self._said.values()]

    def copied(self, frame: bytes) -> bytes:
        """The content of an earlier frame once more, as a message of its own."""
        header, body = jt808.open_frame(frame)
        return self._frame(header.message, body)

    def hear(self, frame: bytes, now: float) -> list[bytes]:
        """The platform says something; answers what to send."""
        try:
            message = jt808.decode(frame)
        except Malformed:
            return []
        header, fields = message.header, message.fields
        match header.message:
            case 0x8100:
                return self._registered(fields, now)
            case 0x8001:
                return self._answered(fields, now)
            case 0x8003 | 0x8004 | 0x8800:
                return []
            case _:
                return self._commanded(message)

    def _registered(self, fields: Fields, now: float) -> list[bytes]:
        if fields["result"] or not fields.get("code"):
            return []
        self.code = str(fields["code"])
        return self._greeting(now)

    def _answered(self, fields: Fields, now: float) -> list[bytes]:
        good = fields["result"] in {_OK, _HANDLED}
        if fields["message"] == _AUTHENTICATION:
            if good:
                self.stage = "on air"
                return self._piece(now, also=True)
            self.code = ""  # register again on the next connection
            return []
        said = self._said.pop(fields["serial"], None)
        if said:
            self.settled += len(said.fixes)
            self.waits.append(now - said.said_at)
            self.edges &= ~said.fixes[0].alarm
            self.refused += 0 if good else len(said.fixes)
        return self._piece(now, also=self.order != "mixed")

    def _commanded(self, message: jt808.Message) -> list[bytes]:
        """Obey, and say so."""
        done = self.orders.obey(message, self.who.edition)
        if isinstance(done, tuple):
            return [self._frame(*done)]
        asked = {"serial": message.header.serial, "message": message.header.message}
        return [self._frame(0x0001, jt808.write_body(0x0001, {**asked, "result": done}))]

    def _piece(self, now: float, *, also: bool) -> list[bytes]:
        """Some of the backlog, while there is room for it."""
        frames: list[bytes] = []
        while also and self._stored and self.stage == "on air" and len(self._said) < _WINDOW:
            frames += self._report(self._taken(), now, kind=1)
            if self.order == "mixed":
                break
        return frames

    def _taken(self) -> list[Fix]:
        if self.order == "newest":
            taken, self._stored = self._stored[-_RECORDS:][::-1], self._stored[:-_RECORDS]
        else:
            taken, self._stored = self._stored[:_RECORDS], self._stored[_RECORDS:]
        return taken

    def _report(self, fixes: Sequence[Fix], now: float, kind: int) -> list[bytes]:
        bodies = [
            jt808.encode_location(jt808.location_of(twisted(fix, self.quirks))) for fix in fixes
        ]
        serial = self.serial
        if len(bodies) == 1 and not kind:
            frame = self._frame(LOCATION, bodies[0])
        else:
            batch = jt808.Batch(bodies=tuple(bodies), kind=kind)
            frame = self._frame(BATCH, jt808.encode_batch(batch))
        self._said[serial] = _Said(frame, tuple(fixes), now, now + self.first_repeat_s)
        return [frame, frame] if "repeated" in self.quirks else [frame]

    def _repeats(self, now: float) -> Iterator[bytes]:
        """T(n+1) = T(n) x (n+1) (jt808.md 5.3)."""
        for serial, each in self._said.items():
            if each.again_at <= now:
                wait_s = self.first_repeat_s
                for number in range(1, each.tries + 1):
                    wait_s *= number + 1
                self._said[serial] = replace(each, again_at=now + wait_s, tries=each.tries + 1)
                self.resent += 1
                yield each.frame

    def _frame(self, message: int, body: bytes) -> bytes:
        new = self.who.edition == "2019"
        header = jt808.Header(
            message=message,
            phone=self.who.phone,
            serial=self.serial,
            edition=self.who.edition,
            version=1 if new else 0,
        )
        self.serial = (self.serial + 1) % _SERIALS
        return spoiled(header, body, self.quirks)

    def _registration(self) -> bytes:
        fields = {
            "province": 33,
            "city": 100,
            "maker": _MAKER,
            "model": _MODEL,
            "terminal_id": self.who.terminal_id,
            "plate_colour": 1 if self.who.plate else 0,
            "plate": self.who.plate,
        }
        return jt808.write_body(0x0100, fields, self.who.edition)

    def _authentication(self) -> bytes:
        imei = self.who.device.rjust(15, "0")
        fields = {"code": self.code, "imei": imei, "software": _MODEL}
        return jt808.write_body(0x0102, fields, self.who.edition)
