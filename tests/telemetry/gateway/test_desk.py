"""Who may speak, on real sockets: the books, the codes, and who claims what is not his."""

import pytest

from telemetry.gateway.server import Serving, gateway
from telemetry.links import CONFLICTS, revoke
from tests.telemetry.gateway.caller import calling
from tests.telemetry.gateway.premises import (
    PLATE,
    facts,
    ingesting,
    made_of,
    on_air,
    quarantined,
    registered,
)
from tests.telemetry.gateway.terminal import registration
from tests.telemetry.scene import Scene
from tests.waiting import eventually


@pytest.mark.proves("R061")
async def test_a_wrong_code_is_refused_and_recorded(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        assert await caller.authenticates("guessed") == 1
        await caller.over()
        await eventually(lambda: facts(scene, "bad_code"))
    assert "bad_code" in CONFLICTS


@pytest.mark.proves("R061")
async def test_another_terminals_number_is_refused_and_recorded(
    scene: Scene, serving: Serving
) -> None:
    victim = "13900000001"
    async with (
        gateway(serving) as port,
        ingesting(serving),
        calling(port, scene.car) as caller,
    ):
        await on_air(caller)
        serial = caller.say(0x0200, bytes(28), phone=victim)
        assert await caller.answer() == (serial, 1)
        await eventually(lambda: facts(scene, "identity_mismatch"))
        (row,) = await quarantined(scene, "identity_mismatch")
    assert (row["device"], row["source"]) == (victim, "tcp/127.0.0.1")


async def test_strangers_are_refused_and_recorded(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        for _ in range(3):
            caller.reports()
            assert (await caller.answer())[1] == 1
        await caller.over()
        await eventually(lambda: quarantined(scene, "unauthenticated"))


@pytest.mark.parametrize(("plate", "result"), [("浙A99999", 2), ("浙A\x0099", 2), (PLATE, 0)])
async def test_the_books_decide_who_may_register(
    scene: Scene, serving: Serving, plate: str, result: int
) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        assert (await caller.registers(plate)).fields["result"] == result


async def test_a_terminal_that_nobody_knows_gets_no_code(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, "13911111111") as caller:
        assert (await caller.registers()).fields["result"] == 4
        await eventually(lambda: facts(scene, "registration_refused"))


async def test_a_vin_stands_where_there_is_no_plate(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        body = registration()[:36] + b"\x00" + b"LSVAU2A37N2183294"
        caller.say(0x0100, body)
        assert (await caller.hears(0x8100)).fields["result"] == 2


async def test_a_code_is_good_until_the_next_one_is_used(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port:
        async with calling(port, scene.car) as caller:
            old = str((await caller.registers()).fields["code"])
            new = str((await caller.registers()).fields["code"])
            assert await caller.authenticates(new) == 0
        async with calling(port, scene.car) as caller:
            assert await caller.authenticates(old) == 1
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        assert await caller.authenticates(new) == 0


async def test_who_signed_off_has_to_register_again(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        code = await on_air(caller)
        caller.say(0x0003)
        assert (await caller.answer())[1] == 0
        following = await on_air(caller)
        async with calling(port, scene.car) as other:
            assert await other.authenticates(code) == 1
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        assert await caller.authenticates(following) == 0


async def test_an_office_may_take_a_code_away(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        await on_air(caller)
        assert await revoke(scene.connection, scene.car, "by 李四: 更换", scene.now)
        await caller.over()
        async with calling(port, scene.car) as successor:
            await on_air(successor)
    assert await facts(scene, "revoked") == [scene.car]
    assert not await revoke(scene.connection, "nobody", "by 李四: 更换", scene.now)


async def test_another_terminal_gets_no_code_while_the_one_in_the_books_has_one(
    scene: Scene, serving: Serving
) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        await on_air(caller)
        async with calling(port, scene.car) as impostor:
            assert (await impostor.registers()).fields["result"] == 3
        await eventually(lambda: facts(scene, "registered_by_another"))
        caller.say(0x0002)
        assert (await caller.answer())[1] == 0


async def test_what_changes_in_a_terminal_is_recorded(scene: Scene, serving: Serving) -> None:
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        await on_air(caller)
        caller.say(0x0107, made_of("1" * 20))
        caller.say(0x0107, made_of("2" * 20))
        await eventually(lambda: facts(scene, "iccid_changed"))
    async with gateway(serving) as port, calling(port, scene.car) as caller:
        await eventually(lambda: registered(port, scene.car))
