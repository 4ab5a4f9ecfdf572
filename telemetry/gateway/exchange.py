"""What the connections of the gateway share: the broker, the desk, and each other."""

import asyncio
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import structlog

from fleet.story_clock import StoryClock
from telemetry.archive import Refusal
from telemetry.codecs.jt808.frame import open_frame, split
from telemetry.fix import Malformed
from telemetry.gateway.chronicle import Chronicle, Fact, Statement
from telemetry.gateway.connection import Connection, Told
from telemetry.gateway.courier import Courier
from telemetry.gateway.desk import Desk
from telemetry.gateway.errands import Unspeakable, result_named, worded
from telemetry.gateway.swaps import Parts, swaps
from telemetry.gateway.words import (
    Admit,
    Check,
    Checked,
    Describe,
    FromPlatform,
    Note,
    Now,
    Ordered,
    Quarantine,
    Revoke,
    Settled,
)
from telemetry.mqtt import Delivery, Link

log = structlog.get_logger()

_TICK_S, _HEARD_EVERY_S = 1.0, 60.0
_UNPOSTED = 20_000  # publications without the broker's answer: then nothing more is read
_STRANGERS = 1000  # connections that have not authenticated: the oldest makes room
_ADMITTING = 5000  # registrations that wait for the desk
_KEPT_A_SECOND, _KEPT_AT_ONCE = 20, 200  # frames of strangers: else they could fill the disk
_ALIVE_S = 60.0  # heard within: then two connections with one number are a conflict


@dataclass(slots=True)
class Counters:
    """What happened since the start.

    Attributes:
        forwarded: Messages to the broker.
        delivered: Frames from it for a terminal that is here.
        strayed: Frames from it for one that is not.
        unkept: Frames of strangers that were too many to be kept.
    """

    forwarded: int = 0
    delivered: int = 0
    strayed: int = 0
    unkept: int = 0


@dataclass(slots=True)
class Exchange:
    """All connections, and what they need. It is the `Office` of each of them."""

    clock: StoryClock
    link: Link
    desk: Desk
    chronicle: Chronicle
    courier: Courier
    parts: dict[str, Parts]
    counters: Counters = field(default_factory=Counters)
    strangers: dict[Connection, None] = field(default_factory=dict)
    devices: dict[str, Connection] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)
    _told: dict[str, set[str]] = field(default_factory=dict)
    _unposted: int = 0
    _spare: int = field(default_factory=lambda: _KEPT_AT_ONCE)
    _admitting: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def crowded(self) -> bool:
        """Whether the broker does not keep up."""
        return self._unposted >= _UNPOSTED

    def now(self) -> Now:
        """What time it is."""
        return Now(asyncio.get_running_loop().time(), datetime.now(UTC))  # noqa: TID251 - the shell

    def opened(self, connection: Connection) -> None:
        """Somebody has connected; who has said nothing for longest makes room."""
        self.strangers[connection] = None
        if len(self.strangers) > _STRANGERS:
            idle = (each for each in self.strangers if not each.session.asking)
            next(idle, connection).close("too many strangers", at_once=True)

    def cut(self, device: str) -> None:
        """Somebody has revoked a terminal's code."""
        if connection := self.devices.get(device):
            connection.close("its code was revoked")

    def closed(self, connection: Connection) -> None:
        """A connection is gone; what it had under way is answered to nobody."""
        self.strangers.pop(connection, None)
        device = connection.session.device
        if self.devices.get(device) is connection:
            del self.devices[device]
            self._told.pop(device, None)
            self._lines[device] = connection.session.relay.line
            self._close_link(connection)

    def forward(self, device: str, payload: bytes) -> None:
        """Publish frames of a terminal."""
        self.counters.forwarded += 1
        self._unposted += 1
        self.link.send(f"v1/{device}/up/jt808", payload).add_done_callback(self._posted)

    def admit(self, connection: Connection, wish: Admit) -> None:
        """Let the desk decide about a registration."""
        if len(self._admitting) >= _ADMITTING:
            connection.close("too many registrations")
            return
        task = asyncio.ensure_future(self._admit(connection, wish))
        self._admitting.add(task)
        task.add_done_callback(self._admitting.discard)

    def check(self, connection: Connection, wish: Check) -> None:
        """Let the desk look at a code."""
        device, now = wish.header.device, self.now()
        good = self.desk.check(device, wish.code, self._story(now))
        line = self._lines.get(device, int(now.at.timestamp())) & 0xFFFF
        if not good:
            self._fact(device, "bad_code", f"from {connection.peer}")
        elif not connection.session.device:
            line = self._take_over(connection, wish, now, line)
        connection.hear(Checked(wish.header, good, line))
        if good:
            self.tell(device)

    def tell(self, device: str) -> None:
        """Tell a terminal what people have ordered, each once on a connection."""
        connection = self.devices.get(device)
        if connection is None or connection.session.header is None:
            return
        told = self._told.setdefault(device, set())
        for given in self.courier.errands.of(device):
            if given.order in told:
                continue
            told.add(given.order)
            try:
                message, body = worded(given.kind, given.fields, connection.session.header.edition)
            except Unspeakable as error:
                log.warning("order cannot be said", order=given.order, why=str(error))
                self.courier.settle(device, given.order, "not_understood")
            else:
                connection.hear(Ordered(given.order, message, body))

    def write(self, connection: Connection, told: Told) -> None:
        """Write something down."""
        match told:
            case Note(device=device, kind=kind, detail=detail):
                self._fact(device, kind, f"{detail}; from {connection.peer}")
            case Quarantine():
                self._keep(connection, told)
            case Describe(device=device, iccid=iccid, firmware=firmware):
                self._know(device, Parts(iccid=iccid, firmware=firmware))
                values = (device, iccid, firmware.replace("\0", ""))
                self.chronicle.write(Statement("describe_link", values))
            case Revoke(device=device):
                self.desk.revoke(device, self._story(self.now()))
                self.devices.pop(device, None)
                self._lines[device] = connection.session.relay.line
                self.strangers[connection] = None
            case Settled(order=order, result=result):
                self.courier.settle(connection.session.device, order, result_named(result))

    def _keep(self, connection: Connection, told: Quarantine) -> None:
        """Put a frame into quarantine; of strangers only as many as a disk can bear."""
        if not connection.session.device:
            if self.desk.credentials.get(told.device):
                self._fact(told.device, told.reason, f"from {connection.peer}")
            if self._spare <= 0:
                self.counters.unkept += 1
                return
            self._spare -= 1
        malformed = Malformed(told.reason, told.detail, raw=told.raw)
        source, at = f"tcp/{connection.peer}", self._story(self.now())
        self.chronicle.write(Refusal(source, told.device, at, malformed))

    async def deliver(self) -> None:
        """Hand what comes from the broker to the terminals."""
        while True:
            deliveries = await self.link.take()
            self.link.acknowledge(deliveries)
            for delivery in deliveries:
                self._deliver(delivery)
            await asyncio.sleep(0)

    async def tick(self) -> None:
        """Tell every connection that a second went by; write down who was heard."""
        loop = asyncio.get_running_loop()
        told = loop.time()
        while True:
            await asyncio.sleep(_TICK_S)
            self._spare = min(self._spare + _KEPT_A_SECOND, _KEPT_AT_ONCE)
            for connection in [*self.strangers, *self.devices.values()]:
                connection.tick()
            if loop.time() - told >= _HEARD_EVERY_S:
                told = loop.time()
                self._tell_heard()

    def _deliver(self, delivery: Delivery) -> None:
        connection = self.devices.get(delivery.topic.split("/")[-3])
        for frame in split(delivery.payload):
            if isinstance(frame, Malformed):
                continue
            if connection is None:
                self.counters.strayed += 1
                continue
            try:
                header, body = open_frame(frame)
            except Malformed:
                continue
            self.counters.delivered += 1
            connection.hear(FromPlatform(header, body))
        if connection is not None:
            connection.work()

    async def _admit(self, connection: Connection, wish: Admit) -> None:
        device = wish.header.device
        other, now = self.devices.get(device), self.now()
        alone = other in (None, connection) or not _alive(other, now)
        answer = None
        try:
            answer = await self.desk.admit(device, wish, self._story(now), alone=alone)
        finally:
            if answer is None:
                connection.close("the books cannot be read")
        if answer is not None:
            connection.hear(answer)
            connection.work()

    def _take_over(self, connection: Connection, wish: Check, now: Now, line: int) -> int:
        """The last one to authenticate speaks for the terminal; the number of its first frame."""
        device = wish.header.device
        before = self.devices.get(device)
        if before is not None:
            line = before.session.relay.line
            if _alive(before, now):
                self._fact(device, "connected_twice", f"{before.peer}, then {connection.peer}")
            before.close("the same terminal has connected again")
        self.strangers.pop(connection, None)
        self.devices[device] = connection
        self._told.pop(device, None)
        self._know(device, Parts(imei=wish.imei))
        values = (device, connection.peer, self._story(now), wish.header.edition)
        told = (wish.imei.replace("\0", ""), wish.software.replace("\0", ""))
        self.chronicle.write(Statement("open_link", (*values, *told)))
        return line

    def _know(self, device: str, told: Parts) -> None:
        """Compare what a terminal is made of with what it was made of."""
        known, changes = swaps(self.parts.get(device, Parts()), told)
        self.parts[device] = known
        for kind, detail in changes:
            self._fact(device, kind, detail)

    def _close_link(self, connection: Connection) -> None:
        now = self.now()
        ago = now.s - connection.session.heard_s
        heard = self.clock.story(datetime.fromtimestamp(now.at.timestamp() - ago, UTC))
        values = (connection.session.device, self._story(now), connection.why, heard)
        self.chronicle.write(Statement("close_link", values))

    def _tell_heard(self) -> None:
        now = self.now()
        alive = [device for device, each in self.devices.items() if _alive(each, now)]
        if alive:
            at = [self._story(now)] * len(alive)
            self.chronicle.write(Statement("heard", (alive, at)))
        log.info(
            "gateway",
            connected=len(self.devices),
            strangers=len(self.strangers),
            unposted=self._unposted,
            lost=self.chronicle.lost,
            **asdict(self.counters),
        )

    def _fact(self, device: str, kind: str, detail: str) -> None:
        self.chronicle.write(Fact(device, kind, detail, self._story(self.now())))

    def _posted(self, _: object) -> None:
        self._unposted -= 1

    def _story(self, now: Now) -> datetime:
        return self.clock.story(now.at)


def _alive(connection: Connection | None, now: Now) -> bool:
    return connection is not None and now.s - connection.session.heard_s < _ALIVE_S
