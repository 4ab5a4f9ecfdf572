"""One TCP connection: bytes in and out, everything decided by the session."""

import asyncio
import socket
from collections import deque
from typing import Protocol

from telemetry.codecs.jt808.frame import Splitter
from telemetry.gateway.session import begun, step
from telemetry.gateway.words import (
    Action,
    Admit,
    Check,
    Close,
    Describe,
    Forward,
    Frame,
    Note,
    Now,
    Quarantine,
    Revoke,
    Said,
    Send,
    Settled,
    Tick,
)

_GARBAGE = 4096  # bytes that are no frames, before authentication
_UNREAD = 64 << 10  # bytes that a terminal does not read: then it is gone, or means harm
_LINGER_S = 5.0
_IDLE_S, _PROBE_S, _PROBES = 60, 20, 3
_USER_TIMEOUT_MS = 60_000


Told = Revoke | Describe | Quarantine | Note | Settled
"""What is only to be written down."""


class Office(Protocol):
    """What a connection needs of the gateway around it."""

    @property
    def crowded(self) -> bool:
        """The broker does not keep up: nothing more should be read for now."""

    def now(self) -> Now:
        """What time it is."""

    def opened(self, connection: "Connection") -> None:
        """Somebody has connected."""

    def closed(self, connection: "Connection") -> None:
        """And is gone."""

    def forward(self, device: str, payload: bytes) -> None:
        """Publish frames of a terminal."""

    def admit(self, connection: "Connection", wish: Admit) -> None:
        """Decide about a registration; the answer comes with `hear`."""

    def check(self, connection: "Connection", wish: Check) -> None:
        """Look at a code; the answer comes with `hear`."""

    def write(self, connection: "Connection", told: Told) -> None:
        """Write something down."""


class Connection(asyncio.Protocol):
    """A terminal, or whoever has connected.

    Attributes:
        session: What is known.
        peer: Its address.
        why: Why it was closed by us; empty while it was not.
        frames: How many came.
    """

    def __init__(self, office: Office) -> None:
        self.peer, self.why, self.frames = "", "", 0
        self.session = begun(office.now())
        self._office = office
        self._splitter = Splitter()
        self._frames: deque[bytes] = deque()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has connected."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a connection is a stream")
        self._transport = transport
        self.peer = str((transport.get_extra_info("peername") or ("?",))[0])
        transport.set_write_buffer_limits(high=_UNREAD)
        _probe(transport.get_extra_info("socket"))
        self._office.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side has gone, or we have closed."""
        self.why = self.why or (str(exc) if exc else "closed by the terminal")
        self._transport = None
        self._frames.clear()
        self._office.closed(self)

    def data_received(self, data: bytes) -> None:
        """Take bytes."""
        frames = self._splitter.feed(data)
        self.frames += len(frames)
        self._frames.extend(frames)
        self.work()
        if self._splitter.dropped > _GARBAGE and not self.session.device:
            self.close("what comes is no JT/T 808")

    def pause_writing(self) -> None:
        """So much is not read by the other side that it is gone, or means harm."""
        self.close("does not read", at_once=True)

    def tick(self) -> None:
        """A second went by."""
        self.hear(Tick())
        self.work()

    def hear(self, said: Said) -> None:
        """Something for the session."""
        if self._transport is not None and not self.why:
            self.session, actions = step(self.session, said, self._office.now())
            for action in actions:
                self._do(action)

    def work(self) -> None:
        """Take frames as long as that is sound; read no more until they are taken."""
        while self._frames and not self._held:
            self.hear(Frame(self._frames.popleft()))
        if self._transport is not None and not self._transport.is_closing():
            if self._frames:
                self._transport.pause_reading()
            else:
                self._transport.resume_reading()

    def close(self, why: str, *, at_once: bool = False) -> None:
        """End it when everything is sent, or at once."""
        if self._transport is None or self.why:
            return
        self.why = why
        self._frames.clear()
        if at_once:
            self._transport.abort()
        else:
            self._transport.close()
            asyncio.get_running_loop().call_later(_LINGER_S, self._transport.abort)

    @property
    def _held(self) -> bool:
        return bool(self.why) or self.session.full or self._office.crowded

    def _do(self, action: Action) -> None:
        match action:
            case Send(frame=frame):
                if self._transport is not None:
                    self._transport.write(frame)
            case Forward(payload=payload):
                self._office.forward(self.session.device, payload)
            case Admit():
                self._office.admit(self, action)
            case Check():
                self._office.check(self, action)
            case Close(why=why):
                self.close(why)
            case Revoke() | Describe() | Quarantine() | Note() | Settled():
                self._office.write(self, action)


def _probe(wire: socket.socket) -> None:
    """Find out by ourselves when the other side is gone without a word."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)
    for name, value in (
        ("TCP_KEEPIDLE", _IDLE_S),
        ("TCP_KEEPINTVL", _PROBE_S),
        ("TCP_KEEPCNT", _PROBES),
        ("TCP_USER_TIMEOUT", _USER_TIMEOUT_MS),
    ):
        if option := getattr(socket, name, None):
            wire.setsockopt(socket.IPPROTO_TCP, option, value)
