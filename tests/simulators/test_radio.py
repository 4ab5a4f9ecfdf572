"""Many terminals on a real broker, with a platform that answers as it likes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import orjson
import pytest

from simulators.terminal import SUBSCRIPTIONS, Identity, Terminal, Terminals
from telemetry.fix import Fix
from telemetry.mqtt import Link

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
SOON_S = 20


def fixes(first: int, count: int) -> list[Fix]:
    return [
        Fix(
            device="",
            at=OCTOBER + timedelta(seconds=number),
            digest=b"",
            lon=120.2,
            lat=30.29,
            source="",
            raw=b"",
        )
        for number in range(first, first + count)
    ]


@dataclass
class Stage:
    """One terminal, its radio, and the platform's end of the line."""

    radio: Terminals
    terminal: Terminal
    platform: Link

    async def heard(self) -> list[dict[str, object]]:
        """The records of the next message."""
        async with asyncio.timeout(SOON_S):
            (delivery,) = await self.platform.take(1)
        self.platform.acknowledge([delivery])
        told = orjson.loads(delivery.payload)
        return told if isinstance(told, list) else [told]

    async def answer(self, upto: int) -> None:
        """Acknowledge."""
        device = self.terminal.identity.device
        told = {"boot": 1, "upto": upto, "missing": [], "rejected": []}
        await self.platform.publish(f"v1/{device}/dn/ack", orjson.dumps(told))


@asynccontextmanager
async def staged(broker: str, first_repeat_s: float = 30) -> AsyncIterator[Stage]:
    device = uuid4().hex
    async with (
        Link(broker, client_id=uuid4().hex, subscriptions=[f"v1/{device}/up/pos"]) as platform,
        Link(broker, client_id=uuid4().hex, subscriptions=SUBSCRIPTIONS) as link,
    ):
        radio = Terminals(link, first_repeat_s)
        async with radio.working():
            stage = Stage(radio, radio.add(Identity(device, "json")), platform)
            radio.say(stage.terminal, fixes(0, 1))
            greeting = asyncio.ensure_future(radio.greeted())
            assert [record["seq"] for record in await stage.heard()] == [0]
            await stage.answer(0)
            await greeting
            yield stage


async def test_what_is_not_answered_comes_again(broker_url: str) -> None:
    async with staged(broker_url, first_repeat_s=0.2) as stage:
        stage.radio.say(stage.terminal, fixes(1, 2))
        assert await stage.heard() == await stage.heard()
        await stage.answer(2)
        async with asyncio.timeout(SOON_S):
            await stage.radio.below(1)
        assert (stage.radio.settled, stage.radio.outstanding, stage.radio.refused) == (3, 0, 0)
        assert stage.radio.resent > 0


async def test_a_link_that_was_lost_brings_a_backlog(broker_url: str) -> None:
    async with staged(broker_url) as stage:
        stage.terminal.lost = True
        stage.radio.say(stage.terminal, fixes(1, 3))
        stage.radio.restore(stage.terminal, newest_first=True)
        times = [record["time"] for record in await stage.heard()]
        assert times == sorted(times, reverse=True)  # type: ignore[type-var] # ISO texts
        assert len(times) == 3


async def test_a_copy_is_a_copy(broker_url: str) -> None:
    async with staged(broker_url) as stage:
        stage.radio.say(stage.terminal, fixes(1, 1), times=2)
        assert await stage.heard() == await stage.heard()


async def test_a_trusting_terminal_forgets_at_once(broker_url: str) -> None:
    async with staged(broker_url) as stage:
        stage.radio.trusting = True
        stage.radio.say(stage.terminal, fixes(1, 5))
        assert stage.radio.outstanding == 0


async def test_before_anybody_listens_it_says_it_again(broker_url: str) -> None:
    async with Link(broker_url, client_id=uuid4().hex, subscriptions=SUBSCRIPTIONS) as link:
        radio = Terminals(link)
        async with radio.working():
            radio.say(radio.add(Identity(uuid4().hex, "json")), fixes(0, 1))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.5):
                    await radio.greeted()
        assert radio.resent > 0


async def test_who_takes_the_brokers_word_waits_for_it_before_it_is_switched_off(
    broker_url: str,
) -> None:
    device, many = uuid4().hex, 300
    topics = [f"v1/{device}/up/pos"]
    async with Link(broker_url, client_id=uuid4().hex, subscriptions=topics) as platform:
        async with Link(broker_url, client_id=uuid4().hex, subscriptions=SUBSCRIPTIONS) as link:
            radio = Terminals(link)
            radio.trusting = True
            terminal = radio.add(Identity(device, "json"))
            for number in range(many):
                radio.say(terminal, fixes(number, 1))
            assert radio.outstanding == 0
            await radio.posted(SOON_S)
        heard: set[object] = set()
        async with asyncio.timeout(SOON_S):
            while len(heard) < many:
                deliveries = await platform.take()
                platform.acknowledge(deliveries)
                heard |= {orjson.loads(each.payload)["seq"] for each in deliveries}
    assert heard == {*range(many)}
