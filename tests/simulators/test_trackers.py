"""Trackers on real connections, with a gateway that answers as it likes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

from simulators.both import Both
from simulators.terminal import SUBSCRIPTIONS, Identity, Terminals
from simulators.tracker import Tracker, Who
from simulators.trackers import Trackers
from telemetry.codecs import jt808
from telemetry.mqtt import Link
from tests.simulators.test_tracker import PHONE, fixes
from tests.waiting import eventually

SOON_S = 20


class Platform:
    """Lets everybody in, and answers reports when it is willing."""

    def __init__(self) -> None:
        self.willing = True
        self.calls: list[asyncio.Transport] = []
        self.reports: list[bytes] = []


class Wire(asyncio.Protocol):
    """Its end of one connection."""

    def __init__(self, platform: Platform) -> None:
        self.platform, self.splitter = platform, jt808.Splitter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A tracker dials."""
        assert isinstance(transport, asyncio.Transport)
        self.platform.calls.append(transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """It speaks."""
        for frame in self.splitter.feed(data):
            header, _ = jt808.open_frame(frame)
            if header.message == 0x0200:
                self.platform.reports.append(frame)
            if self.platform.willing or header.message == 0x0102:
                self.transport.write(jt808.general_answer(header, 0))


@asynccontextmanager
async def staged(first_repeat_s: float = 30) -> AsyncIterator[tuple[Platform, Trackers, Tracker]]:
    """A platform and one tracker."""
    platform, loop = Platform(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Wire(platform), "127.0.0.1", 0)
    radio = Trackers("127.0.0.1", server.sockets[0].getsockname()[1], first_repeat_s)
    tracker = radio.add(Tracker(Who(PHONE), code="c0de"))
    async with asyncio.timeout(SOON_S), radio.working():
        yield platform, radio, tracker
    server.close()
    for transport in platform.calls:
        transport.abort()
    await asyncio.sleep(0)


async def reached(condition: Callable[[], bool]) -> None:
    """Wait until it is true."""

    async def asked() -> bool:
        return condition()

    await eventually(asked)


async def test_a_tracker_dials_authenticates_and_reports() -> None:
    async with staged() as (platform, radio, tracker):
        await radio.until_on_air(1)
        radio.say(tracker, fixes(0), times=2)
        await radio.greeted()
        await radio.below(1)
        assert (radio.settled, radio.refused, len(platform.reports)) == (1, 0, 2)
        assert (radio.sent, radio.resent) == (3, 0)
        radio.nudge()
        await radio.posted(0)


async def test_what_was_said_before_the_line_stood_is_delivered() -> None:
    async with staged() as (_, radio, tracker):
        radio.say(tracker, fixes(0, 3))
        assert radio.outstanding == 3
        await radio.below(1)


async def test_a_tracker_that_was_cut_off_dials_again() -> None:
    async with staged() as (platform, radio, tracker):
        await radio.until_on_air(1)
        platform.willing = False
        radio.say(tracker, fixes(0))
        await reached(lambda: bool(platform.reports))
        radio.hang_up(tracker)
        platform.willing = True
        await radio.below(1)
        assert len(platform.calls) == 2
        radio.hang_up(Tracker(Who("1")))


async def test_a_tracker_dials_until_somebody_is_there() -> None:
    async with staged() as (_, radio, _tracker):
        port, radio.port = radio.port, 1  # nobody is there
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        radio.port = port
        await radio.until_on_air(1)


async def test_what_is_not_answered_is_said_again() -> None:
    async with staged(first_repeat_s=0.01) as (platform, radio, tracker):
        await radio.until_on_air(1)
        platform.willing = False
        said = radio.say(tracker, fixes(0))
        radio.again()
        radio.repeat(tracker, said)
        await reached(lambda: len(platform.reports) > 3)
        assert len(set(platform.reports)) == 2
        assert radio.resent >= 2


async def test_both_wires_are_one_radio(broker_url: str) -> None:
    async with (
        staged() as (_, trackers, tracker),
        Link(broker_url, client_id=uuid4().hex, subscriptions=SUBSCRIPTIONS) as link,
    ):
        terminals = Terminals(link)
        terminal = terminals.add(Identity(uuid4().hex, "json"))
        both = Both(terminals, trackers)
        await trackers.until_on_air(1)
        said = both.say(terminal, fixes(0))
        both.repeat(terminal, said)
        both.repeat(tracker, both.say(tracker, fixes(0)))
        both.again()
        await both.greeted()
        await both.below(2)
        assert (both.settled, both.outstanding) == (1, 1)
        assert both.resent >= 2
        both.trusting = True
        both.say(terminal, fixes(1))
        assert both.trusting
        await both.posted(5)
