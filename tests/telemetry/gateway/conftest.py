"""A car in the books, and where a gateway finds its servers."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from fleet.vehicle.plate import PlateAssigned
from telemetry.gateway.server import Serving
from tests.telemetry.gateway.premises import PLATE
from tests.telemetry.scene import Scene, opened


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    """A car with a plate, and a terminal in it."""
    async with opened(dsn) as scene:
        scene.car = str(10**10 + uuid4().int % 10**10)
        await scene.register()
        await scene.say((f"plate:{PLATE}", PlateAssigned(plate=PLATE, vehicle=scene.car)))
        yield scene


@pytest.fixture
def serving(dsn: str, broker_url: str) -> Serving:
    return Serving(dsn, broker_url)
