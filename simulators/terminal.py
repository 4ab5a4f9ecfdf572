"""Simulated terminals over MQTT: each keeps what it said until our acknowledgement comes.

What one terminal remembers and says is `Terminal`, without any input or output; `Terminals` is
the radio that many of them share.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import orjson

from simulators.language import NUMBERED, Language
from simulators.outbox import FIRST_REPEAT_S, Held, Outbox, heed
from telemetry.codecs import json as own_json
from telemetry.codecs import jt808, nmea
from telemetry.codecs.jt808.message import BATCH, LOCATION, PLATFORM_ANSWER
from telemetry.fix import Fix, Malformed
from telemetry.mqtt import Delivery, Link

SUBSCRIPTIONS = ("v1/+/dn/+",)
"""What the radio has to listen to."""

_JSON_RECORDS = 200  # in one message: 64 KiB are allowed
_FRAME_BYTES, _RECORD_BYTES = 1020, 2  # of a batch's body beside its head; of a record's length
_SERIALS = 65_536
_OK, _HANDLED = 0, 4
_KINDS = {"json": "pos", "nmea": "nmea"}
_BEAT_S, _GREETING_S = 0.5, 1.2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a terminal is.

    Attributes:
        device: Its id; for JT/T 808 the phone digits without leading zeros.
        language: What it speaks.
        boot: Which start of the device this is; JSON and NMEA only.
        first: The lowest number it will ever hold; JSON and NMEA only.
    """

    device: str
    language: Language
    boot: int = 1
    first: int = 0

    @property
    def topic(self) -> str:
        """Where it publishes."""
        return f"v1/{self.device}/up/{_KINDS.get(self.language, 'jt808')}"


class Terminal:
    """One terminal's memory.

    Args:
        identity: Who it is.
        first_repeat_s: Seconds until it says something unanswered again.

    Attributes:
        identity: Who it is.
        outbox: What nobody has acknowledged yet.
        lost: The link is down: what is said is stored, and goes out as a backlog.
    """

    def __init__(self, identity: Identity, first_repeat_s: float = FIRST_REPEAT_S) -> None:
        self.identity = identity
        self.outbox = Outbox(first_repeat_s)
        self.lost = False
        self._stored: list[Fix] = []
        self._next = identity.first

    def say(self, fixes: Sequence[Fix], now: float, *, late: bool = False) -> list[bytes]:
        """Number these records, hold them, and answer the payloads to publish.

        Args:
            fixes: At least one; those without `seq` get the terminal's next number.
            now: Seconds on the clock of the repeats.
            late: A blind-area supplement (JT/T 808).
        """
        if self.lost:
            self._stored += fixes
            return []
        if self.identity.language in NUMBERED:
            return self._say_numbered(fixes, now)
        return self._say_frames(fixes, now, 1 if late else 0)

    def backlog(self, now: float, *, newest_first: bool = False) -> list[bytes]:
        """The link is back: everything stored meanwhile, as the payloads to publish."""
        stored, self._stored, self.lost = self._stored[:: -1 if newest_first else 1], [], False
        return self.say(stored, now, late=True) if stored else []

    def due(self, now: float) -> list[bytes]:
        """The payloads to publish once more."""
        return self._payloads(self.outbox.due(now))

    def again(self) -> list[bytes]:
        """Everything unanswered once more."""
        return self._payloads(self.outbox.all())

    def nudge(self) -> list[bytes]:
        """The lowest record once more, with the news that nothing below it is held (JSON).

        Only for a terminal that has said everything: holes in its numbers stay holes.
        """
        lowest = self.outbox.lowest()
        if lowest is None or self.identity.language not in NUMBERED:
            return []
        number, held = lowest
        return [_telling(held.payload, number)]

    def hear(self, topic: str, payload: bytes, now: float) -> None:
        """Take what the platform answers into account."""
        if topic.endswith("/ack"):
            acknowledgement = orjson.loads(payload)
            if acknowledgement["boot"] == self.identity.boot:
                heed(self.outbox, acknowledgement, now)
            return
        for frame in jt808.split(payload):
            if not isinstance(frame, Malformed):
                self._hear_frame(frame)

    def _hear_frame(self, frame: bytes) -> None:
        message = jt808.decode(frame)
        if message.header.message == PLATFORM_ANSWER:
            good = message.fields["result"] in {_OK, _HANDLED}
            self.outbox.settle([message.fields["serial"]], refused=not good)

    def _say_numbered(self, fixes: Sequence[Fix], now: float) -> list[bytes]:
        said: list[Held] = []
        for fix in fixes:
            seq = self._next if fix.seq is None else fix.seq
            self._next = max(self._next, seq + 1)
            numbered = replace(fix, device=self.identity.device, boot=self.identity.boot, seq=seq)
            said.append(self.outbox.hold(seq, _written(numbered, self.identity.language), now))
        return self._payloads(said)

    def _say_frames(self, fixes: Sequence[Fix], now: float, kind: int) -> list[bytes]:
        bodies = [jt808.encode_location(jt808.location_of(fix)) for fix in fixes]
        return self._payloads([self._frame(piece, kind, now) for piece in _fitting(bodies)])

    def _frame(self, bodies: Sequence[bytes], kind: int, now: float) -> Held:
        serial, self._next = self._next % _SERIALS, self._next + 1
        edition: Literal["2013", "2019"] = "2019" if self.identity.language == "2019" else "2013"
        single = len(bodies) == 1 and not kind
        header = jt808.Header(
            message=LOCATION if single else BATCH,
            phone=self.identity.device.rjust(20 if edition == "2019" else 12, "0"),
            serial=serial,
            edition=edition,
            version=1 if edition == "2019" else 0,
        )
        body = (
            bodies[0]
            if single
            else jt808.encode_batch(jt808.Batch(bodies=tuple(bodies), kind=kind))
        )
        return self.outbox.hold(serial, jt808.encode(header, body), now, records=len(bodies))

    def _payloads(self, said: Sequence[Held]) -> list[bytes]:
        """Frames behind each other, or objects in an array, as many as a message may carry."""
        if self.identity.language not in NUMBERED:
            return [b"".join(held.payload for held in part) for part in _parts(said, 100)]
        objects = [_telling(held.payload, self.identity.first) for held in said]
        return [
            part[0] if len(part) == 1 else b"[" + b",".join(part) + b"]"
            for part in _parts(objects, _JSON_RECORDS)
        ]


class Terminals:
    """Many terminals on one MQTT connection.

    Args:
        link: Open, with `SUBSCRIPTIONS`.
        first_repeat_s: Seconds until something unanswered is said again.

    Attributes:
        sent: Payloads published, repeats included.
        resent: Of these, the ones that were published before.
        trusting: The terminals take the broker's word for our answer, and forget at once. Loses
            data: only for runs that have to show it.
    """

    def __init__(self, link: Link, first_repeat_s: float = FIRST_REPEAT_S) -> None:
        self.sent = self.resent = 0
        self.trusting = False
        self._link, self._first_repeat_s = link, first_repeat_s
        self._by_device: dict[str, Terminal] = {}
        self._heard = asyncio.Event()
        self._unanswered: set[asyncio.Future[None]] = set()

    def add(self, identity: Identity) -> Terminal:
        """Switch a terminal on."""
        terminal = Terminal(identity, self._first_repeat_s)
        self._by_device[identity.device] = terminal
        return terminal

    @property
    def outstanding(self) -> int:
        """Records that nobody has acknowledged yet."""
        return sum(terminal.outbox.records for terminal in self._by_device.values())

    @property
    def settled(self) -> int:
        """Records that have been acknowledged."""
        return sum(terminal.outbox.settled for terminal in self._by_device.values())

    @property
    def refused(self) -> int:
        """Of these, the ones that went to quarantine."""
        return sum(terminal.outbox.refused for terminal in self._by_device.values())

    def say(self, terminal: Terminal, fixes: Sequence[Fix], *, times: int = 1) -> list[bytes]:
        """Publish records at once; whether they arrive is the terminal's care from then on.

        Returns:
            The payloads, as published.
        """
        payloads = terminal.say(fixes, _now())
        for _ in range(times):
            self._publish(terminal, payloads)
        if self.trusting:
            terminal.outbox.settle(terminal.outbox.held())
        return payloads

    def repeat(self, terminal: Terminal, payloads: Sequence[bytes]) -> None:
        """Publish something once more."""
        self.resent += len(payloads)
        self._publish(terminal, payloads)

    def again(self) -> None:
        """Publish everything unanswered once more."""
        for terminal in self._by_device.values():
            self.repeat(terminal, terminal.again())

    async def greeted(self) -> None:
        """Say everything again and again until somebody answers: the platform is there.

        A broker that has never seen the platform throws away what is published before.
        """
        while not self.settled:
            try:
                async with asyncio.timeout(_GREETING_S):
                    await self.until_settled(1)
            except TimeoutError:
                self.again()

    def restore(self, terminal: Terminal, *, newest_first: bool = False) -> None:
        """The link of a terminal is back: publish its backlog."""
        self._publish(terminal, terminal.backlog(_now(), newest_first=newest_first))

    def nudge(self) -> None:
        """Everything has been said: holes in the numbers stay holes."""
        for terminal in self._by_device.values():
            self.repeat(terminal, terminal.nudge())

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Listen and repeat meanwhile."""
        async with asyncio.TaskGroup() as tasks:
            work = [tasks.create_task(self._listen()), tasks.create_task(self._beat())]
            yield
            for task in work:
                task.cancel()

    async def below(self, records: int) -> None:
        """Wait until fewer than so many records are unacknowledged."""
        while self.outstanding >= records:
            self._heard.clear()
            await self._heard.wait()

    async def posted(self, seconds: float) -> None:
        """Wait until the broker has answered whatever was published, at most so many seconds.

        A terminal that takes the broker's word must not be switched off before it was given.
        """
        if self._unanswered:
            await asyncio.wait(self._unanswered, timeout=seconds)

    async def until_settled(self, records: int) -> None:
        """Wait until so many records have been acknowledged."""
        while self.settled < records:
            self._heard.clear()
            await self._heard.wait()

    async def _listen(self) -> None:
        while True:
            deliveries = await self._link.take()
            self._link.acknowledge(deliveries)
            for delivery in deliveries:
                self._hear(delivery)
            self._heard.set()

    def _hear(self, delivery: Delivery) -> None:
        terminal = self._by_device.get(delivery.topic.split("/")[-3])
        if terminal:
            terminal.hear(delivery.topic, delivery.payload, _now())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_S)
            for terminal in self._by_device.values():
                self.repeat(terminal, terminal.due(_now()))

    def _publish(self, terminal: Terminal, payloads: Sequence[bytes]) -> None:
        self.sent += len(payloads)
        for payload in payloads:
            answered = self._link.send(terminal.identity.topic, payload)
            self._unanswered.add(answered)
            answered.add_done_callback(self._unanswered.discard)


def _written(fix: Fix, language: Language) -> bytes:
    """A record with its number, as JSON."""
    if language == "nmea":
        return nmea.wrap(fix.device, fix.boot or 0, fix.seq or 0, nmea.encode(fix))
    return own_json.encode([fix])


def _telling(record: bytes, first: int) -> bytes:
    """A JSON record with the lowest number its device holds."""
    return record[:-1] + b',"first":%d}' % first if first else record


def _fitting(bodies: Sequence[bytes]) -> Iterator[list[bytes]]:
    """As many records together as one frame holds."""
    piece: list[bytes] = []
    for body in bodies:
        if sum(len(held) + _RECORD_BYTES for held in (*piece, body)) > _FRAME_BYTES:
            yield piece
            piece = []
        piece.append(body)
    yield piece


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[k : k + size] for k in range(0, len(items), size))


def _now() -> float:
    return asyncio.get_running_loop().time()
