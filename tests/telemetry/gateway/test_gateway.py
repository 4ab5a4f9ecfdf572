"""Terminals on real sockets, a real broker, a real database: acknowledged means kept."""

import asyncio

import pytest

from telemetry.codecs.jt808.frame import encode
from telemetry.codecs.jt808.header import Header
from telemetry.gateway import exchange
from telemetry.gateway.server import Serving, gateway
from telemetry.links import link_facts
from tests.telemetry.gateway.caller import calling
from tests.telemetry.gateway.premises import (
    commit,
    cut,
    facts,
    ingesting,
    kept,
    on_air,
    passed_on,
    platform,
    quarantined,
    registered,
    subscribed,
)
from tests.telemetry.scene import ALWAYS, Scene
from tests.waiting import eventually


async def test_a_terminal_registers_authenticates_and_reports(
    scene: Scene, serving: Serving
) -> None:
    async with (
        gateway(serving) as port,
        ingesting(serving),
        calling(port, scene.car) as caller,
    ):
        await on_air(caller)
        await caller.hears(0x8107)
        await eventually(lambda: subscribed(scene))
        serial = caller.reports()
        assert await caller.answer() == (serial, 0)
        assert await kept(scene) == 1
        caller.say(0x0002)
        assert await caller.answer() == (3, 0)


@pytest.mark.proves("R109")
async def test_nothing_is_acknowledged_before_it_is_committed(
    scene: Scene, serving: Serving
) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        await on_air(caller)
        async with platform(serving, scene) as broker:
            caller.reports()
            await passed_on(broker)
        caller.say(0x0002)
        assert await caller.answer() == (3, 0)
        async with ingesting(serving):
            await eventually(lambda: subscribed(scene))
            again = caller.reports(1)
            assert (await caller.answer(), await kept(scene)) == ((again, 0), 1)


async def test_a_terminal_that_comes_again_ends_its_first_connection(
    scene: Scene, serving: Serving
) -> None:
    async with (
        gateway(serving) as port,
        calling(port, scene.car) as first,
        calling(port, scene.car) as second,
    ):
        code = await on_air(first)
        assert await second.authenticates(code) == 0
        await first.over()
        second.say(0x0002)
        assert (await second.answer())[1] == 0
        await eventually(lambda: facts(scene, "connected_twice"))
    told = await link_facts(scene.connection, [scene.car], ALWAYS, scene.now.replace(year=2100))
    assert [(each.kind, each.times) for each in told] == [("connected_twice", 1)]


async def test_a_command_through_the_broker_reaches_the_terminal(
    scene: Scene, serving: Serving
) -> None:
    async with (
        gateway(serving) as port,
        platform(serving, scene) as broker,
        calling(port, scene.car) as caller,
    ):
        await on_air(caller)
        header = Header(message=0x8300, phone=scene.car, serial=4711)
        text = encode(header, b"\x01hello")
        nonsense = b"\x7e\x00\x7e\x7e\x01\x02\x7e"
        topic = f"v1/{scene.car}/dn/jt808"
        await broker.publish(topic, nonsense + text)
        await broker.publish(topic.replace(scene.car, "13911111111"), text)
        told = await caller.hears(0x8300)
        assert told.header.serial != 4711


async def test_so_many_strangers_that_the_oldest_makes_room(
    scene: Scene, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_STRANGERS", 1)
    async with (
        gateway(serving) as port,
        calling(port, scene.car) as first,
        calling(port, scene.car) as second,
    ):
        await first.over()
        await on_air(second)


async def test_who_claims_a_number_with_a_code_is_recorded_even_when_his_frames_are_too_many(
    scene: Scene, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_KEPT_AT_ONCE", 0)
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        await caller.registers()
        caller.reports()
        assert (await caller.answer())[1] == 1
        await eventually(lambda: facts(scene, "unauthenticated"))
    assert await quarantined(scene, "unauthenticated") == []


async def test_too_many_registrations_at_once_are_for_another_time(
    scene: Scene, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_ADMITTING", 0)
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        with pytest.raises(EOFError):
            await caller.registers()


async def test_a_line_without_end_is_cut(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        caller.writer.write(bytes(5000))
        await caller.over()


async def test_who_does_not_read_is_cut_and_the_others_are_served(
    scene: Scene, serving: Serving
) -> None:
    async with (
        gateway(serving) as port,
        calling(port, scene.car) as deaf,
        calling(port, scene.car) as other,
    ):
        code = await on_air(deaf)
        async with asyncio.timeout(20):
            await deaf.floods()
        assert await other.authenticates(code) == 0


async def test_an_answer_for_an_earlier_connection_settles_nothing_on_this_one(
    scene: Scene, serving: Serving
) -> None:
    async with gateway(serving) as port, platform(serving, scene) as broker:
        async with calling(port, scene.car) as caller:
            code = await on_air(caller)
            before, first = caller.reports(1), await passed_on(broker)
        async with calling(port, scene.car) as caller:
            caller.serial = before - 1
            assert await caller.authenticates(code) == 0
            assert (caller.reports(2), await passed_on(broker) != first) == (before, True)
            await commit(broker, scene, first)
            caller.say(0x0002)
            assert await caller.answer() == (before + 1, 0)


async def test_while_the_database_is_away_codes_are_good_and_nobody_registers(
    scene: Scene, serving: Serving
) -> None:
    async with gateway(serving) as port:
        async with calling(port, scene.car) as caller:
            code = await on_air(caller)
        for _ in range(3):
            await cut(scene)
            async with calling(port, scene.car) as caller:
                assert await caller.authenticates(code) == 0
        async with calling(port, scene.car) as caller:
            await eventually(lambda: registered(port, scene.car))
