"""A connection that acknowledges after the commit, and never somebody else's message."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from fleet.servers.home import free_port
from telemetry import mqtt
from telemetry.mqtt import BrokerUnreachableError, Delivery, Link
from tests.telemetry.repeating_broker import conversation

LIMIT_S = 20


@pytest.fixture(params=["batched", "stock"], autouse=True)
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With our way to read, and with paho's own."""
    monkeypatch.setattr(mqtt, "fits", lambda: request.param == "batched")


@asynccontextmanager
async def session(url: str, name: str, topic: str) -> AsyncIterator[Link]:
    async with Link(
        url, client_id=name, clean=False, subscriptions=[topic], patience_s=LIMIT_S
    ) as link:
        yield link


async def taken(link: Link) -> list[Delivery]:
    async with asyncio.timeout(LIMIT_S):
        return await link.take()


async def test_messages_are_taken_in_the_order_they_were_published(broker_url: str) -> None:
    topic, found = f"t/{uuid4().hex}", list[bytes]()
    async with session(broker_url, uuid4().hex, topic) as link:
        for number in range(50):
            await link.publish(topic, b"%d" % number)
        while len(found) < 50:
            deliveries = await taken(link)
            link.acknowledge(deliveries)
            found += [delivery.payload for delivery in deliveries]
    assert found == [b"%d" % number for number in range(50)]


async def test_more_messages_than_the_window_arrive_at_once(broker_url: str) -> None:
    root, found = uuid4().hex, set[bytes]()
    async with session(broker_url, uuid4().hex, f"{root}/+/up/+") as link:
        for number in range(2500):
            link.send(f"{root}/{number}/up/{'pos' if number % 3 else 'jt808'}", b"%d" % number)
        while len(found) < 2500:
            deliveries = await taken(link)
            link.acknowledge(deliveries)
            found |= {delivery.payload for delivery in deliveries}


async def test_what_was_acknowledged_does_not_come_again(broker_url: str) -> None:
    topic, name = f"t/{uuid4().hex}", uuid4().hex
    async with session(broker_url, name, topic) as link:
        await link.publish(topic, b"old")
        link.acknowledge(await taken(link))
    async with session(broker_url, name, topic) as link:
        await link.publish(topic, b"new")
        assert [delivery.payload for delivery in await taken(link)] == [b"new"]


@pytest.mark.mosquitto
async def test_an_acknowledgement_is_good_on_its_own_connection_only(mosquitto_url: str) -> None:
    topic, name = f"t/{uuid4().hex}", uuid4().hex
    async with session(mosquitto_url, name, topic) as link:
        await link.publish(topic, b"kept")
        old = await taken(link)
    async with session(mosquitto_url, name, topic) as link:
        await taken(link)
        link.acknowledge(old)
    async with session(mosquitto_url, name, topic) as link:
        assert [delivery.payload for delivery in await taken(link)] == [b"kept"]


async def test_a_broker_that_does_not_answer_is_named() -> None:
    port = free_port()
    with pytest.raises(BrokerUnreachableError, match=f"127.0.0.1:{port}"):
        async with Link(f"mqtt://127.0.0.1:{port}", client_id="x", patience_s=0.2):
            pass


async def test_a_wrong_password_is_no_connection(broker_url: str) -> None:
    wrong = broker_url.replace("gongche:", "gongche:not")
    with pytest.raises(BrokerUnreachableError):
        async with Link(wrong, client_id=uuid4().hex, patience_s=0.5):
            pass


async def test_what_is_only_told_arrives_all_the_same(broker_url: str) -> None:
    topic, found = f"t/{uuid4().hex}", set[bytes]()
    async with session(broker_url, uuid4().hex, topic) as link:
        link.tell([(topic, b"%d" % number) for number in range(30)])
        link.tell([])
        await link.publish(topic, b"asked for")
        while len(found) < 31:
            deliveries = await taken(link)
            link.acknowledge(deliveries)
            found |= {delivery.payload for delivery in deliveries}


async def test_a_topic_that_is_no_text_has_a_name_all_the_same() -> None:
    async with conversation([(7, b"a")], topic=b"\xff") as it:
        await it.go_on()
        assert [delivery.topic for delivery in await it.taken()] == [mqtt.UNREADABLE]


def payloads(deliveries: list[Delivery]) -> list[bytes]:
    return [delivery.payload for delivery in deliveries]


async def test_what_is_repeated_before_anybody_took_it_is_taken_once() -> None:
    async with conversation([(7, b"a"), (8, b"b")], [(7, b"a"), (8, b"b"), (9, b"c")]) as it:
        await it.go_on()
        await it.go_on()
        taken = await it.taken()
        assert payloads(taken) == [b"a", b"b", b"c"]
        assert taken == sorted(taken, key=lambda delivery: delivery.received_at)


async def test_the_answer_to_a_message_answers_its_repeats() -> None:
    async with conversation([(7, b"a")], [(7, b"a"), (8, b"b")]) as it:
        await it.go_on()
        first = await it.taken()
        await it.go_on()
        it.link.acknowledge(first)
        assert payloads(await it.taken()) == [b"b"]
        await it.go_on()
        assert it.broker.answered == [7]


async def test_a_repeat_of_what_is_being_stored_waits_once() -> None:
    repeat = [(7, b"a"), (8, b"b")]
    async with conversation(repeat, repeat, repeat, repeat) as it:
        await it.go_on()
        await it.taken()
        for _ in range(3):
            await it.go_on()
        assert payloads(await it.taken()) == [b"a", b"b"]


async def test_after_a_new_connection_only_its_deliveries_are_left() -> None:
    told = [(7, b"a"), (8, b"b")]
    async with conversation(told, None, told, None, told) as it:
        for _ in range(3):
            await it.go_on()
        taken = await it.taken()
        assert payloads(taken) == [b"a", b"b"]
        it.link.acknowledge(taken)
        await it.go_on()
        assert it.broker.answered == [7, 8]
