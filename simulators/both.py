"""Terminals on both wires at once: JSON through the broker, JT/T 808 through the gateway."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from simulators.terminal import Terminal, Terminals
from simulators.tracker import Tracker
from simulators.trackers import Trackers
from telemetry.fix import Fix

_LOOK_S, _GREETING_S = 0.02, 1.2


class Both:
    """Speaks for whichever wire a terminal is on.

    Args:
        radio: Terminals on MQTT.
        trackers: Terminals on TCP.
    """

    def __init__(self, radio: Terminals, trackers: Trackers) -> None:
        self._radio, self._trackers = radio, trackers

    @property
    def resent(self) -> int:
        """Messages said again."""
        return self._radio.resent + self._trackers.resent

    @property
    def outstanding(self) -> int:
        """Records that nobody has acknowledged yet."""
        return self._radio.outstanding + self._trackers.outstanding

    @property
    def settled(self) -> int:
        """Records that have been acknowledged."""
        return self._radio.settled + self._trackers.settled

    @property
    def trusting(self) -> bool:
        """See `Terminals`; a tracker trusts nobody but the gateway."""
        return self._radio.trusting

    @trusting.setter
    def trusting(self, told: bool) -> None:
        self._radio.trusting = told

    def say(self, terminal: Terminal | Tracker, fixes: Sequence[Fix]) -> list[bytes]:
        """Report."""
        if isinstance(terminal, Tracker):
            return self._trackers.say(terminal, fixes)
        return self._radio.say(terminal, fixes)

    def repeat(self, terminal: Terminal | Tracker, said: Sequence[bytes]) -> None:
        """Say something once more."""
        if isinstance(terminal, Tracker):
            self._trackers.repeat(terminal, said)
        else:
            self._radio.repeat(terminal, said)

    def again(self) -> None:
        """Say everything unanswered once more."""
        self._radio.again()
        self._trackers.again()

    async def greeted(self) -> None:
        """Wait until somebody answers, and say everything again meanwhile."""
        loop = asyncio.get_running_loop()
        said = loop.time()
        while not self.settled:
            await asyncio.sleep(_LOOK_S)
            if loop.time() - said > _GREETING_S:
                said = loop.time()
                self.again()

    async def below(self, records: int) -> None:
        """Wait until fewer than so many records are unacknowledged."""
        while self.outstanding >= records:  # noqa: ASYNC110 - each of the two has its own event
            await asyncio.sleep(_LOOK_S)

    async def posted(self, seconds: float) -> None:
        """See `Terminals`."""
        await self._radio.posted(seconds)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Listen and repeat meanwhile."""
        async with self._radio.working(), self._trackers.working():
            yield
