"""Reading a vehicle's past: its terminals' places, each while it was bound."""

import asyncpg

from telemetry.archive import Arrived, Place, place_before, read_places
from telemetry.moment import micros, moment
from telemetry.registry import Registry


class Past:
    """What the archive knows of vehicles, through the bindings valid at fix time."""

    def __init__(self, connection: asyncpg.Connection, registry: Registry) -> None:
        self._connection = connection
        self._registry = registry

    async def place_before(self, vehicle: str, at: int) -> int | None:
        """Fix time (microseconds) of the vehicle's last good place before `at`."""
        found = [
            await place_before(
                self._connection, span.device, moment(span.begin), moment(min(span.end, at))
            )
            for span in self._registry.spans(vehicle)
            if span.begin < at
        ]
        return max((micros(each) for each in found if each), default=None)

    async def places(self, vehicle: str, begin: int, end: int) -> list[Place]:
        """The vehicle's good places in [begin, end) microseconds, in order."""
        found: list[Place] = []
        for span in self._registry.spans(vehicle):
            low, high = max(begin, span.begin), min(end, span.end)
            if low < high:
                found += await read_places(self._connection, span.device, moment(low), moment(high))
        return sorted(found, key=lambda place: (place.at, place.digest))


def place_of(arrived: Arrived) -> Place:
    """A good fix as a place."""
    fix = arrived.fix
    assert fix.lon is not None  # noqa: S101 - a fix without coordinates is not good
    assert fix.lat is not None  # noqa: S101
    return Place(fix.at, fix.digest, fix.lon, fix.lat, int(fix.quality), arrived.received_at)
