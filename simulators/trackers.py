"""Simulated JT/T 808 terminals over TCP: many trackers, each with a connection of its own.

The same words as those of `Terminals`, whose terminals share one MQTT connection.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from simulators.outbox import FIRST_REPEAT_S
from simulators.tracker import Tracker
from telemetry.codecs.jt808.frame import Splitter
from telemetry.fix import Fix

_BEAT_S, _GREETING_S = 0.5, 1.2
_DIALLED_AT_ONCE = 100  # connections opened in a beat
_PATIENCE_S = 5.0


class Trackers:
    """Many trackers and the gateway's address.

    Args:
        host: The gateway's.
        port: The gateway's; may be changed when it comes again elsewhere.
        first_repeat_s: Seconds until something unanswered is said again.

    Attributes:
        sent: Frames, repeats included.
    """

    def __init__(self, host: str, port: int, first_repeat_s: float = FIRST_REPEAT_S) -> None:
        self.host, self.port, self.sent = host, port, 0
        self._first_repeat_s = first_repeat_s
        self._trackers: list[Tracker] = []
        self._wires: dict[str, _Wire] = {}
        self._dialling: dict[str, asyncio.Task[None]] = {}
        self._heard = asyncio.Event()

    def add(self, tracker: Tracker) -> Tracker:
        """Switch one on."""
        tracker.first_repeat_s = self._first_repeat_s
        self._trackers.append(tracker)
        return tracker

    @property
    def outstanding(self) -> int:
        """Records that nobody has answered for."""
        return sum(each.outstanding for each in self._trackers)

    @property
    def settled(self) -> int:
        """Records that were answered."""
        return sum(each.settled for each in self._trackers)

    @property
    def refused(self) -> int:
        """Of these, the ones that the platform could not take."""
        return sum(each.refused for each in self._trackers)

    @property
    def resent(self) -> int:
        """Messages said again."""
        return sum(each.resent for each in self._trackers)

    @property
    def on_air(self) -> int:
        """How many have authenticated."""
        return sum(each.stage == "on air" for each in self._trackers)

    def say(self, tracker: Tracker, fixes: Sequence[Fix], *, times: int = 1) -> list[bytes]:
        """Report at once, or store until the link is there; answers the frames."""
        frames = tracker.say(fixes, _now())
        for _ in range(times):
            self.write(tracker, frames)
        return frames

    def repeat(self, tracker: Tracker, frames: Sequence[bytes]) -> None:
        """Report something once more, as a terminal does that has it in its memory twice."""
        if tracker.stage == "on air":
            tracker.resent += len(frames)
            self.write(tracker, [tracker.copied(frame) for frame in frames])

    def again(self) -> None:
        """Send everything unanswered once more."""
        for tracker in self._trackers:
            self.write(tracker, tracker.again())

    def hang_up(self, tracker: Tracker) -> None:
        """Cut its connection; it dials again."""
        wire = self._wires.get(tracker.who.device)
        if wire is not None:
            wire.abort()

    async def greeted(self) -> None:
        """Wait until one of them was answered."""
        while not self.settled:
            await self._next()

    def nudge(self) -> None:
        """There is nothing that would hurry a gateway."""

    async def below(self, records: int) -> None:
        """Wait until fewer than so many records are unanswered."""
        while self.outstanding >= records:
            await self._next()

    async def until_on_air(self, count: int) -> None:
        """Wait until so many have authenticated."""
        while self.on_air < count:
            await self._next()

    async def posted(self, seconds: float) -> None:
        """Nobody's word is taken but the platform's: there is nothing to wait for."""

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Dial, listen and repeat meanwhile; hang up at the end."""
        beat = asyncio.ensure_future(self._beat())
        try:
            yield
        finally:
            dialling = [beat, *self._dialling.values()]
            for task in dialling:
                task.cancel()
            await asyncio.gather(*dialling, return_exceptions=True)
            for wire in [*self._wires.values()]:
                wire.abort()
            await asyncio.sleep(0)

    def write(self, tracker: Tracker, frames: Sequence[bytes]) -> None:
        """Put frames on the wire of a tracker."""
        wire = self._wires.get(tracker.who.device)
        if wire is not None and frames:
            self.sent += len(frames)
            wire.send(b"".join(frames))

    def up(self, tracker: Tracker, wire: "_Wire") -> None:
        """The connection of a tracker stands."""
        self._wires[tracker.who.device] = wire
        self.write(tracker, tracker.connected(_now()))

    def hear(self, tracker: Tracker, frames: Sequence[bytes]) -> None:
        """The platform speaks."""
        for frame in frames:
            self.write(tracker, tracker.hear(frame, _now()))
        self._heard.set()

    def down(self, tracker: Tracker) -> None:
        """The connection of a tracker is gone."""
        self._wires.pop(tracker.who.device, None)
        tracker.lost()
        self._heard.set()

    async def _next(self) -> None:
        self._heard.clear()
        await self._heard.wait()

    async def _beat(self) -> None:
        while True:
            for tracker in self._trackers:
                self.write(tracker, tracker.tick(_now()))
            self._dial()
            await asyncio.sleep(_BEAT_S)

    def _dial(self) -> None:
        busy = self._wires.keys() | self._dialling.keys()
        away = [each for each in self._trackers if each.who.device not in busy]
        for tracker in away[:_DIALLED_AT_ONCE]:
            call = asyncio.ensure_future(self._call(tracker))
            self._dialling[tracker.who.device] = call

    async def _call(self, tracker: Tracker) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await loop.create_connection(lambda: _Wire(self, tracker), self.host, self.port)
        except OSError:  # nobody there: it dials again
            return
        finally:
            del self._dialling[tracker.who.device]


class _Wire(asyncio.Protocol):
    def __init__(self, trackers: Trackers, tracker: Tracker) -> None:
        self._trackers, self._tracker = trackers, tracker
        self._splitter = Splitter()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._trackers.up(self._tracker, self)

    def data_received(self, data: bytes) -> None:
        self._trackers.hear(self._tracker, self._splitter.feed(data))

    def connection_lost(self, exc: Exception | None) -> None:
        del exc  # whatever it was: it dials again
        self._transport = None
        self._trackers.down(self._tracker)

    def send(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()


def _now() -> float:
    return asyncio.get_running_loop().time()
