"""Where a car is now follows its papers: whose terminal it was at that time."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from fleet.vehicle.terminal import TerminalBound, TerminalRegistered, TerminalUnbound
from tests.telemetry.scene import ALWAYS, Scene, after, home, opened


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


async def latest(scene: Scene) -> list[tuple[str, str, datetime]]:
    rows = await scene.connection.fetch(
        "SELECT vehicle, device, at FROM archive.latest ORDER BY vehicle"
    )
    return [tuple(row) for row in rows]


async def follow(scene: Scene) -> None:
    """Read the papers written since; nothing arrives."""
    await scene.tell()


def taken_out(scene: Scene, seconds: float) -> TerminalUnbound:
    return TerminalUnbound(device=scene.car, vehicle=scene.car, at=after(seconds))


async def test_a_terminal_taken_out_shows_the_car_where_it_was_last_in_it(scene: Scene) -> None:
    await scene.tell(*home(scene, [0, 30]))
    await scene.say((f"terminal:{scene.car}", taken_out(scene, 15)))
    await follow(scene)
    assert await latest(scene) == [(scene.car, scene.car, after(0))]


async def test_a_terminal_that_was_never_in_the_car_shows_nothing(scene: Scene) -> None:
    await scene.tell(*home(scene, [0, 30]))
    await scene.say((f"terminal:{scene.car}", taken_out(scene, -1)))
    await follow(scene)
    assert await latest(scene) == []


async def test_a_terminal_put_in_after_its_fixes_came_shows_the_car(scene: Scene) -> None:
    late = Scene(scene.connection, scene.intake)
    await late.say((f"terminal:{late.car}", TerminalRegistered(device=late.car)))
    await late.tell(*home(late, [0, 30]))
    assert await latest(scene) == []
    await late.say((f"terminal:{late.car}", late.bound()))
    await follow(late)
    assert await latest(scene) == [(late.car, late.car, after(30))]


async def test_a_terminal_moved_to_another_car_shows_that_one_from_then_on(scene: Scene) -> None:
    await scene.tell(*home(scene, [0, 30]))
    moved = TerminalBound(device=scene.car, vehicle="other", valid_from=after(15), valid_to=None)
    stream = f"terminal:{scene.car}"
    await scene.say((stream, taken_out(scene, 15)), (stream, moved))
    await follow(scene)
    expected = [(scene.car, scene.car, after(0)), ("other", scene.car, after(30))]
    assert await latest(scene) == sorted(expected)


async def test_a_spare_terminal_shows_nothing(scene: Scene) -> None:
    spare = TerminalBound(
        device=scene.car, vehicle="other", valid_from=ALWAYS, valid_to=None, spare=True
    )
    late = Scene(scene.connection, scene.intake)
    await late.say(
        (f"terminal:{late.car}", TerminalRegistered(device=late.car)),
        (f"terminal:{late.car}", spare.model_copy(update={"device": late.car})),
    )
    await late.tell(*home(late, [0]))
    await follow(late)
    assert await latest(scene) == []
